/* SPDX-License-Identifier: MIT */
#include "image_model.h"

#include "check.h"

#include <string.h>

/* F(tag, request, information line, member) */
#define FORMS(F)                                                                                                       \
    F(1, QDMP_SET_ACCESS_MODE, QDMP_INFO_ACCESS_MODE, dm_mode)                                                         \
    F(2, QDMP_SET_SERVER, QDMP_INFO_SERVER, server)                                                                    \
    F(3, QDMP_SET_CREDENTIALS, QDMP_INFO_CREDENTIALS, credentials)                                                     \
    F(16, QDMP_EX_SAVE_APPL_INFO, QDMP_EX_INFO_APPL_INFO, appl_info)                                                   \
    F(17, QDMP_EX_SAVE_MAC, QDMP_EX_INFO_MAC, mac)                                                                     \
    F(18, QDMP_EX_SAVE_SYSTEM, QDMP_EX_INFO_SYSTEM, system)                                                            \
    F(19, QDMP_EX_SAVE_SOFTWARE, QDMP_EX_INFO_SOFTWARE, software)                                                      \
    F(20, QDMP_EX_SAVE_NETWORK, QDMP_EX_INFO_NETWORK, network)                                                         \
    F(21, QDMP_EX_SAVE_LOCATION, QDMP_EX_INFO_LOCATION, location)

#define TAG(tag, request, line, member) tag,
static const unsigned tags[] = {FORMS(TAG)};

#define KIND(tag, request, line, member) request,
static const qdmp_request_kind kinds[] = {FORMS(KIND)};

enum { COUNT = sizeof tags / sizeof *tags, LENGTH_MAX = 65535, HEAD = 8, CRC = 4 };

static uint32_t bit_of(qdmp_request_kind kind) {
    return (uint32_t)1 << kind;
}

/* The member of a form, as a request and as an information line. */
static qdmp_request as_request(const qdmp_settings *settings, unsigned tag) {
    qdmp_request out = {.kind = QDMP_READ};
    switch (tag) {
#define CASE(tag, request, line, member)                                                                               \
    case tag:                                                                                                          \
        out.kind = request;                                                                                            \
        out.member = settings->member;                                                                                 \
        break;
        FORMS(CASE)
#undef CASE
    default: break;
    }
    return out;
}

static qdmp_response as_response(const qdmp_settings *settings, unsigned tag) {
    qdmp_response out = {.kind = QDMP_RESULT_OK};
    switch (tag) {
#define CASE(tag, request, line, member)                                                                               \
    case tag:                                                                                                          \
        out.kind = line;                                                                                               \
        out.member = settings->member;                                                                                 \
        break;
        FORMS(CASE)
#undef CASE
    default: break;
    }
    return out;
}

/* Returns whether the request sets or saves. */
static bool take_member(qdmp_settings *settings, const qdmp_request *request) {
    switch (request->kind) {
#define CASE(tag, kind, line, member)                                                                                  \
    case kind: settings->member = request->member; break;
        FORMS(CASE)
#undef CASE
    default: return false;
    }
    settings->set |= bit_of(request->kind);
    return true;
}

/* ---- Effect of commands ---- */

void image_model_defaults(qdmp_settings *settings) {
    const qdmp_span null = {"NULL", 4};
    memset(settings, 0, sizeof *settings);
    settings->server = (qdmp_server){{117, 161, 2, 41}, 5683, 86400};
    settings->appl_info = settings->mac = settings->location = null;
    settings->system = (qdmp_system){null, null, null, null};
    settings->software = (qdmp_software){null, null};
    settings->network = (qdmp_network){null, null, null, null};
}

static void forget(qdmp_settings *settings, unsigned tag) {
    qdmp_settings defaults;
    image_model_defaults(&defaults);
    qdmp_request request = as_request(&defaults, tag);
    (void)take_member(settings, &request);
    settings->set &= ~bit_of(request.kind);
}

static qdmp_status erase(qdmp_settings *settings, uint32_t option, qdmp_field *field) {
    *field = QDMP_FIELD_ERASE_OPT;
    if (option == 3)
        return QDMP_RESERVED;
    if (option > 4)
        return QDMP_RANGE;
    for (uint32_t i = 0; i < 3; i++)
        if (option == 4 || option == i)
            forget(settings, i + 1);
    return QDMP_OK;
}

qdmp_status image_model_apply(qdmp_settings *settings, const qdmp_request *request, qdmp_field *field) {
    if (request->kind == QDMP_ERASE)
        return erase(settings, request->erase_opt, field);
    if (request->kind == QDMP_EX_ERASE) {
        *field = QDMP_FIELD_TYPE;
        if (request->ex_type > 5)
            return QDMP_RANGE;
        forget(settings, 16 + request->ex_type);
        return QDMP_OK;
    }
    *field = QDMP_FIELD_NONE;
    return take_member(settings, request) ? QDMP_OK : QDMP_FORM;
}

bool image_model_same(const qdmp_settings *a, const qdmp_settings *b) {
    if (a->set != b->set)
        return false;
    for (unsigned i = 0; i < COUNT; i++) {
        struct parts parts[2];
        qdmp_request requests[] = {as_request(a, tags[i]), as_request(b, tags[i])};
        parts_of_request(&requests[0], &parts[0]);
        parts_of_request(&requests[1], &parts[1]);
        if (!parts_same(&parts[0], &parts[1]))
            return false;
    }
    return true;
}

/* ---- Writing ---- */

static void put_number(struct composed *out, uint32_t number, unsigned width) {
    for (unsigned i = 0; i < width; i++)
        compose_byte(out, number >> 8 * i & 0xFF);
}

/* The bytes of a number, or of the length before a text. */
static unsigned width_of(const struct rule *rule) {
    switch (rule->field) {
    case QDMP_FIELD_UPDATE_PERIOD: return 4;
    case QDMP_FIELD_SERVER_PORT:
    case QDMP_FIELD_APPKEY:
    case QDMP_FIELD_PASSWORD: return 2;
    default: return 1;
    }
}

static void put_part(struct composed *out, const struct part *part) {
    switch (part->rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: put_number(out, part->number, width_of(part->rule)); return;
    case RULE_ADDRESS: compose_bytes(out, part->octets, sizeof part->octets); return;
    case RULE_IMEI:
    case RULE_TEXT: break;
    }
    put_number(out, (uint32_t)part->text.len, width_of(part->rule));
    compose_span(out, part->text);
}

/* The bytes that a part of an image needs. */
static size_t size_of(const struct part *part) {
    bool is_text = part->rule->kind == RULE_TEXT || part->rule->kind == RULE_IMEI;
    return part->rule->kind == RULE_ADDRESS ? 4 : width_of(part->rule) + (is_text ? part->text.len : 0);
}

static bool is_set(const qdmp_settings *settings, unsigned i) {
    return (settings->set & bit_of(kinds[i])) != 0;
}

/* Appends the entries that the first list lacks. */
static void add_obstacles(struct obstacles *out, const struct obstacles *more) {
    for (size_t i = 0; i < more->count && out->count < COMPOSE_FAULTS_MAX; i++)
        out->list[out->count++] = more->list[i];
}

static void add_length(struct obstacles *out, qdmp_field field) {
    struct obstacles one = {.count = 1, .list = {{QDMP_LENGTH, field}}};
    add_obstacles(out, &one);
}

/* A command cannot save a password whose shown part ends with a space. */
static void forbid_space(struct obstacles *out, qdmp_span shown) {
    if (shown.len == 0 || shown.ptr[shown.len - 1] != ' ' || out->count == COMPOSE_FAULTS_MAX)
        return;
    out->list[out->count].status = QDMP_NOT_REPRESENTABLE;
    out->list[out->count++].field = QDMP_FIELD_PASSWORD;
}

void image_model_obstacles(const qdmp_settings *settings, struct obstacles *out) {
    size_t size = HEAD + CRC;
    bool beyond = false;
    out->count = 0;
    for (unsigned i = 0; i < COUNT; i++) {
        struct parts parts;
        struct obstacles asked, shown;
        qdmp_request request = as_request(settings, tags[i]);
        qdmp_response response = as_response(settings, tags[i]);
        if (!is_set(settings, i))
            continue;
        parts_of_response(&response, &parts);
        obstacles_of_response(&parts, QDMP_RESPONSE_CANONICAL, &shown);
        if (request.kind == QDMP_SET_CREDENTIALS)
            forbid_space(&shown, rules_shown_part(request.credentials.password));
        parts_of_request(&request, &parts);
        obstacles_of_request(&parts, &asked);
        add_obstacles(out, asked.count > 0 ? &asked : &shown); /* values that no request can hold are not shown */
        size += 3;
        for (size_t k = 0; k < parts.count; k++) {
            size += size_of(&parts.list[k]);
            if (size > LENGTH_MAX && !beyond)
                add_length(out, parts.list[k].rule->field);
            beyond = size > LENGTH_MAX;
        }
    }
}

void image_model_head(struct composed *out, unsigned version, size_t parts) {
    compose_text(out, "QDMP");
    put_number(out, version, 2);
    put_number(out, (uint32_t)(HEAD + parts + CRC), 2);
}

/* Processes one bit after the other, with the polynomial and the order of bits of the standard. */
static uint32_t crc_of(const char *bytes, size_t size) {
    uint32_t crc = 0xFFFFFFFF, turned = 0;
    for (size_t i = 0; i < size * 8; i++) {
        uint32_t bit = (unsigned char)bytes[i / 8] >> i % 8 & 1;
        bool odd = (crc >> 31) != bit;
        crc = odd ? (crc & 0x7FFFFFFF) << 1 ^ 0x04C11DB7 : (crc & 0x7FFFFFFF) << 1;
    }
    for (unsigned i = 0; i < 32; i++)
        turned |= (crc >> i & 1) << (31 - i);
    return turned ^ 0xFFFFFFFF;
}

void image_model_seal(struct composed *out) {
    put_number(out, crc_of(out->bytes, out->size), CRC);
}

void image_model_parts(const qdmp_settings *settings, unsigned tag, struct parts *parts) {
    qdmp_request request = as_request(settings, tag);
    parts_of_request(&request, parts);
}

void image_model_part(struct composed *out, unsigned tag, const struct parts *parts) {
    size_t content = 0;
    for (size_t k = 0; k < parts->count; k++)
        content += size_of(&parts->list[k]);
    put_number(out, tag, 1);
    put_number(out, (uint32_t)content, 2);
    for (size_t k = 0; k < parts->count; k++)
        put_part(out, &parts->list[k]);
}

void image_model_write(struct composed *out, const qdmp_settings *settings) {
    static struct composed all;
    struct parts parts;
    all.size = 0;
    for (unsigned i = 0; i < COUNT; i++) {
        if (!is_set(settings, i))
            continue;
        image_model_parts(settings, tags[i], &parts);
        image_model_part(&all, tags[i], &parts);
    }
    out->size = 0;
    image_model_head(out, 1, all.size);
    compose_bytes(out, all.bytes, all.size);
    image_model_seal(out);
}

/* ---- Reading ---- */

struct cursor {
    qdmp_span rest;
    qdmp_field lacks; /* the first value that is not complete */
};

static qdmp_span take(struct cursor *cursor, size_t size, qdmp_field field) {
    qdmp_span taken = {cursor->rest.ptr, size};
    if (cursor->lacks != QDMP_FIELD_NONE || cursor->rest.len < size) {
        cursor->lacks = cursor->lacks == QDMP_FIELD_NONE ? field : cursor->lacks;
        return (qdmp_span){NULL, 0};
    }
    cursor->rest.ptr += size;
    cursor->rest.len -= size;
    return taken;
}

static uint32_t number_of(qdmp_span bytes) {
    uint32_t number = 0;
    for (size_t i = 0; i < bytes.len; i++)
        number |= (uint32_t)(unsigned char)bytes.ptr[i] << 8 * i;
    return number;
}

static uint32_t take_number(struct cursor *cursor, size_t width, qdmp_field field) {
    return number_of(take(cursor, width, field));
}

static qdmp_span take_text(struct cursor *cursor, size_t width, qdmp_field field) {
    return take(cursor, take_number(cursor, width, field), field);
}

static void take_server(struct cursor *c, qdmp_server *out) {
    qdmp_span ip = take(c, 4, QDMP_FIELD_SERVER_IP);
    if (ip.len > 0)
        memcpy(out->ip, ip.ptr, ip.len);
    out->port = take_number(c, 2, QDMP_FIELD_SERVER_PORT);
    out->update_period = take_number(c, 4, QDMP_FIELD_UPDATE_PERIOD);
}

static void take_credentials(struct cursor *c, qdmp_credentials *out) {
    out->appkey = take_text(c, 2, QDMP_FIELD_APPKEY);
    out->password = take_text(c, 2, QDMP_FIELD_PASSWORD);
    out->tml_type = take_number(c, 1, QDMP_FIELD_TML_TYPE);
    out->tml_imei = take_text(c, 1, QDMP_FIELD_TML_IMEI);
}

static void take_form(struct cursor *c, unsigned tag, qdmp_settings *out) {
    switch (tag) {
    case 1: out->dm_mode = take_number(c, 1, QDMP_FIELD_DM_MODE); break;
    case 2: take_server(c, &out->server); break;
    case 3: take_credentials(c, &out->credentials); break;
    case 16: out->appl_info = take_text(c, 1, QDMP_FIELD_APPL_INFO); break;
    case 17: out->mac = take_text(c, 1, QDMP_FIELD_MAC); break;
    case 18:
        out->system.rom = take_text(c, 1, QDMP_FIELD_ROM);
        out->system.ram = take_text(c, 1, QDMP_FIELD_RAM);
        out->system.cpu = take_text(c, 1, QDMP_FIELD_CPU);
        out->system.os_sys_ver = take_text(c, 1, QDMP_FIELD_OS_SYS_VER);
        break;
    case 19:
        out->software.sw_ver = take_text(c, 1, QDMP_FIELD_SW_VER);
        out->software.sw_name = take_text(c, 1, QDMP_FIELD_SW_NAME);
        break;
    case 20:
        out->network.volte = take_text(c, 1, QDMP_FIELD_VOLTE);
        out->network.net_type = take_text(c, 1, QDMP_FIELD_NET_TYPE);
        out->network.account = take_text(c, 1, QDMP_FIELD_ACCOUNT);
        out->network.phone_num = take_text(c, 1, QDMP_FIELD_PHONE_NUM);
        break;
    default: out->location = take_text(c, 1, QDMP_FIELD_LOCATION); break;
    }
}

/* Reads the content of a part with a tag of this version. Returns whether it is valid. */
static bool read_content(qdmp_span content, unsigned tag, struct image_reading *out) {
    struct cursor cursor = {content, QDMP_FIELD_NONE};
    struct obstacles obstacles;
    qdmp_settings alone;
    take_form(&cursor, tag, &out->settings);
    qdmp_request request = as_request(&out->settings, tag);
    if (cursor.lacks != QDMP_FIELD_NONE) {
        out->fields = (uint32_t)1 << cursor.lacks;
        return false;
    }
    if (cursor.rest.len > 0)
        return false;
    (void)take_member(&out->settings, &request);
    alone = out->settings;
    alone.set = bit_of(request.kind);
    image_model_obstacles(&alone, &obstacles);
    for (size_t i = 0; i < obstacles.count; i++)
        out->fields |= (uint32_t)1 << obstacles.list[i].field;
    return obstacles.count == 0;
}

static bool is_known(unsigned tag) {
    return (tag >= 1 && tag <= 3) || (tag >= 16 && tag <= 21);
}

static enum image_verdict read_parts(qdmp_span image, struct image_reading *out) {
    size_t at = HEAD, end = image.len - CRC;
    for (unsigned last = 0; at < end;) {
        qdmp_span head = {image.ptr + at, end - at};
        out->offset = at;
        if (head.len < 3 || (unsigned char)head.ptr[0] <= last)
            return IMAGE_DAMAGED;
        last = (unsigned char)head.ptr[0];
        size_t size = number_of((qdmp_span){head.ptr + 1, 2});
        if (size > head.len - 3)
            return IMAGE_DAMAGED;
        if (!is_known(last))
            out->unknown = true;
        else if (!read_content((qdmp_span){head.ptr + 3, size}, last, out))
            return IMAGE_DAMAGED;
        at += 3 + size;
    }
    return IMAGE_GOOD;
}

static enum image_verdict judge(qdmp_span image, struct image_reading *out) {
    size_t zeros = 0, ones = 0;
    for (size_t i = 0; i < image.len; i++) {
        zeros += image.ptr[i] == '\0';
        ones += image.ptr[i] == '\xFF';
    }
    if (zeros == image.len || ones == image.len)
        return IMAGE_NOTHING;
    if (image.len < HEAD + CRC || memcmp(image.ptr, "QDMP", 4) != 0)
        return IMAGE_DAMAGED;
    out->offset = 6;
    if (number_of((qdmp_span){image.ptr + 6, 2}) != image.len)
        return IMAGE_DAMAGED;
    out->offset = image.len - CRC;
    if (number_of((qdmp_span){image.ptr + image.len - CRC, CRC}) != crc_of(image.ptr, image.len - CRC))
        return IMAGE_DAMAGED;
    out->offset = 4;
    uint32_t version = number_of((qdmp_span){image.ptr + 4, 2});
    if (version != 1)
        return version == 0 ? IMAGE_DAMAGED : IMAGE_NEWER;
    return read_parts(image, out);
}

void image_model_read(qdmp_span image, struct image_reading *out) {
    out->unknown = false;
    out->offset = 0;
    out->fields = 0;
    image_model_defaults(&out->settings);
    out->verdict = judge(image, out);
    if (out->verdict != IMAGE_GOOD)
        image_model_defaults(&out->settings);
}

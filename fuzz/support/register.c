/* SPDX-License-Identifier: MIT */
#include "register.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 251, FAULTS_MAX = 24, BLOCKS_MAX_BYTES = 4096 };

/* ---- Making ---- */

static qdmp_span any_imei(struct bytes *bytes) {
    uint32_t choice = bytes_u8(bytes);
    if (choice < 0x40)
        return (qdmp_span){NULL, 0};
    if (choice < 0xD0)
        return bytes_digits(bytes, 15 + choice % 3);
    return bytes_text(bytes, bytes_u8(bytes) % 180);
}

static void make_path(struct bytes *bytes, qdmp_location_path *path) {
    uint32_t choice = bytes_u8(bytes);
    path->count = choice < 0xC0 ? 1 + choice % 3 : choice % 12;
    if (choice == 0xFF)
        path->count = SIZE_MAX;
    for (size_t i = 0; i < QDMP_LOCATION_SEGMENTS_MAX && i < path->count; i++) {
        size_t length = bytes_any_length(bytes, 1, 255);
        path->segments[i] = bytes_text(bytes, length);
        if (length < 3 && choice % 8 == 5)
            path->segments[i] = (qdmp_span){"..", length}; /* a text that bytes are unlikely to make */
    }
}

/* A list of `size` bytes with one link. Without the last byte of the link the list is invalid. */
static qdmp_span long_list(size_t size, bool whole) {
    static char list[(1 << 17) + 1];
    memset(list, 'a', size);
    if (size > 0)
        list[0] = '<';
    if (size > 1 && whole)
        list[size - 1] = '>';
    return (qdmp_span){list, size};
}

static qdmp_span any_objects(struct bytes *bytes) {
    static const char *const lists[] = {
        "</>;rt=\"oma.lwm2m\"", "</1/0>", "</>;ct=11543,</3/0>", "</", "x", "</>;", "<a>,"};
    uint32_t choice = bytes_u8(bytes);
    if (choice < 0x80)
        return (qdmp_span){NULL, 0};
    if (choice == 0xE0) {
        size_t size = bytes_size(bytes);
        return long_list(size, bytes_u8(bytes) % 4 != 3);
    }
    if (choice > 0xE0)
        return bytes_raw(bytes, choice % 32);
    const char *list = lists[choice % (sizeof lists / sizeof *lists)];
    return (qdmp_span){list, strlen(list)};
}

/* A name: none, one of any length, or one whose length is just at the limit. */
static qdmp_span any_name(struct bytes *bytes) {
    uint32_t choice = bytes_u8(bytes);
    if (choice < 0xC0)
        return (qdmp_span){NULL, 0};
    if (choice >= 0xFC)
        return bytes_text(bytes, NAME_MAX_BYTES - 2 + bytes_u8(bytes) % 4);
    return bytes_text(bytes, 1 + (choice - 0xC0) * 4 + bytes_u8(bytes) % 8);
}

void register_make(struct bytes *bytes, struct registering *out) {
    qdmp_registration *r = &out->registration;
    uint32_t choice = bytes_u8(bytes);
    r->profile = (qdmp_profile)(choice < 0xF0 ? choice % 4 : choice - 0xF0);
    r->server = (qdmp_server){{0}, 0, bytes_number(bytes, 300, 4294966)};
    r->credentials.tml_type = bytes_number(bytes, 0, 2);
    choice = bytes_u8(bytes);
    r->credentials.appkey = bytes_text(bytes, choice < 0xE0 ? 1 + choice % 32 : choice % 5 * 47);
    r->credentials.password = bytes_text(bytes, bytes_any_length(bytes, 0, 32));
    r->credentials.tml_imei = any_imei(bytes);
    r->module_imei = any_imei(bytes);
    r->imsi = any_imei(bytes);
    r->name = any_name(bytes);
    r->objects = any_objects(bytes);
    r->crypto = NULL;
    out->exchange.id = (uint16_t)bytes_u16(bytes);
    choice = bytes_u8(bytes);
    out->exchange.token = bytes_text(bytes, choice < 0xF0 ? choice % 9 : choice - 0xF0);
    make_path(bytes, &out->path);
}

/* ---- Composing ---- */

static void put_part(struct composed *out, qdmp_span part) {
    if (part.len == 0)
        compose_text(out, "****");
    compose_span(out, part);
    compose_text(out, "-");
}

static void put_base64(struct composed *out, const unsigned char *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        unsigned a = bytes[i], b = i + 1 < size ? bytes[i + 1] : 0, c = i + 2 < size ? bytes[i + 2] : 0;
        char four[] = {digits[a / 4], digits[a % 4 * 16 + b / 16], digits[b % 16 * 4 + c / 64], digits[c % 64]};
        if (i + 1 >= size)
            four[2] = '=';
        if (i + 2 >= size)
            four[3] = '=';
        compose_bytes(out, four, 4);
    }
}

static size_t plain_size(const qdmp_registration *r) {
    size_t imei = r->credentials.tml_imei.len, other = r->module_imei.len, imsi = r->imsi.len;
    return (imei ? imei : 4) + 1 + (other ? other : 4) + 1 + (imsi ? imsi : 4) + 1 + 4;
}

static size_t sealed_size(const qdmp_registration *r) {
    return plain_size(r) - plain_size(r) % 16 + 16;
}

static size_t name_size(const qdmp_registration *r) {
    if (r->name.len > 0)
        return r->name.len;
    return 1 + 3 + (sealed_size(r) + 2) / 3 * 4 + 3 + r->credentials.appkey.len + 3 + r->credentials.tml_imei.len + 3 +
           4;
}

static void put_sealed(struct composed *out, const struct registering *r, bool update) {
    static struct composed plain;
    unsigned char blocks[BLOCKS_MAX_BYTES];
    qdmp_span password = r->registration.credentials.password;
    plain.size = 0;
    put_part(&plain, r->registration.credentials.tml_imei);
    put_part(&plain, r->registration.module_imei);
    put_part(&plain, r->registration.imsi);
    compose_text(&plain, update ? "****" : "v2.0");
    size_t size = sealed_size(&r->registration);
    if (size > sizeof blocks)
        abort();
    memset(blocks, (int)(size - plain.size), size);
    memcpy(blocks, plain.bytes, plain.size);
    if (password.len == 0)
        password = (qdmp_span){"00000000000000000000000000000000", 32};
    r->seal(password, blocks, size);
    put_base64(out, blocks, size);
}

void register_name(struct composed *out, const struct registering *r, bool update) {
    const qdmp_credentials *c = &r->registration.credentials;
    compose_span(out, r->registration.name);
    if (r->registration.name.len > 0)
        return;
    compose_text(out, c->tml_type == 0 ? "I@#@" : c->tml_type == 1 ? "L@#@" : "A@#@");
    put_sealed(out, r, update);
    compose_text(out, "@#@");
    compose_span(out, c->appkey);
    compose_text(out, "@#@");
    compose_span(out, c->tml_imei);
    compose_text(out, "@#@v2.0");
}

bool register_segment_fits(qdmp_span segment) {
    bool dot = segment.len == 1 && segment.ptr[0] == '.';
    bool two = segment.len == 2 && segment.ptr[0] == '.' && segment.ptr[1] == '.';
    return segment.len <= 255 && !dot && !two;
}

uint32_t register_lifetime(const qdmp_registration *registration) {
    return registration->server.update_period + (registration->profile == QDMP_PROFILE_RDA ? 46 : 0);
}

static struct naive_option option_of(uint32_t number, const char *text) {
    return (struct naive_option){number, {text, strlen(text)}};
}

static qdmp_span objects_of(const qdmp_registration *r) {
    static const char *const lists[] = {
        [QDMP_PROFILE_SDK] = "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>",
        [QDMP_PROFILE_SDK_CT] = "</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</666/0>",
        [QDMP_PROFILE_CIS] = "</>;rt=\"oma.lwm2m\",</0/0>,</666/0>",
        [QDMP_PROFILE_RDA] = "</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</4/0>,</5/0>,</666/0>",
    };
    if (r->objects.len > 0)
        return r->objects;
    return (qdmp_span){lists[r->profile], strlen(lists[r->profile])};
}

static struct composed name_query, lifetime_query;

static void put_name_query(const struct registering *r, const char *key, bool update) {
    name_query.size = 0;
    compose_text(&name_query, key);
    register_name(&name_query, r, update);
}

void register_message(struct composed *out, const struct registering *r) {
    struct naive_option options[6] = {option_of(11, "rd"), option_of(12, "\x28")};
    size_t count = 2;
    put_name_query(r, "ep=", false);
    lifetime_query.size = 0;
    compose_text(&lifetime_query, "lt=");
    compose_number(&lifetime_query, register_lifetime(&r->registration));
    if (r->registration.profile != QDMP_PROFILE_CIS)
        options[count++] = option_of(15, "lwm2m=1.0");
    options[count++] = (struct naive_option){15, {name_query.bytes, name_query.size}};
    options[count++] = option_of(15, "b=U");
    options[count++] = (struct naive_option){15, {lifetime_query.bytes, lifetime_query.size}};
    naive_coap_write(out, 0, 2, r->exchange.id, r->exchange.token, options, count, objects_of(&r->registration));
}

static void put_path_message(struct composed *out, const struct registering *r, unsigned code, bool named) {
    struct naive_option options[QDMP_LOCATION_SEGMENTS_MAX + 1];
    size_t count = 0;
    for (; count < r->path.count; count++)
        options[count] = (struct naive_option){11, r->path.segments[count]};
    if (named)
        options[count++] = (struct naive_option){15, {name_query.bytes, name_query.size}};
    naive_coap_write(out, 0, code, r->exchange.id, r->exchange.token, options, count, (qdmp_span){NULL, 0});
}

void register_update(struct composed *out, const struct registering *r) {
    put_name_query(r, "epi=", true);
    put_path_message(out, r, 2, true);
}

void register_deregister(struct composed *out, const struct registering *r) {
    put_path_message(out, r, 4, false);
}

/* ---- Obstacles ---- */

struct faults {
    qdmp_error list[FAULTS_MAX];
    size_t count;
};

static void add(struct faults *faults, qdmp_status status, qdmp_field field, size_t offset) {
    if (faults->count < FAULTS_MAX)
        faults->list[faults->count++] = (qdmp_error){status, field, offset};
}

/* The first place in `text` that makes the name ambiguous. */
static void add_separator(struct faults *faults, qdmp_span text, qdmp_field field, bool at_end) {
    for (size_t i = 0; i + 1 < text.len; i++) {
        bool half = text.ptr[i] == '@' && text.ptr[i + 1] == '#';
        bool whole = half && i + 2 < text.len && text.ptr[i + 2] == '@';
        if (whole || (half && at_end && i + 2 == text.len)) {
            add(faults, QDMP_NOT_REPRESENTABLE, field, i);
            return;
        }
    }
}

static void add_hyphen(struct faults *faults, qdmp_span text, qdmp_status status, qdmp_field field) {
    const char *hyphen = text.len == 0 ? NULL : memchr(text.ptr, '-', text.len);
    if (hyphen != NULL)
        add(faults, status, field, (size_t)(hyphen - text.ptr));
}

static void add_name_faults(struct faults *faults, const struct registering *r) {
    const qdmp_registration *registration = &r->registration;
    const qdmp_credentials *c = &registration->credentials;
    if (name_size(registration) > NAME_MAX_BYTES)
        add(faults, QDMP_ENDPOINT, QDMP_FIELD_NONE, 0);
    if (registration->name.len > 0)
        return;
    if (c->tml_type > 2)
        add(faults, QDMP_RANGE, QDMP_FIELD_TML_TYPE, 0);
    if (c->appkey.len == 0)
        add(faults, QDMP_LENGTH, QDMP_FIELD_APPKEY, 0);
    if (registration->crypto == NULL || r->crypto_fails)
        add(faults, QDMP_CRYPTO, QDMP_FIELD_NONE, 0);
    add_separator(faults, c->appkey, QDMP_FIELD_APPKEY, true);
    add_separator(faults, c->tml_imei, QDMP_FIELD_TML_IMEI, false);
    add_hyphen(faults, c->tml_imei, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI);
    add_hyphen(faults, registration->module_imei, QDMP_MODULE_IMEI, QDMP_FIELD_NONE);
    add_hyphen(faults, registration->imsi, QDMP_IMSI, QDMP_FIELD_NONE);
}

static void add_token_fault(struct faults *faults, const struct registering *r) {
    if (r->exchange.token.len > 8)
        add(faults, QDMP_TOKEN, QDMP_FIELD_NONE, 0);
}

static void add_register_faults(struct faults *faults, const struct registering *r) {
    static struct naive_links links;
    uint32_t period = r->registration.server.update_period;
    add_name_faults(faults, r);
    add_token_fault(faults, r);
    if (period < 300 || period > 4294966)
        add(faults, QDMP_RANGE, QDMP_FIELD_UPDATE_PERIOD, 0);
    if ((unsigned)r->registration.profile > 3)
        add(faults, QDMP_FORM, QDMP_FIELD_NONE, 0);
    naive_links_read(r->registration.objects, &links);
    if (!links.good)
        add(faults, QDMP_LINK, QDMP_FIELD_NONE, links.at);
}

static void add_path_faults(struct faults *faults, const struct registering *r) {
    const qdmp_location_path *path = &r->path;
    add_token_fault(faults, r);
    if (path->count == 0 || path->count > 8) {
        add(faults, QDMP_LOCATION_PATH, QDMP_FIELD_NONE, 0);
        return;
    }
    for (size_t i = 0; i < path->count; i++)
        if (!register_segment_fits(path->segments[i])) {
            add(faults, QDMP_LOCATION_PATH, QDMP_FIELD_NONE, i);
            return;
        }
}

/* ---- Checking ---- */

enum task { NAME, NAME_FOR_UPDATE, REGISTER, UPDATE, DEREGISTER, TASKS };

struct call {
    const struct registering *r;
    enum task task;
};

static qdmp_status encode(const void *what, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct call *call = what;
    const struct registering *r = call->r;
    switch (call->task) {
    case NAME: return qdmp_endpoint_name(&r->registration, QDMP_NAME_REGISTER, out, size, err);
    case NAME_FOR_UPDATE: return qdmp_endpoint_name(&r->registration, QDMP_NAME_UPDATE, out, size, err);
    case REGISTER: return qdmp_register_encode(&r->registration, &r->exchange, out, size, err);
    case UPDATE: return qdmp_update_encode(&r->registration, &r->path, &r->exchange, out, size, err);
    default: return qdmp_deregister_encode(&r->path, &r->exchange, out, size, err);
    }
}

static void find_faults(struct faults *faults, const struct call *call) {
    faults->count = 0;
    switch (call->task) {
    case REGISTER: add_register_faults(faults, call->r); break;
    case UPDATE: add_path_faults(faults, call->r); /* fall through */
    case NAME:
    case NAME_FOR_UPDATE: add_name_faults(faults, call->r); break;
    default: add_path_faults(faults, call->r); break;
    }
}

static void compose(struct composed *out, const struct call *call) {
    out->size = 0;
    switch (call->task) {
    case NAME:
    case NAME_FOR_UPDATE: register_name(out, call->r, call->task == NAME_FOR_UPDATE); break;
    case REGISTER: register_message(out, call->r); break;
    case UPDATE: register_update(out, call->r); break;
    default: register_deregister(out, call->r); break;
    }
}

/* The bounds in the header are kept. */
static void check_bound(const struct call *call, size_t size) {
    const struct registering *r = call->r;
    size_t objects = r->registration.objects.len, bytes = 0, most = QDMP_ENDPOINT_NAME_MAX;
    for (size_t i = 0; (call->task == UPDATE || call->task == DEREGISTER) && i < r->path.count; i++)
        bytes += r->path.segments[i].len;
    if (call->task == REGISTER)
        most = QDMP_REGISTER_MAX(objects > 0 ? objects : QDMP_OBJECTS_MAX);
    else if (call->task == UPDATE)
        most = QDMP_UPDATE_MAX(r->path.count, bytes);
    else if (call->task == DEREGISTER)
        most = QDMP_DEREGISTER_MAX(r->path.count, bytes);
    FUZZ_CHECK(size <= most, "P35", "%zu bytes, more than %zu", size, most);
}

static void check_call(const struct call *call) {
    static struct composed expected;
    struct faults faults;
    qdmp_error err;
    qdmp_room out = fuzz_encode_exactly(encode, call, &err);
    find_faults(&faults, call);
    if (out.ptr == NULL) {
        bool named = false;
        for (size_t i = 0; i < faults.count; i++)
            named = named || (faults.list[i].status == err.status && faults.list[i].field == err.field &&
                              faults.list[i].offset == err.offset);
        FUZZ_CHECK(named, "P12", "task %d refused for %s, %s at %zu; %zu faults, %s first", (int)call->task,
                   qdmp_status_name(err.status), qdmp_field_name(err.field), err.offset, faults.count,
                   qdmp_status_name(faults.count > 0 ? faults.list[0].status : QDMP_OK));
        return;
    }
    FUZZ_CHECK(faults.count == 0, "P13", "task %d done, though it is %s", (int)call->task,
               qdmp_status_name(faults.list[0].status));
    compose(&expected, call);
    const char *named = call->r->property;
    FUZZ_CHECK(compose_same(&expected, out),
               named                           ? named
               : call->task <= NAME_FOR_UPDATE ? "P32"
                                               : "P33",
               "task %d wrote other bytes:\n%.*s\n%.*s", (int)call->task, (int)out.cap, out.ptr, (int)expected.size,
               expected.bytes);
    check_bound(call, out.cap);
    free(out.ptr);
}

void register_check(const struct registering *r) {
    for (int task = NAME; task < (int)TASKS; task++) {
        struct call call = {r, (enum task)task};
        check_call(&call);
    }
    FUZZ_CHECK(qdmp_registration_lifetime(&r->registration) == register_lifetime(&r->registration), "P36",
               "lifetime %u", (unsigned)qdmp_registration_lifetime(&r->registration));
}

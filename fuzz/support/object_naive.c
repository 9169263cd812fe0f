/* SPDX-License-Identifier: MIT */
#include "object_naive.h"

#include "qdmp/request.h"

#include <stdlib.h>
#include <string.h>

enum {
    ETAG = 4,
    CONTENT_FORMAT = 12,
    BLOCK2 = 23,
    TLV = 11542,
    LINKS = 40,
    CONTENT = 0x45,
    BAD_REQUEST = 0x80,
    BAD_OPTION = 0x82,
    FORBIDDEN = 0x83,
    NOT_FOUND = 0x84,
    METHOD_NOT_ALLOWED = 0x85,
    NOT_ACCEPTABLE = 0x86,
    PROXYING_NOT_SUPPORTED = 0xA5
};

enum { BLOCKS_MAX = 256 }; /* bytes of the longest value with its padding */

/* The judged part of a request. */
struct asked {
    const struct naive_coap *message;
    bool instance;     /* the path has /666/0, not only /666 */
    unsigned resource; /* the requested resource of /666/0; 0: all */
    bool has_accept, has_block;
    uint32_t accept, num, szx;
};

/* ---- Judging requests ---- */

/* Critical options that a request may have: RFC 7252, table 4, and RFC 7959, table 1. */
static const struct known {
    unsigned number;
    size_t shortest, longest;
    bool repeatable;
} known[] = {{3, 1, 255, false}, {7, 0, 2, false}, {11, 0, 255, true}, {17, 0, 2, false}, {23, 0, 3, false}};

static bool is_bad_option(const struct naive_coap *message, size_t i) {
    const struct naive_option *option = &message->options[i];
    bool again = i > 0 && message->options[i - 1].number == option->number;
    if (option->number % 2 == 0)
        return false;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (known[k].number == option->number)
            return option->value.len < known[k].shortest || option->value.len > known[k].longest ||
                   (again && !known[k].repeatable);
    return true;
}

static bool has_bad_option(const struct naive_coap *message) {
    for (size_t i = 0; i < message->option_count; i++)
        if (is_bad_option(message, i))
            return true;
    return false;
}

static bool has_option(const struct naive_coap *message, unsigned number) {
    for (size_t i = 0; i < message->option_count; i++)
        if (message->options[i].number == number)
            return true;
    return false;
}

static uint32_t number_in(qdmp_span value) {
    uint32_t number = 0;
    for (size_t i = 0; i < value.len; i++)
        number = number * 256 + (unsigned char)value.ptr[i];
    return number;
}

/* The value of an option that is a number. Returns whether the option is there. */
static bool take_number(const struct naive_coap *message, unsigned number, uint32_t *value) {
    *value = 0;
    for (size_t i = 0; i < message->option_count; i++)
        if (message->options[i].number == number) {
            *value = number_in(message->options[i].value);
            return true;
        }
    return false;
}

/*
 * The path as text, with a slash before each segment. A path that is long, or has a slash or NUL in a segment, becomes
 * `?`.
 */
static void path_text(const struct naive_coap *message, char text[32]) {
    size_t size = 0;
    for (size_t i = 0; i < message->option_count; i++) {
        qdmp_span segment = message->options[i].value;
        if (message->options[i].number != 11)
            continue;
        bool odd = segment.len > 0 && (memchr(segment.ptr, '/', segment.len) || memchr(segment.ptr, 0, segment.len));
        if (odd || size + 1 + segment.len >= 32) {
            memcpy(text, "?", 2);
            return;
        }
        text[size++] = '/';
        if (segment.len > 0)
            memcpy(text + size, segment.ptr, segment.len);
        size += segment.len;
    }
    text[size] = '\0';
}

/* The path of a resource, or that of the instance if the resource is 0. */
static void resource_path(unsigned resource, char text[16]) {
    memcpy(text, "/666/0", 7);
    if (resource == 0)
        return;
    text[6] = '/';
    for (unsigned i = 0; i < 4; i++, resource /= 10)
        text[10 - i] = (char)('0' + resource % 10);
    text[11] = '\0';
}

/* Returns whether the path exists. */
static bool find_path(struct asked *asked) {
    char text[32], path[16];
    path_text(asked->message, text);
    asked->instance = strcmp(text, "/666") != 0;
    asked->resource = 0;
    resource_path(0, path);
    if (!asked->instance || strcmp(text, path) == 0)
        return true;
    for (unsigned i = 0; i < OBJECT_RESOURCES; i++) {
        asked->resource = OBJECT_FIRST + i;
        resource_path(asked->resource, path);
        if (strcmp(text, path) == 0)
            return true;
    }
    return false;
}

/* The code of the answer, after all checks except that of the block; 0: there is no answer. */
static unsigned judge(const struct object_naive *object, struct asked *asked) {
    const struct naive_coap *message = asked->message;
    const qdmp_settings *settings = object->settings;
    uint32_t block;
    if (message->type > 1 || message->code == 0 || message->code > 31)
        return 0;
    if (has_option(message, 35) || has_option(message, 39))
        return PROXYING_NOT_SUPPORTED;
    if (has_bad_option(message))
        return message->type == 0 ? BAD_OPTION : 0;
    if (!find_path(asked))
        return NOT_FOUND;
    if (message->code != 1)
        return METHOD_NOT_ALLOWED;
    asked->has_accept = take_number(message, 17, &asked->accept);
    if (asked->has_accept && asked->accept != TLV && asked->accept != LINKS)
        return NOT_ACCEPTABLE;
    if (settings->dm_mode != 1 || (settings->set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS)) == 0)
        return FORBIDDEN;
    asked->has_block = take_number(message, BLOCK2, &block);
    asked->num = block / 16;
    asked->szx = block % 8;
    return CONTENT;
}

/* ---- The body ---- */

/* One of the resources 6602 to 6614, with its limit in docs/protocol.md, section 5. */
struct resource {
    qdmp_field field;
    size_t longest;
    qdmp_span value;
};

static struct resource resource_of(const qdmp_settings *s, unsigned resource) {
    const struct resource all[OBJECT_RESOURCES] = {
        {QDMP_FIELD_APPL_INFO, 255, s->appl_info},    {QDMP_FIELD_MAC, 19, s->mac},
        {QDMP_FIELD_ROM, 19, s->system.rom},          {QDMP_FIELD_RAM, 19, s->system.ram},
        {QDMP_FIELD_CPU, 19, s->system.cpu},          {QDMP_FIELD_OS_SYS_VER, 47, s->system.os_sys_ver},
        {QDMP_FIELD_SW_VER, 47, s->software.sw_ver},  {QDMP_FIELD_SW_NAME, 47, s->software.sw_name},
        {QDMP_FIELD_VOLTE, 7, s->network.volte},      {QDMP_FIELD_NET_TYPE, 19, s->network.net_type},
        {QDMP_FIELD_ACCOUNT, 47, s->network.account}, {QDMP_FIELD_PHONE_NUM, 19, s->network.phone_num},
        {QDMP_FIELD_LOCATION, 255, s->location}};
    return all[resource - OBJECT_FIRST];
}

static uint32_t too_long(const qdmp_settings *settings, const struct asked *asked) {
    uint32_t fields = 0;
    for (unsigned resource = OBJECT_FIRST; resource < OBJECT_FIRST + OBJECT_RESOURCES; resource++) {
        struct resource one = resource_of(settings, resource);
        if ((asked->resource == 0 || asked->resource == resource) && one.value.len > one.longest)
            fields |= (uint32_t)1 << one.field;
    }
    return fields;
}

static void hash(const qdmp_crypto *crypto, qdmp_span bytes, unsigned char out[QDMP_SHA256_SIZE]) {
    if (crypto->sha256(crypto->context, (const unsigned char *)bytes.ptr, bytes.len, out) != 0)
        abort();
}

/* Encrypts a whole value. Returns the number of its bytes. */
static size_t encrypt(const struct object_naive *object, qdmp_span value, unsigned char out[BLOCKS_MAX]) {
    unsigned char key[QDMP_SHA256_SIZE], iv[QDMP_AES_BLOCK] = {0};
    qdmp_span password = object->settings->credentials.password;
    size_t padding = 16 - value.len % 16, size = value.len + padding;
    hash(object->crypto, password.len > 0 ? password : (qdmp_span){"00000000000000000000000000000000", 32}, key);
    if (value.len > 0)
        memcpy(out, value.ptr, value.len);
    memset(out + value.len, (int)padding, padding);
    if (object->crypto->aes256_cbc_encrypt(object->crypto->context, key, iv, out, size) != 0)
        abort();
    return size;
}

/* RFC 4648, 4: bit by bit. */
static void put_base64(struct composed *out, const unsigned char *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t bits = size * 8, count = 0;
    for (size_t i = 0; i < bits; i += 6, count++) {
        unsigned digit = 0;
        for (size_t bit = i; bit < i + 6; bit++)
            digit = digit * 2 + (bit < bits ? bytes[bit / 8] >> (7 - bit % 8) & 1U : 0);
        compose_byte(out, (unsigned char)digits[digit]);
    }
    for (; count % 4 != 0; count++)
        compose_byte(out, '=');
}

/* OMA LwM2M 1.0, 6.4.3: a resource with its value, and an identifier of 16 bits. */
static void put_resource(struct object_answer *out, const struct object_naive *object, unsigned resource) {
    unsigned char blocks[BLOCKS_MAX];
    size_t size = encrypt(object, resource_of(object->settings, resource).value, blocks), length = (size + 2) / 3 * 4;
    compose_byte(&out->body, length < 256 ? 0xE8 : 0xF0);
    compose_byte(&out->body, resource / 256);
    compose_byte(&out->body, resource % 256);
    if (length > 255)
        compose_byte(&out->body, (unsigned)length / 256);
    compose_byte(&out->body, (unsigned)length % 256);
    out->values[out->value_count][0] = out->body.size;
    put_base64(&out->body, blocks, size);
    out->values[out->value_count++][1] = out->body.size;
}

static void put_tlv(struct object_answer *out, const struct object_naive *object, const struct asked *asked) {
    enum { HEAD = 4 };
    if (asked->resource != 0) {
        put_resource(out, object, asked->resource);
        return;
    }
    if (!asked->instance)
        compose_bytes(&out->body, "\x10\0\0", HEAD);
    for (unsigned i = 0; i < OBJECT_RESOURCES; i++)
        put_resource(out, object, OBJECT_FIRST + i);
    if (!asked->instance) {
        out->body.bytes[2] = (char)(unsigned char)((out->body.size - HEAD) / 256);
        out->body.bytes[3] = (char)(unsigned char)((out->body.size - HEAD) % 256);
    }
}

static void put_link(struct composed *out, const char *path) {
    compose_text(out, out->size > 0 ? ",<" : "<");
    compose_text(out, path);
    compose_text(out, ">");
}

static void put_links(struct object_answer *out, const struct asked *asked) {
    char path[16];
    if (!asked->instance)
        put_link(&out->body, "/666");
    resource_path(asked->resource, path);
    put_link(&out->body, path);
    for (unsigned i = 0; i < OBJECT_RESOURCES && asked->resource == 0; i++) {
        resource_path(OBJECT_FIRST + i, path);
        put_link(&out->body, path);
    }
}

/* ---- The answer ---- */

/* The shortest form of a number (RFC 7252, 3.2). */
static qdmp_span shortest(uint32_t number, char bytes[4]) {
    size_t size = 0;
    for (unsigned shift = 24; shift <= 24; shift -= 8)
        if (size > 0 || number >> shift != 0)
            bytes[size++] = (char)(unsigned char)(number >> shift & 255);
    return (qdmp_span){bytes, size};
}

static void write_answer(const struct object_naive *object, const struct asked *asked, struct object_answer *out,
                         const struct naive_option *options, size_t count, qdmp_span payload) {
    bool confirmable = asked->message->type == 0;
    naive_coap_write(&out->datagram, confirmable ? 2 : 1, out->code, confirmable ? asked->message->id : object->id,
                     asked->message->token, options, count, payload);
}

/* RFC 7959, 2.4 and 2.5. */
static void write_content(const struct object_naive *object, const struct asked *asked, struct object_answer *out) {
    struct naive_option options[3];
    char format[4], block[4];
    size_t count = 0, size = (size_t)16 << out->szx, left = out->body.size - out->at;
    bool more = left > size;
    if (out->encrypted && out->blockwise)
        options[count++] = (struct naive_option){ETAG, {object->etag, OBJECT_ETAG}};
    options[count++] = (struct naive_option){CONTENT_FORMAT, shortest(out->encrypted ? TLV : LINKS, format)};
    if (out->blockwise)
        options[count++] =
            (struct naive_option){BLOCK2, shortest((uint32_t)(out->at / size * 16 + (more ? 8 : 0) + out->szx), block)};
    write_answer(object, asked, out, options, count, (qdmp_span){out->body.bytes + out->at, more ? size : left});
}

void object_naive_answer(const struct object_naive *object, qdmp_span datagram, struct object_answer *out) {
    static struct naive_coap message;
    struct asked asked = {.message = &message};
    out->code = 0;
    out->too_long = 0;
    out->encrypted = false;
    out->body.size = out->datagram.size = out->value_count = 0;
    naive_coap_read(datagram, &message);
    if (message.offset_count > 0)
        return;
    out->code = judge(object, &asked);
    out->encrypted = out->code == CONTENT && !(asked.has_accept && asked.accept == LINKS);
    out->too_long = out->encrypted ? too_long(object->settings, &asked) : 0;
    if (out->too_long != 0)
        return;
    if (out->encrypted)
        put_tlv(out, object, &asked);
    else if (out->code == CONTENT)
        put_links(out, &asked);
    out->at = asked.num * ((size_t)16 << asked.szx);
    out->szx = asked.has_block && asked.szx < object->szx ? asked.szx : object->szx;
    out->blockwise = asked.has_block || out->body.size > (size_t)16 << out->szx;
    if (out->code == CONTENT && (asked.szx == 7 || out->at >= out->body.size))
        out->code = BAD_REQUEST;
    if (out->code == CONTENT)
        write_content(object, &asked, out);
    else if (out->code != 0)
        write_answer(object, &asked, out, NULL, 0, (qdmp_span){NULL, 0});
}

size_t object_naive_aes_blocks(const struct object_answer *answer) {
    size_t blocks = 0, end = answer->at + ((size_t)16 << answer->szx);
    for (size_t i = 0; i < answer->value_count && answer->code == CONTENT; i++) {
        size_t begins = answer->values[i][0], ends = answer->values[i][1];
        if (ends <= answer->at || begins >= end)
            continue;
        size_t groups = ((ends < end ? ends : end) - begins + 63) / 64;
        size_t all = (ends - begins) / 4 * 3 / QDMP_AES_BLOCK; /* the remainder of the division is padding */
        blocks += groups * 3 < all ? groups * 3 : all;
    }
    return blocks;
}

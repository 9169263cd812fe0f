/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "coap_writer.h"

#include "text.h"

enum {
    QDMP__COAP_VERSION = 1,
    QDMP__COAP_MARKER = 0xFF,
    /* Nibbles of an option's head, and the first numbers that the extended bytes count from (RFC 7252, 3.1). */
    QDMP__NIBBLE_8 = 13,
    QDMP__NIBBLE_16 = 14,
    QDMP__NIBBLE_RESERVED = 15,
    QDMP__FROM_8 = 13,
    QDMP__FROM_16 = 269
};

int qdmp_coap_is_request(uint8_t code) {
    return code && code < QDMP_COAP_CODE(1, 0);
}

int qdmp_coap_is_response(uint8_t code) {
    enum { QDMP__RESPONSE_CLASSES = 1 << 2 | 1 << 4 | 1 << 5 };
    return QDMP__RESPONSE_CLASSES >> (code >> 5) & 1;
}

/* --- decoding --- */

/* Replaces a nibble by the number that it represents. Returns the byte after it; NULL if bytes are missing. */
static const unsigned char *extend_nibble(const unsigned char *p, const unsigned char *end, uint32_t *number) {
    size_t more = *number < QDMP__NIBBLE_8 ? 0 : (size_t)*number - QDMP__NIBBLE_8 + 1;
    if ((size_t)(end - p) < more)
        return NULL;
    if (more == 1)
        *number = QDMP__FROM_8 + (uint32_t)p[0];
    else if (more)
        *number = QDMP__FROM_16 + ((uint32_t)p[0] << 8 | p[1]);
    return p + more;
}

/* Takes the option at the beginning of `options->rest`; QDMP_END at the marker of the payload or at the end. */
static qdmp_status take_option(qdmp_coap_options *options, qdmp_coap_option *out, const unsigned char **at) {
    const unsigned char *p = qdmp__bytes(options->rest), *end = p + options->rest.len;
    if (p == end || *p == QDMP__COAP_MARKER)
        return QDMP_END;
    uint32_t delta = *p >> 4, len = *p & 15;
    *at = p++;
    if (delta == QDMP__NIBBLE_RESERVED || len == QDMP__NIBBLE_RESERVED)
        return QDMP_COAP;
    p = extend_nibble(p, end, &delta);
    if (p && delta > (uint32_t)0xFFFF - options->number)
        return QDMP_COAP;
    *at = end;
    p = p ? extend_nibble(p, end, &len) : NULL;
    if (!p || (size_t)(end - p) < len)
        return QDMP_COAP;
    options->number = (uint16_t)(options->number + delta);
    options->rest = qdmp__span(p + len, end);
    out->number = options->number;
    out->value = qdmp__span(p, p + len);
    return QDMP_OK;
}

qdmp_status qdmp_coap_option_next(qdmp_coap_options *options, qdmp_coap_option *out) {
    const unsigned char *at;
    qdmp_coap_option option;
    qdmp_status status = take_option(options, &option, &at);
    if (status == QDMP_OK)
        *out = option;
    return status;
}

uint32_t qdmp__coap_number(qdmp_span value) {
    uint32_t number = 0;
    for (size_t i = 0; i < value.len; i++)
        number = number << 8 | (unsigned char)value.ptr[i];
    return number;
}

/* Reads the options, up to the payload. */
static qdmp_status read_options(qdmp_coap_message *out, const unsigned char **at) {
    qdmp_coap_options walk = out->options;
    qdmp_coap_option option;
    qdmp_status status;
    do
        status = take_option(&walk, &option, at);
    while (status == QDMP_OK);
    if (status != QDMP_END)
        return status;
    out->payload = walk.rest;
    if (!walk.rest.len)
        return QDMP_OK;
    *at = qdmp__bytes(walk.rest);
    out->payload.ptr++;
    out->payload.len--;
    return out->payload.len ? QDMP_OK : QDMP_COAP;
}

static qdmp_status read_message(qdmp_span datagram, qdmp_coap_message *out, const unsigned char **at) {
    const unsigned char *p = qdmp__bytes(datagram), *end = p + datagram.len;
    *at = end;
    if (datagram.len < QDMP_COAP_HEADER)
        return QDMP_COAP;
    size_t token = *p & 15;
    bool empty = p[1] == QDMP_COAP_EMPTY && datagram.len == QDMP_COAP_HEADER && !token;
    out->type = (qdmp_coap_type)(*p >> 4 & 3);
    out->code = p[1];
    out->id = (uint16_t)((unsigned)p[2] << 8 | p[3]);
    *at = p;
    if (*p >> 6 != QDMP__COAP_VERSION || token > QDMP_COAP_TOKEN_MAX)
        return QDMP_COAP;
    p += QDMP_COAP_HEADER;
    *at = p;
    if (out->code == QDMP_COAP_EMPTY && !empty)
        return QDMP_COAP;
    *at = end;
    if ((size_t)(end - p) < token)
        return QDMP_COAP;
    out->token = qdmp__span(p, p + token);
    out->options.rest = qdmp__span(p + token, end);
    out->options.number = 0;
    return read_options(out, at);
}

qdmp_status qdmp_coap_decode(qdmp_span datagram, qdmp_coap_message *out, qdmp_error *err) {
    const unsigned char *at;
    qdmp_coap_message message;
    qdmp_status status = read_message(datagram, &message, &at);
    if (status != QDMP_OK)
        return qdmp__report(err, status, QDMP_FIELD_NONE, (size_t)(at - qdmp__bytes(datagram)));
    *out = message;
    return QDMP_OK;
}

/* --- encoding --- */

qdmp_status qdmp__compose_fits(qdmp__compose *compose, const void *what, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer writer = {NULL, 0};
    compose(&writer, what);
    if (writer.size <= out.cap)
        return QDMP_OK;
    if (size)
        *size = writer.size;
    return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
}

qdmp_status qdmp__compose_into(qdmp__compose *compose, const void *what, char *out, size_t *size) {
    qdmp__writer writer = {out, 0};
    compose(&writer, what);
    if (size)
        *size = writer.size;
    return QDMP_OK;
}

static void put_byte(qdmp__writer *writer, uint32_t byte) {
    qdmp__put_char(writer, (char)(unsigned char)byte);
}

void qdmp__coap_put_head(qdmp__writer *writer, uint32_t head, qdmp_span token) {
    head |= (uint32_t)QDMP__COAP_VERSION << 30 | (uint32_t)token.len << 24;
    char bytes[QDMP_COAP_HEADER] = {(char)(head >> 24), (char)(head >> 16), (char)(head >> 8), (char)head};
    qdmp__put_bytes(writer, bytes, sizeof bytes);
    qdmp__put(writer, token);
}

static uint32_t nibble_of(uint32_t number) {
    return number < QDMP__FROM_8    ? number
           : number < QDMP__FROM_16 ? (uint32_t)QDMP__NIBBLE_8
                                    : (uint32_t)QDMP__NIBBLE_16;
}

static void put_extension(qdmp__writer *writer, uint32_t number) {
    if (number >= QDMP__FROM_16) {
        number -= QDMP__FROM_16;
        put_byte(writer, number >> 8);
        put_byte(writer, number);
    } else if (number >= QDMP__FROM_8) {
        put_byte(writer, number - QDMP__FROM_8);
    }
}

void qdmp__coap_put_option(qdmp__writer *writer, uint32_t delta, size_t len) {
    uint32_t length = (uint32_t)len;
    put_byte(writer, nibble_of(delta) << 4 | nibble_of(length));
    put_extension(writer, delta);
    put_extension(writer, length);
}

void qdmp__coap_put_number(qdmp__writer *writer, uint32_t delta, uint32_t number) {
    unsigned len = 0;
    while (len < sizeof number && number >> 8 * len)
        len++;
    qdmp__coap_put_option(writer, delta, len);
    while (len)
        put_byte(writer, number >> 8 * --len);
}

void qdmp__coap_put_marker(qdmp__writer *writer) {
    put_byte(writer, QDMP__COAP_MARKER);
}

/* The input of qdmp_coap_encode. */
typedef struct qdmp__coap_parts {
    const qdmp_coap_message *message;
    const qdmp_coap_option *options;
    size_t count;
} qdmp__coap_parts;

/* The error, with option `*at` if an option is at fault. */
static qdmp_status judge_message(const qdmp__coap_parts *parts, size_t *at) {
    const qdmp_coap_message *message = parts->message;
    uint16_t number = 0;
    *at = 0;
    if ((unsigned)message->type > QDMP_COAP_RST)
        return QDMP_RANGE;
    if (message->token.len > QDMP_COAP_TOKEN_MAX)
        return QDMP_TOKEN;
    for (size_t i = 0; i < parts->count; i++) {
        const qdmp_coap_option *option = &parts->options[i];
        *at = i;
        if (option->number < number)
            return QDMP_OPTION_ORDER;
#if SIZE_MAX > QDMP_COAP_OPTION_MAX
        if (option->value.len > QDMP_COAP_OPTION_MAX)
            return QDMP_LENGTH;
#endif
        number = option->number;
    }
    *at = 0;
    bool alone = !message->token.len && !parts->count && !message->payload.len;
    return message->code == QDMP_COAP_EMPTY && !alone ? QDMP_COAP : QDMP_OK;
}

static void put_message(qdmp__writer *writer, const void *what) {
    const qdmp__coap_parts *parts = (const qdmp__coap_parts *)what;
    const qdmp_coap_message *message = parts->message;
    uint32_t number = 0;
    qdmp__coap_put_head(writer, QDMP__COAP_HEAD(message->type, message->code, message->id), message->token);
    for (size_t i = 0; i < parts->count; i++) {
        const qdmp_coap_option *option = &parts->options[i];
        qdmp__coap_put_option(writer, option->number - number, option->value.len);
        qdmp__put(writer, option->value);
        number = option->number;
    }
    if (message->payload.len) {
        qdmp__coap_put_marker(writer);
        qdmp__put(writer, message->payload);
    }
}

qdmp_status qdmp_coap_encode(const qdmp_coap_message *message, const qdmp_coap_option *options, size_t count,
                             qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__coap_parts parts = {message, options, count};
    size_t at;
    qdmp_status status = judge_message(&parts, &at);
    if (status != QDMP_OK)
        return qdmp__report(err, status, QDMP_FIELD_NONE, at);
    status = qdmp__compose_fits(put_message, &parts, out, size, err);
    return status == QDMP_OK ? qdmp__compose_into(put_message, &parts, out.ptr, size) : status;
}

#endif

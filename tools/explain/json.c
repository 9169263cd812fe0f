/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <string.h>

static void put(json *out, char c) {
    if (out->len < out->size)
        out->to[out->len] = c;
    out->len++;
}

static void begin_value(json *out) {
    if (out->comma)
        put(out, ',');
    out->comma = true;
}

void json_open(json *out, char bracket) {
    begin_value(out);
    put(out, bracket);
    out->comma = false;
}

void json_close(json *out, char bracket) {
    put(out, bracket);
    out->comma = true;
}

void json_key(json *out, const char *name) {
    json_text(out, name);
    put(out, ':');
    out->comma = false;
}

static void put_byte(json *out, unsigned char c) {
    static const char digits[] = "0123456789abcdef";
    if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
        put(out, (char)c);
        return;
    }
    for (const char *p = "\\u00"; *p; p++)
        put(out, *p);
    put(out, digits[c >> 4]);
    put(out, digits[c & 15]);
}

void json_bytes(json *out, qdmp_span bytes) {
    begin_value(out);
    put(out, '"');
    for (size_t i = 0; i < bytes.len; i++)
        put_byte(out, (unsigned char)bytes.ptr[i]);
    put(out, '"');
}

void json_text(json *out, const char *text) {
    qdmp_span bytes = {text, strlen(text)};
    json_bytes(out, bytes);
}

void json_number(json *out, size_t value) {
    char digits[24];
    size_t at = sizeof digits;
    begin_value(out);
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (at < sizeof digits)
        put(out, digits[at++]);
}

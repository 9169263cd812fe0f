/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <stdio.h>

enum { MANY = 20, SHOWN_MAX = 400, SHOWN_BUFFERS = 4 };

void give_up_after_many(void) {
    static int failures;
    cr_assert(++failures < MANY, "too many failures");
}

qdmp_span span_of(const char *text) {
    return span_from(text, strlen(text));
}

qdmp_span span_from(const void *bytes, size_t len) {
    qdmp_span span = {bytes, len};
    return span;
}

bool span_equal(qdmp_span a, qdmp_span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool span_inside(qdmp_span inner, qdmp_span outer) {
    uintptr_t begin = (uintptr_t)inner.ptr, bound = (uintptr_t)outer.ptr;
    return inner.len == 0 || (begin >= bound && begin + inner.len <= bound + outer.len);
}

static size_t escape_byte(unsigned char c, char *out) {
    static const char digits[] = "0123456789abcdef";
    const char *named = c == '\r' ? "\\r" : c == '\n' ? "\\n" : c == '"' ? "\\\"" : c == '\\' ? "\\\\" : NULL;
    if (named) {
        memcpy(out, named, 2);
        return 2;
    }
    if (c >= 0x20 && c < 0x7F) {
        out[0] = (char)c;
        return 1;
    }
    out[0] = '\\';
    out[1] = 'x';
    out[2] = digits[c >> 4];
    out[3] = digits[c & 15];
    return 4;
}

size_t escape(qdmp_span bytes, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i++)
        len += escape_byte((unsigned char)bytes.ptr[i], out + len);
    out[len] = '\0';
    return len;
}

const char *shown(qdmp_span bytes) {
    static char buffers[SHOWN_BUFFERS][4 * SHOWN_MAX + 1];
    static unsigned turn;
    char *buffer = buffers[turn++ % SHOWN_BUFFERS];
    escape(span_from(bytes.ptr, bytes.len < SHOWN_MAX ? bytes.len : SHOWN_MAX), buffer);
    return buffer;
}

bool filled_with(const void *bytes, size_t size, int byte) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < size; i++)
        if (p[i] != (unsigned char)byte)
            return false;
    return true;
}

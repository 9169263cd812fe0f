/* SPDX-License-Identifier: MIT */
/*
 * Bytes: the classes of R3 to R5 outside the grammars, decimal numbers, and the report of what is wrong. Internal.
 */
#ifndef QDMP_TEXT_H
#define QDMP_TEXT_H

#include "qdmp/status.h"

#include <stdbool.h>

/* Fills `err`, if there is one; returns `status`. */
static inline qdmp_status qdmp__report(qdmp_error *err, qdmp_status status, qdmp_field field, size_t offset) {
    if (err) {
        err->status = status;
        err->field = field;
        err->offset = offset;
    }
    return status;
}

static inline const unsigned char *qdmp__bytes(qdmp_span span) {
    return (const unsigned char *)span.ptr;
}

static inline qdmp_span qdmp__span(const unsigned char *begin, const unsigned char *end) {
    qdmp_span span = {(const char *)begin, (size_t)(end - begin)};
    return span;
}

static inline bool qdmp__is_digit(unsigned char c) {
    return (unsigned char)(c - '0') < 10;
}

/* What a text may hold, the quote apart (R5). */
static inline bool qdmp__is_text(unsigned char c) {
    return c >= 0x20 && c != 0x7f;
}

static inline bool qdmp__is_eol(unsigned char c) {
    return c == '\r' || c == '\n';
}

static inline const unsigned char *qdmp__skip_spaces(const unsigned char *p, const unsigned char *end) {
    while (p < end && *p == ' ')
        p++;
    return p;
}

/* Reports the byte of `value` at `at`: one that no string holds, or one that does not fit here, the end included. */
static inline qdmp_status qdmp__report_byte(qdmp_error *err, qdmp_field field, qdmp_span value,
                                            const unsigned char *at) {
    size_t offset = (size_t)(at - qdmp__bytes(value));
    bool bad = offset < value.len && (!qdmp__is_text(*at) || *at == '"');
    return qdmp__report(err, bad ? QDMP_BAD_CHAR : QDMP_SYNTAX, field, offset);
}

/* The first `c` in [p, end), or `end`. */
static inline const unsigned char *qdmp__find(const unsigned char *p, const unsigned char *end, unsigned char c) {
    while (p < end && *p != c)
        p++;
    return p;
}

/* The first CR or LF in [p, end), or `end`. */
static inline const unsigned char *qdmp__find_eol(const unsigned char *p, const unsigned char *end) {
    while (p < end && !qdmp__is_eol(*p))
        p++;
    return p;
}

/* A decimal number: where its digits end, its value, and whether the value fits (R4). */
typedef struct qdmp__number {
    const unsigned char *end;
    uint32_t value;
    bool fits;
} qdmp__number;

static inline qdmp__number qdmp__scan_number(const unsigned char *p, const unsigned char *end) {
    qdmp__number number = {p, 0, true};
    for (; number.end < end && qdmp__is_digit(*number.end); number.end++) {
        uint32_t digit = (uint32_t)(*number.end - '0');
        if (number.value > (UINT32_MAX - 9) / 10 && number.value > (UINT32_MAX - digit) / 10)
            number.fits = false;
        number.value = number.value * 10 + digit;
    }
    return number;
}

/* The first byte in [p, end) that is no digit. */
static inline const unsigned char *qdmp__skip_digits(const unsigned char *p, const unsigned char *end) {
    while (p < end && qdmp__is_digit(*p))
        p++;
    return p;
}

#endif

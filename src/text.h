/* SPDX-License-Identifier: MIT */
/* Bytes: the classes of R3 to R5 outside the grammars, decimal numbers, and the report of errors. Internal. */
#ifndef QDMP_TEXT_H
#define QDMP_TEXT_H

#include "library.h"

#include "qdmp/status.h"

#include "fast.h"

#include <stdbool.h>

/* Fills `err`, if there is one; returns `status`. */
qdmp_status qdmp__report(qdmp_error *err, qdmp_status status, qdmp_field field, size_t offset);

/*
 * Reports the byte at `offset` of `value`: a byte that no string may contain, or that does not fit here, such as its
 * end.
 */
qdmp_status qdmp__report_byte(qdmp_error *err, qdmp_field field, qdmp_span value, size_t offset);

/* Up to three bytes that end a text; 0 for none, because it ends every text. */
#define QDMP__STOPS(a, b, c) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16)

/* The first byte in [p, end) that no text may contain or that is one of QDMP__STOPS; otherwise `end`. */
const unsigned char *qdmp__find_stop(const unsigned char *p, const unsigned char *end, uint32_t stops);

/*
 * Whether a text may contain all `len` bytes at `p`, and none of them is one of `stops`; inlined for speed (fast.h),
 * called for size.
 */
#if !QDMP__FAST
bool qdmp__are_clean(const char *p, size_t len, uint32_t stops);
#endif

/* The same for a span. */
QDMP__INLINE bool qdmp__is_clean(qdmp_span text, uint32_t stops) {
    return qdmp__are_clean(text.ptr, text.len, stops);
}

/* The first CR or LF in [p, end), or `end`; inlined for speed (fast.h), called for size. */
#if !QDMP__FAST
const unsigned char *qdmp__find_eol(const unsigned char *p, const unsigned char *end);
#endif

/* Item `index` of a list. The list is one string with a NUL after each item, so that no pointer is relocated. */
const char *qdmp__item(const char *list, unsigned index);

/* The bytes of `span`. For an empty span a valid pointer, because arithmetic with NULL is undefined. */
static inline const unsigned char *qdmp__bytes(qdmp_span span) {
    return (const unsigned char *)(span.len ? span.ptr : "");
}

static inline qdmp_span qdmp__span(const unsigned char *begin, const unsigned char *end) {
    qdmp_span span = {(const char *)begin, (size_t)(end - begin)};
    return span;
}

/* A build for speed inlines the functions without `static`; a build for size calls those of text.c. */

inline bool qdmp__is_digit(unsigned char c) {
    return (unsigned char)(c - '0') < 10;
}

/* The bytes that a text may contain, except the quote (R5). */
static inline bool qdmp__is_text(unsigned char c) {
    return c >= 0x20 && c != 0x7f;
}

static inline bool qdmp__is_eol(unsigned char c) {
    return c == '\r' || c == '\n';
}

/* The first byte in [p, end) that is not a digit. */
inline const unsigned char *qdmp__skip_digits(const unsigned char *p, const unsigned char *end) {
    while (p < end && qdmp__is_digit(*p))
        p++;
    return p;
}

/* Appends a decimal digit to `number` (R4). Returns false if the number does not fit. */
QDMP__LEAN bool qdmp__append_digit(uint32_t *number, unsigned char c) {
    uint32_t digit = (uint32_t)(c - '0');
    if (*number >= UINT32_MAX / 10 && (*number > UINT32_MAX / 10 || digit > UINT32_MAX % 10))
        return false;
    *number = *number * 10 + digit;
    return true;
}

/* Reads decimal digits (R4). Returns the place after them; NULL if the number does not fit. */
inline const unsigned char *qdmp__scan_number(const unsigned char *p, const unsigned char *end, uint32_t *out) {
    uint32_t number = 0;
    for (; p < end && qdmp__is_digit(*p); p++)
        if (!qdmp__append_digit(&number, *p))
            return NULL;
    *out = number;
    return p;
}

#endif

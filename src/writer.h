/* SPDX-License-Identifier: MIT */
/*
 * One writer that also measures: with no room it only counts. Encoders run the same code twice, to learn the size and
 * to write, so that the two cannot disagree. Internal.
 */
#ifndef QDMP_WRITER_H
#define QDMP_WRITER_H

#include "qdmp/span.h"
#include <string.h>

typedef struct qdmp__writer {
    char *ptr; /* NULL: count only */
    size_t size;
} qdmp__writer;

static inline void qdmp__put(qdmp__writer *writer, const char *ptr, size_t len) {
    if (writer->ptr && len)
        memcpy(writer->ptr + writer->size, ptr, len);
    writer->size += len;
}

static inline void qdmp__put_span(qdmp__writer *writer, qdmp_span span) {
    qdmp__put(writer, span.ptr, span.len);
}

/* Writes a text that ends with a NUL, without the NUL. */
static inline void qdmp__put_text(qdmp__writer *writer, const char *text) {
    size_t len = 0;
    while (text[len])
        len++;
    qdmp__put(writer, text, len);
}

static inline void qdmp__put_char(qdmp__writer *writer, char c) {
    if (writer->ptr)
        writer->ptr[writer->size] = c;
    writer->size++;
}

/* Writes `value` in decimal, without leading zeros. */
static inline void qdmp__put_number(qdmp__writer *writer, uint32_t value) {
    char digits[10];
    size_t left = sizeof digits;
    do {
        digits[--left] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    qdmp__put(writer, digits + left, sizeof digits - left);
}

#endif

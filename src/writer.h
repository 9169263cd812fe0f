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

/* Two that a compiler may inline: it does for speed, and for size calls those of writer.c. */
inline void qdmp__put_bytes(qdmp__writer *writer, const char *bytes, size_t len) {
    if (writer->ptr && len)
        memcpy(writer->ptr + writer->size, bytes, len);
    writer->size += len;
}

inline void qdmp__put_char(qdmp__writer *writer, char c) {
    if (writer->ptr)
        writer->ptr[writer->size] = c;
    writer->size++;
}

static inline void qdmp__put(qdmp__writer *writer, qdmp_span span) {
    qdmp__put_bytes(writer, span.ptr, span.len);
}

/* Writes a text that ends with a NUL, without the NUL; nothing for NULL. */
void qdmp__put_text(qdmp__writer *writer, const char *text);

/* Writes `value` in decimal, without leading zeros. */
void qdmp__put_number(qdmp__writer *writer, uint32_t value);

#endif

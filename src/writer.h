/* SPDX-License-Identifier: MIT */
/*
 * A writer that also measures: without a room it only counts. Encoders run the same code twice, to learn the size and
 * to write, so that the two cannot differ. Internal.
 */
#ifndef QDMP_WRITER_H
#define QDMP_WRITER_H

#include "library.h"

#include "qdmp/span.h"

#include "fast.h"

typedef struct qdmp__writer {
    char *ptr; /* NULL: count only */
    size_t size;
} qdmp__writer;

/* The two that a compiler inlines for speed; for size it calls those of writer.c. */
#if QDMP__FAST
#define QDMP__PUT static inline __attribute__((always_inline))
#else
#define QDMP__PUT inline
#endif

QDMP__PUT void qdmp__put_bytes(qdmp__writer *writer, const char *bytes, size_t len) {
    if (writer->ptr && len)
        QDMP__COPY(writer->ptr + writer->size, bytes, len);
    writer->size += len;
}

QDMP__PUT void qdmp__put_char(qdmp__writer *writer, char c) {
    if (writer->ptr)
        writer->ptr[writer->size] = c;
    writer->size++;
}

/* Writes `value` in decimal, without leading zeros. */
QDMP__PUT void qdmp__put_number(qdmp__writer *writer, uint32_t value) {
    size_t len = 1;
    for (uint32_t limit = 10; value >= limit && len < 10; limit *= 10)
        len++;
    writer->size += len;
    if (!writer->ptr)
        return;
    for (char *p = writer->ptr + writer->size; len; len--, value /= 10)
        *--p = (char)('0' + value % 10);
}

static inline void qdmp__put(qdmp__writer *writer, qdmp_span span) {
    qdmp__put_bytes(writer, span.ptr, span.len);
}

/* The same for a secret: memcpy would keep a part of it in a variable, which would stay on the stack. */
QDMP__INLINE void qdmp__put_secret(qdmp__writer *writer, qdmp_span span) {
#if QDMP__FAST
    if (writer->ptr && span.len)
        memcpy(writer->ptr + writer->size, span.ptr, span.len);
    writer->size += span.len;
#else
    qdmp__put(writer, span);
#endif
}

/* Writes a text that ends with a NUL, without the NUL. */
void qdmp__put_text(qdmp__writer *writer, const char *text);

#endif

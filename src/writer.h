/* SPDX-License-Identifier: MIT */
/*
 * One writer that also measures: with no room it only counts. Encoders run the same code twice, to learn the size and
 * to write, so that the two cannot disagree. Internal.
 */
#ifndef QDMP_WRITER_H
#define QDMP_WRITER_H

#include "qdmp/span.h"

typedef struct qdmp__writer {
    char *ptr; /* NULL: count only */
    size_t size;
} qdmp__writer;

void qdmp__put(qdmp__writer *writer, qdmp_span span);

void qdmp__put_char(qdmp__writer *writer, char c);

/* Writes a text that ends with a NUL, without the NUL; nothing for NULL. */
void qdmp__put_text(qdmp__writer *writer, const char *text);

/* Writes `value` in decimal, without leading zeros. */
void qdmp__put_number(qdmp__writer *writer, uint32_t value);

#endif

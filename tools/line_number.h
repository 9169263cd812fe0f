/* SPDX-License-Identifier: MIT */
/*
 * The numbers of lines as grep -n and editors show them: they count LF; where none stands in the first 64 KiB, CR too.
 * A stream cuts at every CR (R2), so several of its lines may stand on one numbered line.
 */
#ifndef LINE_NUMBER_H
#define LINE_NUMBER_H

#include "qdmp/span.h"

#include <stdbool.h>

/* Where a line of a stream is. */
typedef struct line_place {
    size_t number; /* of the numbered line */
    size_t offset; /* of its first byte in the numbered line */
} line_place;

/* What ends a numbered line. */
typedef enum line_ends { ENDS_UNKNOWN, ENDS_LF, ENDS_CR_TOO } line_ends;

/* Positions count from the text's first byte. */
typedef struct line_number {
    line_ends ends;
    bool after_cr;
    size_t number;   /* of the numbered line at hand */
    size_t begin;    /* its position */
    size_t position; /* behind the last byte that was taken */
    size_t next;     /* the position behind the last line that was placed */
} line_number;

/* What ends the numbered lines of the text that begins with `head`, or with `whole` is `head`. */
line_ends line_number_ends(qdmp_span head, bool whole);

/* Starts a text whose first line has the number `first`. */
line_number line_number_open(size_t first, line_ends ends);

/* Takes bytes of which no line has come. */
void line_number_pass(line_number *at, qdmp_span bytes);

/* Places the line of `size` bytes that ends with the last but one of `bytes`, the last being its end. */
line_place line_number_place(line_number *at, qdmp_span bytes, size_t size);

/* Places a line of which `bytes` are a part, and whose end has not come. */
line_place line_number_place_open(line_number *at, qdmp_span bytes);

/* Places the `size` bytes that no end has followed. */
line_place line_number_place_rest(const line_number *at, size_t size);

/* The number that a line behind the text has. An empty text counts as one line. */
size_t line_number_after(const line_number *at);

#endif

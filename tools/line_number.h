/* SPDX-License-Identifier: MIT */
/*
 * The numbers of lines as grep -n and editors show them. They count LF; if the first 64 KiB contain no LF, they count
 * CR too. A stream cuts at every CR (R2), so several of its lines may stand on one numbered line.
 */
#ifndef LINE_NUMBER_H
#define LINE_NUMBER_H

#include "qdmp/span.h"

#include <stdbool.h>

/* The place of a line of a stream. */
typedef struct line_place {
    size_t number; /* of the numbered line */
    size_t offset; /* of its first byte in the numbered line */
} line_place;

/* The byte that ends a numbered line. */
typedef enum line_ends { ENDS_UNKNOWN, ENDS_LF, ENDS_CR_TOO } line_ends;

/* Positions count from the first byte of the text. */
typedef struct line_number {
    line_ends ends;
    bool after_cr;
    size_t number;   /* of the numbered line at hand */
    size_t begin;    /* its position */
    size_t position; /* after the last byte that was taken */
    size_t next;     /* the position after the last line that was placed */
} line_number;

/* The byte that ends the numbered lines of the text that begins with `head`; with `whole`, `head` is the text. */
line_ends line_number_ends(qdmp_span head, bool whole);

/* Starts a text. Its first line has the number `first`. */
line_number line_number_open(size_t first, line_ends ends);

/* Takes bytes that have not given a line yet. */
void line_number_pass(line_number *at, qdmp_span bytes);

/* Places the line of `size` bytes that ends with the last byte but one of `bytes`; the last byte is its end. */
line_place line_number_place(line_number *at, qdmp_span bytes, size_t size);

/* Places a line that has not ended yet; `bytes` are a part of it. */
line_place line_number_place_open(line_number *at, qdmp_span bytes);

/* Places the last `size` bytes, which no line end followed. */
line_place line_number_place_rest(const line_number *at, size_t size);

/* The number of a line after the text. An empty text counts as one line. */
size_t line_number_after(const line_number *at);

#endif

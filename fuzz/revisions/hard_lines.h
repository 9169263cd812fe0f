/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Lines as support/lines.h makes them, half of them changed further: other case, spaces, hard numbers, long runs, no
 * line end, several commands, noise behind a head. A few are of the other direction than is told.
 */
#ifndef QDMP_REVISIONS_HARD_LINES_H
#define QDMP_REVISIONS_HARD_LINES_H

#include "../support/lines.h"

enum { HARD_LINE_MAX = 2048 };

/** Writes a line of at most HARD_LINE_MAX bytes to `out`. Returns its size; `*is_response` tells the direction. */
size_t hard_line(struct lines_rng *rng, char out[HARD_LINE_MAX], int *is_response);

#endif

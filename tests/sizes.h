/* SPDX-License-Identifier: MIT */
/*
 * Sizes that reveal a length cut to fewer bits, or a limit that should not exist: 0, 1, and each power of two from 2^4
 * to 2^17 with its two neighbours.
 */
#ifndef QDMP_TESTS_SIZES_H
#define QDMP_TESTS_SIZES_H

#include <stddef.h>

enum { SIZES_FIRST_POWER = 4, SIZES_LAST_POWER = 17, SIZES = 2 + 3 * (SIZES_LAST_POWER - SIZES_FIRST_POWER + 1) };

/* The largest of them. */
#define SIZES_MOST (((size_t)1 << SIZES_LAST_POWER) + 1)

/* Number `i` of them, in ascending order. */
static inline size_t sizes_at(size_t i) {
    return i < 2 ? i : ((size_t)1 << (SIZES_FIRST_POWER + (i - 2) / 3)) - 1 + (i - 2) % 3;
}

#endif

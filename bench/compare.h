/* SPDX-License-Identifier: MIT */
/* Times two ways to do the same work against each other, turn by turn in one run. */
#ifndef QDMP_BENCH_COMPARE_H
#define QDMP_BENCH_COMPARE_H

#include <stddef.h>
#include <stdint.h>

/* One side: a pass over many messages. What it returns is added up, so that no compiler can drop the work. */
typedef struct bench_side {
    const char *name;
    uint64_t (*pass)(void);
} bench_side;

/*
 * Prints for both sides the fastest, the median and the slowest of many passes over `messages` messages, and the ratio
 * of the medians, which it returns.
 */
double bench_compare(const bench_side sides[2], size_t messages);

#endif

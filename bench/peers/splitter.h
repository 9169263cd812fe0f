/* SPDX-License-Identifier: MIT */
/*
 * The peer: a hand-written splitter of this language that checks nothing. It finds the command, cuts the values at
 * their commas, converts the numbers, and removes the quotes. A wrong line gives wrong values. A driver that trusts its
 * module would contain such code.
 */
#ifndef QDMP_BENCH_SPLITTER_H
#define QDMP_BENCH_SPLITTER_H

#include <stddef.h>
#include <stdint.h>

typedef struct split_value {
    const char *ptr;
    size_t len;
    uint32_t number; /* of a value that begins with a digit */
} split_value;

typedef struct split_line {
    char form; /* '=' set, '?' read, 't' test, ':' information, 'o' OK, 'e' ERROR, 0 other */
    int ex;
    unsigned count;
    split_value values[6];
} split_line;

void split(const char *line, size_t len, split_line *out);

#endif

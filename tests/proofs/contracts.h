/* SPDX-License-Identifier: MIT */
/*
 * The contracts of the lexers, on which the walk relies. lexers.c proves the contract of each lexer. In the proofs of
 * the walk (walk.c), a function that only keeps the contract replaces each lexer.
 */
#ifndef CONTRACTS_H
#define CONTRACTS_H

#include "decode.h"

#include <stdbool.h>

/* The cursor stayed or moved forward inside the input, `c` is the byte at the cursor, and nothing else changed. */
static inline bool keeps(const qdmp__decoder *before, const qdmp__decoder *after) {
    return after->cur >= before->cur && after->cur <= after->lim &&
           after->c == (after->cur < after->lim ? *after->cur : '\n') && after->begin == before->begin &&
           after->lim == before->lim && after->at == before->at && after->defaulted == before->defaulted &&
           after->marks == before->marks && after->status == before->status && after->field == before->field &&
           after->bare == before->bare && after->asks == before->asks;
}

/* The same, for a lexer that moves the cursor if it finds its token, and otherwise leaves it. */
static inline bool keeps_or_stays(const qdmp__decoder *before, const qdmp__decoder *after, bool found) {
    return keeps(before, after) && (after->cur > before->cur) == found;
}

#endif

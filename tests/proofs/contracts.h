/* SPDX-License-Identifier: MIT */
/*
 * What the walk relies on of the lexers: proved of each lexer (lexers.c), and assumed of what stands in its place where
 * the walk is proved (walk.c).
 */
#ifndef CONTRACTS_H
#define CONTRACTS_H

#include "decode.h"

#include <stdbool.h>

/* The cursor went on inside the input, the byte at hand is the one at the cursor, and nothing else changed. */
static inline bool keeps(const qdmp__decoder *before, const qdmp__decoder *after) {
    return after->cur >= before->cur && after->cur <= after->lim &&
           after->c == (after->cur < after->lim ? *after->cur : '\n') && after->begin == before->begin &&
           after->lim == before->lim && after->at == before->at && after->defaulted == before->defaulted &&
           after->marks == before->marks && after->status == before->status && after->field == before->field &&
           after->bare == before->bare && after->asks == before->asks;
}

/* The same of a lexer that went on if it found what it looks for, and otherwise stayed. */
static inline bool keeps_or_stays(const qdmp__decoder *before, const qdmp__decoder *after, bool found) {
    return keeps(before, after) && (after->cur > before->cur) == found;
}

/* What a run of spaces, a string, a bare string and the rest of a line stop at. */
static inline bool stops_spaces(unsigned char c) {
    return c != ' ';
}

static inline bool stops_text(unsigned char c) {
    return c < 0x20 || c == 0x7F || c == '"';
}

static inline bool stops_bare(unsigned char c) {
    return stops_text(c) || c == ',';
}

static inline bool stops_rest(unsigned char c) {
    return c == '\r' || c == '\n';
}

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What both decoders do before and behind the grammar: skip empty lines, find the end of a line that is wrong, and say
 * so (R2, docs/protocol.md section 10). Internal.
 */
#ifndef QDMP_INPUT_H
#define QDMP_INPUT_H

#include "param.h"

/* The caller's input, and where in it the line at hand begins. */
typedef struct qdmp__input {
    const unsigned char *begin;
    const unsigned char *lim;
    const unsigned char *text; /* behind the empty lines; `lim` where there is nothing else */
    qdmp_ends ends;
} qdmp__input;

/* Opens `in` and skips its empty lines. */
qdmp__input qdmp__open(qdmp_span in, qdmp_ends ends);

/* Whether a match that ended at `end` ended where no line end is, and more may come. */
static inline bool qdmp__is_cut(const qdmp__input *input, const unsigned char *end) {
    return end == input->lim && input->ends == QDMP_MORE_MAY_COME;
}

/*
 * Reports `status` at `fault`, and consumes the line: to its CR, CR LF or LF, or to the end of a whole line. A line
 * whose end is not there yet is QDMP_TRUNCATED, whatever else it is: to consume a part would take its rest for a new
 * line.
 */
qdmp_status qdmp__reject(const qdmp__input *input, qdmp_status status, qdmp__fault fault, size_t *used,
                         qdmp_error *err);

/* Reports that the line at hand is not ours. */
qdmp_status qdmp__reject_foreign(const qdmp__input *input, size_t *used, qdmp_error *err);

#endif

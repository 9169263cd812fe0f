/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Decodes the same bytes with the library and the oracle, and compares the results.
 */
#ifndef QDMP_COMPARE_H
#define QDMP_COMPARE_H

#include "oracle.h"

enum { COMPARE_TEXT_MAX = 512 };

/** The first difference. `what` is equal for differences of the same sort; the other texts are for people. */
struct disagreement {
    char what[COMPARE_TEXT_MAX];
    char library[COMPARE_TEXT_MAX];
    char oracle[COMPARE_TEXT_MAX];
};

/**
 * Decodes every command on the line in `data`, and the lines after it, with both decoders. Compares: accepted or not,
 * kind, fields, defaults, deviations, bytes consumed, or the fault and its place. Returns 0 if they agree; otherwise 1
 * and the first difference in `*out`. `*accepted` becomes the number of commands and lines that the oracle accepted.
 */
int compare_all(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how, int *accepted,
                struct disagreement *out);

/** The same for the text after the name of the first line, and after its sign or colon (R29). */
int compare_behind_name(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                        struct disagreement *out);

#endif

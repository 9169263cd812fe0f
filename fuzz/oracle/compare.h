/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Asks the library and the oracle about the same bytes and compares what they say.
 */
#ifndef QDMP_COMPARE_H
#define QDMP_COMPARE_H

#include "oracle.h"

enum { COMPARE_TEXT_MAX = 512 };

/** The first difference. `what` is the same for differences of the same sort; the other texts are for people. */
struct disagreement {
    char what[COMPARE_TEXT_MAX];
    char library[COMPARE_TEXT_MAX];
    char oracle[COMPARE_TEXT_MAX];
};

/**
 * Decodes every command on the line in `data` both ways, and the lines behind it: accepted or not, kind, fields,
 * defaults, deviations, bytes consumed, or what is wrong and where. Returns 0 if they agree, else 1 with the first
 * difference in `*out`. `*accepted` becomes the number of commands and lines that the oracle took.
 */
int compare_all(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how, int *accepted,
                struct disagreement *out);

/** The same for the text after the name of the first line, and after its sign or colon (R29). */
int compare_behind_name(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                        struct disagreement *out);

#endif

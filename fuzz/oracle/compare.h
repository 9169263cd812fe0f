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
 * Decodes the first line in `data` both ways: accepted or not, kind, fields, defaults, bytes consumed, or what is wrong
 * and where. Returns 0 if they agree, else 1 with the difference in `*out`. `*used` becomes the bytes that the library
 * has consumed of a line it accepted, otherwise 0.
 */
int compare_line(struct oracle *oracle, const char *data, size_t size, int is_response, int whole_line, size_t *used,
                 struct disagreement *out);

/** The same for every command on a line: goes on behind each one accepted. */
int compare_all(struct oracle *oracle, const char *data, size_t size, int is_response, int whole_line,
                struct disagreement *out);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What differs between the answers of two revisions to one question, and whether that is expected.
 */
#ifndef QDMP_REVISIONS_DIFFERENCE_H
#define QDMP_REVISIONS_DIFFERENCE_H

#include "answer.h"

enum { DIFFERENCE_MAX = 160, DESCRIPTION_MAX = 1024 };

/** A difference. Those with the same `what` are of the same sort. */
struct difference {
    char what[DIFFERENCE_MAX];
    bool expected;
};

/** Asks one revision. If the question is without outputs, asks with them first, and reports whether they matter. */
void difference_ask(ask_decoder *ask, const struct question *question, struct answer *answer);

/** Returns true if the answers differ, and then describes the difference. */
bool difference_find(const struct question *question, const struct answer *before, const struct answer *after,
                     struct difference *out);

/** Writes an answer as a line of text for people, cut where it is too long. */
void difference_describe(const struct answer *answer, char text[DESCRIPTION_MAX]);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Checks of the tokens of a line: P68 and P69.
 */
#ifndef QDMP_FUZZ_TOKENS_CHECK_H
#define QDMP_FUZZ_TOKENS_CHECK_H

#include "decoded_answer.h"

#include "qdmp/tokens.h"

/** Checks the tokens of the first line in `in`. `answer` is the decoder's answer to the whole line. */
void tokens_check(qdmp_span in, qdmp_line kind, const struct decoded_answer *answer);

#endif

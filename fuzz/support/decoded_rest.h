/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Checks of both decoders behind the name (R29): property P66, and P1 to P5 and P7 as for whole lines.
 */
#ifndef QDMP_FUZZ_DECODED_REST_H
#define QDMP_FUZZ_DECODED_REST_H

#include "decoded_answer.h"

/**
 * `whole`: the answer of the decoder of whole lines to `in`. The decoder behind the name must give the same answer to
 * the rest. The size of `in` chooses one of the places where a dispatcher cuts a line.
 */
void decoded_request_rest(qdmp_span in, qdmp_ends ends, const struct decoded_answer *whole);
void decoded_response_rest(qdmp_span in, qdmp_ends ends, bool tolerant, const struct decoded_answer *whole);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The answer of a decoder of lines, in the terms of the rules, and the checks of it that all decoders share.
 */
#ifndef QDMP_FUZZ_DECODED_ANSWER_H
#define QDMP_FUZZ_DECODED_ANSWER_H

#include "naive.h"

struct decoded_answer {
    qdmp_status status;
    qdmp_error err;
    size_t used;
    struct parts parts; /* valid if `status` is QDMP_OK */
};

/** The common interface of the library's decoders: `how` says which one it is, and its other arguments. */
typedef qdmp_status decoded_request_call(const void *how, qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used,
                                         qdmp_error *err);
typedef qdmp_status decoded_response_call(const void *how, qdmp_span in, qdmp_ends ends, qdmp_response *out,
                                          size_t *used, qdmp_error *err);

/**
 * Calls the decoder. Checks that a failed call leaves its output unchanged (P4), and that the marks are well formed
 * (P64).
 */
void decoded_ask_request(decoded_request_call *call, const void *how, qdmp_span in, qdmp_ends ends, qdmp_request *out,
                         struct decoded_answer *answer);
void decoded_ask_response(decoded_response_call *call, const void *how, qdmp_span in, qdmp_ends ends,
                          qdmp_response *out, struct decoded_answer *answer);

/** P1 to P3, P5, P7, P63: compares with the plain decoder. */
void decoded_check(qdmp_span in, const struct decoded_answer *answer, const struct naive_answer *expected);

/** Whether both are the same message, with its texts in the same places. Marks of deviations are ignored. */
bool decoded_same_message(const struct parts *a, const struct parts *b);

#endif

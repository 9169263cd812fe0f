/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Whether a datagram may answer a request: checked with a separate reader, by RFC 7252 and RFC 7959.
 */
#ifndef QDMP_FUZZ_COAP_ANSWER_H
#define QDMP_FUZZ_COAP_ANSWER_H

#include "coap_naive.h"

/** The content of an answer. */
struct coap_answer {
    unsigned code;
    bool has_etag, has_format, has_block;
    qdmp_span etag, payload;
    uint32_t format, num, szx;
    bool more;
};

/**
 * Decodes an answer, or ends the run. It must be one message, of the type that answers the type of the request, with
 * the token of the request, and with its Message ID, or `id` if it is non-confirmable. The options must be in order,
 * known, not repeated, of legal length and in the shortest form. A marker must have a payload after it, and the block
 * must fit (P102).
 */
void coap_answer_read(qdmp_span request, unsigned id, qdmp_span datagram, struct coap_answer *out);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Whether a datagram may answer a request: RFC 7252 and RFC 7959, read by a walk of its own.
 */
#ifndef QDMP_FUZZ_COAP_ANSWER_H
#define QDMP_FUZZ_COAP_ANSWER_H

#include "coap_naive.h"

/** What an answer says. */
struct coap_answer {
    unsigned code;
    bool has_etag, has_format, has_block;
    qdmp_span etag, payload;
    uint32_t format, num, szx;
    bool more;
};

/**
 * Takes an answer apart, or ends the run: one message, of the type that answers the request's; the request's token and
 * Message ID, or `id` where it is non-confirmable; options in order, known, once, of legal length and in the shortest
 * form; a marker with a payload behind it; a block that fits (P102).
 */
void coap_answer_read(qdmp_span request, unsigned id, qdmp_span datagram, struct coap_answer *out);

#endif

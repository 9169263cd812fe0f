/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Answers to the platform's reads of object 666, made as plainly as can be: the whole body in one buffer, of which a
 * block is cut. From docs/object.md, RFC 7252 and RFC 7959; nothing is the library's but the structures.
 */
#ifndef QDMP_FUZZ_OBJECT_NAIVE_H
#define QDMP_FUZZ_OBJECT_NAIVE_H

#include "coap_naive.h"

#include "qdmp/crypto.h"
#include "qdmp/settings.h"

enum { OBJECT_RESOURCES = 13, OBJECT_FIRST = 6602, OBJECT_ETAG = 4 };

/** What an answer depends on besides the request. */
struct object_naive {
    const qdmp_settings *settings; /* in force */
    const qdmp_crypto *crypto;
    unsigned szx;     /* the largest size exponent of an answer */
    unsigned id;      /* the Message ID of an answer to a NON */
    const char *etag; /* OBJECT_ETAG bytes */
};

struct object_answer {
    unsigned code;     /* 0: there is no answer */
    uint32_t too_long; /* bits of fields: values that are asked for and are longer than a request can set; then nothing
                          below is made */
    bool encrypted;    /* the body holds values */
    bool blockwise;
    size_t at, szx;                     /* of a 2.05: where its block begins in the body, and the size exponent */
    struct composed body;               /* the whole of it, if the code is 2.05 */
    size_t value_count;                 /* encrypted values in the body */
    size_t values[OBJECT_RESOURCES][2]; /* where the base64 of each begins and ends */
    struct composed datagram;
};

/** Answers a datagram. A datagram that is no message has no answer. */
void object_naive_answer(const struct object_naive *object, qdmp_span datagram, struct object_answer *out);

/**
 * The fewest AES blocks with which an answer's block can be made. A value is encrypted from its beginning, three AES
 * blocks at a time, which become 64 characters.
 */
size_t object_naive_aes_blocks(const struct object_answer *answer);

#endif

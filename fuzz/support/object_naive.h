/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Answers to the platform's reads of object 666, made in the plainest way: the whole body is in one buffer, from which
 * a block is cut. Made from docs/object.md, RFC 7252 and RFC 7959, with nothing from the library except its structures.
 */
#ifndef QDMP_FUZZ_OBJECT_NAIVE_H
#define QDMP_FUZZ_OBJECT_NAIVE_H

#include "coap_naive.h"

#include "qdmp/crypto.h"
#include "qdmp/settings.h"

enum { OBJECT_RESOURCES = 13, OBJECT_FIRST = 6602, OBJECT_ETAG = 4 };

/** The inputs of an answer, other than the request. */
struct object_naive {
    const qdmp_settings *settings; /* in force */
    const qdmp_crypto *crypto;
    unsigned szx;     /* the largest size exponent of an answer */
    unsigned id;      /* the Message ID of an answer to a NON */
    const char *etag; /* OBJECT_ETAG bytes */
};

struct object_answer {
    unsigned code;     /* 0: there is no answer */
    uint32_t too_long; /* bits of fields: requested values that are longer than a request can set; if there are any, the
                          members below are not set */
    bool encrypted;    /* the body contains values */
    bool blockwise;
    size_t at, szx;                     /* for 2.05: the beginning of the block in the body, and the size exponent */
    struct composed body;               /* the whole body, if the code is 2.05 */
    size_t value_count;                 /* number of encrypted values in the body */
    size_t values[OBJECT_RESOURCES][2]; /* beginning and end of the base64 of each value */
    struct composed datagram;
};

/** Answers a datagram. A datagram that is not a message gets no answer. */
void object_naive_answer(const struct object_naive *object, qdmp_span datagram, struct object_answer *out);

/**
 * The smallest number of AES blocks with which the block of an answer can be made. A value is encrypted from its
 * beginning, three AES blocks at a time, which become 64 characters.
 */
size_t object_naive_aes_blocks(const struct object_answer *answer);

#endif

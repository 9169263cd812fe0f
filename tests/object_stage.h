/* SPDX-License-Identifier: MIT */
/*
 * What the tests of object 666 share: settings from which it answers, a cipher that counts its calls, requests written
 * from a short notation, and decoded answers. Writer and reader are the server's (session_server.h).
 */
#ifndef QDMP_TESTS_OBJECT_STAGE_H
#define QDMP_TESTS_OBJECT_STAGE_H

#include "session_server.h"

#include "qdmp/object.h"

enum { GET = CODE(0, 1), CONTENT = CODE(2, 5), VALUES = 13, VALUE_MAX = 255 };

/* 2^4 to 2^10. */
#define BLOCK(szx) ((size_t)16 << (szx))

extern struct object_stage {
    qdmp_settings settings;
    qdmp_crypto crypto; /* the functions of PSA, with counters */
    qdmp_object object; /* answers from `settings` and `crypto`; its ETag is 01 23 45 67 */
    unsigned blocks;    /* encrypted blocks */
    unsigned hashes;
    size_t longest; /* most bytes encrypted in one call */
    bool hash_fails;
    unsigned fails_at; /* the call of the cipher that fails, from 1; 0: none */
} the;

/* Settings with credentials, dmMode 1, and every value `NULL`. */
void object_stage_open(void);

/* The value of resource 6602 + index, in the order of the members of qdmp_settings. */
qdmp_span *object_value(size_t index);

/* Makes every value as long as the guide allows: its name, repeated. */
void object_fill_to_limits(void);

/*
 * Options in a notation such as `3=example 11=666 11=0 23=#06 35`: a number and its value. The value is a text, #hex,
 * or @N for N times `x`; without `=` it is empty. Numbers never decrease.
 */
void packet_options(packet *to, const char *notation);

/*
 * Answers one request with Message ID 0x1234 and token AA; the answer has Message ID 0xBEEF and a room of exactly
 * QDMP_OBJECT_ROOM.
 */
qdmp_status object_ask(unsigned type, unsigned code, const char *options, sent *answer);

/* The same for a confirmable GET, which must be answered with 2.05. */
sent object_get(const char *options);

/* The value of option `number` of an answer; NULL and 0 if the answer does not have it. */
qdmp_span sent_option(const sent *message, unsigned number);

#endif

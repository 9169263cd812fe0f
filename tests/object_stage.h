/* SPDX-License-Identifier: MIT */
/*
 * What the tests of object 666 share: settings to answer from, a cipher that counts, requests written from a short
 * notation, and the answers taken apart. Writer and reader are those of the server's side (session_server.h).
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
    qdmp_crypto crypto; /* PSA's, counted */
    qdmp_object object; /* answers from the two; its ETag is 01 23 45 67 */
    unsigned blocks;    /* that were encrypted */
    unsigned hashes;
    size_t longest; /* bytes that were encrypted in one call */
    bool hash_fails;
    unsigned fails_at; /* the call of the cipher that fails, from 1; 0: none */
} the;

/* Settings with credentials, dmMode 1, and every value `NULL`. */
void object_stage_open(void);

/* The value of resource 6602 + index, in the order of the settings' members. */
qdmp_span *object_value(size_t index);

/* Makes every value as long as the guide lets it be: its name, over and over. */
void object_fill_to_limits(void);

/*
 * Options from a notation, `3=example 11=666 11=0 23=#06 35`: number, and a text, or #hex, or @N: N times `x`, or
 * nothing for an empty value. Numbers never decrease.
 */
void packet_options(packet *to, const char *notation);

/* One request, Message ID 0x1234, token AA, answered with Message ID 0xBEEF and a room of just QDMP_OBJECT_ROOM. */
qdmp_status object_ask(unsigned type, unsigned code, const char *options, sent *answer);

/* The same of a GET that is confirmable, which must be answered 2.05. */
sent object_get(const char *options);

/* The value of option `number` of an answer; NULL and 0 where there is none. */
qdmp_span sent_option(const sent *message, unsigned number);

#endif

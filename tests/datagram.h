/* SPDX-License-Identifier: MIT */
/*
 * Functions that the tests of CoAP and registration share: bytes from hex digits, and encoders tried with every room.
 */
#ifndef QDMP_TESTS_DATAGRAM_H
#define QDMP_TESTS_DATAGRAM_H

#include "qdmp/coap.h"
#include "support.h"

/* The bytes of a text of hex digits; spaces are skipped. In one of a few static buffers. */
qdmp_span unhex(const char *hex);

/* One call of an encoder. */
typedef qdmp_status encode_call(const void *what, qdmp_room out, size_t *size, qdmp_error *err);

/* Encodes `what` with room for 0 bytes up to one more than needed: refused up to one short, and the room untouched. */
void expect_encoded(encode_call *encode, const void *what, qdmp_span expected, const char *name);

/* Encodes `what`, which fails, and touches neither room nor size. */
void expect_refused(encode_call *encode, const void *what, qdmp_error expected, const char *name);

/* Decodes every beginning of `datagram`: one that is no message is refused at its end at the latest. */
void expect_cuts(qdmp_span datagram);

/*
 * Decodes `datagram` against an unreadable page. What is taken apart must lie in it, and gives the same bytes again:
 * CoAP has one way only to write a message.
 */
void expect_sound(qdmp_span datagram);

#endif

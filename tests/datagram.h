/* SPDX-License-Identifier: MIT */
/*
 * Functions that the tests of CoAP and registration share. They make bytes from hex digits, and try encoders with every
 * size of room.
 */
#ifndef QDMP_TESTS_DATAGRAM_H
#define QDMP_TESTS_DATAGRAM_H

#include "qdmp/coap.h"
#include "support.h"

/* The bytes of a text of hex digits; spaces are skipped. They are in one of a few static buffers. */
qdmp_span unhex(const char *hex);

/* A call of an encoder. */
typedef qdmp_status encode_call(const void *what, qdmp_room out, size_t *size, qdmp_error *err);

/*
 * Encodes `what` with room for 0 bytes up to one more than needed. A room that is too small must be refused and stay
 * unchanged.
 */
void expect_encoded(encode_call *encode, const void *what, qdmp_span expected, const char *name);

/* Encodes `what`, which must fail. Room and size must stay unchanged. */
void expect_refused(encode_call *encode, const void *what, qdmp_error expected, const char *name);

/* Decodes every beginning of `datagram`. One that is not a message must be refused, at the latest at its end. */
void expect_cuts(qdmp_span datagram);

/*
 * Decodes `datagram` from memory that ends at an unreadable page. The decoded parts must lie in it, and must encode to
 * the same bytes: CoAP has only one way to write a message.
 */
void expect_sound(qdmp_span datagram);

#endif

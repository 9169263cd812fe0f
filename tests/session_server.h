/* SPDX-License-Identifier: MIT */
/*
 * The server's side of CoAP for the tests of sessions. Its reader and writer are typed from RFC 7252, so that no byte
 * of a test comes from the code under test.
 */
#ifndef QDMP_TESTS_SESSION_SERVER_H
#define QDMP_TESTS_SESSION_SERVER_H

#include "support.h"

enum { CON, NON, ACK, RST };

/* A code c.dd. */
#define CODE(c, dd) ((c)*32 + (dd))

enum { PACKET_MAX = 4096, OPTIONS_MAX = 24 };

typedef struct packet {
    unsigned char bytes[PACKET_MAX];
    size_t len;
    unsigned last; /* number of the last option written */
} packet;

/* A message with its token, still without options and payload. */
packet packet_of(unsigned type, unsigned code, unsigned id, qdmp_span token);

void packet_option(packet *to, unsigned number, qdmp_span value);

void packet_payload(packet *to, const char *text);

qdmp_span packet_span(const packet *of);

/* The decoded message of a session; the spans point into its bytes. */
typedef struct sent {
    unsigned type, code, id;
    qdmp_span token;
    size_t count;
    struct {
        unsigned number;
        qdmp_span value;
    } options[OPTIONS_MAX];
    qdmp_span payload;
} sent;

/* Asserts that the bytes are a message. */
sent sent_read(qdmp_span bytes);

/*
 * The value of the only option `number` that begins with `prefix`, without the prefix. Asserts that there is exactly
 * one.
 */
qdmp_span sent_value(const sent *message, unsigned number, const char *prefix);

#endif

/* SPDX-License-Identifier: MIT */
/* libcoap's encoder and parser, for the same work as qdmp's. */
#ifndef QDMP_BENCH_LIBCOAP_H
#define QDMP_BENCH_LIBCOAP_H

#include <stddef.h>
#include <stdint.h>

/* Encodes the sample register (sample.h), and throws it away; returns its Message ID. */
uint64_t libcoap_register(void);

/* Encodes it to `out`, less the header, which libcoap makes only when it sends; the bytes written. */
size_t libcoap_register_bytes(char *out, size_t cap);

/* A block of a representation. */
typedef struct libcoap_block {
    uint16_t id;
    const char *token;
    size_t token_size;
    unsigned char etag[4];
    unsigned format, block2; /* values of Content-Format and Block2 */
    const char *bytes;
    size_t size;
} libcoap_block;

/* Encodes it as the answer 2.05, and throws it away; returns its Message ID. */
uint64_t libcoap_put_block(const libcoap_block *block);

/* Encodes it to `out`, less the header; the bytes written. */
size_t libcoap_block_bytes(const libcoap_block *block, char *out, size_t cap);

/* Parses one datagram and walks over its options; returns bytes of their values, of the token and the payload. */
uint64_t libcoap_parse(const char *bytes, size_t size);

#endif

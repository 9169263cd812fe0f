/* SPDX-License-Identifier: MIT */
/* What a request asks of object 666 (docs/object.md, 2). Internal. */
#ifndef QDMP_OBJECT_REQUEST_H
#define QDMP_OBJECT_REQUEST_H

#include "library.h"

#include "qdmp/object.h"

#include "object_body.h"

/* A request as far as its options say. */
typedef struct qdmp__asked {
    uint8_t refusal; /* the code that an option at fault is answered with; 0 for none */
    bool found;      /* the path is one of those that are there */
    bool has_accept;
    bool has_block;
    uint16_t accept; /* Content-Format */
    qdmp__target target;
    uint32_t block; /* NUM, M and SZX (RFC 7959, 2.2); 0 without */
} qdmp__asked;

/* Reads and judges a request. Returns the code of the answer: QDMP_COAP_CONTENT as far as no body is needed to tell. */
unsigned qdmp__object_judge(const qdmp_settings *settings, const qdmp_coap_message *request, qdmp__asked *asked);

#endif

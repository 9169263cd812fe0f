/* SPDX-License-Identifier: MIT */
/* The part of object 666 that a request asks for (docs/object.md, 2). Internal. */
#ifndef QDMP_OBJECT_REQUEST_H
#define QDMP_OBJECT_REQUEST_H

#include "library.h"

#include "qdmp/object.h"

#include "object_body.h"

/* A request, as far as its options determine it. */
typedef struct qdmp__asked {
    uint8_t refusal; /* the code that answers an option at fault; 0 for none */
    bool found;      /* the path exists */
    bool has_accept;
    bool has_block;
    uint16_t accept; /* Content-Format */
    qdmp__target target;
    uint32_t block; /* NUM, M and SZX (RFC 7959, 2.2); 0 without the option */
} qdmp__asked;

/*
 * Reads and judges a request. Returns the code of the answer: QDMP_COAP_CONTENT as far as it is known without a body.
 */
unsigned qdmp__object_judge(const qdmp_settings *settings, const qdmp_coap_message *request, qdmp__asked *asked);

#endif

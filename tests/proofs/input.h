/* SPDX-License-Identifier: MIT */
/* The input of a proof, and where texts lie in it. */
#ifndef INPUT_H
#define INPUT_H

#include "qdmp/span.h"

#include "proof.h"

static const unsigned char *input;
static size_t input_len;

static inline size_t place_of(qdmp_span text) {
    return (size_t)((const unsigned char *)text.ptr - input);
}

/* Also for an empty text. */
static inline bool is_inside(qdmp_span text) {
    return __CPROVER_POINTER_OBJECT(text.ptr) == __CPROVER_POINTER_OBJECT(input) && place_of(text) <= input_len &&
           text.len <= input_len - place_of(text);
}

#endif

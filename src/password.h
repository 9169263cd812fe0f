/* SPDX-License-Identifier: MIT */
/* The part of a password that may be shown (R17). Internal. */
#ifndef QDMP_PASSWORD_H
#define QDMP_PASSWORD_H

#include "library.h"

#include "qdmp/spec.h"

/* Cuts a password to its first bytes, without the stars at their end. */
static inline void qdmp__cut_to_shown_part(qdmp_span *password) {
    if (password->len > QDMP_PASSWORD_SHOWN)
        password->len = QDMP_PASSWORD_SHOWN;
    while (password->len && password->ptr[password->len - 1] == QDMP_PASSWORD_MASK[0])
        password->len--;
}

#endif

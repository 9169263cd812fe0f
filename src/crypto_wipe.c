/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "crypto_wipe.h"

void qdmp__wipe(void *bytes, size_t size) {
    volatile unsigned char *p =
        (unsigned char *)bytes; /* a compiler may not omit a store to a volatile object (C11 5.1.2.3) */
    while (size--)
        *p++ = 0;
}

#endif

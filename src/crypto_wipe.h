/* SPDX-License-Identifier: MIT */
/* Overwrites secrets. Internal. */
#ifndef QDMP_CRYPTO_WIPE_H
#define QDMP_CRYPTO_WIPE_H

#include "library.h"

#include <stddef.h>

/* Overwrites `size` bytes with zeros, even if nothing reads them again. */
void qdmp__wipe(void *bytes, size_t size);

#endif

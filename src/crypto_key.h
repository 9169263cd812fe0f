/* SPDX-License-Identifier: MIT */
/* The key of DM v2.0, for the endpoint name and for the values of object 666 (docs/registration.md, 2). Internal. */
#ifndef QDMP_CRYPTO_KEY_H
#define QDMP_CRYPTO_KEY_H

#include "library.h"

#include "qdmp/crypto.h"
#include "qdmp/span.h"

/* Hashes the password to `key`, which the caller wipes. Returns what the hash returned: 0 for success. */
int qdmp__derive_key(const qdmp_crypto *crypto, qdmp_span password, unsigned char key[QDMP_SHA256_SIZE]);

#endif

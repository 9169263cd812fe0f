/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "crypto_key.h"

#include "text.h"

int qdmp__derive_key(const qdmp_crypto *crypto, qdmp_span password, unsigned char key[QDMP_SHA256_SIZE]) {
    static const qdmp_span none = QDMP_LITERAL("00000000000000000000000000000000");
    if (!password.len)
        password = none;
    return crypto->sha256(crypto->context, qdmp__bytes(password), password.len, key);
}

#endif

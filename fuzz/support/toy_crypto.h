/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A simple substitute for a hash and a cipher. It is quick, and every byte of the result depends on every byte before
 * it. The calls fail on request, and if the caller breaks the rules of qdmp/crypto.h.
 */
#ifndef QDMP_FUZZ_TOY_CRYPTO_H
#define QDMP_FUZZ_TOY_CRYPTO_H

#include "qdmp/crypto.h"

struct toy {
    int hash_fails;
    int cipher_fails;
};

/** The functions of the crypto interface. The context must live as long. */
qdmp_crypto toy_crypto(struct toy *toy);

void toy_hash(const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]);
void toy_encrypt(const unsigned char key[QDMP_SHA256_SIZE], unsigned char *blocks, size_t size);

#endif

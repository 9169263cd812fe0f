/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Something like a hash and a cipher: quick, and every byte of the result depends on every byte before. They fail when
 * they are told to, and when they are called as qdmp/crypto.h does not allow.
 */
#ifndef QDMP_FUZZ_TOY_CRYPTO_H
#define QDMP_FUZZ_TOY_CRYPTO_H

#include "qdmp/crypto.h"

struct toy {
    int hash_fails;
    int cipher_fails;
};

/** The calls, for a context that must live as long. */
qdmp_crypto toy_crypto(struct toy *toy);

void toy_hash(const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]);
void toy_encrypt(const unsigned char key[QDMP_SHA256_SIZE], unsigned char *blocks, size_t size);

#endif

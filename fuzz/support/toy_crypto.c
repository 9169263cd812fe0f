/* SPDX-License-Identifier: MIT */
#include "toy_crypto.h"

#include "check.h"

#include <string.h>

static uint32_t mix(uint32_t state, unsigned char byte) {
    return (state ^ byte) * 0x01000193U;
}

void toy_hash(const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    uint32_t state = 0x811C9DC5U;
    for (size_t i = 0; i < size; i++)
        state = mix(state, bytes[i]);
    for (size_t i = 0; i < QDMP_SHA256_SIZE; i++) {
        state = mix(state, (unsigned char)i);
        hash[i] = (unsigned char)(state >> 24);
    }
}

void toy_encrypt(const unsigned char key[QDMP_SHA256_SIZE], unsigned char *blocks, size_t size) {
    uint32_t state = 0x811C9DC5U;
    for (size_t i = 0; i < QDMP_SHA256_SIZE; i++)
        state = mix(state, key[i]);
    for (size_t i = 0; i < size; i++) {
        unsigned char plain = blocks[i];
        blocks[i] = (unsigned char)(plain ^ (state >> 24));
        state = mix(state, plain);
    }
}

static int hash_call(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    const struct toy *toy = context;
    FUZZ_CHECK(size > 0, "P34", "an empty password is hashed");
    toy_hash(bytes, size, hash);
    return toy->hash_fails;
}

static int encrypt_call(void *context, const unsigned char key[QDMP_SHA256_SIZE],
                        const unsigned char iv[QDMP_AES_BLOCK], unsigned char *blocks, size_t size) {
    static const unsigned char zeros[QDMP_AES_BLOCK];
    const struct toy *toy = context;
    FUZZ_CHECK(size > 0 && size % QDMP_AES_BLOCK == 0, "P34", "%zu bytes to encrypt", size);
    FUZZ_CHECK(memcmp(iv, zeros, sizeof zeros) == 0, "P34", "the IV is not zero");
    FUZZ_CHECK(!toy->hash_fails, "P34", "encrypted though the hash failed");
    toy_encrypt(key, blocks, size);
    return toy->cipher_fails;
}

qdmp_crypto toy_crypto(struct toy *toy) {
    qdmp_crypto crypto;
    crypto.context = toy;
    crypto.sha256 = hash_call;
    crypto.aes256_cbc_encrypt = encrypt_call;
    return crypto;
}

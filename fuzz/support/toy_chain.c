/* SPDX-License-Identifier: MIT */
#include "toy_chain.h"

#include "check.h"
#include "toy_crypto.h"

#include <string.h>

enum { ROUNDS = 2 };

static void mix_block(const unsigned char *key, unsigned char *block) {
    uint32_t words[QDMP_AES_BLOCK / 4], keys[QDMP_SHA256_SIZE / 4];
    memcpy(words, block, sizeof words);
    memcpy(keys, key, sizeof keys);
    for (unsigned i = 0; i < ROUNDS * QDMP_SHA256_SIZE / 4; i++) {
        uint32_t word = (words[i % 4] ^ keys[i % (QDMP_SHA256_SIZE / 4)]) * 0x9E3779B1U;
        words[i % 4] = word ^ word >> 15;
        words[(i + 1) % 4] += word << 7 | word >> 25;
    }
    memcpy(block, words, sizeof words);
}

static int next_call(struct toy_chain *toy) {
    return ++toy->calls == toy->fails;
}

static int hash_call(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    toy_hash(bytes, size, hash);
    return next_call(context);
}

static int encrypt_call(void *context, const unsigned char key[QDMP_SHA256_SIZE],
                        const unsigned char iv[QDMP_AES_BLOCK], unsigned char *blocks, size_t size) {
    struct toy_chain *toy = context;
    FUZZ_CHECK(size > 0 && size % QDMP_AES_BLOCK == 0, "P34", "%zu bytes to encrypt", size);
    FUZZ_CHECK(size <= toy->longest, "P104", "%zu bytes to encrypt at once", size);
    const unsigned char *before = iv;
    for (size_t at = 0; at < size; at += QDMP_AES_BLOCK) {
        for (size_t i = 0; i < QDMP_AES_BLOCK; i++)
            blocks[at + i] ^= before[i];
        mix_block(key, blocks + at);
        before = blocks + at;
    }
    toy->blocks += size / QDMP_AES_BLOCK;
    return next_call(toy);
}

qdmp_crypto toy_chain_crypto(struct toy_chain *toy) {
    qdmp_crypto crypto;
    crypto.context = toy;
    crypto.sha256 = hash_call;
    crypto.aes256_cbc_encrypt = encrypt_call;
    return crypto;
}

/* SPDX-License-Identifier: MIT */
/*
 * Settings out of the bytes, and the endpoint names and messages made of them, with a toy for cryptography: P4-P6,
 * P8-P10, P12, P13, P32-P36.
 */
#include "support/check.h"
#include "support/register.h"
#include "support/toy_crypto.h"

static void seal(qdmp_span password, unsigned char *blocks, size_t size) {
    unsigned char key[QDMP_SHA256_SIZE];
    toy_hash((const unsigned char *)password.ptr, password.len, key);
    toy_encrypt(key, blocks, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data, size);
    struct toy toy = {0, 0};
    qdmp_crypto crypto = toy_crypto(&toy);
    struct registering r = {.seal = seal};
    uint32_t choice = bytes_u8(&bytes);
    register_make(&bytes, &r);
    toy.hash_fails = choice == 0xFD;
    toy.cipher_fails = choice == 0xFE;
    r.crypto_fails = toy.hash_fails || toy.cipher_fails;
    r.registration.crypto = choice == 0xFF ? NULL : &crypto;
    register_check(&r);
    bytes_close(&bytes);
    return 0;
}

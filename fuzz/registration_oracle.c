/* SPDX-License-Identifier: MIT */
/*
 * Settings out of the bytes. Names and messages are made of them with Mbed TLS through port/crypto_psa.h, and with
 * OpenSSL through support/register.c: P51, and all that the target registration checks.
 */
#include "support/check.h"
#include "support/register.h"

#include "qdmp/port/crypto_psa.h"

#include <openssl/evp.h>
#include <psa/crypto.h>
#include <stdlib.h>

static EVP_CIPHER_CTX *context;

static void seal(qdmp_span password, unsigned char *blocks, size_t size) {
    static const unsigned char iv[16];
    unsigned char key[32];
    int written = 0;
    bool good = EVP_Digest(password.ptr, password.len, key, NULL, EVP_sha256(), NULL) == 1 &&
                EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), NULL, key, iv) == 1 &&
                EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
                EVP_EncryptUpdate(context, blocks, &written, blocks, (int)size) == 1;
    if (!good || written != (int)size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data, size);
    struct registering r = {.seal = seal, .property = "P51"};
    qdmp_crypto crypto = qdmp_crypto_psa();
    if (context == NULL && (psa_crypto_init() != PSA_SUCCESS || (context = EVP_CIPHER_CTX_new()) == NULL))
        abort();
    (void)bytes_u8(&bytes); /* what fails, in the target registration */
    register_make(&bytes, &r);
    r.registration.crypto = &crypto;
    register_check(&r);
    bytes_close(&bytes);
    return 0;
}

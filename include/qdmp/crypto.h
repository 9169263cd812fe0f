/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The two calls that the endpoint name needs from a stack's cryptography. qdmp contains no cryptography;
 * port/crypto_psa.h is a ready adapter.
 *
 * The platform prescribes the scheme. It is weak, and nothing here makes it stronger. The key is one SHA-256 of the
 * password, without salt or stretching. The IV is sixteen zeros, so that equal beginnings encrypt to equal bytes.
 * Nothing authenticates the text. There is no nonce, so that a recorded name works like a fresh one. The name travels
 * over plain UDP, where everyone on the path can read the appkey and the IMEI, and can test guesses of the password
 * without limit. Do not rely on it for security, and use no password there that protects anything else.
 */
#ifndef QDMP_CRYPTO_H
#define QDMP_CRYPTO_H

#include "qdmp/abi.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup crypto
 * @{ */

/** Bytes of a SHA-256 hash (FIPS 180-4), and so of an AES-256 key. */
#define QDMP_SHA256_SIZE 32

/** Bytes of an AES block (FIPS 197), and so of an IV. */
#define QDMP_AES_BLOCK 16

/**
 * The calls of a stack. Both return 0 for success; any other number is reported as QDMP_CRYPTO, and is not passed on.
 *
 * qdmp calls them from the thread that called qdmp. It keeps no pointer after they return, and overwrites key and
 * plaintext in its own memory before it returns.
 */
typedef struct qdmp_crypto {
    void *context; /**< passed to both calls as it is; may be NULL */

    /** Writes the SHA-256 hash of `size` bytes to `hash`. */
    int (*sha256)(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]);

    /**
     * Encrypts `size` bytes in place with AES-256 in CBC mode (NIST SP 800-38A, 6.2). `size` is a multiple of
     * QDMP_AES_BLOCK and not 0: the data is already padded, and the call must not add padding.
     */
    int (*aes256_cbc_encrypt)(void *context, const unsigned char key[QDMP_SHA256_SIZE],
                              const unsigned char iv[QDMP_AES_BLOCK], unsigned char *blocks, size_t size);
} qdmp_crypto;

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * qdmp_crypto on the PSA Crypto API (Mbed TLS 2.28 or newer). Optional: a library of its own, port/crypto_psa.c.
 */
#ifndef QDMP_PORT_CRYPTO_PSA_H
#define QDMP_PORT_CRYPTO_PSA_H

#include "qdmp/crypto.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup ports
 * @{ */

/**
 * The two calls on PSA. psa_crypto_init() must have succeeded before the first call. Each AES call imports its key as a
 * volatile key and destroys it again. Errors are the psa_status_t.
 *
 * @return the interface, which needs no context
 *
 * @snippet ports.c qdmp_crypto_psa
 */
QDMP_API qdmp_crypto qdmp_crypto_psa(void);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
#include "qdmp/port/crypto_psa.h"

#include <psa/crypto.h>
#include <string.h>

static int sha256(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    size_t written;
    (void)context;
    return (int)psa_hash_compute(PSA_ALG_SHA_256, bytes, size, hash, QDMP_SHA256_SIZE, &written);
}

static psa_status_t import_key(const unsigned char *key, psa_key_id_t *id) {
    psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
    psa_set_key_type(&attributes, PSA_KEY_TYPE_AES);
    psa_set_key_bits(&attributes, 8 * QDMP_SHA256_SIZE);
    psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_ENCRYPT);
    psa_set_key_algorithm(&attributes, PSA_ALG_CBC_NO_PADDING);
    return psa_import_key(&attributes, key, QDMP_SHA256_SIZE, id);
}

/* Block by block, because PSA does not promise that input and output may be the same bytes. */
static psa_status_t encrypt_blocks(psa_cipher_operation_t *operation, unsigned char *blocks, size_t size) {
    unsigned char block[2 * QDMP_AES_BLOCK]; /* the room that PSA_CIPHER_UPDATE_OUTPUT_SIZE may require */
    psa_status_t status = PSA_SUCCESS;
    for (size_t i = 0; i < size && status == PSA_SUCCESS; i += QDMP_AES_BLOCK) {
        size_t written = 0;
        status = psa_cipher_update(operation, blocks + i, QDMP_AES_BLOCK, block, sizeof block, &written);
        if (status == PSA_SUCCESS && written != QDMP_AES_BLOCK)
            status = PSA_ERROR_GENERIC_ERROR;
        memcpy(blocks + i, block, written <= QDMP_AES_BLOCK ? written : 0);
    }
    return status;
}

static psa_status_t encrypt(psa_key_id_t id, const unsigned char *iv, unsigned char *blocks, size_t size) {
    psa_cipher_operation_t operation = PSA_CIPHER_OPERATION_INIT;
    psa_status_t status = psa_cipher_encrypt_setup(&operation, id, PSA_ALG_CBC_NO_PADDING);
    if (status == PSA_SUCCESS)
        status = psa_cipher_set_iv(&operation, iv, QDMP_AES_BLOCK);
    if (status == PSA_SUCCESS)
        status = encrypt_blocks(&operation, blocks, size);
    psa_cipher_abort(&operation);
    return status;
}

static int aes256_cbc_encrypt(void *context, const unsigned char key[QDMP_SHA256_SIZE],
                              const unsigned char iv[QDMP_AES_BLOCK], unsigned char *blocks, size_t size) {
    psa_key_id_t id;
    (void)context;
    psa_status_t status = import_key(key, &id);
    if (status != PSA_SUCCESS)
        return (int)status;
    status = encrypt(id, iv, blocks, size);
    psa_status_t destroyed = psa_destroy_key(id);
    return (int)(status != PSA_SUCCESS ? status : destroyed);
}

qdmp_crypto qdmp_crypto_psa(void) {
    qdmp_crypto crypto = {NULL, sha256, aes256_cbc_encrypt};
    return crypto;
}

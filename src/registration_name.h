/* SPDX-License-Identifier: MIT */
/* The endpoint name of DM v2.0. It is prepared before it is written, because its encryption may fail. Internal. */
#ifndef QDMP_REGISTRATION_NAME_H
#define QDMP_REGISTRATION_NAME_H

#include "library.h"

#include "qdmp/registration.h"

#include "writer.h"

/*
 * Room for the encrypted part: more blocks make more base64 than fits a name of QDMP_ENDPOINT_NAME_MAX bytes beside an
 * appkey of one byte.
 */
#define QDMP__NAME_BLOCKS 10

typedef struct qdmp__endpoint_name {
    const qdmp_registration *registration;
    uint8_t form;   /* qdmp_name_form */
    uint8_t size;   /* bytes of the name, at most QDMP_ENDPOINT_NAME_MAX */
    uint8_t secret; /* bytes of `blocks` in use */
    unsigned char blocks[QDMP__NAME_BLOCKS * QDMP_AES_BLOCK];
} qdmp__endpoint_name;

/* Checks the parts of the name. It may then be counted; to be written, it must be encrypted first. */
qdmp_status qdmp__name_open(qdmp__endpoint_name *name, const qdmp_registration *registration, qdmp_name_form form,
                            qdmp_error *err);

/* Encrypts the secret part. A name given by the caller has none. `name` contains no plaintext afterwards. */
qdmp_status qdmp__name_encrypt(qdmp__endpoint_name *name, qdmp_error *err);

void qdmp__put_name(qdmp__writer *writer, const qdmp__endpoint_name *name);

#endif

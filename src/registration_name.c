/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "registration_name.h"

#include "base64.h"
#include "coap_writer.h"
#include "crypto_key.h"
#include "crypto_wipe.h"
#include "rows.h"
#include "text.h"

/* The text between the parts of the name, and the text for a part that is missing or hidden. */
#define QDMP__NAME_SEPARATOR "@#@"
#define QDMP__NAME_MASK      "****"
#define QDMP__NAME_VERSION   "v2.0"

/* --- checks --- */

/* The text that would make the name ambiguous, for each part of the name. */
typedef struct qdmp__ambiguity {
    uint8_t offset; /* offset of the part in qdmp_registration */
    uint8_t status;
    uint8_t field;
    bool hyphen; /* look for `-`, or for QDMP__NAME_SEPARATOR */
} qdmp__ambiguity;

#define QDMP__NAME_PART(member) (uint8_t) offsetof(qdmp_registration, member)

/*
 * The appkey comes first. Only after it a cut QDMP__NAME_SEPARATOR is refused as well, because the first byte of the
 * next separator would complete it.
 */
static const qdmp__ambiguity ambiguities[] = {
    {QDMP__NAME_PART(credentials.appkey), QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY, false},
    {QDMP__NAME_PART(credentials.tml_imei), QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI, false},
    {QDMP__NAME_PART(credentials.tml_imei), QDMP_NOT_REPRESENTABLE, QDMP_FIELD_TML_IMEI, true},
    {QDMP__NAME_PART(module_imei), QDMP_MODULE_IMEI, QDMP_FIELD_NONE, true},
    {QDMP__NAME_PART(imsi), QDMP_IMSI, QDMP_FIELD_NONE, true},
};

static bool is_separator(const unsigned char *p, const unsigned char *end, bool cut) {
    return end - p >= 3 - cut && p[0] == '@' && p[1] == '#' && (end - p == 2 || p[2] == '@');
}

static qdmp_status check_parts(const qdmp_registration *registration, qdmp_error *err) {
    for (unsigned i = 0; i < sizeof ambiguities / sizeof *ambiguities; i++) {
        const qdmp__ambiguity *a = &ambiguities[i];
        qdmp_span part = *(const qdmp_span *)(const void *)((const char *)registration + a->offset);
        const unsigned char *begin = qdmp__bytes(part), *end = begin + part.len;
        for (const unsigned char *p = begin; p < end; p++) {
            if (a->hyphen ? *p == '-' : is_separator(p, end, i == 0))
                return qdmp__report(err, (qdmp_status)a->status, (qdmp_field)a->field, (size_t)(p - begin));
        }
    }
    return QDMP_OK;
}

static qdmp_status check_name(const qdmp_registration *registration, qdmp_error *err) {
    const qdmp_credentials *c = &registration->credentials;
    qdmp_field field = QDMP_FIELD_TML_TYPE;
    qdmp_status status = qdmp__judge_number(qdmp__param_of(field), QDMP_KIND_CHOICE, c->tml_type);
    if (status == QDMP_OK) {
        field = QDMP_FIELD_APPKEY;
        status = qdmp__judge_length(qdmp__param_of(field), c->appkey.len);
    }
    if (status == QDMP_OK && !registration->crypto) {
        field = QDMP_FIELD_NONE;
        status = QDMP_CRYPTO;
    }
    return status == QDMP_OK ? check_parts(registration, err) : qdmp__report(err, status, field, 0);
}

/* --- encryption --- */

static void put_plain_part(qdmp__writer *writer, qdmp_span part) {
    qdmp__put_secret(writer, part);
    qdmp__put_text(writer, part.len ? "-" : QDMP__NAME_MASK "-");
}

static void put_plain(qdmp__writer *writer, const qdmp_registration *registration, qdmp_name_form form) {
    put_plain_part(writer, registration->credentials.tml_imei);
    put_plain_part(writer, registration->module_imei);
    put_plain_part(writer, registration->imsi);
    qdmp__put_text(writer, form == QDMP_NAME_REGISTER ? QDMP__NAME_VERSION : QDMP__NAME_MASK);
}

/* Fills the blocks with the plaintext and its padding (RFC 5652, 6.3), and encrypts them. */
qdmp_status qdmp__name_encrypt(qdmp__endpoint_name *name, qdmp_error *err) {
    static const unsigned char iv[QDMP_AES_BLOCK] = {0};
    unsigned char key[QDMP_SHA256_SIZE];
    const qdmp_crypto *crypto = name->registration->crypto;
    qdmp__writer writer = {(char *)name->blocks, 0};
    if (name->registration->name.len)
        return QDMP_OK;
    int failed = qdmp__derive_key(crypto, name->registration->credentials.password, key);
    put_plain(&writer, name->registration, (qdmp_name_form)name->form);
    memset(name->blocks + writer.size, (int)(name->secret - writer.size), name->secret - writer.size);
    if (!failed)
        failed = crypto->aes256_cbc_encrypt(crypto->context, key, iv, name->blocks, name->secret);
    qdmp__wipe(key, sizeof key);
    if (!failed)
        return QDMP_OK;
    qdmp__wipe(name->blocks, sizeof name->blocks);
    return qdmp__report(err, QDMP_CRYPTO, QDMP_FIELD_NONE, 0);
}

qdmp_status qdmp__name_open(qdmp__endpoint_name *name, const qdmp_registration *registration, qdmp_name_form form,
                            qdmp_error *err) {
    qdmp__writer plain = {NULL, 0}, whole = plain;
    name->registration = registration;
    name->form = (uint8_t)form;
    if (!registration->name.len) {
        qdmp_status status = check_name(registration, err);
        if (status != QDMP_OK)
            return status;
        put_plain(&plain, registration, form);
    }
    size_t secret = (plain.size / QDMP_AES_BLOCK + 1) * QDMP_AES_BLOCK;
    if (secret <= sizeof name->blocks) {
        name->secret = (uint8_t)secret;
        qdmp__put_name(&whole, name);
    }
    name->size = (uint8_t)whole.size;
    if (!whole.size || whole.size > QDMP_ENDPOINT_NAME_MAX)
        return qdmp__report(err, QDMP_ENDPOINT, QDMP_FIELD_NONE, 0);
    return QDMP_OK;
}

/* --- writing --- */

static void put_made_name(qdmp__writer *writer, const qdmp__endpoint_name *name) {
    const qdmp_credentials *c = &name->registration->credentials;
    qdmp__put_char(writer, "ILA"[c->tml_type]);
    qdmp__put_text(writer, QDMP__NAME_SEPARATOR);
    qdmp__put_base64(writer, name->blocks, name->secret);
    qdmp__put_text(writer, QDMP__NAME_SEPARATOR);
    qdmp__put(writer, c->appkey);
    qdmp__put_text(writer, QDMP__NAME_SEPARATOR);
    qdmp__put(writer, c->tml_imei);
    qdmp__put_text(writer, QDMP__NAME_SEPARATOR QDMP__NAME_VERSION);
}

void qdmp__put_name(qdmp__writer *writer, const qdmp__endpoint_name *name) {
    if (name->registration->name.len)
        qdmp__put(writer, name->registration->name);
    else
        put_made_name(writer, name);
}

static void put_opened(qdmp__writer *writer, const void *what) {
    qdmp__put_name(writer, (const qdmp__endpoint_name *)what);
}

qdmp_status qdmp_endpoint_name(const qdmp_registration *registration, qdmp_name_form form, qdmp_room out, size_t *size,
                               qdmp_error *err) {
    qdmp__endpoint_name name;
    qdmp_status status = qdmp__name_open(&name, registration, form, err);
    if (status == QDMP_OK)
        status = qdmp__compose_fits(put_opened, &name, out, size, err);
    if (status == QDMP_OK)
        status = qdmp__name_encrypt(&name, err);
    return status == QDMP_OK ? qdmp__compose_into(put_opened, &name, out.ptr, size) : status;
}

#endif

/* SPDX-License-Identifier: MIT */
/* The values of object 666 as LwM2M TLV. */
#include "library.h"

#if !defined(QDMP_AT_ONLY) && !defined(QDMP_HOST_ONLY)
#include "object_body.h"

#include "base64.h"
#include "crypto_key.h"
#include "crypto_wipe.h"
#include "rows.h"
#include "text.h"
#include "writer.h"

/* --- the resources --- */

typedef struct qdmp__resource {
    uint16_t offset; /* offset of the value in qdmp_settings */
    uint8_t field;   /* the parameter */
} qdmp__resource;

#define QDMP__RESOURCE_ROW(ID, number, member) {(uint16_t)offsetof(qdmp_settings, member), QDMP_FIELD_##ID},

static const qdmp__resource resources[QDMP__RESOURCES] = {QDMP_RESOURCES(QDMP__RESOURCE_ROW)};

#define QDMP__RESOURCE_INDEX(ID, number, member) QDMP__INDEX_OF_##ID,
enum { QDMP_RESOURCES(QDMP__RESOURCE_INDEX) QDMP__INDEX_END };
#define QDMP__RESOURCE_FOLLOWS(ID, number, member) &&(number)-QDMP__FIRST_RESOURCE == (int)QDMP__INDEX_OF_##ID
QDMP__STATIC_ASSERT(1 QDMP_RESOURCES(QDMP__RESOURCE_FOLLOWS), "numbers ascend by one");
#undef QDMP__RESOURCE_FOLLOWS

static qdmp_span value_of(const qdmp_settings *settings, unsigned index) {
    return *(const qdmp_span *)(const void *)((const char *)settings + resources[index].offset);
}

/* --- encrypted values --- */

/* Whether the next `len` bytes are all outside the requested part. */
static bool is_outside(const qdmp__window *window, size_t len) {
    return window->at + len <= window->from || window->at >= window->from + window->size;
}

/* The number of bytes of a chain that are made at a time. Their base64 has no padding. */
enum { QDMP__CHUNK = QDMP__BASE64_GROUP * QDMP_AES_BLOCK };

/* The state of the encryption of the values, one after the other. */
typedef struct qdmp__chain {
    const qdmp_crypto *crypto;
    unsigned char iv[QDMP_AES_BLOCK]; /* IV of the next chunk: last block of the previous one (NIST SP 800-38A, 6.2) */
    unsigned char key[QDMP_SHA256_SIZE];
    unsigned char blocks[QDMP__CHUNK];
} qdmp__chain;

/* Fills a chunk with the beginning of `rest`, and with the padding after its end. Returns the chunk's size. */
static size_t fill_chunk(qdmp__chain *chain, qdmp_span *rest) {
    qdmp__writer writer = {(char *)chain->blocks, 0};
    size_t padding = QDMP_AES_BLOCK - rest->len % QDMP_AES_BLOCK;
    qdmp_span begin = {rest->ptr, rest->len < QDMP__CHUNK ? rest->len : (size_t)QDMP__CHUNK};
    qdmp__put_secret(&writer, begin);
    if (writer.size < QDMP__CHUNK) {
        memset(chain->blocks + writer.size, (int)padding, padding);
        return writer.size + padding;
    }
    rest->ptr += QDMP__CHUNK;
    rest->len -= QDMP__CHUNK;
    return QDMP__CHUNK;
}

static int encrypt_chunk(qdmp__chain *chain, size_t size) {
    const qdmp_crypto *crypto = chain->crypto;
    int failed = crypto->aes256_cbc_encrypt(crypto->context, chain->key, chain->iv, chain->blocks, size);
    memcpy(chain->iv, chain->blocks + size - QDMP_AES_BLOCK, QDMP_AES_BLOCK);
    return failed;
}

/*
 * Puts the base64 of a chunk, group by group. The groups go directly to their place, except at the ends of the window.
 */
static void put_chunk(qdmp__window *window, const qdmp__chain *chain, size_t size) {
    for (size_t i = 0; i < size; i += QDMP__BASE64_GROUP) {
        char text[QDMP__BASE64_SIZE(QDMP__BASE64_GROUP)];
        size_t place = window->at - window->from;
        bool inside = window->at >= window->from && place + sizeof text <= window->size;
        qdmp__base64_group(chain->blocks + i, size - i, inside ? window->out + place : text);
        if (inside)
            window->at += sizeof text;
        else
            qdmp__window_put(window, text, sizeof text);
    }
}

/* Bytes of the base64 of a value with its padding (RFC 5652, 6.3). */
static size_t text_size(qdmp_span value) {
    return QDMP__BASE64_SIZE((value.len / QDMP_AES_BLOCK + 1) * QDMP_AES_BLOCK);
}

/* Puts the base64 of a value. Its chain is made from its beginning to the end of the window. */
static int put_encrypted(qdmp__window *window, qdmp__chain *chain, qdmp_span value) {
    size_t end = window->at + text_size(value);
    int failed = 0;
    memset(chain->iv, 0, sizeof chain->iv);
    while (!failed && window->at < end && !is_outside(window, end - window->at)) {
        size_t size = fill_chunk(chain, &value);
        failed = encrypt_chunk(chain, size);
        if (!failed)
            put_chunk(window, chain, size);
    }
    window->at = end;
    return failed;
}

/* --- LwM2M TLV --- */

/* The type of an identifier: the two highest bits of a TLV (OMA-TS-LightweightM2M-V1_0, 6.4.3). */
enum { QDMP__TLV_INSTANCE = 0 << 6, QDMP__TLV_RESOURCE = 3 << 6 };

/*
 * Bytes of heads, which are type, identifier and length: the head of the instance, which has long content, and the
 * longest head.
 */
enum { QDMP__TLV_INSTANCE_HEAD = 1 + 1 + 2, QDMP__TLV_HEAD_MAX = 1 + 2 + 2 };

/*
 * Limits of lengths: an instance is longer than one byte can say, and no body is longer than two bytes of Block2 can
 * say.
 */
#define QDMP__RESOURCE_MOST(ID, number, member)                                                                        \
    +QDMP__TLV_HEAD_MAX + QDMP__BASE64_SIZE((QDMP_##ID##_MAX / QDMP_AES_BLOCK + 1) * QDMP_AES_BLOCK)
QDMP__STATIC_ASSERT(QDMP__RESOURCES *QDMP__BASE64_SIZE(QDMP_AES_BLOCK) > UINT8_MAX, "the instance's head is long");
QDMP__STATIC_ASSERT((QDMP__TLV_INSTANCE_HEAD QDMP_RESOURCES(QDMP__RESOURCE_MOST)) <= UINT16_MAX, "object.h counts so");
#undef QDMP__RESOURCE_MOST

/* Writes one byte, or two if it needs them. Returns where it ends. */
static char *write_octets(char *p, size_t number) {
    if (number > UINT8_MAX)
        *p++ = (char)(unsigned char)(number >> 8);
    *p++ = (char)(unsigned char)number;
    return p;
}

/* Puts the head of `len` bytes: at least 8, because the type contains a smaller length, and less than 2^16. */
static void put_tlv_head(qdmp__window *window, unsigned of, unsigned id, size_t len) {
    char head[QDMP__TLV_HEAD_MAX], *p = head;
    *p++ = (char)(unsigned char)(of | (id > UINT8_MAX ? 1u << 5 : 0) | (len > UINT8_MAX ? 2u : 1u) << 3);
    p = write_octets(write_octets(p, id), len);
    qdmp__window_put(window, head, (size_t)(p - head));
}

static size_t resource_size(qdmp_span value) {
    size_t text = text_size(value);
    return (text > UINT8_MAX ? QDMP__TLV_HEAD_MAX : QDMP__TLV_HEAD_MAX - 1u) + text;
}

static int put_tlvs(qdmp__window *window, qdmp__chain *chain, const qdmp_settings *settings, const qdmp__target *target,
                    size_t size) {
    int failed = 0;
    if (target->depth == QDMP__PATH_OBJECT)
        put_tlv_head(window, QDMP__TLV_INSTANCE, QDMP_OBJECT_INSTANCE, size - QDMP__TLV_INSTANCE_HEAD);
    for (unsigned i = target->resource; i < qdmp__target_end(target) && !failed; i++) {
        qdmp_span value = value_of(settings, i);
        put_tlv_head(window, QDMP__TLV_RESOURCE, QDMP__FIRST_RESOURCE + i, text_size(value));
        failed = put_encrypted(window, chain, value);
    }
    return failed;
}

/* --- the whole --- */

qdmp_status qdmp__object_measure_values(const qdmp_settings *settings, const qdmp__target *target, size_t *size,
                                        qdmp_error *err) {
    *size = target->depth == QDMP__PATH_OBJECT ? QDMP__TLV_INSTANCE_HEAD : 0;
    for (unsigned i = target->resource; i < qdmp__target_end(target); i++) {
        qdmp_span value = value_of(settings, i);
        qdmp_field field = (qdmp_field)resources[i].field;
        if (qdmp__judge_length(qdmp__param_of(field), value.len) != QDMP_OK)
            return qdmp__report(err, QDMP_LENGTH, field, 0);
        *size += resource_size(value);
    }
    return QDMP_OK;
}

qdmp_status qdmp__object_put_values(qdmp__window *window, const qdmp_object *object, const qdmp__target *target,
                                    size_t size, qdmp_error *err) {
    qdmp__chain chain;
    chain.crypto = object->crypto;
    int failed = !chain.crypto;
    if (!failed)
        failed = qdmp__derive_key(chain.crypto, object->settings->credentials.password, chain.key);
    if (!failed)
        failed = put_tlvs(window, &chain, object->settings, target, size);
    qdmp__wipe(&chain, sizeof chain);
    return failed ? qdmp__report(err, QDMP_CRYPTO, QDMP_FIELD_NONE, 0) : QDMP_OK;
}

#endif

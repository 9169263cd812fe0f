/* SPDX-License-Identifier: MIT */
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
    uint16_t offset; /* of the value in qdmp_settings */
    uint8_t field;   /* the parameter */
} qdmp__resource;

#define QDMP__RESOURCE_ROW(ID, number, member) {(uint16_t)offsetof(qdmp_settings, member), QDMP_FIELD_##ID},

static const qdmp__resource resources[QDMP__RESOURCES] = {QDMP_RESOURCES(QDMP__RESOURCE_ROW)};

enum { QDMP__FIRST_RESOURCE = QDMP__RESOURCE_END - QDMP__RESOURCES };

#define QDMP__RESOURCE_INDEX(ID, number, member) QDMP__INDEX_OF_##ID,
enum { QDMP_RESOURCES(QDMP__RESOURCE_INDEX) QDMP__INDEX_END };
#define QDMP__RESOURCE_FOLLOWS(ID, number, member) &&(number)-QDMP__FIRST_RESOURCE == (int)QDMP__INDEX_OF_##ID
QDMP__STATIC_ASSERT(1 QDMP_RESOURCES(QDMP__RESOURCE_FOLLOWS), "numbers ascend by one");
#undef QDMP__RESOURCE_FOLLOWS

static qdmp_span value_of(const qdmp_settings *settings, unsigned index) {
    return *(const qdmp_span *)(const void *)((const char *)settings + resources[index].offset);
}

/* --- the window --- */

static void put_part(qdmp__window *window, const char *bytes, size_t len) {
    size_t at = window->at, skip = at < window->from ? window->from - at : 0, end = window->from + window->size;
    window->at = at + len;
    if (window->at > end)
        len = end > at ? end - at : 0;
    if (len > skip)
        memcpy(window->out + (at + skip - window->from), bytes + skip, len - skip);
}

/* Whether nothing of the next `len` bytes is wanted. */
static bool is_outside(const qdmp__window *window, size_t len) {
    return window->at + len <= window->from || window->at >= window->from + window->size;
}

/* --- values --- */

/* Of a chain, and of the base64 that a chunk of it becomes without padding. */
enum { QDMP__CHUNK = 3 * QDMP_AES_BLOCK, QDMP__CHUNK_TEXT = QDMP__BASE64_SIZE(QDMP__CHUNK) };

/* What encrypts the values, one after the other. */
typedef struct qdmp__chain {
    const qdmp_crypto *crypto;
    unsigned char iv[QDMP_AES_BLOCK]; /* of the next chunk: the last block of the one before (NIST SP 800-38A, 6.2) */
    unsigned char key[QDMP_SHA256_SIZE];
    unsigned char blocks[QDMP__CHUNK];
} qdmp__chain;

/* Bytes of a value with its padding (RFC 5652, 6.3). */
static size_t padded_size(size_t len) {
    return (len / QDMP_AES_BLOCK + 1) * QDMP_AES_BLOCK;
}

/* Fills a chunk with what `rest` begins with, and with the padding behind its end. Returns the chunk's size. */
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

static void put_chunk(qdmp__window *window, const qdmp__chain *chain, size_t size) {
    char text[QDMP__CHUNK_TEXT];
    qdmp__writer writer = {text, 0};
    qdmp__put_base64(&writer, chain->blocks, size);
    put_part(window, text, writer.size);
}

/* Puts the base64 of a value. Its chain is made from its beginning to the end of the window. */
static int put_encrypted(qdmp__window *window, qdmp__chain *chain, qdmp_span value) {
    size_t end = window->at + QDMP__BASE64_SIZE(padded_size(value.len));
    int failed = 0;
    if (!is_outside(window, end - window->at))
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

/* What an identifier is of: the two highest bits of a TLV (OMA-TS-LightweightM2M-V1_0, 6.4.3). */
enum { QDMP__TLV_INSTANCE = 0 << 6, QDMP__TLV_RESOURCE = 3 << 6 };

/* Of the longest head: type, identifier, length. */
enum { QDMP__TLV_HEAD_MAX = 1 + 2 + 2 };

static void put_octets(qdmp__writer *writer, size_t number) {
    if (number > UINT8_MAX)
        qdmp__put_char(writer, (char)(unsigned char)(number >> 8));
    qdmp__put_char(writer, (char)(unsigned char)number);
}

/* Puts what stands before `len` bytes: at least 8, for less would stand in the type, and less than 2^16. */
static void put_tlv_head(qdmp__window *window, unsigned of, unsigned id, size_t len) {
    char head[QDMP__TLV_HEAD_MAX];
    qdmp__writer writer = {head, 0};
    unsigned type = of | (id > UINT8_MAX ? 1u << 5 : 0) | (len > UINT8_MAX ? 2u : 1u) << 3;
    qdmp__put_char(&writer, (char)(unsigned char)type);
    put_octets(&writer, id);
    put_octets(&writer, len);
    put_part(window, head, writer.size);
}

static unsigned end_of(const qdmp__target *target) {
    return target->depth == QDMP__PATH_RESOURCE ? target->resource + 1u : (unsigned)QDMP__RESOURCES;
}

static int put_resources(qdmp__window *window, qdmp__chain *chain, const qdmp_settings *settings,
                         const qdmp__target *target) {
    int failed = 0;
    for (unsigned i = target->resource; i < end_of(target) && !failed; i++) {
        qdmp_span value = value_of(settings, i);
        put_tlv_head(window, QDMP__TLV_RESOURCE, QDMP__FIRST_RESOURCE + i, QDMP__BASE64_SIZE(padded_size(value.len)));
        failed = put_encrypted(window, chain, value);
    }
    return failed;
}

static int put_body_values(qdmp__window *window, qdmp__chain *chain, const qdmp_settings *settings,
                           const qdmp__target *target) {
    if (target->depth == QDMP__PATH_OBJECT) {
        qdmp__window counter = {NULL, 0, 0, 0};
        (void)put_resources(&counter, chain, settings, target);
        put_tlv_head(window, QDMP__TLV_INSTANCE, QDMP_OBJECT_INSTANCE, counter.at);
    }
    return put_resources(window, chain, settings, target);
}

/* --- the link format --- */

#define QDMP__LINK_TO_OBJECT   "</" QDMP__TEXT_OF(QDMP_OBJECT_ID)
#define QDMP__LINK_TO_INSTANCE QDMP__LINK_TO_OBJECT "/" QDMP__TEXT_OF(QDMP_OBJECT_INSTANCE)

static void put_resource_link(qdmp__window *window, unsigned number) {
    char link[sizeof(QDMP__LINK_TO_INSTANCE "/>") + QDMP__DIGITS(QDMP__RESOURCE_END)];
    qdmp__writer writer = {link, 0};
    qdmp__put_text(&writer, QDMP__LINK_TO_INSTANCE "/");
    qdmp__put_number(&writer, number);
    qdmp__put_char(&writer, '>');
    put_part(window, link, writer.size);
}

static void put_links(qdmp__window *window, const qdmp__target *target) {
    static const char object[] = QDMP__LINK_TO_OBJECT ">,", instance[] = QDMP__LINK_TO_INSTANCE ">";
    if (target->depth == QDMP__PATH_OBJECT)
        put_part(window, object, sizeof object - 1);
    if (target->depth != QDMP__PATH_RESOURCE)
        put_part(window, instance, sizeof instance - 1);
    for (unsigned i = target->resource; i < end_of(target); i++) {
        put_part(window, ",", target->depth != QDMP__PATH_RESOURCE);
        put_resource_link(window, QDMP__FIRST_RESOURCE + i);
    }
}

/* --- the whole --- */

qdmp_status qdmp__object_measure(const qdmp_object *object, const qdmp__target *target, size_t *size,
                                 qdmp_field *field) {
    qdmp__window counter = {NULL, 0, 0, 0};
    if (target->links) {
        put_links(&counter, target);
    } else {
        for (unsigned i = target->resource; i < end_of(target); i++) {
            *field = (qdmp_field)resources[i].field;
            if (qdmp__judge_length(qdmp__param_of(*field), value_of(object->settings, i).len) != QDMP_OK)
                return QDMP_LENGTH;
        }
        (void)put_body_values(&counter, NULL, object->settings, target);
    }
    *size = counter.at;
    return QDMP_OK;
}

qdmp_status qdmp__object_put(qdmp__window *window, const qdmp_object *object, const qdmp__target *target) {
    qdmp__chain chain;
    if (target->links) {
        put_links(window, target);
        return QDMP_OK;
    }
    chain.crypto = object->crypto;
    if (!chain.crypto)
        return QDMP_CRYPTO;
    int failed = qdmp__derive_key(chain.crypto, object->settings->credentials.password, chain.key);
    if (!failed)
        failed = put_body_values(window, &chain, object->settings, target);
    qdmp__wipe(&chain, sizeof chain);
    return failed ? QDMP_CRYPTO : QDMP_OK;
}

#endif

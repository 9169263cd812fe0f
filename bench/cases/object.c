/* SPDX-License-Identifier: MIT */
/*
 * The first block of 1024 bytes of object 666, all values at their limits (tests/vectors/object666.json, whose body a
 * separate encoder made): with Mbed TLS; with a cipher that does nothing, which leaves what qdmp itself does; and by
 * libcoap from a body that lies ready.
 */
#include "qdmp/object.h"
#include "bench.h"
#include "peers/libcoap.h"
#include "qdmp/port/crypto_psa.h"
#include "sample.h"

#include <jansson.h>
#include <psa/crypto.h>
#include <stdio.h>
#include <string.h>

enum { SIZE = 1024, BEFORE_BODY = 19, ROOM = QDMP_OBJECT_ROOM(QDMP_OBJECT_SZX_MAX) };

/* GET /666/0, Block2: NUM 0, SZX 6. */
static const char asked[] = "\x44\x01\x77\x01\x01\x02\x03\x04\xb3"
                            "666\x01"
                            "0\xc1\x06";

static qdmp_settings settings;
static qdmp_crypto psa, none;
static qdmp_coap_message request;
static unsigned char body[SIZE]; /* as the vector has it */
static char ready[ROOM];
static libcoap_block block = {.format = QDMP_COAP_LWM2M_TLV, .block2 = 0x0E, .size = SIZE};

static int no_hash(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    (void)context, (void)bytes, (void)size;
    memset(hash, 0, QDMP_SHA256_SIZE);
    return 0;
}

static int no_cipher(void *context, const unsigned char key[QDMP_SHA256_SIZE], const unsigned char iv[QDMP_AES_BLOCK],
                     unsigned char *blocks, size_t size) {
    (void)context, (void)key, (void)iv, (void)blocks, (void)size;
    return 0;
}

/* NULL where there is none of that name. */
static const json_t *vector_of(const char *name) {
    static json_t *all;
    size_t i;
    json_t *one;
    if (!all)
        all = json_load_file(QDMP_OBJECTS, 0, NULL);
    json_array_foreach(json_object_get(all, "cases"), i, one) {
        const char *its_name = json_string_value(json_object_get(one, "name"));
        if (its_name && !strcmp(its_name, name))
            return one;
    }
    return NULL;
}

static bool take_body(const char *hex) {
    unsigned byte;
    for (size_t i = 0; i < SIZE; i++) {
        if (!hex || sscanf(hex + 2 * i, "%2x", &byte) != 1)
            return false;
        body[i] = (unsigned char)byte;
    }
    return true;
}

static bool take_value(const json_t *values, qdmp_field field, size_t len, qdmp_span *value) {
    const json_t *text = json_object_get(values, qdmp_field_name(field));
    *value = (qdmp_span){json_string_value(text), json_string_length(text)};
    return value->len == len;
}

#define TAKE_VALUE(ID, number, member)                                                                                 \
    &&take_value(json_object_get(vector, "values"), QDMP_FIELD_##ID, QDMP_##ID##_MAX, &settings.member)

static bool take_vector(void) {
    const json_t *vector = vector_of("all at their limits");
    return take_body(json_string_value(json_object_get(vector, "body"))) QDMP_RESOURCES(TAKE_VALUE);
}

static bool set_up(void) {
    qdmp_settings_defaults(&settings);
    settings.dm_mode = QDMP_DM_MODE_ALLOWED;
    settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    settings.credentials = sample_by_settings.credentials;
    psa = qdmp_crypto_psa();
    none = (qdmp_crypto){NULL, no_hash, no_cipher};
    qdmp_span datagram = {asked, sizeof asked - 1};
    return take_vector() && psa_crypto_init() == PSA_SUCCESS && qdmp_coap_decode(datagram, &request, NULL) == QDMP_OK;
}

static size_t answer(const qdmp_crypto *crypto, char out[ROOM]) {
    qdmp_object object = QDMP_OBJECT(&settings, crypto);
    size_t size = 0;
    qdmp_object_answer(&object, &request, 0, (qdmp_room){out, ROOM}, &size, NULL);
    return size;
}

static uint64_t pass_with(const bench_corpus *corpus, const qdmp_crypto *crypto) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        char out[ROOM];
        sum += answer(crypto, out) + (unsigned char)out[i % 8];
    }
    return sum;
}

static uint64_t pass_psa(const bench_corpus *corpus) {
    return pass_with(corpus, &psa);
}

static uint64_t pass_none(const bench_corpus *corpus) {
    return pass_with(corpus, &none);
}

static uint64_t pass_libcoap(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += libcoap_put_block(&block);
    return sum;
}

/* Header, token, ETag, Content-Format, Block2 and marker before the payload. */
static bool is_block(const char *out, size_t size) {
    static const char head[] = "\x64\x45\x77\x01\x01\x02\x03\x04\x44\0\0\0\0\x82\x2d\x16\xb1\x0e\xff";
    return size == BEFORE_BODY + SIZE && memcmp(out, head, BEFORE_BODY) == 0;
}

static bool is_encrypted_block(const char *out, size_t size) {
    return is_block(out, size) && memcmp(out + BEFORE_BODY, body, SIZE) == 0;
}

/* The 255 bytes of applInfo in base64, up to the padding: `applInfo` three times, ten times over. */
static bool is_plain_block(const char *out, size_t size) {
    static const char begin[] = "\xf0\x19\xca\x01\x58", text[] = "YXBwbEluZm9hcHBsSW5mb2FwcGxJbmZv";
    size_t at = BEFORE_BODY + sizeof begin - 1;
    bool same = is_block(out, size) && memcmp(out + BEFORE_BODY, begin, sizeof begin - 1) == 0;
    for (int i = 0; same && i < 10; i++, at += sizeof text - 1)
        same = memcmp(out + at, text, sizeof text - 1) == 0;
    return same;
}

static bool check_psa(const bench_corpus *corpus) {
    char out[ROOM];
    (void)corpus;
    return set_up() && is_encrypted_block(out, answer(&psa, out));
}

static bool check_none(const bench_corpus *corpus) {
    char out[ROOM];
    (void)corpus;
    return set_up() && is_plain_block(out, answer(&none, out));
}

/* The body is the one that qdmp made. The message around it must be the same. */
static bool check_libcoap(const bench_corpus *corpus) {
    char out[ROOM];
    (void)corpus;
    if (!set_up() || !is_encrypted_block(ready, answer(&psa, ready)))
        return false;
    block.id = request.id;
    block.token = request.token.ptr;
    block.token_size = request.token.len;
    block.bytes = ready + BEFORE_BODY;
    size_t size = libcoap_block_bytes(&block, out, sizeof out);
    return size == 15 + SIZE && memcmp(out, ready + QDMP_COAP_HEADER, size) == 0;
}

static const bench_case cases[] = {
    {"object_block", "qdmp_psa", BENCH_OVER(REGISTER), pass_psa, check_psa},
    {"object_block", "qdmp", BENCH_OVER(REGISTER), pass_none, check_none},
    {"object_block", "libcoap", BENCH_OVER(REGISTER), pass_libcoap, check_libcoap},
};

const bench_table bench_object = BENCH_TABLE(cases);

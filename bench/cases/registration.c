/* SPDX-License-Identifier: MIT */
/* Settings to datagrams; with the endpoint name given, and with its encryption, by Mbed TLS. */
#include "bench.h"
#include "peers/libcoap.h"
#include "qdmp/port/crypto_psa.h"
#include "sample.h"

#include <psa/crypto.h>
#include <string.h>

enum { ROOM = 512 };

static qdmp_crypto psa;
static qdmp_registration by_settings;

static size_t encode(const qdmp_registration *registration, char out[ROOM]) {
    qdmp_room room = {out, ROOM};
    size_t size = 0;
    qdmp_register_encode(registration, &sample_exchange, room, &size, NULL);
    return size;
}

static size_t encode_update(char out[ROOM]) {
    qdmp_room room = {out, ROOM};
    size_t size = 0;
    qdmp_update_encode(&sample_by_name, &sample_path, &sample_exchange, room, &size, NULL);
    return size;
}

static size_t encode_deregister(char out[ROOM]) {
    qdmp_room room = {out, ROOM};
    size_t size = 0;
    qdmp_deregister_encode(&sample_path, &sample_exchange, room, &size, NULL);
    return size;
}

static uint64_t pass_name(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        char out[ROOM];
        sum += encode(&sample_by_name, out) + (unsigned char)out[i % 8];
    }
    return sum;
}

static uint64_t pass_settings(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        char out[ROOM];
        sum += encode(&by_settings, out) + (unsigned char)out[i % 8];
    }
    return sum;
}

static uint64_t pass_update(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        char out[ROOM];
        sum += encode_update(out) + (unsigned char)out[i % 8];
    }
    return sum;
}

static uint64_t pass_deregister(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        char out[ROOM];
        sum += encode_deregister(out) + (unsigned char)out[i % 8];
    }
    return sum;
}

static uint64_t pass_libcoap(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += libcoap_register();
    return sum;
}

/* The datagram of the test vectors, without its first `skipped` bytes. */
static bool is_register(const bench_corpus *corpus, const char *out, size_t size, size_t skipped) {
    qdmp_span text = corpus->lines[0]->text;
    return size == text.len - skipped && memcmp(out, text.ptr + skipped, size) == 0;
}

static bool check_name(const bench_corpus *corpus) {
    char out[ROOM];
    return is_register(corpus, out, encode(&sample_by_name, out), 0);
}

static bool check_settings(const bench_corpus *corpus) {
    char out[ROOM];
    if (psa_crypto_init() != PSA_SUCCESS)
        return false;
    psa = qdmp_crypto_psa();
    by_settings = sample_by_settings;
    by_settings.crypto = &psa;
    return is_register(corpus, out, encode(&by_settings, out), 0);
}

static bool check_libcoap(const bench_corpus *corpus) {
    char out[ROOM];
    return is_register(corpus, out, libcoap_register_bytes(out, sizeof out), QDMP_COAP_HEADER);
}

/* In both, the path follows header and token: options 11, "rd" and "ABCD1234". */
static bool has_path(const char *out, size_t size) {
    static const char path[] = "\xb2rd\x08"
                               "ABCD1234";
    size_t head = QDMP_COAP_HEADER + sample_exchange.token.len;
    return size >= head + sizeof path - 1 && memcmp(out + head, path, sizeof path - 1) == 0;
}

static bool check_update(const bench_corpus *corpus) {
    char out[ROOM];
    (void)corpus;
    return has_path(out, encode_update(out));
}

static bool check_deregister(const bench_corpus *corpus) {
    char out[ROOM];
    (void)corpus;
    return has_path(out, encode_deregister(out));
}

static const bench_case cases[] = {
    {"encode_by_name", "qdmp", BENCH_OVER(REGISTER), pass_name, check_name},
    {"encode_by_name", "libcoap", BENCH_OVER(REGISTER), pass_libcoap, check_libcoap},
    {"encode_by_settings", "qdmp_psa", BENCH_OVER(REGISTER), pass_settings, check_settings},
    {"encode_update", "qdmp", BENCH_OVER(REGISTER), pass_update, check_update},
    {"encode_deregister", "qdmp", BENCH_OVER(REGISTER), pass_deregister, check_deregister},
};

const bench_table bench_registration = BENCH_TABLE(cases);

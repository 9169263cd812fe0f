/* SPDX-License-Identifier: MIT */
#include "object_stage.h"

#include "datagram.h"
#include "guard.h"
#include "qdmp/port/crypto_psa.h"

#include <psa/crypto.h>
#include <stdlib.h>

struct object_stage the;

static qdmp_crypto psa;

static int counted_sha(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    (void)context;
    the.hashes++;
    return the.hash_fails ? 1 : psa.sha256(psa.context, bytes, size, hash);
}

static int counted_aes(void *context, const unsigned char key[QDMP_SHA256_SIZE], const unsigned char iv[QDMP_AES_BLOCK],
                       unsigned char *blocks, size_t size) {
    (void)context;
    the.blocks += (unsigned)(size / 16);
    the.longest = size > the.longest ? size : the.longest;
    if (the.fails_at && !--the.fails_at)
        return -1;
    return psa.aes256_cbc_encrypt(psa.context, key, iv, blocks, size);
}

void object_stage_open(void) {
    static const qdmp_credentials credentials = {QDMP_LITERAL("M100000089"),
                                                 QDMP_LITERAL("95Go0123456789abcdefghijklmnopqr"), 1,
                                                 QDMP_LITERAL("863703030822519")};
    cr_assert(psa_crypto_init() == PSA_SUCCESS);
    psa = qdmp_crypto_psa();
    memset(&the, 0, sizeof the);
    the.crypto = (qdmp_crypto){NULL, counted_sha, counted_aes};
    qdmp_settings_defaults(&the.settings);
    the.settings.set = QDMP_WAS_SET(QDMP_SET_CREDENTIALS) | QDMP_WAS_SET(QDMP_SET_ACCESS_MODE);
    the.settings.dm_mode = QDMP_DM_MODE_ALLOWED;
    the.settings.credentials = credentials;
    the.object = (qdmp_object)QDMP_OBJECT(&the.settings, &the.crypto);
    memcpy(the.object.etag, "\x01\x23\x45\x67", 4);
}

qdmp_span *object_value(size_t index) {
    qdmp_settings *s = &the.settings;
    qdmp_span *const values[VALUES] = {&s->appl_info,       &s->mac,
                                       &s->system.rom,      &s->system.ram,
                                       &s->system.cpu,      &s->system.os_sys_ver,
                                       &s->software.sw_ver, &s->software.sw_name,
                                       &s->network.volte,   &s->network.net_type,
                                       &s->network.account, &s->network.phone_num,
                                       &s->location};
    return values[index];
}

void object_fill_to_limits(void) {
    static const struct {
        const char *name;
        size_t most;
    } limits[VALUES] = {{"applInfo", 255}, {"mac", 19},      {"rom", 19},      {"ram", 19},  {"cpu", 19},
                        {"osSysVer", 47},  {"swVer", 47},    {"swName", 47},   {"volte", 7}, {"netType", 19},
                        {"account", 47},   {"phoneNum", 19}, {"location", 255}};
    static char texts[VALUES][VALUE_MAX];
    for (size_t i = 0; i < VALUES; i++) {
        size_t len = strlen(limits[i].name);
        for (size_t k = 0; k < limits[i].most; k++)
            texts[i][k] = limits[i].name[k % len];
        *object_value(i) = span_from(texts[i], limits[i].most);
    }
}

/* Reads the value of one option; returns its end. */
static const char *read_notation(const char *p, qdmp_span *value) {
    static char text[512];
    size_t len = strcspn(p, " ");
    *value = span_from(text, 0);
    if (*p != '=')
        return p;
    memcpy(text, p + 1, len - 1);
    text[len - 1] = '\0';
    if (p[1] == '#') {
        *value = unhex(text + 1);
    } else if (p[1] == '@') {
        value->len = strtoul(text + 1, NULL, 10);
        memset(text, 'x', value->len);
    } else {
        value->len = len - 1;
    }
    return p + len;
}

void packet_options(packet *to, const char *notation) {
    for (const char *p = notation; *p;) {
        char *behind;
        qdmp_span value;
        unsigned number = (unsigned)strtoul(p, &behind, 10);
        cr_assert(behind > p && number >= to->last, "%s", notation);
        p = read_notation(behind, &value);
        packet_option(to, number, value);
        p += *p == ' ';
    }
}

qdmp_status object_ask(unsigned type, unsigned code, const char *options, sent *answer) {
    static char copy[2048];
    packet made = packet_of(type, code, 0x1234, span_of("\xAA"));
    qdmp_coap_message request;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
    size_t cap = QDMP_OBJECT_ROOM(the.object.szx), size = SIZE_MAX;
    char *out = guard_behind(cap);
    memset(out, 0x5A, cap);
    packet_options(&made, options);
    cr_assert(qdmp_coap_decode(packet_span(&made), &request, NULL) == QDMP_OK);
    qdmp_status status = qdmp_object_answer(&the.object, &request, 0xBEEF, (qdmp_room){out, cap}, &size, &err);
    if (status == QDMP_OK) {
        cr_assert(size <= cap && filled_with(out + size, cap - size, 0x5A), "%s: beyond the answer", options);
        memcpy(copy, out, size);
        *answer = sent_read(span_from(copy, size));
    } else {
        cr_assert(size == SIZE_MAX && err.status == status && err.offset == 0, "%s", options);
        cr_assert(status == QDMP_LENGTH || err.field == QDMP_FIELD_NONE, "%s: '%s'", options,
                  qdmp_field_name(err.field));
        cr_assert(status == QDMP_CRYPTO || filled_with(out, cap, 0x5A), "%s: touched", options);
    }
    return status;
}

sent object_get(const char *options) {
    sent answer;
    qdmp_status status = object_ask(CON, GET, options, &answer);
    cr_assert(status == QDMP_OK && answer.code == CONTENT, "%s: %s", options, qdmp_status_name(status));
    return answer;
}

qdmp_span sent_option(const sent *message, unsigned number) {
    for (size_t i = 0; i < message->count; i++) {
        if (message->options[i].number == number)
            return message->options[i].value;
    }
    return span_from(NULL, 0);
}

/* SPDX-License-Identifier: MIT */
/*
 * Random registrations for the scripts beside this file, one a line, its parts separated by tabs.
 *
 *     sample names SEED COUNT      T imei imei2 imsi appkey password ep epi
 *     sample messages SEED COUNT   hex, and what it should be dissected to: type code mid token path format queries
 *                                  payload (as hex); path and queries joined by `|`
 */
#include "qdmp/port/crypto_psa.h"
#include "qdmp/registration.h"

#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 48, DATAGRAM_MAX = 2048 };

typedef struct sample {
    char imei[TEXT_MAX], imei2[TEXT_MAX], imsi[TEXT_MAX], appkey[TEXT_MAX], password[TEXT_MAX];
    char segments[QDMP_LOCATION_SEGMENTS_MAX][TEXT_MAX], token[QDMP_COAP_TOKEN_MAX];
    qdmp_registration registration;
    qdmp_location_path path;
    qdmp_exchange exchange;
} sample;

static unsigned below(unsigned limit) {
    return (unsigned)rand() % limit;
}

/* Up to `most` characters of `letters`, a NUL behind them. */
static qdmp_span any_text(char *text, const char *letters, unsigned least, unsigned most) {
    unsigned len = least + below(most - least + 1);
    for (unsigned i = 0; i < len; i++)
        text[i] = letters[below((unsigned)strlen(letters))];
    text[len] = '\0';
    qdmp_span span = {text, len};
    return span;
}

/* The segment is sometimes empty. It is never one or two dots, which are not a segment. */
static qdmp_span any_segment(char *text) {
    qdmp_span segment = any_text(text, "ABCXYZabcxyz0189_-.", below(8) ? 1 : 0, below(8) ? TEXT_MAX - 1 : 2);
    if (!strcmp(text, ".") || !strcmp(text, ".."))
        text[0] = '_';
    return segment;
}

static void make(sample *s, const qdmp_crypto *crypto) {
    static const char digits[] = "0123456789", letters[] = "ABCXYZabcxyz0189_-.:!$&()*+=~@#";
    qdmp_registration *r = &s->registration;
    memset(s, 0, sizeof *s);
    r->credentials.tml_type = below(3);
    r->credentials.tml_imei = any_text(s->imei, digits, 15, 17);
    r->credentials.appkey = any_text(s->appkey, "ABCXYZabcxyz0189_-.", 1, 20);
    r->credentials.password = any_text(s->password, letters, 0, below(3) ? 40 : 0);
    r->module_imei = any_text(s->imei2, digits, 0, below(2) ? 17 : 0);
    r->imsi = any_text(s->imsi, digits, 0, below(2) ? 17 : 0);
    r->profile = (qdmp_profile)below(QDMP_PROFILE_COUNT);
    r->server.update_period = QDMP_UPDATE_PERIOD_MIN + below(QDMP_UPDATE_PERIOD_MAX - QDMP_UPDATE_PERIOD_MIN + 1);
    r->crypto = crypto;
    s->path.count = 1 + below(QDMP_LOCATION_SEGMENTS_MAX);
    for (size_t i = 0; i < s->path.count; i++)
        s->path.segments[i] = any_segment(s->segments[i]);
    for (size_t i = 0; i < sizeof s->token; i++)
        s->token[i] = (char)below(256);
    s->exchange.id = (uint16_t)below(65536);
    s->exchange.token.ptr = s->token;
    s->exchange.token.len = below(QDMP_COAP_TOKEN_MAX + 1);
}

static void require(qdmp_status status) {
    if (status == QDMP_OK)
        return;
    fprintf(stderr, "%s\n", qdmp_status_text(status));
    exit(1);
}

static void print_hex(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        printf("%02x", (unsigned char)bytes[i]);
}

static size_t name(const sample *s, qdmp_name_form form, char *out) {
    qdmp_room room = {out, QDMP_ENDPOINT_NAME_MAX};
    size_t size = 0;
    require(qdmp_endpoint_name(&s->registration, form, room, &size, NULL));
    return size;
}

static void print_names(const sample *s) {
    char ep[QDMP_ENDPOINT_NAME_MAX], epi[QDMP_ENDPOINT_NAME_MAX];
    size_t ep_size = name(s, QDMP_NAME_REGISTER, ep), epi_size = name(s, QDMP_NAME_UPDATE, epi);
    printf("%c\t%s\t%s\t%s\t%s\t%s\t%.*s\t%.*s\n", "ILA"[s->registration.credentials.tml_type], s -> imei, s -> imei2,
           s -> imsi, s -> appkey, s -> password, (int)ep_size, ep, (int)epi_size, epi);
}

/* --- what a dissector should show, by the description of the profile ---------------------------------------------- */

static const struct {
    const char *version, *payload;
    unsigned more;
} expected[] = {
    {"lwm2m=1.0|", "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>", 0},
    {"lwm2m=1.0|", "</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</666/0>", 0},
    {"", "</>;rt=\"oma.lwm2m\",</0/0>,</666/0>", 0},
    {"lwm2m=1.0|", "</>;rt=\"oma.lwm2m\";ct=11543,</1/0>,</3/0>,</4/0>,</5/0>,</666/0>", 46},
};

static void print_head(const sample *s, int code) {
    printf("\t0\t%d\t%u\t", code, s->exchange.id);
    print_hex(s->token, s->exchange.token.len);
    putchar('\t');
}

static void print_path(const sample *s) {
    for (size_t i = 0; i < s->path.count; i++)
        printf("%s%s", i ? "|" : "", s->segments[i]);
}

static void print_register(const sample *s) {
    char out[DATAGRAM_MAX], ep[QDMP_ENDPOINT_NAME_MAX];
    qdmp_room room = {out, sizeof out};
    size_t size = 0, ep_size = name(s, QDMP_NAME_REGISTER, ep);
    const qdmp_profile profile = s->registration.profile;
    require(qdmp_register_encode(&s->registration, &s->exchange, room, &size, NULL));
    print_hex(out, size);
    print_head(s, 2);
    printf("rd\tapplication/link-format\t%sep=%.*s|b=U|lt=%lu\t", expected[profile].version, (int)ep_size, ep,
           (unsigned long)s->registration.server.update_period + expected[profile].more);
    print_hex(expected[profile].payload, strlen(expected[profile].payload));
    putchar('\n');
}

static void print_update(const sample *s) {
    char out[DATAGRAM_MAX], epi[QDMP_ENDPOINT_NAME_MAX];
    qdmp_room room = {out, sizeof out};
    size_t size = 0, epi_size = name(s, QDMP_NAME_UPDATE, epi);
    require(qdmp_update_encode(&s->registration, &s->path, &s->exchange, room, &size, NULL));
    print_hex(out, size);
    print_head(s, 2);
    print_path(s);
    printf("\t\tepi=%.*s\t\n", (int)epi_size, epi);
}

static void print_deregister(const sample *s) {
    char out[DATAGRAM_MAX];
    qdmp_room room = {out, sizeof out};
    size_t size = 0;
    require(qdmp_deregister_encode(&s->path, &s->exchange, room, &size, NULL));
    print_hex(out, size);
    print_head(s, 4);
    print_path(s);
    printf("\t\t\t\n");
}

int main(int argc, char **argv) {
    if (argc != 4 || psa_crypto_init() != PSA_SUCCESS)
        return 2;
    qdmp_crypto crypto = qdmp_crypto_psa();
    srand((unsigned)strtoul(argv[2], NULL, 10));
    for (unsigned long i = strtoul(argv[3], NULL, 10); i; i--) {
        static void (*const print[])(const sample *) = {print_register, print_update, print_deregister};
        sample s;
        make(&s, &crypto);
        (!strcmp(argv[1], "names") ? print_names : print[i % 3])(&s);
    }
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Times the encoding of one `sdk` registration whose endpoint name is given against libcoap's of the same message, in one
 * run; checks first that both make the same bytes. libcoap allocates the message, as it must; it leaves out the four
 * bytes of the header, which it makes only when it sends. Exits 1 if the ratio is above the limit given as the only
 * argument.
 */
#include "compare.h"
#include "qdmp/registration.h"

#include <coap3/coap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES = 5000 };

static const char name[] = "L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5@#@M100000089@#@"
                           "863703030822519@#@v2.0";
static const char token[] = {0x34, 0x12, 0, 0};
static const char objects[] = "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>";

static size_t encode(char *out, size_t cap) {
    qdmp_registration registration = {.server = {.update_period = QDMP_UPDATE_PERIOD_DEFAULT},
                                      .name = QDMP_LITERAL(name)};
    qdmp_exchange exchange = {0x1234, {token, sizeof token}};
    qdmp_room room = {out, cap};
    size_t size = 0;
    return qdmp_register_encode(&registration, &exchange, room, &size, NULL) == QDMP_OK ? size : 0;
}

static void add(coap_pdu_t *pdu, coap_option_num_t number, const char *prefix, const char *value) {
    char text[300];
    int len = snprintf(text, sizeof text, "%s%s", prefix, value);
    coap_add_option(pdu, number, (size_t)len, (const uint8_t *)text);
}

static coap_pdu_t *encode_libcoap(void) {
    static const uint8_t link_format = 40;
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_REQUEST_CODE_POST, 0x1234, 512);
    coap_add_token(pdu, sizeof token, (const uint8_t *)token);
    coap_add_option(pdu, COAP_OPTION_URI_PATH, 2, (const uint8_t *)"rd");
    coap_add_option(pdu, COAP_OPTION_CONTENT_FORMAT, 1, &link_format);
    coap_add_option(pdu, COAP_OPTION_URI_QUERY, 9, (const uint8_t *)"lwm2m=1.0");
    add(pdu, COAP_OPTION_URI_QUERY, "ep=", name);
    coap_add_option(pdu, COAP_OPTION_URI_QUERY, 3, (const uint8_t *)"b=U");
    coap_add_option(pdu, COAP_OPTION_URI_QUERY, 8, (const uint8_t *)"lt=86400");
    coap_add_data(pdu, sizeof objects - 1, (const uint8_t *)objects);
    return pdu;
}

/* libcoap's bytes stand in one piece, from the token to the end of the payload. */
static int agree(void) {
    char out[512];
    size_t size = encode(out, sizeof out), payload;
    const uint8_t *data;
    coap_pdu_t *pdu = encode_libcoap();
    int same = coap_get_data(pdu, &payload, &data) && size > 4;
    if (same) {
        const uint8_t *begin = coap_pdu_get_token(pdu).s;
        size_t peer = (size_t)(data + payload - begin);
        same = size == peer + 4 && memcmp(out + 4, begin, peer) == 0;
    }
    coap_delete_pdu(pdu);
    return same;
}

static uint64_t pass_qdmp(void) {
    uint64_t sum = 0;
    for (size_t i = 0; i < MESSAGES; i++) {
        char out[512];
        sum += encode(out, sizeof out) + (unsigned char)out[i % 8];
    }
    return sum;
}

static uint64_t pass_libcoap(void) {
    uint64_t sum = 0;
    for (size_t i = 0; i < MESSAGES; i++) {
        coap_pdu_t *pdu = encode_libcoap();
        sum += (uint64_t)coap_pdu_get_mid(pdu);
        coap_delete_pdu(pdu);
    }
    return sum;
}

int main(int argc, char **argv) {
    coap_startup();
    if (!agree()) {
        fprintf(stderr, "bench: the encoders disagree\n");
        return 2;
    }
    static const bench_side sides[2] = {{"qdmp", pass_qdmp}, {"libcoap", pass_libcoap}};
    double ratio = bench_compare(sides, MESSAGES);
    coap_cleanup();
    return argc > 1 && ratio > atof(argv[1]);
}

/* SPDX-License-Identifier: MIT */
/*
 * Times the encoding of one `sdk` registration whose endpoint name is given against libcoap's of the same message, in one
 * run; checks first that both make the same bytes. Each side starts from the same settings, name and lifetime, and from
 * the same room.
 *
 * libcoap's side is what its user would write, without waste: texts that never change are handed over ready made, `ep=` is
 * copied in front of a name of known length, only the number is formatted. libcoap allocates the message, as it must; it
 * leaves out the four bytes of the header, which it makes only when it sends, and the checks of the settings, which are
 * not its affair. Exits 1 if the ratio is above the limit given as the only argument.
 */
#include "compare.h"
#include "qdmp/registration.h"

#include <coap3/coap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGES = 5000, ROOM = 512 };

static const char name[] = "L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5@#@M100000089@#@"
                           "863703030822519@#@v2.0";
static const qdmp_registration registration = {.server = {.update_period = QDMP_UPDATE_PERIOD_DEFAULT},
                                               .name = QDMP_LITERAL(name)};
static const char token[] = {0x34, 0x12, 0, 0};
static const char objects[] = "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>";

static size_t encode(char *out, size_t cap) {
    static const qdmp_exchange exchange = {0x1234, {token, sizeof token}};
    qdmp_room room = {out, cap};
    size_t size = 0;
    return qdmp_register_encode(&registration, &exchange, room, &size, NULL) == QDMP_OK ? size : 0;
}

static void add_text(coap_pdu_t *pdu, coap_option_num_t number, const char *text, size_t len) {
    coap_add_option(pdu, number, len, (const uint8_t *)text);
}

static void add_name(coap_pdu_t *pdu, const char *text, size_t len) {
    char query[255];
    memcpy(query, "ep=", 3);
    memcpy(query + 3, text, len);
    add_text(pdu, COAP_OPTION_URI_QUERY, query, 3 + len);
}

static void add_lifetime(coap_pdu_t *pdu, unsigned long seconds) {
    char query[32];
    int len = snprintf(query, sizeof query, "lt=%lu", seconds);
    add_text(pdu, COAP_OPTION_URI_QUERY, query, (size_t)len);
}

static coap_pdu_t *encode_libcoap(void) {
    unsigned char format[4];
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_REQUEST_CODE_POST, 0x1234, ROOM);
    coap_add_token(pdu, sizeof token, (const uint8_t *)token);
    add_text(pdu, COAP_OPTION_URI_PATH, "rd", 2);
    coap_add_option(pdu, COAP_OPTION_CONTENT_FORMAT,
                    coap_encode_var_safe(format, sizeof format, COAP_MEDIATYPE_APPLICATION_LINK_FORMAT), format);
    add_text(pdu, COAP_OPTION_URI_QUERY, "lwm2m=1.0", 9);
    add_name(pdu, registration.name.ptr, registration.name.len);
    add_text(pdu, COAP_OPTION_URI_QUERY, "b=U", 3);
    add_lifetime(pdu, registration.server.update_period);
    coap_add_data(pdu, sizeof objects - 1, (const uint8_t *)objects);
    return pdu;
}

/* libcoap's bytes stand in one piece, from the token to the end of the payload. */
static int agree(void) {
    char out[ROOM];
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
        char out[ROOM];
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

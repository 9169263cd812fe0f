/* SPDX-License-Identifier: MIT */
#include "libcoap.h"
#include "sample.h"

#include <coap3/coap.h>
#include <stdio.h>
#include <string.h>

static const char name[] = SAMPLE_NAME;
static const char token[] = SAMPLE_TOKEN;
static const char objects[] = SAMPLE_OBJECTS;

static void add(coap_pdu_t *pdu, coap_option_num_t number, const char *prefix, const char *value) {
    char text[300];
    int len = snprintf(text, sizeof text, "%s%s", prefix, value);
    coap_add_option(pdu, number, (size_t)len, (const uint8_t *)text);
}

static coap_pdu_t *encode_libcoap(void) {
    static const uint8_t link_format = 40;
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_REQUEST_CODE_POST, SAMPLE_ID, 512);
    coap_add_token(pdu, sizeof token - 1, (const uint8_t *)token);
    coap_add_option(pdu, COAP_OPTION_URI_PATH, 2, (const uint8_t *)"rd");
    coap_add_option(pdu, COAP_OPTION_CONTENT_FORMAT, 1, &link_format);
    coap_add_option(pdu, COAP_OPTION_URI_QUERY, 9, (const uint8_t *)"lwm2m=1.0");
    add(pdu, COAP_OPTION_URI_QUERY, "ep=", name);
    coap_add_option(pdu, COAP_OPTION_URI_QUERY, 3, (const uint8_t *)"b=U");
    coap_add_option(pdu, COAP_OPTION_URI_QUERY, 8, (const uint8_t *)"lt=86400");
    coap_add_data(pdu, sizeof objects - 1, (const uint8_t *)objects);
    return pdu;
}

uint64_t libcoap_register(void) {
    coap_pdu_t *pdu = encode_libcoap();
    uint64_t id = (uint64_t)coap_pdu_get_mid(pdu);
    coap_delete_pdu(pdu);
    return id;
}

/* The bytes stand in one piece, from the token to the end of the payload. */
size_t libcoap_register_bytes(char *out, size_t cap) {
    coap_pdu_t *pdu = encode_libcoap();
    const uint8_t *begin = coap_pdu_get_token(pdu).s, *data;
    size_t payload, size = 0;
    if (coap_get_data(pdu, &payload, &data) && (size_t)(data + payload - begin) <= cap) {
        size = (size_t)(data + payload - begin);
        memcpy(out, begin, size);
    }
    coap_delete_pdu(pdu);
    return size;
}

/* SPDX-License-Identifier: MIT */
/*
 * What a user of libcoap would write, without waste: texts that never change are handed over ready made, `ep=` is copied in
 * front of a name of known length, only the number is formatted. libcoap allocates the message, as it must; it leaves out
 * the four bytes of the header, which it makes only when it sends, and the checks of the settings, which are not its
 * affair.
 */
#include "libcoap.h"
#include "libcoap_pdu.h"
#include "sample.h"

#include <stdio.h>
#include <string.h>

static const char token[] = SAMPLE_TOKEN;
static const char objects[] = SAMPLE_OBJECTS;

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
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_REQUEST_CODE_POST, SAMPLE_ID, 512);
    coap_add_token(pdu, sizeof token - 1, (const uint8_t *)token);
    add_text(pdu, COAP_OPTION_URI_PATH, "rd", 2);
    coap_add_option(pdu, COAP_OPTION_CONTENT_FORMAT,
                    coap_encode_var_safe(format, sizeof format, COAP_MEDIATYPE_APPLICATION_LINK_FORMAT), format);
    add_text(pdu, COAP_OPTION_URI_QUERY, "lwm2m=1.0", 9);
    add_name(pdu, sample_by_name.name.ptr, sample_by_name.name.len);
    add_text(pdu, COAP_OPTION_URI_QUERY, "b=U", 3);
    add_lifetime(pdu, sample_by_name.server.update_period);
    coap_add_data(pdu, sizeof objects - 1, (const uint8_t *)objects);
    return pdu;
}

uint64_t libcoap_register(void) {
    coap_pdu_t *pdu = encode_libcoap();
    uint64_t id = (uint64_t)coap_pdu_get_mid(pdu);
    coap_delete_pdu(pdu);
    return id;
}

size_t libcoap_register_bytes(char *out, size_t cap) {
    return libcoap_take_bytes(encode_libcoap(), out, cap);
}

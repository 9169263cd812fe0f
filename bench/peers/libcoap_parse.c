/* SPDX-License-Identifier: MIT */
#include "libcoap.h"

#include <coap3/coap.h>

static uint64_t walk(coap_pdu_t *pdu) {
    coap_opt_iterator_t options;
    const uint8_t *data;
    size_t size = 0;
    uint64_t sum = coap_pdu_get_token(pdu).length;
    coap_option_iterator_init(pdu, &options, COAP_OPT_ALL);
    for (coap_opt_t *option; (option = coap_option_next(&options));)
        sum += coap_opt_length(option);
    return coap_get_data(pdu, &size, &data) ? sum + size : sum;
}

uint64_t libcoap_parse(const char *bytes, size_t size) {
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_EMPTY_CODE, 0, size);
    uint64_t sum = 0;
    if (coap_pdu_parse(COAP_PROTO_UDP, (const uint8_t *)bytes, size, pdu))
        sum = walk(pdu);
    coap_delete_pdu(pdu);
    return sum;
}

/* SPDX-License-Identifier: MIT */
#include "libcoap_pdu.h"

#include <string.h>

/* The bytes stand in one piece, from the token to the end of the payload. */
size_t libcoap_take_bytes(coap_pdu_t *pdu, char *out, size_t cap) {
    const uint8_t *begin = coap_pdu_get_token(pdu).s, *data;
    size_t payload, size = 0;
    if (coap_get_data(pdu, &payload, &data) && (size_t)(data + payload - begin) <= cap) {
        size = (size_t)(data + payload - begin);
        memcpy(out, begin, size);
    }
    coap_delete_pdu(pdu);
    return size;
}

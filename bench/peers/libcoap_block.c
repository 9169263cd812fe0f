/* SPDX-License-Identifier: MIT */
/*
 * A block of a body that lies ready in memory, as a server with libcoap sends it, without waste: no resource is looked up,
 * no block layer asked. libcoap allocates the message, as it must, and leaves out the header, which it makes when it sends.
 */
#include "libcoap.h"
#include "libcoap_pdu.h"

static void add_number(coap_pdu_t *pdu, coap_option_num_t option, unsigned number) {
    unsigned char bytes[4];
    coap_add_option(pdu, option, coap_encode_var_safe(bytes, sizeof bytes, number), bytes);
}

static coap_pdu_t *encode_block(const libcoap_block *block) {
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_ACK, COAP_RESPONSE_CODE_CONTENT, block->id, 64 + block->size);
    coap_add_token(pdu, block->token_size, (const uint8_t *)block->token);
    coap_add_option(pdu, COAP_OPTION_ETAG, sizeof block->etag, block->etag);
    add_number(pdu, COAP_OPTION_CONTENT_FORMAT, block->format);
    add_number(pdu, COAP_OPTION_BLOCK2, block->block2);
    coap_add_data(pdu, block->size, (const uint8_t *)block->bytes);
    return pdu;
}

uint64_t libcoap_put_block(const libcoap_block *block) {
    coap_pdu_t *pdu = encode_block(block);
    uint64_t id = (uint64_t)coap_pdu_get_mid(pdu);
    coap_delete_pdu(pdu);
    return id;
}

size_t libcoap_block_bytes(const libcoap_block *block, char *out, size_t cap) {
    return libcoap_take_bytes(encode_block(block), out, cap);
}

/* SPDX-License-Identifier: MIT */
/*
 * The CoAP decoder, for a datagram of up to LONGEST bytes (RFC 7252, 3). A function that only keeps the contract of
 * take_option replaces it. The contract has a proof of its own, for options of any size.
 */
#include "../../src/coap.c"
#include "../../src/text.c"

#include "input.h"

/* --- in place of take_option --- */

/* Whether no option is left. */
static bool is_end(qdmp_span rest) {
    return rest.len == 0 || *rest.ptr == (char)0xFF;
}

/* Takes any number of bytes, at least one. A fault may lie at any place of the rest, or at its end. */
qdmp_status in_place_of_take_option(qdmp_coap_options *options, qdmp_coap_option *out, const unsigned char **at) {
    (void)out;
    if (is_end(options->rest))
        return QDMP_END;
    const unsigned char *begin = (const unsigned char *)options->rest.ptr;
    size_t size = any_size_to(options->rest.len);
    *at = begin + any_size_to(options->rest.len);
    if (size == 0)
        return QDMP_COAP;
    options->rest = qdmp__span(begin + size, begin + options->rest.len);
    options->number = nondet_u16();
    return QDMP_OK;
}

void proof_take_option(void) {
    input_len = any_size_to(LONGEST);
    input = any_bytes(input_len);
    const unsigned char *nowhere = NULL, *at = nowhere;
    qdmp_coap_options options = {{(const char *)input, input_len}, nondet_u16()};
    qdmp_coap_option option;
    bool ends = is_end(options.rest);
    qdmp_status status = take_option(&options, &option, &at);
    PROVE((status == QDMP_END) == ends, "the end");
    PROVE(status == QDMP_OK || status == QDMP_END || status == QDMP_COAP, "the verdict");
    PROVE(at == nowhere ? ends : at >= input && at <= input + input_len, "the fault lies in the rest");
    PROVE(status == QDMP_OK || (options.rest.ptr == (const char *)input && options.rest.len == input_len),
          "takes nothing on failure");
    if (status == QDMP_OK) {
        size_t taken = (size_t)((const unsigned char *)options.rest.ptr - input);
        PROVE(taken >= 1 && taken <= input_len && options.rest.len == input_len - taken, "takes from the beginning");
    }
    WITNESS(status == QDMP_OK && options.rest.len == 0 && input_len == LONGEST, "the longest option");
    WITNESS(status == QDMP_COAP && at == input + input_len, "a fault at the end");
    WITNESS(status == QDMP_END && input_len, "the marker");
}

/* --- a message --- */

void proof_coap_decode(void) {
    input_len = any_size_to(LONGEST);
    input = any_bytes(input_len);
    qdmp_span datagram = {(const char *)input, input_len};
    qdmp_coap_message message = {.id = 0x5A5A, .code = 0xA5};
    qdmp_error fault;
    qdmp_status status = qdmp_coap_decode(datagram, &message, &fault);
    PROVE(status == QDMP_OK || status == QDMP_COAP, "the verdict");
    if (status != QDMP_OK) {
        PROVE(message.id == 0x5A5A && message.code == 0xA5 && !message.payload.ptr, "nothing is written on failure");
        PROVE(fault.offset <= input_len && fault.status == status, "the fault lies in the datagram");
    } else {
        PROVE(input_len >= 4 && input[0] >> 6 == 1 && message.token.len == (input[0] & 15), "a header of version 1");
        PROVE(message.token.len <= 8 && is_inside(message.token), "the token");
        PROVE(is_inside(message.options.rest) && (!message.payload.len || is_inside(message.payload)),
              "options and payload lie inside");
        PROVE(!message.payload.len || input[place_of(message.payload) - 1] == 0xFF, "a payload is behind its marker");
        PROVE(message.code || input_len == 4, "an empty message is nothing but its header");
    }
    WITNESS(status == QDMP_OK && message.token.len == 8, "the longest token");
    WITNESS(status == QDMP_OK && message.payload.len == LONGEST - 5, "the longest payload");
    WITNESS(status == QDMP_OK && message.options.rest.len == LONGEST - 4 && !message.payload.len, "options alone");
    WITNESS(status == QDMP_COAP && fault.offset == LONGEST, "a fault at the end");
}

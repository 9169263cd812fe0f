/* SPDX-License-Identifier: MIT */
/* The decoder of a CoAP option, for an option of any size (RFC 7252, 3.1). coap_message.c has a whole message. */
#include "../../src/coap.c"
#include "../../src/text.c"

#include "input.h"

/* The option at the beginning of the input as RFC 7252 defines it: bytes before the value, delta and length. */
struct head {
    size_t size;
    uint32_t delta, len;
    bool is_whole, is_reserved;
};

static uint32_t extended(uint32_t nibble, size_t at) {
    if (nibble == 13)
        return at < input_len ? 13u + input[at] : 0;
    if (nibble == 14)
        return at + 1 < input_len ? 269u + 256u * input[at] + input[at + 1] : 0;
    return nibble;
}

static struct head read_head(void) {
    uint32_t high = input[0] >> 4, low = input[0] & 15;
    size_t first = high == 13 ? 1 : high == 14 ? 2 : 0, second = low == 13 ? 1 : low == 14 ? 2 : 0;
    struct head head = {1 + first + second, extended(high, 1), extended(low, 1 + first), false,
                        high == 15 || low == 15};
    head.is_whole = head.size <= input_len && head.len <= input_len - head.size;
    return head;
}

void proof_coap_option_next(void) {
    input_len = any_size_to(LONGEST);
    input = any_bytes(input_len);
    uint16_t before = nondet_u16();
    qdmp_coap_options options = {{(const char *)input, input_len}, before};
    qdmp_coap_option option = {before, {NULL, 7}};
    qdmp_status status = qdmp_coap_option_next(&options, &option);
    bool is_end = input_len == 0 || input[0] == 0xFF;
    struct head head = {0, 0, 0, false, false};
    if (!is_end)
        head = read_head();
    bool is_good = !is_end && !head.is_reserved && head.is_whole && before + head.delta <= 65535;
    PROVE(status == (is_end ? QDMP_END : is_good ? QDMP_OK : QDMP_COAP), "the verdict of RFC 7252");
    PROVE(status == QDMP_OK || (options.rest.len == input_len && options.number == before && option.value.len == 7),
          "nothing is written on failure");
    if (status == QDMP_OK) {
        PROVE(option.number == before + head.delta && options.number == option.number, "the number");
        PROVE(option.value.len == head.len && place_of(option.value) == head.size && is_inside(option.value),
              "the value");
        PROVE(options.rest.len == input_len - head.size - head.len && is_inside(options.rest), "the rest");
    }
    WITNESS(status == QDMP_OK && head.delta == 65535 && before == 0, "the greatest number");
    WITNESS(status == QDMP_OK && head.len == LONGEST - 5 && head.size == 5, "the longest option");
    WITNESS(status == QDMP_COAP && before + head.delta == 65536 && !head.is_reserved && head.is_whole,
            "one number more");
    WITNESS(status == QDMP_COAP && head.len == input_len - head.size + 1 && head.size <= input_len, "a byte too few");
    WITNESS(status == QDMP_END && input_len, "the marker");
}

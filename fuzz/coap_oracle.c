/* SPDX-License-Identifier: MIT */
/*
 * The bytes as a datagram, read by the library and by libcoap: P50. libcoap refuses more, namely known options of a
 * wrong length. What it accepts, the library accepts, and both find the same in it. But libcoap lets option numbers
 * wrap at 2^16.
 */
#include "support/check.h"
#include "support/coap_naive.h"

#include <coap3/coap.h>
#include <stdlib.h>

enum { PDU_MAX = 1 << 17, REWRITTEN_MAX = 64 };

static bool same_bytes(qdmp_span a, const uint8_t *b, size_t size) {
    return fuzz_same_text(a, (qdmp_span){(const char *)b, size});
}

static void compare_options(const qdmp_coap_message *message, const coap_pdu_t *pdu) {
    qdmp_coap_options walk = message->options;
    qdmp_coap_option option;
    coap_opt_iterator_t theirs;
    coap_option_iterator_init(pdu, &theirs, COAP_OPT_ALL);
    for (coap_opt_t *their; (their = coap_option_next(&theirs)) != NULL;) {
        FUZZ_CHECK(qdmp_coap_option_next(&walk, &option) == QDMP_OK, "P50", "option %u is lost", theirs.number);
        FUZZ_CHECK(option.number == theirs.number, "P50", "option %u, not %u", option.number, theirs.number);
        FUZZ_CHECK(same_bytes(option.value, coap_opt_value(their), coap_opt_length(their)), "P50", "value of option %u",
                   option.number);
    }
    FUZZ_CHECK(qdmp_coap_option_next(&walk, &option) == QDMP_END, "P50", "an option too many");
}

static void compare(const qdmp_coap_message *message, const coap_pdu_t *pdu) {
    coap_bin_const_t token = coap_pdu_get_token(pdu);
    const uint8_t *data = NULL;
    size_t size = 0;
    FUZZ_CHECK((int)message->type == (int)coap_pdu_get_type(pdu) && message->code == (int)coap_pdu_get_code(pdu) &&
                   message->id == coap_pdu_get_mid(pdu),
               "P50", "header");
    FUZZ_CHECK(same_bytes(message->token, token.s, token.length), "P50", "token");
    (void)coap_get_data(pdu, &size, &data);
    FUZZ_CHECK(same_bytes(message->payload, data, size), "P50", "payload");
    compare_options(message, pdu);
}

/* The library writes a message that both have read. libcoap must find the same in that, too. */
static void compare_written(const qdmp_coap_message *message, coap_pdu_t *pdu) {
    static char bytes[PDU_MAX];
    qdmp_coap_option options[REWRITTEN_MAX];
    qdmp_coap_options walk = message->options;
    size_t count = 0, size;
    while (count < REWRITTEN_MAX && qdmp_coap_option_next(&walk, &options[count]) == QDMP_OK)
        count++;
    if (count == REWRITTEN_MAX)
        return;
    FUZZ_CHECK(qdmp_coap_encode(message, options, count, (qdmp_room){bytes, sizeof bytes}, &size, NULL) == QDMP_OK &&
                   coap_pdu_parse(COAP_PROTO_UDP, (const uint8_t *)bytes, size, pdu),
               "P50", "libcoap refuses what the library writes");
    compare(message, pdu);
}

/* Whether an option number is above 2^16-1, where RFC 7252 (12.2) has none. */
static bool number_wraps(qdmp_span datagram) {
    static struct naive_coap naive;
    naive_coap_read(datagram, &naive);
    return naive.number_too_large;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static coap_pdu_t *pdu;
    qdmp_coap_message message;
    if (size > PDU_MAX)
        return 0;
    if (pdu == NULL) {
        coap_startup();
        coap_set_log_level(LOG_EMERG);
    }
    pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_EMPTY_CODE, 0, PDU_MAX);
    if (pdu == NULL)
        abort();
    char *copy = fuzz_copy(data, size);
    bool theirs = coap_pdu_parse(COAP_PROTO_UDP, data, size, pdu);
    bool ours = qdmp_coap_decode((qdmp_span){copy, size}, &message, NULL) == QDMP_OK;
    FUZZ_CHECK(ours || !theirs || number_wraps((qdmp_span){copy, size}), "P50",
               "libcoap accepts a message that the library refuses");
    if (ours && theirs) {
        compare(&message, pdu);
        compare_written(&message, pdu);
    }
    free(copy);
    coap_delete_pdu(pdu);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Random messages against libcoap: both encoders write the same bytes, and each decoder reads the other's.
 *
 *     coap_peer [SEED [COUNT]]
 *
 * Prints how many were compared; exits 1 at the first difference.
 */
#include "qdmp/coap.h"

#include <coap3/coap.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 12, VALUE_MAX = 1500, PAYLOAD_MAX = 600, DATAGRAM_MAX = 40000 };

typedef struct sample {
    qdmp_coap_message message;
    qdmp_coap_option options[OPTIONS_MAX];
    size_t count;
} sample;

static char pool[2 * VALUE_MAX];
static unsigned long compared, options_compared;

static unsigned below(unsigned limit) {
    return (unsigned)rand() % limit;
}

static qdmp_span any_bytes(size_t len) {
    qdmp_span span = {pool + below(VALUE_MAX), len};
    return span;
}

static void fail(const char *what) {
    fprintf(stderr, "message %lu: %s\n", compared, what);
    exit(1);
}

static void require(bool condition, const char *what) {
    if (!condition)
        fail(what);
}

/* --- random messages ---------------------------------------------------------------------------------------------- */

/* Lengths at the bounds of the three forms come often. */
static size_t any_length(size_t most) {
    static const size_t bounds[] = {0, 1, 12, 13, 14, 255, 268, 269, 270};
    size_t len = below(2) ? bounds[below(sizeof bounds / sizeof *bounds)] : below((unsigned)most);
    return len < most ? len : most;
}

/*
 * libcoap knows some numbers, and refuses lengths and repetitions that these options may not have. They are not used.
 */
static bool is_open(unsigned number) {
    return number > 2048 || number == 8 || number == 11 || number == 15 || (number > 300 && number < 2048);
}

static unsigned any_step(void) {
    static const unsigned steps[] = {0, 0, 1, 3, 8, 12, 13, 14, 268, 269, 270, 2049, 20000};
    return steps[below(sizeof steps / sizeof *steps)];
}

static void make_options(sample *s) {
    unsigned number = below(3) ? 8 : 0, wanted = below(OPTIONS_MAX);
    for (s->count = 0; s->count < wanted;) {
        number += any_step();
        while (!is_open(number))
            number++;
        if (number > 65000)
            return;
        qdmp_coap_option *option = &s->options[s->count++];
        option->number = (uint16_t)number;
        option->value = any_bytes(number <= 15 ? any_length(255) : any_length(VALUE_MAX));
        if (number <= 15 && !option->value.len)
            option->value.len = 1;
    }
}

static void make_sample(sample *s) {
    static const uint8_t codes[] = {QDMP_COAP_GET,     QDMP_COAP_POST,    QDMP_COAP_DELETE,     QDMP_COAP_CREATED,
                                    QDMP_COAP_CHANGED, QDMP_COAP_CONTENT, QDMP_COAP_BAD_REQUEST};
    s->message.type = (qdmp_coap_type)below(4);
    s->message.code = codes[below(sizeof codes)];
    s->message.id = (uint16_t)below(65536);
    s->message.token = any_bytes(below(QDMP_COAP_TOKEN_MAX + 1));
    s->message.payload = any_bytes(below(3) ? below(PAYLOAD_MAX) : 0);
    make_options(s);
}

/* --- libcoap ------------------------------------------------------------------------------------------------------ */

static coap_pdu_t *peer_encode(const sample *s) {
    const qdmp_coap_message *m = &s->message;
    coap_pdu_t *pdu = coap_pdu_init((coap_pdu_type_t)m->type, (coap_pdu_code_t)m->code, m->id, DATAGRAM_MAX);
    require(pdu != NULL, "libcoap: no PDU");
    if (m->token.len)
        require(coap_add_token(pdu, m->token.len, (const uint8_t *)m->token.ptr), "libcoap: token");
    for (size_t i = 0; i < s->count; i++)
        require(coap_add_option(pdu, s->options[i].number, s->options[i].value.len,
                                (const uint8_t *)s->options[i].value.ptr),
                "libcoap: option");
    if (m->payload.len)
        require(coap_add_data(pdu, m->payload.len, (const uint8_t *)m->payload.ptr), "libcoap: payload");
    return pdu;
}

static bool spans_equal(qdmp_span a, const uint8_t *b, size_t len) {
    return a.len == len && (!len || memcmp(a.ptr, b, len) == 0);
}

/* Whether `pdu` has the parts of `s`. Returns the end of the last part of the PDU. */
static const uint8_t *peer_compare(const sample *s, const coap_pdu_t *pdu) {
    coap_bin_const_t token = coap_pdu_get_token(pdu);
    const uint8_t *end = token.s + token.length, *data;
    coap_opt_iterator_t walk;
    size_t len;
    require(coap_pdu_get_type(pdu) == (coap_pdu_type_t)s->message.type, "type");
    require(coap_pdu_get_code(pdu) == (coap_pdu_code_t)s->message.code, "code");
    require(coap_pdu_get_mid(pdu) == s->message.id, "message id");
    require(spans_equal(s->message.token, token.s, token.length), "token");
    coap_option_iterator_init(pdu, &walk, COAP_OPT_ALL);
    for (size_t i = 0; i < s->count; i++) {
        coap_opt_t *option = coap_option_next(&walk);
        require(option && walk.number == s->options[i].number, "option number");
        require(spans_equal(s->options[i].value, coap_opt_value(option), coap_opt_length(option)), "option value");
        end = coap_opt_value(option) + coap_opt_length(option);
        options_compared++;
    }
    require(!coap_option_next(&walk), "more options");
    if (coap_get_data(pdu, &len, &data)) {
        require(spans_equal(s->message.payload, data, len), "payload");
        return data + len;
    }
    require(!s->message.payload.len, "no payload");
    return end;
}

/* The datagram of libcoap. Its header cannot be read from outside libcoap; the bytes after it can. */
static size_t peer_bytes(const sample *s, const coap_pdu_t *pdu, char *out) {
    const uint8_t *begin = coap_pdu_get_token(pdu).s, *end = peer_compare(s, pdu);
    size_t len = (size_t)(end - begin);
    out[0] = (char)(0x40 | (int)coap_pdu_get_type(pdu) << 4 | (int)coap_pdu_get_token(pdu).length);
    out[1] = (char)coap_pdu_get_code(pdu);
    out[2] = (char)(coap_pdu_get_mid(pdu) >> 8);
    out[3] = (char)coap_pdu_get_mid(pdu);
    memcpy(out + 4, begin, len);
    return 4 + len;
}

static void peer_decode(const sample *s, const char *bytes, size_t size) {
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_EMPTY_CODE, 0, DATAGRAM_MAX);
    require(pdu && coap_pdu_parse(COAP_PROTO_UDP, (const uint8_t *)bytes, size, pdu), "libcoap does not read it");
    peer_compare(s, pdu);
    coap_delete_pdu(pdu);
}

/* --- qdmp --------------------------------------------------------------------------------------------------------- */

static void our_decode(const sample *s, qdmp_span datagram) {
    qdmp_coap_message m;
    qdmp_coap_option option;
    require(qdmp_coap_decode(datagram, &m, NULL) == QDMP_OK, "qdmp does not read it");
    require(m.type == s->message.type && m.code == s->message.code && m.id == s->message.id, "header");
    require(spans_equal(s->message.token, (const uint8_t *)m.token.ptr, m.token.len), "token");
    require(spans_equal(s->message.payload, (const uint8_t *)m.payload.ptr, m.payload.len), "payload");
    for (size_t i = 0; i < s->count; i++) {
        require(qdmp_coap_option_next(&m.options, &option) == QDMP_OK, "too few options");
        require(option.number == s->options[i].number, "option number");
        require(spans_equal(s->options[i].value, (const uint8_t *)option.value.ptr, option.value.len), "option value");
    }
    require(qdmp_coap_option_next(&m.options, &option) == QDMP_END, "too many options");
}

static void compare(const sample *s) {
    static char ours[DATAGRAM_MAX], theirs[DATAGRAM_MAX];
    qdmp_room room = {ours, sizeof ours};
    size_t size = 0;
    require(qdmp_coap_encode(&s->message, s->options, s->count, room, &size, NULL) == QDMP_OK,
            "qdmp does not write it");
    coap_pdu_t *pdu = peer_encode(s);
    size_t their_size = peer_bytes(s, pdu, theirs);
    coap_delete_pdu(pdu);
    require(size == their_size && memcmp(ours, theirs, size) == 0, "other bytes");
    peer_decode(s, ours, size);
    qdmp_span datagram = {theirs, their_size};
    our_decode(s, datagram);
    compared++;
}

/* Both must refuse or both must accept a message with one byte changed at random. */
static unsigned long agreed, taken;

static void compare_verdicts(const sample *s) {
    static char bytes[DATAGRAM_MAX];
    qdmp_room room = {bytes, sizeof bytes};
    size_t size = 0;
    if (qdmp_coap_encode(&s->message, s->options, s->count, room, &size, NULL) != QDMP_OK)
        fail("qdmp does not write it");
    bytes[below((unsigned)size)] = (char)below(256);
    size = below(4) ? size : below((unsigned)size + 1);
    qdmp_span datagram = {bytes, size};
    qdmp_coap_message m;
    bool ours = qdmp_coap_decode(datagram, &m, NULL) == QDMP_OK;
    coap_pdu_t *pdu = coap_pdu_init(COAP_MESSAGE_CON, COAP_EMPTY_CODE, 0, DATAGRAM_MAX);
    bool theirs = pdu && coap_pdu_parse(COAP_PROTO_UDP, (const uint8_t *)bytes, size, pdu);
    coap_delete_pdu(pdu);
    /* libcoap also refuses known options of a wrong length: it may refuse more than qdmp */
    if (theirs && !ours) {
        for (size_t i = 0; i < size && i < 60; i++)
            fprintf(stderr, "%02x", (unsigned char)bytes[i]);
        fail(" libcoap accepts a message that qdmp refuses");
    }
    agreed += ours == theirs;
    taken += ours;
}

int main(int argc, char **argv) {
    unsigned seed = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
    unsigned long count = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000;
    coap_startup();
    coap_set_log_level(LOG_EMERG);
    srand(seed);
    for (size_t i = 0; i < sizeof pool; i++)
        pool[i] = (char)below(256);
    for (unsigned long i = 0; i < count; i++) {
        sample s;
        make_sample(&s);
        compare(&s);
        compare_verdicts(&s);
    }
    printf("%lu messages, %lu options: the same bytes, and each reads the other's\n", compared, options_compared / 2);
    printf("%lu damaged: %lu accepted by qdmp, %lu verdicts agree, libcoap alone accepts none\n", count, taken, agreed);
    coap_cleanup();
    return compared == count ? 0 : 1;
}

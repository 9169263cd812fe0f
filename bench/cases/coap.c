/* SPDX-License-Identifier: MIT */
/* Datagrams taken apart, options and all. */
#include "bench.h"
#include "peers/libcoap.h"

static uint64_t decode(qdmp_span datagram) {
    qdmp_coap_message message;
    qdmp_coap_option option;
    if (qdmp_coap_decode(datagram, &message, NULL) != QDMP_OK)
        return 0;
    uint64_t sum = message.token.len + message.payload.len;
    while (qdmp_coap_option_next(&message.options, &option) == QDMP_OK)
        sum += option.value.len;
    return sum;
}

static uint64_t pass_qdmp(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += decode(corpus->lines[i]->text);
    return sum;
}

static uint64_t pass_libcoap(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += libcoap_parse(corpus->lines[i]->text.ptr, corpus->lines[i]->text.len);
    return sum;
}

static bool check(const bench_corpus *corpus) {
    return pass_qdmp(corpus) != 0 && pass_qdmp(corpus) == pass_libcoap(corpus);
}

static const bench_case cases[] = {
    {"coap_decode", "qdmp", BENCH_OVER(DATAGRAMS), pass_qdmp, check},
    {"coap_decode", "libcoap", BENCH_OVER(DATAGRAMS), pass_libcoap, check},
};

const bench_table bench_coap = BENCH_TABLE(cases);

/* SPDX-License-Identifier: MIT */
/* A stay at the platform: register, its answer, and then update after update with its answer. */
#include "bench.h"
#include "sample.h"

#include <string.h>

/* The next exchange: the sent message is answered with `code`. Returns the dmstate after it. */
static uint32_t exchange(qdmp_session *session, uint64_t *now, uint8_t code) {
    static const char path[] = "\x82rd\x08"
                               "ABCD1234";
    char answer[64] = {0x64};
    size_t head = QDMP_COAP_HEADER + QDMP_SESSION_TOKEN;
    qdmp_coap_message request;
    qdmp_span sent;
    *now += qdmp_session_deadline(session, *now);
    if (qdmp_session_poll(session, *now, (uint32_t)*now, &sent, NULL) != QDMP_OK)
        return QDMP_DMSTATE_INITIAL_STATE;
    memcpy(answer + 1, sent.ptr + 1, head - 1);
    answer[1] = (char)code;
    memcpy(answer + head, path, sizeof path - 1);
    qdmp_span received = {answer, code == QDMP_COAP_CREATED ? head + sizeof path - 1 : head};
    qdmp_session_receive(session, *now, received, &request);
    if (qdmp_session_poll(session, *now, (uint32_t)*now, &sent, NULL) != QDMP_END)
        return QDMP_DMSTATE_INITIAL_STATE;
    return qdmp_session_dmstate(session);
}

static uint64_t pass(const bench_corpus *corpus) {
    char bytes[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    qdmp_room room = {bytes, sizeof bytes};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&sample_by_name, room);
    qdmp_session session;
    uint64_t now = 1;
    if (qdmp_session_open(&session, &config, now, 1, NULL) != QDMP_OK)
        return 0;
    qdmp_session_event(&session, now, QDMP_SESSION_OPENED);
    uint64_t sum = exchange(&session, &now, QDMP_COAP_CREATED) == QDMP_DMSTATE_REG_SUCCESS;
    for (size_t i = 1; i < corpus->count; i++)
        sum += exchange(&session, &now, QDMP_COAP_CHANGED) == QDMP_DMSTATE_UPDATE_SUCCESS;
    return sum;
}

static bool check(const bench_corpus *corpus) {
    return pass(corpus) == corpus->count;
}

/* A message here is an exchange: a deadline, two polls, a request sent, an answer taken. */
static const bench_case cases[] = {{"session_exchange", "qdmp", BENCH_OVER(REGISTER), pass, check}};

const bench_table bench_session = BENCH_TABLE(cases);

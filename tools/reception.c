/* SPDX-License-Identifier: MIT */
#include "reception.h"

#include <stdio.h>
#include <string.h>

static bool has_token(const qdmp_coap_message *message, qdmp_span token) {
    return message->token.len == token.len && (!token.len || !memcmp(message->token.ptr, token.ptr, token.len));
}

/* The number of the first critical option, which no answer here uses; 0 for none. */
static unsigned critical_option(qdmp_coap_options options) {
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        if (option.number & 1)
            return option.number;
    }
    return 0;
}

static void ignore(reception *it, const char *why) {
    it->kind = RECEPTION_IGNORED;
    snprintf(it->why, sizeof it->why, "%s", why);
}

/* A message with a code, which is an answer unless a check fails. */
static void judge_answer(reception *it, const qdmp_exchange *sent) {
    unsigned critical = critical_option(it->message.options);
    it->kind = RECEPTION_ANSWER;
    if (qdmp_coap_is_request(it->message.code)) {
        ignore(it, "a request");
    } else if (!qdmp_coap_is_response(it->message.code)) {
        ignore(it, "reserved code");
    } else if (!has_token(&it->message, sent->token)) {
        ignore(it, "another token");
    } else if (critical) {
        it->kind = RECEPTION_IGNORED;
        snprintf(it->why, sizeof it->why, "critical option %u", critical);
    }
}

/* An acknowledgement or a Reset. */
static void judge_echo(reception *it, const qdmp_exchange *sent) {
    bool is_reset = it->message.type == QDMP_COAP_RST, is_empty = it->message.code == QDMP_COAP_EMPTY;
    if (it->message.id != sent->id && is_empty && !is_reset)
        it->kind = RECEPTION_EMPTY;
    else if (it->message.id != sent->id)
        ignore(it, "another Message ID");
    else if (is_reset)
        it->kind = RECEPTION_RESET;
    else if (is_empty)
        it->kind = RECEPTION_ACKNOWLEDGED;
    else
        judge_answer(it, sent);
}

reception reception_of(qdmp_span datagram, const qdmp_exchange *sent) {
    reception it = {.datagram = datagram, .kind = RECEPTION_EMPTY};
    it.readable = qdmp_coap_decode(datagram, &it.message, NULL) == QDMP_OK;
    if (!it.readable)
        ignore(&it, "not a CoAP message");
    else if (it.message.type == QDMP_COAP_ACK || it.message.type == QDMP_COAP_RST)
        judge_echo(&it, sent);
    else if (it.message.code != QDMP_COAP_EMPTY)
        judge_answer(&it, sent);
    return it;
}

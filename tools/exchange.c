/* SPDX-License-Identifier: MIT */
/* update --to and deregister --to: one message, sent again until it is answered (RFC 7252, 4.2). */
#include "command.h"
#include "entropy.h"
#include "reception.h"
#include "transmit.h"
#include "waiting.h"

#include <stdlib.h>

enum { MAX_RETRANSMIT = 4 };

/* The results of an exchange, in the order of the dmstates that report them. */
typedef enum outcome { SUCCEEDED, REFUSED, UNANSWERED, BROKEN, PENDING } outcome;

typedef struct attempt {
    const registration_options *how;
    const report *to;
    udp *socket;
    qdmp_span datagram;
    uint64_t began;
    uint32_t timeout;  /* until it is sent again */
    uint64_t due;      /* milliseconds from the beginning */
    unsigned sent;     /* how often */
    bool acknowledged; /* the answer comes later */
} attempt;

/* --- what comes --------------------------------------------------------------------------------------------------- */

static bool send_empty(attempt *at, qdmp_coap_type type, uint16_t id) {
    char bytes[QDMP_COAP_HEADER];
    qdmp_room room = {bytes, sizeof bytes};
    qdmp_coap_message message = {.type = type, .code = QDMP_COAP_EMPTY, .id = id};
    size_t size = 0;
    qdmp_coap_encode(&message, NULL, 0, room, &size, NULL);
    return udp_send(at->socket, (qdmp_span){bytes, size});
}

static outcome judge(const attempt *at, const qdmp_coap_message *answer) {
    unsigned success = at->how->task == TASK_UPDATE ? QDMP_COAP_CHANGED : QDMP_COAP_DELETED;
    report_message(at->to, answer);
    return answer->code == success ? SUCCEEDED : REFUSED;
}

/* The longest time for a server that has acknowledged (RFC 7252, 4.8.2: MAX_TRANSMIT_WAIT). */
static uint32_t longest_wait(const attempt *at) {
    return at->how->ack_timeout / 2 * 3 * ((2u << MAX_RETRANSMIT) - 1);
}

/* A separate message that is not an answer is rejected if it is confirmable (RFC 7252, 4.2). */
static outcome ignore(attempt *at, const reception *it) {
    if (it->kind == RECEPTION_IGNORED)
        report_ignored(at->to, it);
    bool reject = it->readable && it->message.type == QDMP_COAP_CON;
    return reject && !send_empty(at, QDMP_COAP_RST, it->message.id) ? BROKEN : PENDING;
}

static outcome take(attempt *at, qdmp_span datagram) {
    reception it = reception_of(datagram, &at->how->exchange);
    switch (it.kind) {
    case RECEPTION_ANSWER:
        if (it.message.type == QDMP_COAP_CON && !send_empty(at, QDMP_COAP_ACK, it.message.id))
            return BROKEN;
        return judge(at, &it.message);
    case RECEPTION_RESET: report_message(at->to, &it.message); return REFUSED;
    case RECEPTION_ACKNOWLEDGED:
        at->acknowledged = true;
        at->due = longest_wait(at);
        return PENDING;
    default: return ignore(at, &it);
    }
}

/* --- what goes ---------------------------------------------------------------------------------------------------- */

static outcome send_again(attempt *at) {
    if (at->acknowledged || at->sent > MAX_RETRANSMIT)
        return UNANSWERED;
    if (at->sent++)
        at->timeout *= 2;
    at->due = clock_ms() - at->began + at->timeout;
    return udp_send(at->socket, at->datagram) ? PENDING : BROKEN;
}

static outcome step(attempt *at) {
    uint64_t time = clock_ms() - at->began;
    qdmp_span datagram;
    if (time >= at->due)
        return send_again(at);
    switch (udp_wait(at->socket, (uint32_t)(at->due - time), &datagram)) {
    case UDP_DATAGRAM: return take(at, datagram);
    case UDP_FAILED: return BROKEN;
    default: return PENDING;
    }
}

static outcome run(attempt *at) {
    uint32_t random, most = at->how->ack_timeout / 2;
    if (!entropy(&random))
        return BROKEN;
    at->began = clock_ms();
    at->timeout = at->how->ack_timeout + (uint32_t)((uint64_t)random * most >> 32);
    outcome found;
    do
        found = step(at);
    while (found == PENDING);
    return found;
}

/* --- what came of it ---------------------------------------------------------------------------------------------- */

static void report_outcome(const attempt *at, outcome found) {
    unsigned first = QDMP_DMSTATE_UPDATE_SUCCESS;
    if (at->how->task == TASK_UPDATE)
        report_dmstate(at->to, first + found);
    else
        report_dmstate(at->to, QDMP_DMSTATE_INITIAL_STATE);
}

static int exit_status(const attempt *at, outcome found) {
    if (found == BROKEN)
        return STATUS_TROUBLE;
    report_outcome(at, found);
    if (found != SUCCEEDED)
        complain("%s: %s", at->how->command, found == REFUSED ? "refused" : "no answer");
    return found == SUCCEEDED ? STATUS_GOOD : STATUS_FAULTY;
}

int exchange_once(const registration_options *how, qdmp_span datagram, const report *to) {
    attempt at = {.how = how, .to = to, .socket = need(malloc(sizeof(udp))), .datagram = datagram};
    int status = STATUS_TROUBLE;
    if (udp_open(at.socket, &how->server))
        status = exit_status(&at, run(&at));
    else
        report_dmstate(to, QDMP_DMSTATE_CONNECT_FAILED);
    udp_close(at.socket);
    free(at.socket);
    return status;
}

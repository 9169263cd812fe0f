/* SPDX-License-Identifier: MIT */
/* register --to: a session on a real socket. */
#include "command.h"
#include "entropy.h"
#include "object_reply.h"
#include "transmit.h"
#include "waiting.h"

#include <stdlib.h>
#include <string.h>

/* The number of ACK_TIMEOUTs that a de-register may take when a signal has ended the stay. */
enum { PATIENCE = 5 };

typedef struct stay {
    const registration_options *how;
    const report *to;
    qdmp_session session;
    qdmp_object object; /* answers from the settings of `how` */
    udp *socket;
    qdmp_exchange sent; /* how the last request was sent */
    char token[QDMP_COAP_TOKEN_MAX];
    uint32_t dmstate;     /* reported last */
    bool registered_once; /* it was registered at least once */
    bool leaving;         /* the session knows of the signal */
    bool registered;      /* since then there was something to de-register */
    uint64_t left;        /* when the session was told */
    uint8_t code;         /* the last answer, if it did not answer the register */
    bool broken;          /* the socket or the system failed; reported already */
} stay;

static void report_change(stay *at, bool anew) {
    uint32_t dmstate = qdmp_session_dmstate(&at->session);
    bool registered = dmstate == QDMP_DMSTATE_REG_SUCCESS || dmstate == QDMP_DMSTATE_UPDATE_SUCCESS;
    if (at->leaving && registered) {
        at->registered = true;
        at->code = QDMP_COAP_EMPTY;
    }
    if (dmstate != at->dmstate || anew)
        report_dmstate(at->to, dmstate);
    at->dmstate = dmstate;
    at->registered_once |= dmstate == QDMP_DMSTATE_REG_SUCCESS;
}

static bool can_go_on(stay *at) {
    return !at->broken && !at->to->out->failed;
}

static qdmp_status poll_session(stay *at, qdmp_span *datagram) {
    uint32_t random;
    qdmp_error err;
    if (!entropy(&random)) {
        at->broken = true;
        return QDMP_END;
    }
    qdmp_status status = qdmp_session_poll(&at->session, clock_ms(), random, datagram, &err);
    if (status != QDMP_OK && status != QDMP_END)
        complain("register: %s", qdmp_status_text(status));
    report_change(at, false);
    return status;
}

/* Notes what an answer to `datagram` will have to show, if `datagram` is a request. */
static void note_sent(stay *at, qdmp_span datagram) {
    qdmp_coap_message request;
    if (qdmp_coap_decode(datagram, &request, NULL) != QDMP_OK || !qdmp_coap_is_request(request.code))
        return;
    if (request.token.len)
        memcpy(at->token, request.token.ptr, request.token.len);
    at->sent = (qdmp_exchange){request.id, {at->token, request.token.len}};
}

static void send_due(stay *at) {
    qdmp_span datagram;
    qdmp_status status;
    while (can_go_on(at) && (status = poll_session(at, &datagram)) != QDMP_END) {
        if (status != QDMP_OK)
            continue;
        note_sent(at, datagram);
        at->broken = !udp_send(at->socket, datagram);
    }
}

static void take_answer(stay *at, qdmp_span datagram) {
    qdmp_coap_message answer;
    if (qdmp_coap_decode(datagram, &answer, NULL) == QDMP_OK) {
        report_message(at->to, &answer);
        at->code = answer.code;
    }
    report_change(at, !at->leaving);
}

/* The session does not report why it disregards a datagram. */
static void explain(const stay *at, qdmp_span datagram) {
    reception it = reception_of(datagram, &at->sent);
    if (it.kind == RECEPTION_IGNORED)
        report_ignored(at->to, &it);
}

static void report_sent(const stay *at, qdmp_span datagram) {
    qdmp_coap_message message;
    if (qdmp_coap_decode(datagram, &message, NULL) == QDMP_OK)
        report_reply(at->to, &message);
}

/* The session answers requests that this function does not answer. */
static void take_request(stay *at, const qdmp_coap_message *request) {
    char bytes[QDMP_OBJECT_ROOM(QDMP_OBJECT_SZX_MAX)];
    qdmp_span reply;
    report_message(at->to, request);
    qdmp_status status = object_reply(&at->session, &at->object, request, (qdmp_room){bytes, sizeof bytes}, &reply);
    if (status == QDMP_OK) {
        report_sent(at, reply);
        at->broken = !udp_send(at->socket, reply);
    } else if (status != QDMP_NO_ANSWER) {
        complain("register: %s", qdmp_status_text(status));
    }
}

static void take_datagram(stay *at, qdmp_span datagram) {
    qdmp_coap_message request;
    switch (qdmp_session_receive(&at->session, clock_ms(), datagram, &request)) {
    case QDMP_SESSION_ANSWER:
    case QDMP_SESSION_NO_ROOM: take_answer(at, datagram); break;
    case QDMP_SESSION_REQUEST: take_request(at, &request); break;
    case QDMP_SESSION_NOTHING: explain(at, datagram); break;
    }
}

/* --- the end ------------------------------------------------------------------------------------------------------ */

static void leave(stay *at) {
    if (at->leaving || !stop_wanted())
        return;
    at->leaving = true;
    at->left = clock_ms();
    at->code = QDMP_COAP_EMPTY;
    qdmp_session_event(&at->session, at->left, QDMP_SESSION_FORBIDDEN);
    report_change(at, false);
}

/* Milliseconds left for the answer to a de-register, or to the register before it. */
static uint32_t patience_left(const stay *at) {
    uint32_t whole = PATIENCE * at->how->ack_timeout;
    uint64_t gone = clock_ms() - at->left;
    return gone < whole ? whole - (uint32_t)gone : 0;
}

static bool is_over(const stay *at) {
    uint32_t dmstate = qdmp_session_dmstate(&at->session);
    if (at->leaving)
        return dmstate == QDMP_DMSTATE_INITIAL_STATE || !patience_left(at);
    return !at->how->keep && dmstate != QDMP_DMSTATE_CONNECT_SUCCESS;
}

/* Without --keep. */
static int status_of_register(const stay *at) {
    if (at->dmstate == QDMP_DMSTATE_REG_SUCCESS)
        return STATUS_GOOD;
    if (at->dmstate == QDMP_DMSTATE_REG_TIMEOUT)
        complain("register: no answer");
    return STATUS_FAULTY;
}

/* With --keep. A signal ends it. */
static int status_of_stay(const stay *at) {
    if (!at->registered_once)
        complain("register: ended before it was registered");
    else if (!at->registered || at->code == QDMP_COAP_DELETED)
        return STATUS_GOOD;
    else
        complain(at->code ? "register: the de-register was refused" : "register: no answer to the de-register");
    return STATUS_FAULTY;
}

static int exit_status(const stay *at) {
    if (at->broken)
        return STATUS_TROUBLE;
    return at->leaving ? status_of_stay(at) : status_of_register(at);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static uint32_t wait_of(const stay *at) {
    uint32_t wait = qdmp_session_deadline(&at->session, clock_ms());
    return at->leaving && wait > patience_left(at) ? patience_left(at) : wait;
}

static void run(stay *at) {
    qdmp_span datagram;
    for (;;) {
        leave(at);
        send_due(at);
        if (!can_go_on(at) || is_over(at))
            return;
        switch (udp_wait(at->socket, wait_of(at), &datagram)) {
        case UDP_DATAGRAM: take_datagram(at, datagram); break;
        case UDP_NOTHING: break;
        case UDP_FAILED: at->broken = true; break;
        }
    }
}

static void connect_and_run(stay *at) {
    report_change(at, true);
    at->broken = !udp_open(at->socket, &at->how->server);
    qdmp_session_event(&at->session, clock_ms(), at->broken ? QDMP_SESSION_OPEN_FAILED : QDMP_SESSION_OPENED);
    report_change(at, false);
    run(at);
    udp_close(at->socket);
}

/* The size of the longest Location-Path. */
enum { SEGMENTS = QDMP_LOCATION_SEGMENTS_MAX, BYTES = SEGMENTS * QDMP_LOCATION_SEGMENT_MAX };

static qdmp_status open_session(stay *at, qdmp_room room, uint32_t random, qdmp_error *err) {
    qdmp_session_config config = QDMP_SESSION_CONFIG(&at->how->registration, room);
    config.ack_timeout = at->how->ack_timeout;
    config.location_segments = SEGMENTS;
    config.location_bytes = BYTES;
    return qdmp_session_open(&at->session, &config, clock_ms(), random, err);
}

/* Without --keep nothing is answered, because the run ends before a request could come. */
static qdmp_status open_object(stay *at, qdmp_error *err) {
    const module_settings *settings = &at->how->settings;
    at->object = (qdmp_object)QDMP_OBJECT(&settings->in_force, &at->how->crypto);
    return at->how->keep ? qdmp_object_etag(&at->how->crypto, settings->image, at->object.etag, err) : QDMP_OK;
}

int stay_registered(const registration_options *how, const report *to) {
    size_t objects = how->registration.objects.len ? how->registration.objects.len : QDMP_OBJECTS_MAX;
    size_t size = QDMP_SESSION_ROOM(objects, SEGMENTS, BYTES);
    qdmp_room room = {need(malloc(size)), size};
    stay at = {.how = how, .to = to, .socket = need(malloc(sizeof(udp)))};
    uint32_t random;
    qdmp_error err;
    int status;
    if (how->keep)
        stop_arm();
    if (!entropy(&random)) {
        status = STATUS_TROUBLE;
    } else if (open_session(&at, room, random, &err) != QDMP_OK || open_object(&at, &err) != QDMP_OK) {
        complain("register: %s", qdmp_status_text(err.status));
        status = STATUS_FAULTY;
    } else {
        connect_and_run(&at);
        status = exit_status(&at);
    }
    free(at.socket);
    free(room.ptr);
    return status;
}

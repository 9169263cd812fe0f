/* SPDX-License-Identifier: MIT */
#include "qdmp/session.h"

#include "registration_message.h"
#include "text.h"
#include <string.h>

/* What a session has before it; who has one of the last two is registered. */
enum { TASK_NONE, TASK_REGISTER, TASK_UPDATE, TASK_DEREGISTER };

/* How an exchange ends, in the order of the dmstates that say so. */
enum outcome { SUCCEEDED, FAILED, UNANSWERED };

#define FITS(success, outcome, dmstate) ((int)(success) + (int)(outcome) == (int)(dmstate))
_Static_assert(FITS(QDMP_DMSTATE_REG_SUCCESS, FAILED, QDMP_DMSTATE_REG_FAILED) &&
                   FITS(QDMP_DMSTATE_REG_SUCCESS, UNANSWERED, QDMP_DMSTATE_REG_TIMEOUT) &&
                   FITS(QDMP_DMSTATE_UPDATE_SUCCESS, FAILED, QDMP_DMSTATE_UPDATE_FAILED) &&
                   FITS(QDMP_DMSTATE_UPDATE_SUCCESS, UNANSWERED, QDMP_DMSTATE_UPDATE_TIMEOUT),
               "a dmstate is its success plus an outcome");
#undef FITS

/* The longest step forward; what looks longer is a step back. */
#define STEP_MAX ((uint32_t)1 << 31)

/* No Message ID. */
#define NONE_CONFIRMED ((uint32_t)UINT16_MAX + 1)

/* --- time --- */

static uint32_t elapsed(const qdmp_session *session, uint32_t now) {
    uint32_t step = now - session->clock;
    return step <= STEP_MAX ? step : 0;
}

static void advance(qdmp_session *session, uint32_t now) {
    uint32_t step = elapsed(session, now);
    session->clock += step;
    session->time += step;
}

/* How far above ACK_TIMEOUT the first timeout may lie. */
static uint32_t jitter(const qdmp_session_config *config) {
    return config->ack_timeout * (config->ack_random_factor - 100u) / 100;
}

/* MAX_TRANSMIT_WAIT (RFC 7252, 4.8.2). The limits of the settings keep it below 2^32. */
static uint32_t transmit_wait(const qdmp_session_config *config) {
    return (config->ack_timeout + jitter(config)) * ((2u << config->max_retransmit) - 1);
}

uint32_t qdmp_session_deadline(const qdmp_session *session, uint32_t now) {
    uint32_t wait = QDMP_SESSION_WAIT_MAX, step = elapsed(session, now);
    uint64_t due = session->due;
    if (session->task == TASK_UPDATE && session->expires < due)
        due = session->expires;
    if (session->task != TASK_NONE && due < session->time + wait)
        wait = due > session->time ? (uint32_t)(due - session->time) : 0;
    return session->reply_size || wait < step ? 0 : wait - step;
}

/* --- what to do next --- */

/* Drops what is under way. Each exchange has a Message ID of its own (RFC 7252, 4.4). */
static void plan(qdmp_session *session, unsigned task, uint64_t due) {
    session->task = (uint8_t)task;
    session->due = due;
    session->sent = 0;
    session->acknowledged = 0;
    session->id++;
}

/*
 * The lifetime counts from the first transmission: the server, who counts from one of them or from a later time, never
 * ends it earlier.
 */
static void plan_update(qdmp_session *session) {
    uint64_t lifetime = (uint64_t)qdmp_registration_lifetime(session->config.registration) * 1000;
    uint64_t reserve = transmit_wait(&session->config);
    session->expires = session->began + lifetime;
    plan(session, TASK_UPDATE, session->began + (lifetime > 2 * reserve ? lifetime - reserve : lifetime / 2));
}

static void plan_retry(qdmp_session *session) {
    uint32_t retry = session->retry, most = session->config.retry_max;
    session->retry = retry > most / 2 ? most : 2 * retry;
    plan(session, TASK_REGISTER, session->time + (uint64_t)retry * 1000);
}

static void conclude(qdmp_session *session, enum outcome outcome) {
    unsigned task = session->task, success = QDMP_DMSTATE_UPDATE_SUCCESS;
    if (task == TASK_DEREGISTER) {
        session->dmstate = QDMP_DMSTATE_INITIAL_STATE;
        plan(session, TASK_NONE, 0);
        return;
    }
    if (task == TASK_REGISTER)
        success = QDMP_DMSTATE_REG_SUCCESS;
    session->dmstate = (uint8_t)(success + outcome);
    if (outcome != SUCCEEDED && task == TASK_REGISTER) {
        plan_retry(session);
    } else if (outcome != SUCCEEDED) {
        plan(session, TASK_REGISTER, session->time);
    } else {
        session->retry = session->config.retry_min;
        plan_update(session);
    }
}

/* --- the Location-Path --- */

/*
 * It lies at the front of the room, as the Uri-Path options of the requests to come. The datagram has what is left of the
 * room.
 */
static qdmp_room behind_location(const qdmp_session *session) {
    qdmp_room room = session->config.room;
    room.ptr += session->location;
    room.cap -= session->location;
    return room;
}

/* Keeps segment `index`, if it is fit and there is room. */
static bool keep_segment(qdmp_session *session, unsigned index, qdmp_span segment) {
    qdmp_room room = behind_location(session);
    qdmp__writer measure = {NULL, 0}, writer = {room.ptr, 0};
    qdmp__put_uri_path(&measure, index, segment);
    if (index == QDMP_LOCATION_SEGMENTS_MAX || segment.len - 1 >= QDMP_LOCATION_SEGMENT_MAX || measure.size > room.cap)
        return false;
    qdmp__put_uri_path(&writer, index, segment);
    session->location += writer.size;
    return true;
}

/*
 * Keeps the Location-Path of the answer to a register, over the register's datagram. Returns whether there is one that
 * is fit to be kept.
 */
static bool keep_location(qdmp_session *session, qdmp_coap_options options) {
    unsigned count = 0;
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        if (option.number == QDMP_COAP_LOCATION_PATH && !keep_segment(session, count++, option.value))
            return false;
    }
    return count != 0;
}

/* --- opening, and events --- */

static bool in_range(const qdmp_session_config *config) {
    return config->ack_timeout - 1 < QDMP_SESSION_ACK_TIMEOUT_MAX && config->ack_random_factor >= 100 &&
           config->ack_random_factor <= QDMP_SESSION_ACK_RANDOM_FACTOR_MAX &&
           config->max_retransmit <= QDMP_SESSION_MAX_RETRANSMIT_MAX && config->retry_min &&
           config->retry_min <= config->retry_max;
}

qdmp_status qdmp_session_open(qdmp_session *session, const qdmp_session_config *config, uint32_t now, uint32_t entropy,
                              qdmp_error *err) {
    static const qdmp_exchange trial = {0, {"0000", QDMP_SESSION_TOKEN}};
    if (!in_range(config))
        return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_NONE, 0);
    qdmp_status status = qdmp_register_encode(config->registration, &trial, config->room, NULL, err);
    if (status != QDMP_OK)
        return status;
    memset(session, 0, sizeof *session);
    session->config = *config;
    session->clock = now;
    session->id = (uint16_t)entropy;
    session->confirmed = NONE_CONFIRMED;
    session->dmstate = QDMP_DMSTATE_INITIAL_STATE;
    return QDMP_OK;
}

static void forbid(qdmp_session *session) {
    if (session->task == TASK_UPDATE)
        plan(session, TASK_DEREGISTER, session->time);
    else if (session->task == TASK_REGISTER)
        plan(session, TASK_NONE, 0);
    if (session->task == TASK_NONE)
        session->dmstate = QDMP_DMSTATE_INITIAL_STATE;
}

void qdmp_session_event(qdmp_session *session, uint32_t now, qdmp_session_change event) {
    advance(session, now);
    if (event == QDMP_SESSION_FORBIDDEN) {
        forbid(session);
        return;
    }
    session->reply_size = 0;
    session->retry = session->config.retry_min;
    plan(session, event == QDMP_SESSION_OPENED ? TASK_REGISTER : TASK_NONE, session->time);
    session->dmstate = event == QDMP_SESSION_OPENED        ? QDMP_DMSTATE_CONNECT_SUCCESS
                       : event == QDMP_SESSION_OPEN_FAILED ? QDMP_DMSTATE_CONNECT_FAILED
                                                           : QDMP_DMSTATE_INITIAL_STATE;
}

uint32_t qdmp_session_dmstate(const qdmp_session *session) {
    return session->dmstate;
}

/* --- what comes --- */

static void owe(qdmp_session *session, qdmp_coap_type type, unsigned code, uint16_t id, qdmp_span token) {
    qdmp_room room = {session->reply, sizeof session->reply};
    qdmp_coap_message message = {.type = type, .code = (uint8_t)code, .id = id, .token = token};
    size_t size = 0;
    (void)qdmp_coap_encode(&message, NULL, 0, room, &size, NULL);
    session->reply_size = (uint8_t)size;
}

static void owe_empty(qdmp_session *session, qdmp_coap_type type, unsigned id) {
    owe(session, type, QDMP_COAP_EMPTY, (uint16_t)id, (qdmp_span){NULL, 0});
}

static bool is_request(const qdmp_coap_message *message) {
    return message->code && message->code < QDMP_COAP_CODE(1, 0);
}

static bool is_response(const qdmp_coap_message *message) {
    return message->code >= QDMP_COAP_CODE(2, 0) && message->code < QDMP_COAP_CODE(6, 0);
}

static bool is_answer(const qdmp_session *session, const qdmp_coap_message *message) {
    return session->sent && is_response(message) && message->token.len == sizeof session->token &&
           memcmp(message->token.ptr, &session->token, sizeof session->token) == 0;
}

/* Rejects what is confirmable (RFC 7252, 4.2), unless it is a duplicate of what was acknowledged. */
static qdmp_session_receipt reject(qdmp_session *session, const qdmp_coap_message *message) {
    if (message->type == QDMP_COAP_CON)
        owe_empty(session, is_response(message) && message->id == session->confirmed ? QDMP_COAP_ACK : QDMP_COAP_RST,
                  message->id);
    return QDMP_SESSION_NOTHING;
}

/* A format error in a confirmable message is rejected too, if only its header can be read. */
static qdmp_session_receipt reject_garbage(qdmp_session *session, qdmp_span datagram) {
    const unsigned char *in = qdmp__bytes(datagram);
    if (datagram.len >= QDMP_COAP_HEADER && in[0] >> 4 == (1 << 2 | QDMP_COAP_CON))
        owe_empty(session, QDMP_COAP_RST, (unsigned)in[2] << 8 | in[3]);
    return QDMP_SESSION_NOTHING;
}

/* No answer here has a use for a critical option, so that one that has it is to be rejected (RFC 7252, 5.4.1). */
static bool has_critical(qdmp_coap_options options) {
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK)
        if (option.number & 1)
            return true;
    return false;
}

/* A de-register is over with any answer. */
static bool is_success(qdmp_session *session, const qdmp_coap_message *answer) {
    if (session->task == TASK_REGISTER)
        return answer->code == QDMP_COAP_CREATED && keep_location(session, answer->options);
    return answer->code == QDMP_COAP_CHANGED;
}

static qdmp_session_receipt take_answer(qdmp_session *session, const qdmp_coap_message *answer) {
    if (has_critical(answer->options))
        return reject(session, answer);
    if (answer->type == QDMP_COAP_CON) {
        session->confirmed = answer->id;
        owe_empty(session, QDMP_COAP_ACK, answer->id);
    }
    conclude(session, is_success(session, answer) ? SUCCEEDED : FAILED);
    return QDMP_SESSION_ANSWER;
}

/* An acknowledgement or a Reset. */
static qdmp_session_receipt take_echo(qdmp_session *session, const qdmp_coap_message *message) {
    if (!session->sent || message->id != session->id)
        return QDMP_SESSION_NOTHING;
    if (message->type == QDMP_COAP_ACK && is_answer(session, message))
        return take_answer(session, message);
    if (message->code != QDMP_COAP_EMPTY)
        return QDMP_SESSION_NOTHING;
    if (message->type == QDMP_COAP_RST) {
        conclude(session, FAILED);
        return QDMP_SESSION_ANSWER;
    }
    session->acknowledged = 1;
    session->due = session->began + transmit_wait(&session->config);
    return QDMP_SESSION_NOTHING;
}

qdmp_session_receipt qdmp_session_receive(qdmp_session *session, uint32_t now, qdmp_span datagram,
                                          qdmp_coap_message *request) {
    qdmp_coap_message message;
    advance(session, now);
    if (session->task == TASK_NONE)
        return QDMP_SESSION_NOTHING;
    if (qdmp_coap_decode(datagram, &message, NULL) != QDMP_OK)
        return reject_garbage(session, datagram);
    if (message.type == QDMP_COAP_ACK || message.type == QDMP_COAP_RST)
        return take_echo(session, &message);
    if (is_answer(session, &message))
        return take_answer(session, &message);
    if (!is_request(&message))
        return reject(session, &message);
    if (message.type == QDMP_COAP_CON)
        owe(session, QDMP_COAP_ACK, QDMP_COAP_NOT_IMPLEMENTED, message.id, message.token);
    *request = message;
    return QDMP_SESSION_REQUEST;
}

void qdmp_session_take(qdmp_session *session) {
    session->reply_size = 0;
}

/* --- what goes --- */

/* Encodes the update or de-register that is to be sent. */
static qdmp_status encode_to_location(qdmp_session *session, const qdmp_exchange *exchange, qdmp_error *err) {
    qdmp__registration_message message = {
        NULL, exchange, NULL, {session->config.room.ptr, session->location}, QDMP_NAME_UPDATE, QDMP__UNBOUNDED};
    if (session->task == TASK_UPDATE)
        message.registration = session->config.registration;
    return qdmp__registration_encode(&message, behind_location(session), &session->size, err);
}

static qdmp_status encode(qdmp_session *session, qdmp_error *err) {
    qdmp_exchange exchange = {session->id, {(const char *)&session->token, sizeof session->token}};
    if (session->task != TASK_REGISTER)
        return encode_to_location(session, &exchange, err);
    session->location = 0;
    return qdmp_register_encode(session->config.registration, &exchange, session->config.room, &session->size, err);
}

static qdmp_status start(qdmp_session *session, uint32_t entropy, qdmp_error *err) {
    session->token = entropy;
    session->began = session->time;
    session->timeout = session->config.ack_timeout + (uint32_t)((uint64_t)jitter(&session->config) * entropy >> 32);
    return encode(session, err);
}

/* Ends what has had its time: an exchange without an answer, then a registration without an update. */
static void expire(qdmp_session *session) {
    uint64_t time = session->time, due = session->due;
    bool registered = session->task == TASK_UPDATE;
    bool last = session->acknowledged || session->sent > session->config.max_retransmit;
    if (last && time >= due && !(registered && session->expires < due)) {
        conclude(session, UNANSWERED);
    } else if (registered && time >= session->expires) {
        session->dmstate = QDMP_DMSTATE_LIFETIME_TIMEOUT;
        plan(session, TASK_REGISTER, time);
    }
}

qdmp_status qdmp_session_poll(qdmp_session *session, uint32_t now, uint32_t entropy, qdmp_span *datagram,
                              qdmp_error *err) {
    advance(session, now);
    if (session->reply_size) {
        *datagram = (qdmp_span){session->reply, session->reply_size};
        session->reply_size = 0;
        return QDMP_OK;
    }
    expire(session);
    if (session->task == TASK_NONE || session->time < session->due)
        return QDMP_END;
    if (session->sent) {
        session->timeout *= 2;
    } else {
        qdmp_status status = start(session, entropy, err);
        if (status != QDMP_OK) {
            conclude(session, FAILED);
            return status;
        }
    }
    session->sent++;
    session->due = session->time + session->timeout;
    *datagram = (qdmp_span){behind_location(session).ptr, session->size};
    return QDMP_OK;
}

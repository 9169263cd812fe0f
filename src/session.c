/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "qdmp/session.h"

#include "qdmp/crc32.h"

#include "registration_message.h"
#include "session_state.h"
#include "text.h"

/* The results of an exchange, in the order of the dmstates that report them. */
enum qdmp__outcome { QDMP__SUCCEEDED, QDMP__FAILED, QDMP__UNANSWERED };

#define QDMP__DMSTATE_FITS(success, outcome, dmstate) ((int)(success) + (int)(outcome) == (int)(dmstate))
QDMP__STATIC_ASSERT(QDMP__DMSTATE_FITS(QDMP_DMSTATE_REG_SUCCESS, QDMP__FAILED, QDMP_DMSTATE_REG_FAILED) &&
                        QDMP__DMSTATE_FITS(QDMP_DMSTATE_REG_SUCCESS, QDMP__UNANSWERED, QDMP_DMSTATE_REG_TIMEOUT) &&
                        QDMP__DMSTATE_FITS(QDMP_DMSTATE_UPDATE_SUCCESS, QDMP__FAILED, QDMP_DMSTATE_UPDATE_FAILED) &&
                        QDMP__DMSTATE_FITS(QDMP_DMSTATE_UPDATE_SUCCESS, QDMP__UNANSWERED, QDMP_DMSTATE_UPDATE_TIMEOUT),
                    "a dmstate is its success plus an outcome");
#undef QDMP__DMSTATE_FITS

/* A number that is no Message ID. */
#define QDMP__NONE_CONFIRMED ((uint32_t)UINT16_MAX + 1)

/* --- time --- */

void qdmp__session_advance(qdmp_session *session, uint64_t now) {
    if (now > session->time)
        session->time = now;
}

uint64_t qdmp__session_lifetime(const qdmp_session_config *config) {
    return (uint64_t)qdmp_registration_lifetime(config->registration) * 1000;
}

/* The range above ACK_TIMEOUT in which the first timeout may lie. */
static uint32_t jitter(const qdmp_session_config *config) {
    return config->ack_timeout * (config->ack_random_factor - 100u) / 100;
}

/* The longest first timeout. */
static uint32_t first_timeout(const qdmp_session_config *config) {
    return config->ack_timeout + jitter(config);
}

/* MAX_TRANSMIT_WAIT (RFC 7252, 4.8.2). The limits of the settings keep it below 2^32. */
static uint32_t transmit_wait(const qdmp_session_config *config) {
    return first_timeout(config) * ((2u << config->max_retransmit) - 1);
}

uint32_t qdmp_session_deadline(const qdmp_session *session, uint64_t now) {
    uint64_t due = session->due;
    if (session->task == QDMP__TASK_UPDATE && session->expires < due)
        due = session->expires;
    if (now < session->time)
        now = session->time;
    if (session->reply_size)
        return 0;
    if (session->task == QDMP__TASK_NONE || due > now + QDMP_SESSION_WAIT_MAX)
        return QDMP_SESSION_WAIT_MAX;
    return due > now ? (uint32_t)(due - now) : 0;
}

/* --- what to do next --- */

void qdmp__session_plan(qdmp_session *session, unsigned task) {
    session->task = (uint8_t)task;
    session->due = session->time;
    session->sent = 0;
    session->acknowledged = 0;
}

/* Stops sending the request, because its answer will come later. Waits for it as long as RFC 7252 allows. */
static void await_answer(qdmp_session *session) {
    session->acknowledged = 1;
    session->due = session->began + transmit_wait(&session->config);
}

void qdmp__session_plan_update(qdmp_session *session, uint64_t expires) {
    uint64_t half = qdmp__session_lifetime(&session->config) / 2;
    uint64_t lead = qdmp__at_most(half, transmit_wait(&session->config));
    qdmp__session_plan(session, QDMP__TASK_UPDATE);
    session->expires = expires;
    session->due = expires > lead ? expires - lead : 0;
}

static void plan_retry(qdmp_session *session) {
    uint32_t retry = session->retry, most = session->config.retry_max;
    session->retry = retry > most / 2 ? most : 2 * retry;
    qdmp__session_plan(session, QDMP__TASK_REGISTER);
    session->due += (uint64_t)retry * 1000;
}

/* Earlier failures no longer make a register wait. */
static void forgive(qdmp_session *session) {
    session->late = 0;
    session->overrun = 0;
    session->retry = session->config.retry_min;
}

static void end_stay(qdmp_session *session) {
    session->dmstate = QDMP_DMSTATE_INITIAL_STATE;
    qdmp__session_plan(session, QDMP__TASK_NONE);
}

/* Ends an exchange of a session to which access is forbidden. */
static void conclude_withdrawal(qdmp_session *session, enum qdmp__outcome outcome) {
    if (session->task == QDMP__TASK_DEREGISTER || outcome != QDMP__SUCCEEDED) {
        end_stay(session);
        return;
    }
    session->dmstate = QDMP_DMSTATE_REG_SUCCESS;
    qdmp__session_plan(session, QDMP__TASK_DEREGISTER);
}

/*
 * The lifetime counts from the first transmission. The server counts from one of the transmissions or from a later
 * time, so it does not end the lifetime earlier. Returns whether the lifetime had passed when the answer came, and the
 * session had waited for the answer.
 */
static bool grant_lifetime(qdmp_session *session) {
    uint64_t due = session->due, expires = session->began + qdmp__session_lifetime(&session->config);
    qdmp__session_plan_update(session, expires);
    return session->time >= expires && due >= expires;
}

static void conclude(qdmp_session *session, enum qdmp__outcome outcome) {
    bool registers = session->task == QDMP__TASK_REGISTER, late = false;
    if (!registers && session->task != QDMP__TASK_UPDATE) {
        conclude_withdrawal(session, outcome);
        return;
    }
    session->dmstate =
        (uint8_t)((registers ? (int)QDMP_DMSTATE_REG_SUCCESS : (int)QDMP_DMSTATE_UPDATE_SUCCESS) + (int)outcome);
    if (outcome == QDMP__SUCCEEDED) {
        late = grant_lifetime(session);
    } else if (registers) {
        plan_retry(session);
        return;
    } else {
        qdmp__session_plan(session, QDMP__TASK_REGISTER);
    }
    if (late)
        session->late = 1;
    else if (!registers || !session->overrun)
        forgive(session);
}

/*
 * The lifetime has passed. If the session was waiting for an answer, and the lifetime before ended in the same way, the
 * next register waits like one that failed. Otherwise registers would follow each other without a pause. If the next
 * step was due before the end of the lifetime, the session did not wait, but its caller slept.
 */
static void run_out(qdmp_session *session) {
    bool waited = session->late || (session->sent && session->due >= session->expires), again = session->overrun;
    session->dmstate = QDMP_DMSTATE_LIFETIME_TIMEOUT;
    if (!waited)
        forgive(session);
    session->late = 0;
    session->overrun = waited;
    if (waited && again)
        plan_retry(session);
    else
        qdmp__session_plan(session, QDMP__TASK_REGISTER);
}

/* --- the Location-Path --- */

/*
 * The Location-Path is at the front of the room, as the Uri-Path options of later requests. The datagram uses the rest
 * of the room.
 */
static qdmp_room behind_location(const qdmp_session *session) {
    qdmp_room room = session->config.room;
    room.ptr += session->location;
    room.cap -= session->location;
    return room;
}

static qdmp_status keep_segment(qdmp_session *session, unsigned index, qdmp_span segment) {
    qdmp_room room = behind_location(session);
    qdmp__writer measure = {NULL, 0}, writer = {room.ptr, 0};
    qdmp__put_uri_path(&measure, index, segment);
    if (index == QDMP_LOCATION_SEGMENTS_MAX || !qdmp__segment_fits(segment))
        return QDMP_LOCATION_PATH;
    if (measure.size > room.cap)
        return QDMP_NO_SPACE;
    qdmp__put_uri_path(&writer, index, segment);
    session->location += writer.size;
    return QDMP_OK;
}

qdmp_status qdmp__session_keep_path(qdmp_session *session, qdmp_coap_options options, uint16_t number) {
    unsigned count = 0;
    qdmp_coap_option option;
    qdmp_status status = QDMP_LOCATION_PATH;
    session->location = 0;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        if (option.number != number)
            continue;
        status = keep_segment(session, count++, option.value);
        if (status != QDMP_OK)
            break;
    }
    return status;
}

static bool has_room(const qdmp_session_config *config, size_t update, size_t location) {
    return update + 2 * location <= config->room.cap;
}

bool qdmp__session_can_update(const qdmp_session *session) {
    return has_room(&session->config, session->update, session->location);
}

/* --- opening, and events --- */

static bool in_range(const qdmp_session_config *config) {
    return config->ack_timeout - 1 < QDMP_SESSION_ACK_TIMEOUT_MAX && config->ack_random_factor >= 100 &&
           config->ack_random_factor <= QDMP_SESSION_ACK_RANDOM_FACTOR_MAX &&
           config->max_retransmit <= QDMP_SESSION_MAX_RETRANSMIT_MAX && config->retry_min &&
           config->retry_min <= config->retry_max && config->location_segments - 1u < QDMP_LOCATION_SEGMENTS_MAX &&
           config->location_bytes <= QDMP_LOCATION_SEGMENTS_MAX * QDMP_LOCATION_SEGMENT_MAX;
}

/* Bytes of an update without its path; one more if the name is so short that the length of epi= is a nibble. */
static size_t update_size(const qdmp_registration *registration) {
    size_t name = 0, longest = QDMP_UPDATE_MAX(0, 0) - (QDMP_COAP_TOKEN_MAX - QDMP_SESSION_TOKEN);
    (void)qdmp_endpoint_name(registration, QDMP_NAME_UPDATE, (qdmp_room){NULL, 0}, &name, NULL);
    return longest - QDMP_ENDPOINT_NAME_MAX + name;
}

qdmp_status qdmp_session_open(qdmp_session *session, const qdmp_session_config *config, uint64_t now, uint32_t entropy,
                              qdmp_error *err) {
    static const qdmp_exchange trial = {0, {"0000", QDMP_SESSION_TOKEN}};
    size_t size, update;
    if (!in_range(config))
        return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_NONE, 0);
    qdmp_status status = qdmp_register_encode(config->registration, &trial, config->room, &size, err);
    if (status != QDMP_OK)
        return status;
    update = update_size(config->registration);
    if (first_timeout(config) >= qdmp__session_lifetime(config))
        return qdmp__report(err, QDMP_TIMING, QDMP_FIELD_NONE, 0);
    if (!has_room(config, update, 2u * config->location_segments + config->location_bytes))
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    memset(session, 0, sizeof *session);
    session->config = *config;
    session->time = now;
    session->registered = qdmp_crc32(0, (qdmp_span){config->room.ptr, size});
    session->update = update;
    session->next_id = (uint16_t)(entropy + 1);
    session->confirmed = QDMP__NONE_CONFIRMED;
    return QDMP_OK;
}

static void forbid(qdmp_session *session) {
    if (session->task == QDMP__TASK_UPDATE) {
        qdmp__session_plan(session, QDMP__TASK_DEREGISTER);
    } else if (session->task == QDMP__TASK_REGISTER && session->sent) {
        session->task = QDMP__TASK_WITHDRAW;
        await_answer(session);
    } else if (session->task <= QDMP__TASK_REGISTER) {
        end_stay(session);
    }
}

void qdmp_session_event(qdmp_session *session, uint64_t now, qdmp_session_change event) {
    qdmp__session_advance(session, now);
    if (event == QDMP_SESSION_FORBIDDEN) {
        forbid(session);
        return;
    }
    session->reply_size = 0;
    forgive(session);
    qdmp__session_plan(session, event == QDMP_SESSION_OPENED ? QDMP__TASK_REGISTER : QDMP__TASK_NONE);
    session->dmstate = event == QDMP_SESSION_OPENED        ? QDMP_DMSTATE_CONNECT_SUCCESS
                       : event == QDMP_SESSION_OPEN_FAILED ? QDMP_DMSTATE_CONNECT_FAILED
                                                           : QDMP_DMSTATE_INITIAL_STATE;
}

uint32_t qdmp_session_dmstate(const qdmp_session *session) {
    return session->dmstate;
}

/* --- receiving --- */

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

static bool is_answer(const qdmp_session *session, const qdmp_coap_message *message) {
    return session->sent && qdmp_coap_is_response(message->code) && message->token.len == sizeof session->token &&
           memcmp(message->token.ptr, &session->token, sizeof session->token) == 0;
}

/* Rejects a confirmable message (RFC 7252, 4.2), unless it is a duplicate of an acknowledged one. */
static qdmp_session_receipt reject(qdmp_session *session, const qdmp_coap_message *message) {
    if (message->type == QDMP_COAP_CON)
        owe_empty(session,
                  qdmp_coap_is_response(message->code) && message->id == session->confirmed ? QDMP_COAP_ACK
                                                                                            : QDMP_COAP_RST,
                  message->id);
    return QDMP_SESSION_NOTHING;
}

/* A format error in a confirmable message is rejected too, even if only its header can be read. */
static qdmp_session_receipt reject_garbage(qdmp_session *session, qdmp_span datagram) {
    const unsigned char *in = qdmp__bytes(datagram);
    if (datagram.len >= QDMP_COAP_HEADER && in[0] >> 4 == (1 << 2 | QDMP_COAP_CON))
        owe_empty(session, QDMP_COAP_RST, (unsigned)in[2] << 8 | in[3]);
    return QDMP_SESSION_NOTHING;
}

/* No answer here uses a critical option, so an answer with one must be rejected (RFC 7252, 5.4.1). */
static bool has_critical(qdmp_coap_options options) {
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK)
        if (option.number & 1)
            return true;
    return false;
}

/* Keeps the path of the answer to a register, if the message that needs it will fit the room. */
static qdmp_status keep_location(qdmp_session *session, qdmp_coap_options options) {
    qdmp_status status = qdmp__session_keep_path(session, options, QDMP_COAP_LOCATION_PATH);
    bool updates = session->task == QDMP__TASK_REGISTER;
    return status == QDMP_OK && updates && !qdmp__session_can_update(session) ? QDMP_NO_SPACE : status;
}

/* Any answer ends a de-register. */
static qdmp_session_receipt judge_answer(qdmp_session *session, const qdmp_coap_message *answer) {
    bool registers = session->task == QDMP__TASK_REGISTER || session->task == QDMP__TASK_WITHDRAW;
    bool success = answer->code == (registers ? QDMP_COAP_CREATED : QDMP_COAP_CHANGED);
    qdmp_status kept = success && registers ? keep_location(session, answer->options) : QDMP_OK;
    conclude(session, success && kept == QDMP_OK ? QDMP__SUCCEEDED : QDMP__FAILED);
    return kept == QDMP_NO_SPACE ? QDMP_SESSION_NO_ROOM : QDMP_SESSION_ANSWER;
}

static qdmp_session_receipt take_answer(qdmp_session *session, const qdmp_coap_message *answer) {
    if (has_critical(answer->options))
        return reject(session, answer);
    if (answer->type == QDMP_COAP_CON) {
        session->confirmed = answer->id;
        owe_empty(session, QDMP_COAP_ACK, answer->id);
    }
    return judge_answer(session, answer);
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
        conclude(session, QDMP__FAILED);
        return QDMP_SESSION_ANSWER;
    }
    await_answer(session);
    return QDMP_SESSION_NOTHING;
}

qdmp_session_receipt qdmp_session_receive(qdmp_session *session, uint64_t now, qdmp_span datagram,
                                          qdmp_coap_message *request) {
    qdmp_coap_message message;
    qdmp__session_advance(session, now);
    if (session->task == QDMP__TASK_NONE)
        return QDMP_SESSION_NOTHING;
    if (qdmp_coap_decode(datagram, &message, NULL) != QDMP_OK)
        return reject_garbage(session, datagram);
    if (message.type == QDMP_COAP_ACK || message.type == QDMP_COAP_RST)
        return take_echo(session, &message);
    if (is_answer(session, &message))
        return take_answer(session, &message);
    if (!qdmp_coap_is_request(message.code))
        return reject(session, &message);
    if (message.type == QDMP_COAP_CON)
        owe(session, QDMP_COAP_ACK, QDMP_COAP_NOT_IMPLEMENTED, message.id, message.token);
    *request = message;
    return QDMP_SESSION_REQUEST;
}

void qdmp_session_take(qdmp_session *session) {
    session->reply_size = 0;
}

uint16_t qdmp_session_next_id(qdmp_session *session) {
    return session->next_id++;
}

/* --- sending --- */

/* Encodes the update or de-register to send. */
static qdmp_status encode_to_location(qdmp_session *session, const qdmp_exchange *exchange, qdmp_error *err) {
    qdmp__registration_message message = {
        NULL, exchange, NULL, {session->config.room.ptr, session->location}, QDMP_NAME_UPDATE, QDMP__UNBOUNDED};
    if (session->task == QDMP__TASK_UPDATE)
        message.registration = session->config.registration;
    return qdmp__registration_encode(&message, behind_location(session), &session->size, err);
}

static qdmp_status encode_exchange(qdmp_session *session, qdmp_error *err) {
    qdmp_exchange exchange = {session->id, {(const char *)&session->token, sizeof session->token}};
    if (session->task != QDMP__TASK_REGISTER)
        return encode_to_location(session, &exchange, err);
    session->location = 0;
    return qdmp_register_encode(session->config.registration, &exchange, session->config.room, &session->size, err);
}

/* Each exchange has a Message ID of its own (RFC 7252, 4.4). */
static qdmp_status start_exchange(qdmp_session *session, uint32_t entropy, qdmp_error *err) {
    session->id = qdmp_session_next_id(session);
    session->token = entropy;
    session->began = session->time;
    session->timeout = session->config.ack_timeout + (uint32_t)((uint64_t)jitter(&session->config) * entropy >> 32);
    return encode_exchange(session, err);
}

/* Ends what has timed out: an exchange without an answer, then a registration without an update. */
static void expire(qdmp_session *session) {
    uint64_t time = session->time, due = session->due;
    bool registered = session->task == QDMP__TASK_UPDATE;
    bool last = session->acknowledged || session->sent > session->config.max_retransmit;
    if (last && time >= due && (!registered || session->expires >= due))
        conclude(session, QDMP__UNANSWERED);
    else if (registered && time >= session->expires)
        run_out(session);
}

qdmp_status qdmp_session_poll(qdmp_session *session, uint64_t now, uint32_t entropy, qdmp_span *datagram,
                              qdmp_error *err) {
    qdmp__session_advance(session, now);
    if (session->reply_size) {
        *datagram = (qdmp_span){session->reply, session->reply_size};
        session->reply_size = 0;
        return QDMP_OK;
    }
    expire(session);
    if (session->task == QDMP__TASK_NONE || session->time < session->due)
        return QDMP_END;
    if (session->sent) {
        session->timeout *= 2;
    } else {
        qdmp_status status = start_exchange(session, entropy, err);
        if (status != QDMP_OK) {
            conclude(session, QDMP__FAILED);
            return status;
        }
    }
    session->sent++;
    session->due = session->time + session->timeout;
    *datagram = (qdmp_span){behind_location(session).ptr, session->size};
    return QDMP_OK;
}

#endif

/* SPDX-License-Identifier: MIT */
#include "session_model.h"

#include "check.h"

#include <string.h>

enum { STATE_INITIAL = 0, STATE_CONNECTED = 4, STATE_NOT_CONNECTED = 5, STATE_LIFETIME = 9, NO_ID = 65536 };

enum ending { SUCCEEDED, FAILED, UNANSWERED };

/* Longer than any deadline that a session may give. */
enum { WAIT_MAX = 0x40000000 };

static struct naive_coap coap;

/* ---- Time ---- */

static void advance(struct model *m, uint32_t now) {
    uint32_t step = now - m->clock;
    if (step > 0x80000000U)
        return; /* from before the last one seen */
    m->time += step;
    m->clock = now;
}

/* MAX_TRANSMIT_WAIT (RFC 7252, 4.8.2). */
static uint64_t transmit_wait(const struct model *m) {
    uint64_t longest = (uint64_t)m->config.ack_timeout * m->config.ack_random_factor / 100, wait = 0;
    for (unsigned i = 0; i <= m->config.max_retransmit; i++)
        wait += longest << i;
    return wait;
}

/* ---- What comes next ---- */

static void plan(struct model *m, enum model_task task, uint64_t due) {
    m->task = task;
    m->due = due;
    m->sent = 0;
    m->acknowledged = false;
    m->hidden = false;
}

static void plan_update(struct model *m) {
    uint64_t lifetime = (uint64_t)register_lifetime(&m->registering.registration) * 1000, wait = transmit_wait(m);
    m->expires = m->began + lifetime;
    m->retry = m->config.retry_min;
    plan(m, MODEL_UPDATE, lifetime > 2 * wait ? m->expires - wait : m->began + lifetime / 2);
}

static void plan_retry(struct model *m) {
    uint64_t retry = m->retry, twice = 2 * retry;
    m->retry = twice > m->config.retry_max ? m->config.retry_max : (uint32_t)twice;
    plan(m, MODEL_REGISTER, m->time + retry * 1000);
}

static void conclude(struct model *m, enum ending ending) {
    static const uint32_t registers[] = {6, 7, 8}, updates[] = {11, 12, 13};
    if (m->task == MODEL_DEREGISTER) {
        m->dmstate = STATE_INITIAL;
        plan(m, MODEL_NONE, 0);
        return;
    }
    bool registers_now = m->task == MODEL_REGISTER;
    m->dmstate = registers_now ? registers[ending] : updates[ending];
    if (ending == SUCCEEDED)
        plan_update(m);
    else if (registers_now)
        plan_retry(m);
    else
        plan(m, MODEL_REGISTER, m->time);
}

/* ---- What is asked at any time ---- */

static bool is_dmstate(uint32_t state) {
    return state == 0 || (state >= 4 && state <= 9) || (state >= 11 && state <= 13);
}

static void check_state(const struct model *m) {
    uint32_t state = qdmp_session_dmstate(&m->session);
    FUZZ_CHECK(is_dmstate(state), "P37", "dmstate %u is none", (unsigned)state);
    FUZZ_CHECK(state == m->dmstate, "P38", "dmstate %u, not %u", (unsigned)state, (unsigned)m->dmstate);
}

static uint64_t next_due(const struct model *m) {
    return m->task == MODEL_UPDATE && m->expires < m->due ? m->expires : m->due;
}

uint32_t model_deadline(struct model *m) {
    uint32_t deadline = qdmp_session_deadline(&m->session, m->clock);
    uint64_t expected = WAIT_MAX, due = next_due(m);
    if (m->task != MODEL_NONE && due < m->time + WAIT_MAX)
        expected = due > m->time ? due - m->time : 0;
    if (m->reply_size > 0)
        expected = 0;
    FUZZ_CHECK(deadline == expected, "P39", "the next call in %u ms, not in %u", (unsigned)deadline,
               (unsigned)expected);
    for (uint32_t later = 1; later < 5000; later *= 7) {
        uint32_t rest = qdmp_session_deadline(&m->session, m->clock + later);
        FUZZ_CHECK(rest == (deadline > later ? deadline - later : 0), "P39", "%u ms, and %u of them later %u ms",
                   (unsigned)deadline, (unsigned)later, (unsigned)rest);
    }
    FUZZ_CHECK(qdmp_session_deadline(&m->session, m->clock - 1) == deadline, "P39", "a clock that goes back counts");
    return deadline;
}

/* ---- Opening, events ---- */

static bool config_fits(const qdmp_session_config *c) {
    return c->ack_timeout >= 1 && c->ack_timeout <= 600000 && c->ack_random_factor >= 100 &&
           c->ack_random_factor <= 1000 && c->max_retransmit <= 8 && c->retry_min >= 1 && c->retry_min <= c->retry_max;
}

static qdmp_status expected_at_open(struct model *m) {
    qdmp_exchange trial = {0, {"0000", 4}};
    if (!config_fits(&m->config))
        return QDMP_RANGE;
    /* Which registrations can be encoded is the target registration's to say. */
    return qdmp_register_encode(&m->registering.registration, &trial, m->config.room, NULL, NULL);
}

bool model_open(struct model *m, uint32_t now, uint32_t entropy) {
    qdmp_error err;
    qdmp_status expected = expected_at_open(m);
    fuzz_fill(&m->session, sizeof m->session);
    qdmp_status status = qdmp_session_open(&m->session, &m->config, now, entropy, &err);
    FUZZ_CHECK(status == expected, "P40", "opened with %s, not %s", qdmp_status_name(status),
               qdmp_status_name(expected));
    if (status != QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(&m->session, sizeof m->session), "P4", "session touched");
        FUZZ_CHECK(err.status == status, "P5", "status in the error");
        return false;
    }
    m->time = 0;
    m->clock = now;
    m->dmstate = STATE_INITIAL;
    m->any_exchange = false;
    m->last_id = (entropy - 1) & 0xFFFF;
    m->confirmed = NO_ID;
    m->reply_size = 0;
    m->retry = m->config.retry_min;
    m->location = 0;
    plan(m, MODEL_NONE, 0);
    check_state(m);
    (void)model_deadline(m);
    return true;
}

void model_event(struct model *m, uint32_t now, qdmp_session_change event) {
    advance(m, now);
    qdmp_session_event(&m->session, now, event);
    if (event == QDMP_SESSION_FORBIDDEN) {
        if (m->task == MODEL_UPDATE)
            plan(m, MODEL_DEREGISTER, m->time);
        else if (m->task == MODEL_REGISTER)
            plan(m, MODEL_NONE, 0);
        if (m->task == MODEL_NONE)
            m->dmstate = STATE_INITIAL;
    } else {
        static const uint32_t states[] = {[QDMP_SESSION_OPENED] = STATE_CONNECTED,
                                          [QDMP_SESSION_OPEN_FAILED] = STATE_NOT_CONNECTED,
                                          [QDMP_SESSION_CLOSED] = STATE_INITIAL};
        m->dmstate = states[event];
        m->reply_size = 0;
        m->retry = m->config.retry_min;
        plan(m, event == QDMP_SESSION_OPENED ? MODEL_REGISTER : MODEL_NONE, m->time);
    }
    check_state(m);
    (void)model_deadline(m);
}

/* ---- Receiving ---- */

static void owe(struct model *m, unsigned type, unsigned code, unsigned id, qdmp_span token) {
    m->reply[0] = (unsigned char)(64 + 16 * type + token.len);
    m->reply[1] = (unsigned char)code;
    m->reply[2] = (unsigned char)(id / 256);
    m->reply[3] = (unsigned char)(id % 256);
    if (token.len > 0)
        memcpy(m->reply + 4, token.ptr, token.len);
    m->reply_size = 4 + token.len;
}

static void owe_empty(struct model *m, unsigned type, unsigned id) {
    owe(m, type, 0, id, (qdmp_span){NULL, 0});
}

static bool is_response(void) {
    return coap.code >= 0x40 && coap.code < 0xC0;
}

static bool is_answer(const struct model *m) {
    return m->sent > 0 && is_response() && fuzz_same_text(coap.token, m->registering.exchange.token);
}

static void reject(struct model *m) {
    if (coap.type == 0)
        owe_empty(m, is_response() && coap.id == m->confirmed ? 2 : 3, coap.id);
}

static size_t option_size(size_t length) {
    return 1 + length + (length > 268 ? 2 : length > 12 ? 1 : 0);
}

/* Keeps the Location-Path of the answer. Returns whether there is one that is fit, and room for it. */
static bool keep_path(struct model *m) {
    qdmp_location_path *path = &m->registering.path;
    path->count = m->location = 0;
    for (size_t i = 0; i < coap.option_count; i++) {
        qdmp_span value = coap.options[i].value;
        if (coap.options[i].number != 8)
            continue;
        if (path->count == 8 || value.len < 1 || value.len > 255)
            return false;
        m->location += option_size(value.len);
        if (m->location > m->config.room.cap)
            return false;
        memcpy(m->path[path->count], value.ptr, value.len);
        path->segments[path->count] = (qdmp_span){m->path[path->count], value.len};
        path->count++;
    }
    return path->count > 0;
}

static bool has_critical(void) {
    for (size_t i = 0; i < coap.option_count; i++)
        if (coap.options[i].number % 2 == 1)
            return true;
    return false;
}

static qdmp_session_receipt take_answer(struct model *m) {
    bool success;
    if (has_critical()) {
        reject(m);
        return QDMP_SESSION_NOTHING;
    }
    if (coap.type == 0) {
        m->confirmed = coap.id;
        owe_empty(m, 2, coap.id);
    }
    if (m->task == MODEL_REGISTER)
        success = coap.code == 0x41 && keep_path(m);
    else
        success = coap.code == 0x44;
    conclude(m, success ? SUCCEEDED : FAILED);
    return QDMP_SESSION_ANSWER;
}

static qdmp_session_receipt take_echo(struct model *m) {
    if (m->sent == 0 || coap.id != m->registering.exchange.id)
        return QDMP_SESSION_NOTHING;
    if (coap.type == 2 && is_answer(m))
        return take_answer(m);
    if (coap.code != 0)
        return QDMP_SESSION_NOTHING;
    if (coap.type == 3) {
        conclude(m, FAILED);
        return QDMP_SESSION_ANSWER;
    }
    m->acknowledged = true;
    m->due = m->began + transmit_wait(m);
    return QDMP_SESSION_NOTHING;
}

/* What must be made of the datagram that is in `coap`. */
static qdmp_session_receipt expect(struct model *m, qdmp_span datagram) {
    if (m->task == MODEL_NONE)
        return QDMP_SESSION_NOTHING;
    if (coap.offset_count > 0) {
        if (datagram.len >= 4 && (unsigned char)datagram.ptr[0] / 16 == 4)
            owe_empty(m, 3, (unsigned char)datagram.ptr[2] * 256u + (unsigned char)datagram.ptr[3]);
        return QDMP_SESSION_NOTHING;
    }
    if (coap.type >= 2)
        return take_echo(m);
    if (is_answer(m))
        return take_answer(m);
    if (coap.code == 0 || coap.code >= 0x20) {
        reject(m);
        return QDMP_SESSION_NOTHING;
    }
    if (coap.type == 0)
        owe(m, 2, 0xA1, coap.id, coap.token);
    return QDMP_SESSION_REQUEST;
}

void model_receive(struct model *m, uint32_t now, qdmp_span datagram) {
    qdmp_coap_message request;
    fuzz_fill(&request, sizeof request);
    naive_coap_read(datagram, &coap);
    advance(m, now);
    qdmp_session_receipt expected = expect(m, datagram);
    qdmp_session_receipt receipt = qdmp_session_receive(&m->session, now, datagram, &request);
    FUZZ_CHECK(receipt == expected, "P41", "receipt %d, not %d", (int)receipt, (int)expected);
    if (receipt != QDMP_SESSION_REQUEST)
        FUZZ_CHECK(fuzz_is_filled(&request, sizeof request), "P4", "request touched");
    else
        FUZZ_CHECK(request.id == coap.id && request.code == coap.code && fuzz_inside(request.token, datagram), "P41",
                   "another request");
    check_state(m);
    (void)model_deadline(m);
}

void model_take(struct model *m) {
    qdmp_session_take(&m->session);
    m->reply_size = 0;
    (void)model_deadline(m);
}

/* ---- Sending ---- */

/* An exchange without an answer has had its time, or the registration has. */
static void expire(struct model *m) {
    bool last = m->acknowledged || m->sent > m->config.max_retransmit;
    bool lifetime = m->task == MODEL_UPDATE && m->time >= m->expires;
    bool exchange = last && m->sent > 0 && m->time >= m->due && !(lifetime && m->expires < m->due);
    if (m->hidden && !m->acknowledged) /* whether both end together is then the session's to say */
        exchange = last && lifetime && qdmp_session_dmstate(&m->session) == 13;
    if (exchange) {
        conclude(m, UNANSWERED);
    } else if (lifetime) {
        m->dmstate = STATE_LIFETIME;
        plan(m, MODEL_REGISTER, m->time);
    }
}

static void compose(struct model *m) {
    m->datagram.size = 0;
    if (m->task == MODEL_REGISTER)
        register_message(&m->datagram, &m->registering);
    else if (m->task == MODEL_UPDATE)
        register_update(&m->datagram, &m->registering);
    else
        register_deregister(&m->datagram, &m->registering);
}

/*
 * A new exchange has a Message ID and a token of its own. What they are is the session's to choose, but nobody can guess
 * them: both come of the entropy.
 */
static void learn_exchange(struct model *m, qdmp_span datagram, uint32_t entropy) {
    qdmp_exchange *exchange = &m->registering.exchange;
    static char token[QDMP_SESSION_TOKEN];
    uint32_t number;
    FUZZ_CHECK(datagram.len >= 8 && datagram.ptr[0] == 0x44, "P42", "no confirmable message with a token of 4 bytes");
    exchange->id = (uint16_t)((unsigned char)datagram.ptr[2] * 256 + (unsigned char)datagram.ptr[3]);
    memcpy(token, datagram.ptr + 4, sizeof token);
    memcpy(&number, token, sizeof number);
    exchange->token = (qdmp_span){token, sizeof token};
    unsigned ahead = (exchange->id - m->last_id) & 0xFFFF;
    FUZZ_CHECK(ahead > 0 && ahead < 0x8000, "P42", "Message ID %u behind %u", exchange->id, m->last_id);
    if (m->any_exchange)
        FUZZ_CHECK((number == m->last_token) == (entropy == m->last_entropy), "P42", "the token is not the entropy's");
    m->any_exchange = true;
    m->last_id = exchange->id;
    m->last_entropy = entropy;
    m->last_token = number;
}

/* The first timeout is the session's to choose, within RFC 7252's bounds; the deadline tells it. */
static void learn_timeout(struct model *m, uint32_t entropy) {
    uint64_t least = m->config.ack_timeout, most = least * m->config.ack_random_factor / 100;
    uint32_t deadline = qdmp_session_deadline(&m->session, m->clock);
    m->timeout = deadline;
    m->hidden = m->task == MODEL_UPDATE && m->expires <= m->time + deadline;
    if (m->hidden) {
        FUZZ_CHECK(m->time + deadline == m->expires && deadline <= most, "P43", "the lifetime ends before");
        m->timeout = deadline < least ? least : (uint64_t)deadline + 1;
        return;
    }
    FUZZ_CHECK(deadline >= least && deadline <= most, "P43", "the first timeout is %u ms", (unsigned)deadline);
    FUZZ_CHECK(entropy != 0 || deadline == least, "P43", "with no entropy it is %u ms", (unsigned)deadline);
    FUZZ_CHECK(entropy != UINT32_MAX || deadline + 1 >= most, "P43", "with most entropy it is %u ms, not %u",
               (unsigned)deadline, (unsigned)most);
}

static void check_start(struct model *m, qdmp_span datagram, uint32_t entropy) {
    learn_exchange(m, datagram, entropy);
    compose(m);
    FUZZ_CHECK(compose_same(&m->datagram, (qdmp_room){(char *)(uintptr_t)datagram.ptr, datagram.len}), "P44",
               "task %d sends other bytes", (int)m->task);
    m->began = m->time;
    learn_timeout(m, entropy);
}

static void check_again(struct model *m, qdmp_span datagram) {
    FUZZ_CHECK(compose_same(&m->datagram, (qdmp_room){(char *)(uintptr_t)datagram.ptr, datagram.len}), "P45",
               "transmission %u of task %d has other bytes", m->sent + 1, (int)m->task);
    FUZZ_CHECK(m->sent <= m->config.max_retransmit, "P45", "transmission %u", m->sent + 1);
    m->timeout *= 2;
}

/* Why an exchange cannot start; QDMP_OK if it can. */
static qdmp_status obstacle(struct model *m) {
    qdmp_exchange *exchange = &m->registering.exchange;
    bool names = m->task != MODEL_DEREGISTER;
    if (m->task == MODEL_REGISTER)
        m->location = 0;
    *exchange = (qdmp_exchange){0, {"0000", QDMP_SESSION_TOKEN}};
    compose(m);
    if (m->datagram.size > m->config.room.cap - m->location)
        return QDMP_NO_SPACE;
    return names && *m->crypto_fails && m->registering.registration.name.len == 0 ? QDMP_CRYPTO : QDMP_OK;
}

/* One call of poll. Returns false when there was nothing to send. */
static bool poll_once(struct model *m, uint32_t now, uint32_t entropy) {
    qdmp_span datagram = {NULL, 99};
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    advance(m, now);
    qdmp_status status = qdmp_session_poll(&m->session, now, entropy, &datagram, &err);
    if (m->reply_size > 0) {
        FUZZ_CHECK(status == QDMP_OK && fuzz_same_text(datagram, (qdmp_span){(char *)m->reply, m->reply_size}), "P46",
                   "the answer that is owed is not sent");
        m->reply_size = 0;
        return true;
    }
    expire(m);
    if (m->task == MODEL_NONE || m->time < m->due) {
        FUZZ_CHECK(status == QDMP_END, "P47", "%s before anything is due", qdmp_status_name(status));
        FUZZ_CHECK(datagram.ptr == NULL && datagram.len == 99, "P4", "datagram touched");
        return false;
    }
    qdmp_status expected = m->sent == 0 ? obstacle(m) : QDMP_OK;
    FUZZ_CHECK(status == expected, "P47", "task %d, transmission %u: %s, not %s", (int)m->task, m->sent + 1,
               qdmp_status_name(status), qdmp_status_name(expected));
    if (status != QDMP_OK) {
        FUZZ_CHECK(err.status == status, "P5", "status in the error");
        m->began = m->time;
        conclude(m, FAILED);
        return true;
    }
    if (m->sent == 0)
        check_start(m, datagram, entropy);
    else
        check_again(m, datagram);
    m->sent++;
    m->due = m->time + m->timeout;
    return true;
}

void model_poll(struct model *m, uint32_t now, uint32_t entropy) {
    for (unsigned calls = 0; poll_once(m, now, entropy + calls); calls++) {
        FUZZ_CHECK(calls < 8, "P47", "it never ends");
        check_state(m);
        (void)model_deadline(m);
    }
    check_state(m);
    FUZZ_CHECK(model_deadline(m) > 0, "P39", "a deadline that nothing comes of");
}

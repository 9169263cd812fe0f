/* SPDX-License-Identifier: MIT */
#include "session_model.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { STATE_INITIAL = 0, STATE_CONNECTED = 4, STATE_NOT_CONNECTED = 5, STATE_LIFETIME = 9, NO_ID = 65536 };

enum ending { SUCCEEDED, FAILED, UNANSWERED };

/* Longer than any deadline of a session. */
enum { WAIT_MAX = 0x40000000 };

static struct naive_coap coap;

/* ---- Time ---- */

static void advance(struct model *m, uint64_t now) {
    m->time = now > m->time ? now : m->time; /* a time before the latest one counts as the latest one */
}

/* MAX_TRANSMIT_WAIT (RFC 7252, 4.8.2). */
static uint64_t transmit_wait(const struct model *m) {
    uint64_t longest = (uint64_t)m->config.ack_timeout * m->config.ack_random_factor / 100, wait = 0;
    for (unsigned i = 0; i <= m->config.max_retransmit; i++)
        wait += longest << i;
    return wait;
}

/* ---- The next task ---- */

static void plan(struct model *m, enum model_task task, uint64_t due) {
    m->task = task;
    m->due = due;
    m->sent = 0;
    m->acknowledged = false;
    m->hidden = false;
}

static void reset(struct model *m) {
    m->late = m->overrun = false;
    m->retry = m->config.retry_min;
}

static uint64_t lifetime_of(const struct model *m) {
    return (uint64_t)register_lifetime(&m->registering.registration) * 1000;
}

/*
 * The update is sent MAX_TRANSMIT_WAIT before the end, or after half of the lifetime if the lifetime is not twice as
 * long.
 */
static void plan_update(struct model *m, uint64_t expires) {
    uint64_t lifetime = lifetime_of(m), wait = transmit_wait(m);
    uint64_t before = lifetime > 2 * wait ? wait : lifetime / 2;
    m->expires = expires;
    plan(m, MODEL_UPDATE, before < expires ? expires - before : 0);
}

static void plan_retry(struct model *m) {
    uint64_t retry = m->retry, twice = 2 * retry;
    m->retry = twice > m->config.retry_max ? m->config.retry_max : (uint32_t)twice;
    plan(m, MODEL_REGISTER, m->time + retry * 1000);
}

/*
 * Plans the next task after a success. The lifetime may have passed before the answer came, while the session waited
 * for it. The next task was not due by then.
 */
static void renew(struct model *m) {
    uint64_t expires = m->began + lifetime_of(m);
    bool late = m->time >= expires && m->due >= expires;
    bool registers_now = m->task == MODEL_REGISTER;
    plan_update(m, expires);
    if (late)
        m->late = true;
    else if (!registers_now || !m->overrun)
        reset(m);
}

static void conclude(struct model *m, enum ending ending) {
    static const uint32_t registers[] = {6, 7, 8}, updates[] = {11, 12, 13};
    switch (m->task) {
    case MODEL_REGISTER:
        m->dmstate = registers[ending];
        if (ending == SUCCEEDED)
            renew(m);
        else
            plan_retry(m);
        return;
    case MODEL_UPDATE:
        m->dmstate = updates[ending];
        if (ending == SUCCEEDED) {
            renew(m);
        } else {
            reset(m);
            plan(m, MODEL_REGISTER, m->time);
        }
        return;
    case MODEL_WITHDRAW:
        if (ending == SUCCEEDED) {
            m->dmstate = registers[SUCCEEDED];
            plan(m, MODEL_DEREGISTER, m->time);
            return;
        } /* fall through */
    default: m->dmstate = STATE_INITIAL; plan(m, MODEL_NONE, 0);
    }
}

/* The lifetime has passed. */
static void run_out(struct model *m) {
    bool waited = m->late || (m->sent > 0 && m->due >= m->expires), again = m->overrun;
    m->dmstate = STATE_LIFETIME;
    if (!waited)
        reset(m);
    m->late = false;
    m->overrun = waited;
    if (waited && again)
        plan_retry(m);
    else
        plan(m, MODEL_REGISTER, m->time);
}

/* ---- Checks at any time ---- */

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
    uint32_t deadline = qdmp_session_deadline(&m->session, m->time);
    uint64_t expected = WAIT_MAX, due = next_due(m);
    if (m->task != MODEL_NONE && due < m->time + WAIT_MAX)
        expected = due > m->time ? due - m->time : 0;
    if (m->reply_size > 0)
        expected = 0;
    FUZZ_CHECK(deadline == expected, "P39", "the next call in %u ms, not in %u", (unsigned)deadline,
               (unsigned)expected);
    for (uint32_t later = 1; later < 5000; later *= 7) {
        uint32_t rest = qdmp_session_deadline(&m->session, m->time + later);
        bool capped = deadline == WAIT_MAX && rest > deadline - later;
        FUZZ_CHECK(capped || rest == (deadline > later ? deadline - later : 0), "P39",
                   "%u ms, and %u of them later %u ms", (unsigned)deadline, (unsigned)later, (unsigned)rest);
    }
    FUZZ_CHECK(m->time == 0 || qdmp_session_deadline(&m->session, m->time - 1) == deadline, "P39",
               "a clock that goes back counts");
    return deadline;
}

/* ---- Opening and events ---- */

static bool config_fits(const qdmp_session_config *c) {
    return c->ack_timeout >= 1 && c->ack_timeout <= 600000 && c->ack_random_factor >= 100 &&
           c->ack_random_factor <= 1000 && c->max_retransmit <= 8 && c->retry_min >= 1 &&
           c->retry_min <= c->retry_max && c->location_segments >= 1 && c->location_segments <= 8 &&
           c->location_bytes <= 8 * 255;
}

size_t model_update_size(struct model *m) {
    static struct composed name;
    name.size = 0;
    register_name(&name, &m->registering, true);
    return 4 + 4 + (size_t)(4 + name.size > 12 ? 2 : 1) + 4 + name.size;
}

/* Whether the room holds a path of this number of option bytes, and after it an update to that path. */
static bool room_for(struct model *m, size_t path) {
    return path + model_update_size(m) + path <= m->config.room.cap;
}

static qdmp_status expected_at_open(struct model *m) {
    const qdmp_session_config *c = &m->config;
    qdmp_exchange trial = {0, {"0000", 4}};
    if (!config_fits(c))
        return QDMP_RANGE;
    /* the fuzz target `registration` checks which registrations can be encoded */
    qdmp_status status = qdmp_register_encode(&m->registering.registration, &trial, c->room, NULL, NULL);
    if (status != QDMP_OK)
        return status;
    if ((uint64_t)c->ack_timeout * c->ack_random_factor / 100 >= lifetime_of(m))
        return QDMP_TIMING;
    return room_for(m, 2 * (size_t)c->location_segments + c->location_bytes) ? QDMP_OK : QDMP_NO_SPACE;
}

bool model_open(struct model *m, uint64_t now, uint32_t entropy) {
    qdmp_error err;
    qdmp_status expected = expected_at_open(m);
    fuzz_fill(&m->session, sizeof m->session);
    qdmp_status status = qdmp_session_open(&m->session, &m->config, now, entropy, &err);
    FUZZ_CHECK(status == expected, "P40", "opened with %s, not %s", qdmp_status_name(status),
               qdmp_status_name(expected));
    if (status != QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(&m->session, sizeof m->session), "P4", "session touched");
        FUZZ_CHECK(err.status == status, "P5", "status in the error");
        FUZZ_CHECK(
            (status != QDMP_NO_SPACE && status != QDMP_TIMING) || (err.field == QDMP_FIELD_NONE && err.offset == 0),
            "P12", "%s: '%s' at %zu is blamed", qdmp_status_name(status), qdmp_field_name(err.field), err.offset);
        return false;
    }
    m->time = now;
    m->dmstate = STATE_INITIAL;
    m->any_exchange = false;
    m->last_id = (entropy - 1) & 0xFFFF;
    m->confirmed = NO_ID;
    m->reply_size = 0;
    reset(m);
    m->location = 0;
    plan(m, MODEL_NONE, 0);
    check_state(m);
    (void)model_deadline(m);
    return true;
}

/* An update in progress is dropped, a register is still to be answered, and anything else ends. */
static void forbid(struct model *m) {
    if (m->task == MODEL_UPDATE) {
        plan(m, MODEL_DEREGISTER, m->time);
    } else if (m->task == MODEL_REGISTER && m->sent > 0) {
        m->task = MODEL_WITHDRAW;
        m->acknowledged = true;
        m->due = m->began + transmit_wait(m);
    } else if (m->task == MODEL_REGISTER || m->task == MODEL_NONE) {
        m->dmstate = STATE_INITIAL;
        plan(m, MODEL_NONE, 0);
    }
}

void model_event(struct model *m, uint64_t now, qdmp_session_change event) {
    advance(m, now);
    qdmp_session_event(&m->session, now, event);
    if (event == QDMP_SESSION_FORBIDDEN) {
        forbid(m);
    } else {
        static const uint32_t states[] = {[QDMP_SESSION_OPENED] = STATE_CONNECTED,
                                          [QDMP_SESSION_OPEN_FAILED] = STATE_NOT_CONNECTED,
                                          [QDMP_SESSION_CLOSED] = STATE_INITIAL};
        m->dmstate = states[event];
        m->reply_size = 0;
        reset(m);
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
    return coap.code / 32 == 2 || coap.code / 32 == 4 || coap.code / 32 == 5;
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

/*
 * Keeps the Location-Path of the answer. QDMP_LOCATION_PATH: the answer has no valid one. QDMP_NO_SPACE: there is no
 * room for it, or for an update to it.
 */
static qdmp_status keep_path(struct model *m) {
    qdmp_location_path *path = &m->registering.path;
    path->count = m->location = 0;
    for (size_t i = 0; i < coap.option_count; i++) {
        qdmp_span value = coap.options[i].value;
        if (coap.options[i].number != 8)
            continue;
        if (path->count == 8 || !register_segment_fits(value))
            return QDMP_LOCATION_PATH;
        m->location += option_size(value.len);
        if (m->location > m->config.room.cap)
            return QDMP_NO_SPACE;
        if (value.len > 0)
            memcpy(m->path[path->count], value.ptr, value.len);
        path->segments[path->count] = (qdmp_span){m->path[path->count], value.len};
        path->count++;
    }
    if (path->count == 0)
        return QDMP_LOCATION_PATH;
    return m->task == MODEL_WITHDRAW || room_for(m, m->location) ? QDMP_OK : QDMP_NO_SPACE;
}

static bool has_critical(void) {
    for (size_t i = 0; i < coap.option_count; i++)
        if (coap.options[i].number % 2 == 1)
            return true;
    return false;
}

static qdmp_session_receipt take_answer(struct model *m) {
    qdmp_status kept = QDMP_OK;
    bool success = coap.code == 0x44;
    if (has_critical()) {
        reject(m);
        return QDMP_SESSION_NOTHING;
    }
    if (coap.type == 0) {
        m->confirmed = coap.id;
        owe_empty(m, 2, coap.id);
    }
    if (m->task == MODEL_REGISTER || m->task == MODEL_WITHDRAW) {
        kept = coap.code == 0x41 ? keep_path(m) : QDMP_LOCATION_PATH;
        success = kept == QDMP_OK;
    }
    conclude(m, success ? SUCCEEDED : FAILED);
    return kept == QDMP_NO_SPACE ? QDMP_SESSION_NO_ROOM : QDMP_SESSION_ANSWER;
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

/* The expected effect of the datagram in `coap`. */
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

void model_receive(struct model *m, uint64_t now, qdmp_span datagram) {
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

/* No Message ID comes twice, neither that of an exchange nor one that was given to the caller. */
static void take_id(struct model *m, unsigned id) {
    unsigned ahead = (id - m->last_id) & 0xFFFF;
    FUZZ_CHECK(ahead > 0 && ahead < 0x8000, "P42", "Message ID %u behind %u", id, m->last_id);
    m->last_id = id;
}

void model_take(struct model *m) {
    take_id(m, qdmp_session_next_id(&m->session)); /* for the answer of the caller */
    qdmp_session_take(&m->session);
    m->reply_size = 0;
    (void)model_deadline(m);
}

/* ---- Sending ---- */

/* The time of an exchange without an answer is over, or that of the registration. */
static void expire(struct model *m) {
    bool last = m->acknowledged || m->sent > m->config.max_retransmit;
    bool lifetime = m->task == MODEL_UPDATE && m->time >= m->expires;
    bool exchange = last && m->sent > 0 && m->time >= m->due && !(lifetime && m->expires < m->due);
    if (m->hidden && !m->acknowledged) /* the session then decides whether both end together */
        exchange = last && lifetime && qdmp_session_dmstate(&m->session) == 13;
    if (exchange) {
        conclude(m, UNANSWERED);
    } else if (lifetime) {
        run_out(m);
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
 * A new exchange has a new Message ID and a new token. The session chooses them, but nobody can guess them: both come
 * from the entropy.
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
    take_id(m, exchange->id);
    if (m->any_exchange)
        FUZZ_CHECK((number == m->last_token) == (entropy == m->last_entropy), "P42", "the token is not the entropy's");
    m->any_exchange = true;
    m->last_entropy = entropy;
    m->last_token = number;
}

/* The session chooses the first timeout within the bounds of RFC 7252. The deadline shows it. */
static void learn_timeout(struct model *m, uint32_t entropy) {
    uint64_t least = m->config.ack_timeout, most = least * m->config.ack_random_factor / 100;
    uint32_t deadline = qdmp_session_deadline(&m->session, m->time);
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

/* The reason why an exchange cannot start; QDMP_OK if it can. */
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

/* One call of poll. Returns false if there was nothing to send. */
static bool poll_once(struct model *m, uint64_t now, uint32_t entropy) {
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
        FUZZ_CHECK(err.field == QDMP_FIELD_NONE && err.offset == 0, "P12", "%s: '%s' at %zu is blamed",
                   qdmp_status_name(status), qdmp_field_name(err.field), err.offset);
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

void model_poll(struct model *m, uint64_t now, uint32_t entropy) {
    for (unsigned calls = 0; poll_once(m, now, entropy + calls); calls++) {
        FUZZ_CHECK(calls < 8, "P47", "it never ends");
        check_state(m);
        (void)model_deadline(m);
    }
    check_state(m);
    FUZZ_CHECK(model_deadline(m) > 0, "P39", "a deadline that nothing comes of");
}

/* ---- Saving and restoring ---- */

/* CRC-32 (IEEE 802.3), four bits at a time, with a table of the sixteen remainders. */
static uint32_t crc_of(const char *bytes, size_t size) {
    static const uint32_t table[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
                                       0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                       0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        crc = table[(crc ^ byte) % 16] ^ crc / 16;
        crc = table[(crc ^ byte / 16) % 16] ^ crc / 16;
    }
    return crc ^ UINT32_MAX;
}

void model_seal(struct model_saved *saved) {
    uint32_t crc = crc_of(saved->bytes, saved->size - 4);
    for (size_t i = 0; i < 4; i++)
        saved->bytes[saved->size - 1 - i] = (char)(unsigned char)(crc >> 8 * i);
}

static qdmp_status encode_saved(const void *what, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct model *m = what;
    return qdmp_session_save(&m->session, m->time, out, size, err);
}

void model_save(struct model *m, uint64_t now, struct model_saved *out) {
    qdmp_error err;
    advance(m, now);
    qdmp_session before = m->session;
    qdmp_room saved = fuzz_encode_exactly(encode_saved, m, &err);
    FUZZ_CHECK(saved.ptr != NULL, "P60", "not saved: %s", qdmp_status_name(err.status));
    FUZZ_CHECK(memcmp(&before, &m->session, sizeof before) == 0, "P60", "the session is another after it was saved");
    size_t bytes = 0, segments = 0;
    if (m->task == MODEL_UPDATE || m->task == MODEL_DEREGISTER)
        for (; segments < m->registering.path.count; segments++)
            bytes += m->registering.path.segments[segments].len;
    FUZZ_CHECK(saved.cap <= QDMP_SESSION_SAVED_MAX(segments, bytes) && saved.cap <= sizeof out->bytes, "P35",
               "%zu bytes", saved.cap);
    memcpy(out->bytes, saved.ptr, saved.cap);
    out->size = saved.cap;
    free(saved.ptr);
}

/* The session after a sleep of `slept` milliseconds, on the clock of `m->time`: no exchange is in progress. */
static void wake_up(struct model *m, uint64_t saved_at, uint64_t slept) {
    uint64_t due = m->due > saved_at + slept ? m->due - saved_at - slept : 0;
    uint64_t expires = m->expires > saved_at + slept ? m->expires - saved_at - slept : 0;
    bool under_way = m->sent > 0;
    switch (m->task) {
    case MODEL_WITHDRAW: m->dmstate = STATE_INITIAL; /* fall through */
    case MODEL_NONE: plan(m, MODEL_NONE, 0); break;
    case MODEL_REGISTER: plan(m, MODEL_REGISTER, m->time + (under_way ? 0 : due)); break;
    case MODEL_UPDATE:
        plan(m, MODEL_UPDATE, m->time + (under_way ? 0 : due));
        m->expires = m->time + expires;
        break;
    default: plan(m, MODEL_DEREGISTER, m->time); break;
    }
}

/* A new session, as model_open makes it, except that Message IDs and tokens continue after the last ones. */
static void open_again(struct model *m, uint64_t now, uint32_t entropy) {
    if (m->config.room.cap > 0)
        fuzz_fill(m->config.room.ptr, m->config.room.cap);
    fuzz_fill(&m->session, sizeof m->session);
    qdmp_status status = qdmp_session_open(&m->session, &m->config, now, entropy, NULL);
    FUZZ_CHECK(status == QDMP_OK, "P60", "does not open a second time: %s", qdmp_status_name(status));
    m->time = now;
    m->reply_size = 0;
}

/* The model of a session that was opened, without anything else. */
static void forget(struct model *m, uint32_t entropy) {
    m->dmstate = STATE_INITIAL;
    m->last_id = (entropy - 1) & 0xFFFF;
    m->confirmed = NO_ID;
    m->location = 0;
    reset(m);
    plan(m, MODEL_NONE, 0);
}

/* Whether it is a register, an update or a de-register: a request to a path. */
static bool is_request_of_a_session(const struct naive_coap *sent) {
    return sent->offset_count == 0 && sent->type == 0 && (sent->code == 2 || sent->code == 4) &&
           sent->option_count > 0 && sent->options[0].number == 11;
}

/* Checks a session after any restore: it sends only valid requests, comes to an end, and has a dmstate of the list. */
static void check_sound(struct model *m) {
    static struct naive_coap sent;
    for (unsigned calls = 0; calls < 40; calls++) {
        qdmp_span datagram;
        unsigned polls = 0;
        for (; qdmp_session_poll(&m->session, m->time, calls, &datagram, NULL) == QDMP_OK; polls++) {
            naive_coap_read(datagram, &sent);
            FUZZ_CHECK(is_request_of_a_session(&sent), "P61", "what is sent is no request of a session");
            FUZZ_CHECK(polls < 8, "P61", "it never ends");
        }
        FUZZ_CHECK(is_dmstate(qdmp_session_dmstate(&m->session)), "P61", "dmstate %u is none",
                   (unsigned)qdmp_session_dmstate(&m->session));
        m->time += qdmp_session_deadline(&m->session, m->time);
    }
}

void model_restore(struct model *m, uint64_t now, uint64_t slept, uint32_t entropy, const struct model_saved *saved,
                   enum model_damage damage, qdmp_status refusal) {
    qdmp_error err;
    uint64_t saved_at = m->time;
    char *copy = fuzz_copy(saved->bytes, saved->size);
    open_again(m, now, entropy);
    qdmp_session opened = m->session;
    qdmp_status status = qdmp_session_restore(&m->session, now, slept, (qdmp_span){copy, saved->size}, &err);
    free(copy);
    if (status != QDMP_OK) {
        FUZZ_CHECK(err.status == status && err.field == QDMP_FIELD_NONE && err.offset == 0, "P5",
                   "status, field or offset in the error");
        FUZZ_CHECK(memcmp(&opened, &m->session, sizeof opened) == 0, "P4", "session touched");
    }
    switch (damage) {
    case MODEL_WHOLE:
        FUZZ_CHECK(status == QDMP_OK, "P60", "%s", qdmp_status_name(status));
        wake_up(m, saved_at, slept);
        break;
    case MODEL_DAMAGED:
        FUZZ_CHECK(status == refusal, "P61", "%s, not %s", qdmp_status_name(status), qdmp_status_name(refusal));
        forget(m, entropy);
        break;
    case MODEL_FORGED:
        FUZZ_CHECK(status == QDMP_OK || status == QDMP_SAVED || status == QDMP_SAVED_VERSION ||
                       status == QDMP_SAVED_OTHER || status == QDMP_NO_SPACE,
                   "P61", "%s", qdmp_status_name(status));
        if (status == QDMP_OK)
            check_sound(m);
        open_again(m, m->time, entropy);
        forget(m, entropy);
        break;
    }
    check_state(m);
    (void)model_deadline(m);
}

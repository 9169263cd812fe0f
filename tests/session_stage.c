/* SPDX-License-Identifier: MIT */
#include "session_stage.h"
#include "guard.h"

const qdmp_span nothing = {NULL, 0};

struct stage stage;

void set_up(uint32_t period, uint64_t now) {
    qdmp_room room = {stage.room, sizeof stage.room};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&stage.registration, room);
    memset(&stage, 0, sizeof stage);
    stage.registration.server.update_period = period;
    stage.registration.name = span_of("urn:imei:863703030822519");
    stage.config = config;
    stage.now = now;
}

void open_session(void) {
    qdmp_error err;
    qdmp_status status = qdmp_session_open(&stage.session, &stage.config, stage.now, FIRST_ID, &err);
    cr_assert(status == QDMP_OK, "%s", qdmp_status_name(status));
}

void expect_state(uint32_t state, const char *when) {
    uint32_t got = qdmp_session_dmstate(&stage.session);
    cr_assert(got == state, "dmstate %u, not %u: %s", got, state, when);
}

void happen(qdmp_session_change change) {
    qdmp_session_event(&stage.session, stage.now, change);
}

uint32_t deadline(void) {
    uint32_t wait = qdmp_session_deadline(&stage.session, stage.now);
    cr_assert(wait <= QDMP_SESSION_WAIT_MAX);
    return wait;
}

void expect_send(const char *what) {
    qdmp_span datagram = nothing;
    cr_assert(deadline() == 0, "%s: nothing is due for %u ms", what, deadline());
    qdmp_status status = qdmp_session_poll(&stage.session, stage.now, stage.entropy, &datagram, NULL);
    cr_assert(status == QDMP_OK, "%s: %s", what, qdmp_status_name(status));
    memcpy(stage.bytes.bytes, datagram.ptr, datagram.len);
    stage.bytes.len = datagram.len;
    stage.message = sent_read(packet_span(&stage.bytes));
}

void expect_quiet(const char *when) {
    qdmp_span datagram = {"untouched", 9};
    qdmp_status status = qdmp_session_poll(&stage.session, stage.now, stage.entropy, &datagram, NULL);
    cr_assert(status == QDMP_END, "%s: %s", when, qdmp_status_name(status));
    cr_assert(datagram.len == 9, "%s: the output was touched", when);
    cr_assert(deadline() > 0, "%s: a deadline that nothing comes of", when);
}

void pass(uint64_t ms) {
    while (ms > 0) {
        expect_quiet("on the way");
        uint32_t wait = deadline();
        uint32_t step = ms < wait ? (uint32_t)ms : wait;
        stage.now += step;
        ms -= step;
    }
}

void expect_send_after(uint64_t ms, const char *what) {
    if (ms) {
        pass(ms - 1);
        expect_quiet(what);
        stage.now++;
    }
    expect_send(what);
}

qdmp_session_receipt hand(const packet *datagram) {
    qdmp_coap_message request;
    char *guarded = guard_behind(datagram->len);
    memcpy(guarded, datagram->bytes, datagram->len);
    return qdmp_session_receive(&stage.session, stage.now, span_from(guarded, datagram->len), &request);
}

packet answer_of(unsigned type, unsigned code) {
    packet made = packet_of(type, code, stage.message.id, stage.message.token);
    if (code == CREATED) {
        packet_option(&made, 8, span_of("rd"));
        packet_option(&made, 8, span_of("ABCD1234"));
    }
    return made;
}

void answer(unsigned code) {
    packet made = answer_of(ACK, code);
    cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
}

void ignore(packet made, const char *what) {
    uint32_t state = qdmp_session_dmstate(&stage.session);
    cr_assert(hand(&made) == QDMP_SESSION_NOTHING, "%s", what);
    expect_state(state, what);
}

void expect_empty(unsigned type, unsigned id, const char *what) {
    expect_send(what);
    cr_assert(stage.bytes.len == 4 && stage.bytes.bytes[0] == (0x40 | type << 4) && stage.message.code == 0 &&
                  stage.message.id == id,
              "%s: %s", what, shown(packet_span(&stage.bytes)));
}

bool has_path(const char *first) {
    return stage.message.count && stage.message.options[0].number == 11 &&
           span_equal(stage.message.options[0].value, span_of(first));
}

void expect_register_after(uint64_t ms, const char *what) {
    expect_send_after(ms, what);
    cr_assert(stage.message.type == CON && stage.message.code == POST && has_path("rd") && stage.message.payload.len,
              "%s: no register", what);
}

void expect_update_after(uint64_t ms, const char *what) {
    expect_send_after(ms, what);
    cr_assert(stage.message.type == CON && stage.message.code == POST && has_path("rd") && !stage.message.payload.len,
              "%s: no update", what);
}

void expect_update_to(uint64_t ms, qdmp_span segment) {
    expect_send_after(ms, "update");
    cr_assert(stage.message.code == POST && stage.message.count == 2 && stage.message.options[0].number == 11 &&
                  span_equal(stage.message.options[0].value, segment),
              "no update to %s", shown(segment));
}

void expect_deregister(const char *what) {
    expect_send(what);
    cr_assert(stage.message.type == CON && stage.message.code == DELETE && stage.message.count == 2 && has_path("rd"),
              "%s: no de-register", what);
}

void expect_given_up(const char *what) {
    packet first = stage.bytes;
    for (unsigned i = 0; i < 4; i++) {
        expect_send_after(2000u << i, what);
        cr_assert(span_equal(packet_span(&stage.bytes), packet_span(&first)), "%s: not the same bytes", what);
    }
    pass(32 * SECOND);
}

void start_registering(uint32_t period) {
    set_up(period, 0);
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "the first register");
}

void start_registered(uint32_t period) {
    start_registering(period);
    answer(CREATED);
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "registered");
    expect_quiet("registered");
}

void start_updating(uint32_t period) {
    start_registered(period);
    expect_update_after((uint64_t)period * SECOND - WAIT, "the first update");
}

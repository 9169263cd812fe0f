/* SPDX-License-Identifier: MIT */
/* A session against a scripted server: the datagrams that it sends, their times, and the dmstates. */
#include "guard.h"
#include "session_stage.h"

#define TEXT(literal) QDMP_LITERAL(literal)

/* --- opening ------------------------------------------------------------------------------------------------------ */

Test(session, is_silent_before_the_socket_is_open) {
    set_up(300, 77);
    open_session();
    expect_state(QDMP_DMSTATE_INITIAL_STATE, "opened");
    cr_assert(deadline() == QDMP_SESSION_WAIT_MAX);
    pass((uint64_t)1 << 33);
    ignore(packet_of(CON, 0, 1, nothing), "a ping");
    expect_quiet("no socket");
    happen(QDMP_SESSION_OPEN_FAILED);
    expect_state(QDMP_DMSTATE_CONNECT_FAILED, "could not be opened");
    pass((uint64_t)1 << 33);
    happen(QDMP_SESSION_OPENED);
    expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "opened");
    expect_register_after(0, "opened");
    expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "under way");
    happen(QDMP_SESSION_CLOSED);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, "closed");
    pass((uint64_t)1 << 33);
}

Test(session, settings_out_of_range) {
    static const struct {
        uint32_t ack_timeout;
        uint16_t factor;
        uint8_t retransmit;
        uint32_t least, most;
        unsigned segments, bytes;
        bool good;
    } cases[] = {
        {1, 100, 0, 1, 1, 1, 0, true},
        {600000, 1000, 8, UINT32_MAX, UINT32_MAX, 1, 40, true},
        {0, 150, 4, 60, 3600, 2, 40, false},
        {600001, 150, 4, 60, 3600, 2, 40, false},
        {2000, 99, 4, 60, 60, 2, 40, false},
        {2000, 1001, 4, 60, 60, 2, 40, false},
        {2000, 150, 9, 60, 60, 2, 40, false},
        {2000, 150, 4, 0, 60, 2, 40, false},
        {2000, 150, 4, 61, 60, 2, 40, false},
        {UINT32_MAX, 150, 4, 60, 60, 2, 40, false},
        {2000, 150, 4, 60, 60, 0, 40, false},
        {2000, 150, 4, 60, 60, 9, 40, false},
        {2000, 150, 4, 60, 60, 8, 8 * 255 + 1, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
        set_up(QDMP_UPDATE_PERIOD_MAX, 0);
        memset(&stage.session, 0x5A, sizeof stage.session);
        stage.config.ack_timeout = cases[i].ack_timeout;
        stage.config.ack_random_factor = cases[i].factor;
        stage.config.max_retransmit = cases[i].retransmit;
        stage.config.retry_min = cases[i].least;
        stage.config.retry_max = cases[i].most;
        stage.config.location_segments = (uint8_t)cases[i].segments;
        stage.config.location_bytes = (uint16_t)cases[i].bytes;
        qdmp_status status = qdmp_session_open(&stage.session, &stage.config, 0, 0, &err);
        cr_expect(status == (cases[i].good ? QDMP_OK : QDMP_RANGE), "%zu: %s", i, qdmp_status_name(status));
        if (!cases[i].good)
            cr_expect(err.status == QDMP_RANGE && err.field == QDMP_FIELD_NONE && err.offset == 0 &&
                          filled_with(&stage.session, sizeof stage.session, 0x5A),
                      "%zu", i);
    }
}

/* With these timings no answer could come in time: the first transmission alone may take the whole lifetime. */
Test(session, timeouts_as_long_as_the_lifetime) {
    static const struct {
        uint32_t period, ack_timeout;
        uint16_t factor;
        qdmp_profile profile;
        bool good;
    } cases[] = {
        {300, 200000, 150, QDMP_PROFILE_SDK, false}, /* 300 s of 300 s */
        {300, 199999, 150, QDMP_PROFILE_SDK, true},  /* 299.998 s */
        {300, 300000, 100, QDMP_PROFILE_SDK, false},  {300, 299999, 100, QDMP_PROFILE_SDK, true},
        {300, 600000, 1000, QDMP_PROFILE_SDK, false}, {300, 8000, 150, QDMP_PROFILE_SDK, true},
        {300, 100000, 150, QDMP_PROFILE_SDK, true},   {300, 30000, 1000, QDMP_PROFILE_SDK, false},
        {300, 300000, 100, QDMP_PROFILE_RDA, true}, /* which registers for 346 s */
        {300, 346000, 100, QDMP_PROFILE_RDA, false},  {6000, 600000, 1000, QDMP_PROFILE_SDK, false},
        {6001, 600000, 1000, QDMP_PROFILE_SDK, true}, {QDMP_UPDATE_PERIOD_MAX, 600000, 1000, QDMP_PROFILE_RDA, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
        set_up(cases[i].period, 0);
        memset(&stage.session, 0x5A, sizeof stage.session);
        stage.registration.profile = cases[i].profile;
        stage.config.ack_timeout = cases[i].ack_timeout;
        stage.config.ack_random_factor = cases[i].factor;
        qdmp_status status = qdmp_session_open(&stage.session, &stage.config, 0, 0, &err);
        cr_expect(status == (cases[i].good ? QDMP_OK : QDMP_TIMING), "%zu: %s", i, qdmp_status_name(status));
        if (!cases[i].good)
            cr_expect(err.status == QDMP_TIMING && err.field == QDMP_FIELD_NONE && err.offset == 0 &&
                          filled_with(&stage.session, sizeof stage.session, 0x5A),
                      "%zu", i);
    }
}

Test(session, unfit_registrations_show_at_once) {
    qdmp_error err;
    set_up(QDMP_UPDATE_PERIOD_MIN - 1, 0);
    cr_expect(qdmp_session_open(&stage.session, &stage.config, 0, 0, &err) == QDMP_RANGE);
    cr_expect(err.field == QDMP_FIELD_UPDATE_PERIOD);
    set_up(300, 0);
    stage.config.room.cap = 20;
    cr_expect(qdmp_session_open(&stage.session, &stage.config, 0, 0, NULL) == QDMP_NO_SPACE);
    set_up(300, 0);
    stage.registration.objects = span_of("<");
    cr_expect(qdmp_session_open(&stage.session, &stage.config, 0, 0, NULL) == QDMP_LINK);
}

/* --- the bytes ---------------------------------------------------------------------------------------------------- */

Test(session, sends_what_the_law_says) {
    start_registering(300);
    packet made = packet_of(CON, POST, 0xFFFF, stage.message.token);
    packet_option(&made, 11, span_of("rd"));
    packet_option(&made, 12, span_of("\x28"));
    packet_option(&made, 15, span_of("lwm2m=1.0"));
    packet_option(&made, 15, span_of("ep=urn:imei:863703030822519"));
    packet_option(&made, 15, span_of("b=U"));
    packet_option(&made, 15, span_of("lt=300"));
    packet_payload(&made, "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>");
    cr_expect(span_equal(packet_span(&made), packet_span(&stage.bytes)), "%s", shown(packet_span(&stage.bytes)));
    cr_expect(stage.message.token.len == 4);

    answer(CREATED);
    stage.entropy = 0x12345678;
    expect_update_after(207 * SECOND, "update");
    cr_expect(stage.message.token.len == 4 && memcmp(stage.message.token.ptr, &stage.entropy, 4) == 0);
    made = packet_of(CON, POST, 0, stage.message.token);
    packet_option(&made, 11, span_of("rd"));
    packet_option(&made, 11, span_of("ABCD1234"));
    packet_option(&made, 15, span_of("epi=urn:imei:863703030822519"));
    cr_expect(span_equal(packet_span(&made), packet_span(&stage.bytes)), "%s", shown(packet_span(&stage.bytes)));

    answer(CHANGED);
    happen(QDMP_SESSION_FORBIDDEN);
    stage.entropy = 0x9ABCDEF0;
    expect_deregister("forbidden");
    made = packet_of(CON, DELETE, stage.message.id, span_from(&stage.entropy, 4));
    packet_option(&made, 11, span_of("rd"));
    packet_option(&made, 11, span_of("ABCD1234"));
    cr_expect(span_equal(packet_span(&made), packet_span(&stage.bytes)), "%s", shown(packet_span(&stage.bytes)));
    cr_expect(stage.message.id > 0 && stage.message.id < 4);
}

/* Counts encryptions; the cipher is no cipher. */
static int fake_hash(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    (void)context, (void)bytes, (void)size;
    memset(hash, 7, QDMP_SHA256_SIZE);
    return 0;
}

static int fake_cipher(void *context, const unsigned char key[QDMP_SHA256_SIZE], const unsigned char iv[QDMP_AES_BLOCK],
                       unsigned char *blocks, size_t size) {
    (void)key, (void)iv, (void)blocks, (void)size;
    int *calls = context;
    return ++*calls < 0;
}

Test(session, encrypts_once_for_each_exchange) {
    int calls = 0;
    const qdmp_crypto crypto = {&calls, fake_hash, fake_cipher};
    set_up(300, 0);
    stage.registration.name = nothing;
    stage.registration.credentials.appkey = span_of("M100000089");
    stage.registration.credentials.tml_imei = span_of("863703030822519");
    stage.registration.crypto = &crypto;
    open_session();
    happen(QDMP_SESSION_OPENED);
    int before = calls;
    expect_register_after(0, "register");
    expect_given_up("register");
    cr_expect(calls == before + 1, "%d", calls - before);
    expect_quiet("given up");
    expect_register_after(60 * SECOND, "again");
    answer(CREATED);
    expect_update_after(207 * SECOND, "update");
    expect_given_up("update");
    cr_expect(calls == before + 3, "%d", calls - before);

    /* A cipher that fails now counts as a refusal: back-off, not a busy loop. */
    calls = INT32_MIN;
    qdmp_span datagram;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
    cr_assert(qdmp_session_poll(&stage.session, stage.now, 0, &datagram, &err) == QDMP_CRYPTO);
    cr_assert(err.status == QDMP_CRYPTO && err.field == QDMP_FIELD_NONE && err.offset == 0);
    expect_state(QDMP_DMSTATE_REG_FAILED, "no cipher");
    calls = 0;
    expect_register_after(60 * SECOND, "the cipher is back");
}

/* --- register ----------------------------------------------------------------------------------------------------- */

Test(session, any_other_answer_fails_a_register) {
    static const unsigned codes[] = {CODE(4, 0), CODE(4, 1),  CODE(4, 3), CODE(4, 4), CODE(4, 31),
                                     CODE(5, 0), CODE(5, 3),  CODE(2, 2), CODE(2, 4), CODE(2, 5),
                                     CODE(2, 0), CODE(5, 31), CODE(4, 12)};
    for (size_t i = 0; i < COUNT(codes); i++) {
        start_registering(300);
        pass(1500);
        answer(codes[i]);
        expect_state(QDMP_DMSTATE_REG_FAILED, "any other answer");
        expect_register_after(60 * SECOND, "failed");
    }
    start_registering(300);
    packet reset = packet_of(RST, 0, stage.message.id, nothing);
    cr_assert(hand(&reset) == QDMP_SESSION_ANSWER);
    expect_state(QDMP_DMSTATE_REG_FAILED, "reset");
    expect_register_after(60 * SECOND, "reset");
}

Test(session, created_needs_a_location) {
    static char text[256];
    static const struct {
        const char *name;
        size_t count, len;
        const char *segment; /* NULL: `text` */
        qdmp_session_receipt receipt;
    } cases[] = {
        {"none", 0, 0, NULL, QDMP_SESSION_ANSWER},
        {"nine segments", 9, 1, NULL, QDMP_SESSION_ANSWER},
        {"nine empty ones", 9, 0, NULL, QDMP_SESSION_ANSWER},
        {"256 bytes", 1, 256, NULL, QDMP_SESSION_ANSWER},
        {"a dot", 1, 1, ".", QDMP_SESSION_ANSWER},
        {"two dots", 1, 2, "..", QDMP_SESSION_ANSWER},
        {"too long for this room", 8, 255, NULL, QDMP_SESSION_NO_ROOM},
    };
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (unsigned behind = 0; behind < 2; behind++) { /* the same after a valid segment */
            if (behind && !cases[i].count)
                continue;
            start_registering(300);
            packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
            if (behind)
                packet_option(&made, 8, span_of("rd"));
            for (size_t k = 0; k < cases[i].count; k++)
                packet_option(&made, 8, span_from(cases[i].segment ? cases[i].segment : text, cases[i].len));
            qdmp_session_receipt receipt = hand(&made);
            cr_assert(receipt == cases[i].receipt, "%s: receipt %d", cases[i].name, receipt);
            expect_state(QDMP_DMSTATE_REG_FAILED, cases[i].name);
            expect_register_after(60 * SECOND, cases[i].name);
            answer(CREATED);
            expect_state(QDMP_DMSTATE_REG_SUCCESS, "a fit location");
        }
    }
}

/* Segments that only look like the invalid ones. */
Test(session, segments_of_dots) {
    static const char *const segments[] = {"...", ".a", "a.", "..a", ". ", "%2E", "a..", " ", "/"};
    for (size_t i = 0; i < COUNT(segments); i++) {
        start_registering(300);
        packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
        packet_option(&made, 8, span_of(segments[i]));
        cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
        expect_state(QDMP_DMSTATE_REG_SUCCESS, segments[i]);
        expect_send_after(207 * SECOND, "update");
        cr_assert(span_equal(stage.message.options[0].value, span_of(segments[i])), "%s", segments[i]);
    }
}

/* Updates and de-registers carry all segments, whatever they contain. A retransmission of a register does not. */
Test(session, keeps_the_location) {
    char text[255];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(unsigned char)(i * 7 + 1);
    for (size_t len = 0; len <= 255; len += len < 8 || len > 250 ? 1 : 61) {
        for (unsigned segments = 1; segments <= 8 && segments * (2 * len + 3) + 50 < sizeof stage.room; segments++) {
            start_registering(300);
            packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
            packet_option(&made, 4, span_of("etag"));
            for (unsigned i = 0; i < segments; i++)
                packet_option(&made, 8, span_from(text, i % 2 ? 1 : len));
            packet_option(&made, 20, span_of("elective"));
            packet_payload(&made, "unasked");
            cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
            expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
            expect_send_after(207 * SECOND, "update");
            for (unsigned round = 0; round < 2; round++) {
                cr_assert(stage.message.count == segments + 1 - round);
                for (unsigned i = 0; i < segments; i++)
                    cr_assert(stage.message.options[i].number == 11 &&
                              span_equal(stage.message.options[i].value, span_from(text, i % 2 ? 1 : len)));
                happen(QDMP_SESSION_FORBIDDEN);
                if (!round)
                    expect_send("de-register");
            }
        }
    }
}

/*
 * The room holds the path and, after it, an update to that path, up to the last byte. A path that does not fit is
 * detected when it arrives, and not at each update.
 */
Test(session, location_at_the_end_of_the_room) {
    enum { CAP = 300, UPDATE = 4 + 4 + 2 + 4 + 24 }; /* head, token, the head of the option, epi=, the name */
    char text[255];
    memset(text, 'x', sizeof text);
    for (size_t len = 1; len <= sizeof text; len++) {
        set_up(300, 0);
        stage.config.room = (qdmp_room){guard_before(CAP) + GUARD_MAX - CAP, CAP};
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "register");
        packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
        packet_option(&made, 8, span_from(text, len));
        /* The segment is kept as an option: one byte before it, and one more from 13 bytes on. */
        bool fits = UPDATE + 2 * ((len > 12 ? 2u : 1u) + len) <= CAP;
        qdmp_session_receipt receipt = hand(&made);
        cr_assert(receipt == (fits ? QDMP_SESSION_ANSWER : QDMP_SESSION_NO_ROOM), "%zu: receipt %d", len, receipt);
        expect_state(fits ? QDMP_DMSTATE_REG_SUCCESS : QDMP_DMSTATE_REG_FAILED, "the end of the room");
        if (fits)
            expect_update_to(207 * SECOND, span_from(text, len));
        else
            expect_register_after(60 * SECOND, "the room is too small");
    }
}

/*
 * The room that the macro of the header promises is enough, and ends at an unreadable page. One byte less is not
 * enough.
 */
Test(session, room_as_the_macro_says) {
    enum { SEGMENT = 40, SEGMENTS = 8 };
    char name[QDMP_ENDPOINT_NAME_MAX], segment[SEGMENT];
    memset(name, 'n', sizeof name);
    memset(segment, 's', sizeof segment);
    size_t cap = QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, SEGMENTS, SEGMENT * SEGMENTS);
    for (unsigned round = 0; round < 2; round++) {
        set_up(QDMP_UPDATE_PERIOD_MAX, 0);
        stage.registration.name = span_from(name, sizeof name);
        stage.registration.profile = QDMP_PROFILE_RDA;
        stage.config.room = (qdmp_room){guard_before(cap) + GUARD_MAX - cap, cap};
        stage.config.location_segments = SEGMENTS;
        stage.config.location_bytes = SEGMENT * SEGMENTS;
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "register");
        packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
        for (unsigned i = 0; i < SEGMENTS; i++)
            packet_option(&made, 8, span_from(segment, sizeof segment));
        cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
        if (!round)
            expect_send_after(((uint64_t)QDMP_UPDATE_PERIOD_MAX + 46) * SECOND - WAIT, "update");
        happen(QDMP_SESSION_FORBIDDEN);
        expect_send("de-register");
    }
}

/* The token of a session is 4 bytes shorter than the longest token, for which the macro has room. */
Test(session, room_for_what_is_announced) {
    static const unsigned paths[][2] = {{2, 40}, {1, 0}, {1, 255}, {8, 0}, {8, 8 * 255}};
    static char name[QDMP_ENDPOINT_NAME_MAX], room[5000];
    memset(name, 'n', sizeof name);
    for (size_t i = 0; i < COUNT(paths); i++) {
        size_t segments = paths[i][0], bytes = paths[i][1], path = 2 * segments + bytes;
        size_t update = 4 + 4 + 2 + 4 + sizeof name + 2 * path;
        size_t most = QDMP_SESSION_ROOM(1, segments, bytes);
        for (size_t cap = most; cap + 20 > most; cap--) {
            qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
            size_t registers = 0;
            set_up(300, 0);
            stage.registration.name = span_from(name, sizeof name);
            stage.registration.objects = span_of("</1>");
            stage.config.room = (qdmp_room){room, cap};
            stage.config.location_segments = (uint8_t)segments;
            stage.config.location_bytes = (uint16_t)bytes;
            qdmp_exchange exchange = {0, TEXT("0000")};
            cr_assert(qdmp_register_encode(&stage.registration, &exchange, (qdmp_room){NULL, 0}, &registers, NULL) ==
                      QDMP_NO_SPACE);
            bool fits = update <= cap && registers <= cap;
            qdmp_status status = qdmp_session_open(&stage.session, &stage.config, 0, 0, &err);
            cr_expect(status == (fits ? QDMP_OK : QDMP_NO_SPACE), "%zu, %zu: %zu of %zu: %s", segments, bytes, cap,
                      update, qdmp_status_name(status));
            cr_expect(fits || (err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_NONE && err.offset == 0), "%zu",
                      cap);
        }
    }
}

/* The room of the example in docs/registration.md: the longest name, and the path that QDMP_SESSION_CONFIG names. */
Test(session, room_of_the_example) {
    char name[QDMP_ENDPOINT_NAME_MAX];
    char bytes[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    qdmp_room room = {bytes, sizeof bytes};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&stage.registration, room);
    memset(name, 'n', sizeof name);
    set_up(300, 0);
    stage.registration.name = span_from(name, sizeof name);
    stage.registration.profile = QDMP_PROFILE_RDA;
    stage.config = config;
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "register");
    packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
    packet_option(&made, 8, span_of("rd"));
    packet_option(&made, 8, span_of("f81d4fae-7dec-11d0-a765-00a0c91e6bf6ab"));
    cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
    expect_update_after(346 * SECOND - WAIT, "update");
    cr_expect(stage.message.options[1].value.len == 38 && stage.bytes.len > sizeof name);
}

Test(session, retransmits_at_the_times_of_rfc_7252) {
    static const struct {
        uint32_t ack_timeout;
        uint16_t factor;
        uint8_t retransmit;
        uint32_t entropy, first;
    } cases[] = {
        {2000, 150, 4, 0, 2000},
        {2000, 150, 4, 0x80000000, 2500},
        {2000, 150, 4, UINT32_MAX, 2999},
        {2000, 100, 4, UINT32_MAX, 2000},
        {1, 100, 0, 5, 1},
        {10, 1000, 8, UINT32_MAX, 99},
        {600000, 1000, 8, UINT32_MAX, 5999999},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        set_up(QDMP_UPDATE_PERIOD_MAX, 0);
        stage.config.ack_timeout = cases[i].ack_timeout;
        stage.config.ack_random_factor = cases[i].factor;
        stage.config.max_retransmit = cases[i].retransmit;
        stage.entropy = cases[i].entropy;
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "first");
        packet first = stage.bytes;
        uint64_t timeout = cases[i].first;
        for (unsigned n = 0; n < cases[i].retransmit; n++, timeout *= 2) {
            stage.entropy++; /* only the first timeout has jitter */
            expect_send_after(timeout, "retransmission");
            cr_assert(span_equal(packet_span(&stage.bytes), packet_span(&first)), "not the same bytes");
        }
        pass(timeout);
        expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "not given up before the last timeout");
        expect_quiet("given up");
        expect_state(QDMP_DMSTATE_REG_TIMEOUT, "given up");
        stage.entropy = 0x55555555;
        expect_register_after(60 * SECOND, "again");
        cr_assert(!span_equal(stage.message.token, sent_read(packet_span(&first)).token), "the old token");
        cr_assert(stage.message.id != sent_read(packet_span(&first)).id, "the old Message ID");
    }
}

/* A late call does not shorten the time between two transmissions. */
Test(session, late_calls) {
    start_registering(300);
    for (unsigned i = 0; i < 4; i++) {
        pass(2000u << i);
        stage.now += 700;
        expect_send("late");
    }
    expect_quiet("the last timeout runs");
    pass(32 * SECOND);
    stage.now += 5000;
    expect_quiet("given up late");
    expect_state(QDMP_DMSTATE_REG_TIMEOUT, "given up late");
    expect_register_after(60 * SECOND, "counted from then");
}

Test(session, backs_off) {
    static const uint32_t seconds[] = {60, 120, 240, 480, 960, 1920, 3600, 3600, 3600};
    for (unsigned unanswered = 0; unanswered < 2; unanswered++) {
        start_registering(300);
        for (unsigned round = 0; round < 2; round++) {
            for (size_t i = 0; i < COUNT(seconds); i++) {
                if (unanswered)
                    expect_given_up("unanswered");
                else
                    answer(CODE(5, 3));
                expect_quiet("failed");
                expect_state(unanswered ? QDMP_DMSTATE_REG_TIMEOUT : QDMP_DMSTATE_REG_FAILED, "failed");
                expect_register_after((uint64_t)seconds[i] * SECOND, "again");
            }
            if (round == 0) { /* a success or a new socket restarts the series */
                answer(CREATED);
                happen(QDMP_SESSION_OPENED);
                expect_register_after(0, "a new socket");
            }
        }
    }
}

Test(session, backs_off_as_set) {
    static const uint32_t limits[][2] = {{1, 1}, {1, 5}, {7, 7}, {3, 100}, {UINT32_MAX - 1, UINT32_MAX}};
    for (size_t i = 0; i < COUNT(limits); i++) {
        uint64_t retry = limits[i][0];
        set_up(300, 0);
        stage.config.retry_min = limits[i][0];
        stage.config.retry_max = limits[i][1];
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "first");
        for (unsigned n = 0; n < 8; n++) {
            answer(CODE(4, 3));
            expect_register_after(retry * SECOND, "again");
            retry = 2 * retry < limits[i][1] ? 2 * retry : limits[i][1];
        }
        answer(CREATED);
        expect_update_after(207 * SECOND, "update");
        answer(CODE(4, 4));
        expect_register_after(0, "at once");
        answer(CODE(4, 4));
        expect_register_after((uint64_t)limits[i][0] * SECOND, "from the start again");
    }
}

/* --- update ------------------------------------------------------------------------------------------------------- */

Test(session, updates_again_and_again) {
    start_updating(300);
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "under way");
    for (unsigned i = 0; i < 1000; i++) {
        answer(CHANGED);
        expect_state(QDMP_DMSTATE_UPDATE_SUCCESS, "updated");
        expect_update_after(207 * SECOND, "update");
    }
}

/* The lifetime counts from the first transmission of the request for which the server granted it. */
Test(session, lifetime_counts_from_the_first_transmission) {
    start_registering(300);
    expect_send_after(2 * SECOND, "again");
    pass(1234);
    answer(CREATED);
    expect_update_after(207 * SECOND - 3234, "update");
    expect_send_after(2 * SECOND, "again");
    answer(CHANGED);
    expect_update_after(205 * SECOND, "update");
}

Test(session, update_times) {
    static const struct {
        uint32_t period;
        uint32_t ack_timeout;
        uint16_t factor;
        uint8_t retransmit;
        uint64_t after; /* milliseconds */
    } cases[] = {
        {300, 2000, 150, 4, 207000},
        {QDMP_UPDATE_PERIOD_DEFAULT, 2000, 150, 4, (uint64_t)QDMP_UPDATE_PERIOD_DEFAULT * 1000 - 93000},
        {QDMP_UPDATE_PERIOD_MAX, 2000, 150, 4, (uint64_t)QDMP_UPDATE_PERIOD_MAX * 1000 - 93000},
        {300, 10000, 150, 3, 150000},         /* 225 s, more than half */
        {300, 10000, 100, 3, 150000},         /* 150 s, exactly half */
        {300, 9999, 100, 3, 300000 - 149985}, /* a little less */
        {301, 10000, 100, 3, 151000},
        {301, 30000, 1000, 8, 150500}, /* 300 s for the first transmission */
        {300, 1, 100, 0, 299999},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        set_up(cases[i].period, 0);
        stage.config.ack_timeout = cases[i].ack_timeout;
        stage.config.ack_random_factor = cases[i].factor;
        stage.config.max_retransmit = cases[i].retransmit;
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "register");
        answer(CREATED);
        expect_update_after(cases[i].after, "update");
        answer(CHANGED);
        expect_update_after(cases[i].after, "update");
    }
}

Test(session, any_other_answer_fails_an_update) {
    static const unsigned codes[] = {CODE(4, 0), CODE(4, 3), CODE(4, 4), CODE(5, 3), CREATED, CODE(2, 2), CODE(2, 5)};
    for (size_t i = 0; i < COUNT(codes); i++) {
        start_updating(300);
        answer(codes[i]);
        expect_state(QDMP_DMSTATE_UPDATE_FAILED, "any other answer");
        expect_register_after(0, "at once");
        expect_state(QDMP_DMSTATE_UPDATE_FAILED, "under way");
        answer(CREATED);
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "back");
    }
    start_updating(300);
    packet reset = packet_of(RST, 0, stage.message.id, nothing);
    cr_assert(hand(&reset) == QDMP_SESSION_ANSWER);
    expect_state(QDMP_DMSTATE_UPDATE_FAILED, "reset");
    expect_register_after(0, "reset");
}

Test(session, unanswered_update) {
    start_updating(300);
    expect_given_up("update");
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "not yet");
    expect_register_after(0, "at once");
    expect_state(QDMP_DMSTATE_UPDATE_TIMEOUT, "given up");
    expect_given_up("register");
    expect_quiet("given up");
    expect_state(QDMP_DMSTATE_REG_TIMEOUT, "given up");
    expect_register_after(60 * SECOND, "again");
}

/* With the longest jitter the update is given up just before the lifetime ends: 13, not 9. */
Test(session, unanswered_update_with_the_longest_jitter) {
    start_registered(300);
    stage.entropy = UINT32_MAX;
    expect_update_after(207 * SECOND, "update");
    for (unsigned i = 0; i < 4; i++)
        expect_send_after(2999u << i, "again");
    expect_register_after(2999u << 4, "at once");
    expect_state(QDMP_DMSTATE_UPDATE_TIMEOUT, "given up");
}

/* An update that is acknowledged and never answered is given up when the lifetime ends, and counts as unanswered. */
Test(session, acknowledged_update_without_an_answer) {
    start_updating(300);
    pass(300);
    ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
    expect_register_after(WAIT - 300, "given up");
    expect_state(QDMP_DMSTATE_UPDATE_TIMEOUT, "given up");
}

Test(session, lifetime_ends_under_a_longer_ack_timeout) {
    set_up(300, 0);
    stage.config.ack_timeout = 40 * SECOND;
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "register");
    answer(CREATED);
    expect_update_after(150 * SECOND, "update");
    expect_send_after(40 * SECOND, "again");
    expect_send_after(80 * SECOND, "again");
    packet late = answer_of(ACK, CHANGED);
    expect_register_after(30 * SECOND, "the lifetime is over");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "the lifetime is over");
    cr_assert(hand(&late) == QDMP_SESSION_NOTHING, "the update was dropped");
    answer(CREATED);
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "back");

    expect_update_after(150 * SECOND, "update");
    ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
    pass(150 * SECOND);
    expect_quiet("the lifetime is over, the second time in a row");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "the lifetime is over");
    expect_register_after(60 * SECOND, "like one that failed");
}

/* --- no register loop without a pause ----------------------------------------------------------------------------- */

static void start_with_long_timeouts(uint32_t ack_timeout) {
    set_up(300, 0);
    stage.config.ack_timeout = ack_timeout;
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "the first register");
}

/* ACK_TIMEOUT is 100 s: the third transmission goes out, and is answered, when the lifetime of 300 s has passed. */
static void answer_third_transmission(unsigned code) {
    expect_send_after(100 * SECOND, "again");
    expect_send_after(200 * SECOND, "again");
    pass(1234);
    answer(code);
}

Test(session, lifetime_over_before_the_answer_to_the_register) {
    static const uint32_t seconds[] = {0, 60, 120, 240, 480, 960, 1920, 3600, 3600};
    start_with_long_timeouts(100 * SECOND);
    for (size_t i = 0; i < COUNT(seconds); i++) {
        answer_third_transmission(CREATED);
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "it is accepted");
        if (seconds[i])
            expect_quiet("it waits");
        expect_register_after((uint64_t)seconds[i] * SECOND, "the next register");
        expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "the lifetime is over");
    }
    /* in time again, but only a successful update ends the series: the next register still waits */
    answer(CREATED);
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "in time");
    expect_update_after(150 * SECOND, "update");
    expect_send_after(100 * SECOND, "again");
    pass(50 * SECOND);
    expect_quiet("it waits");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "the lifetime is over");
    expect_register_after(3600 * SECOND, "the next register");
    answer(CREATED);
    expect_update_after(150 * SECOND, "update");
    answer(CHANGED);
    expect_update_after(150 * SECOND, "update");
    expect_send_after(100 * SECOND, "again");
    expect_register_after(50 * SECOND, "at once");
    answer_third_transmission(CREATED);
    expect_quiet("it waits");
    expect_register_after(60 * SECOND, "from the start again");
}

/* If a lifetime ends in another way between two of these, the next register goes out at once. */
Test(session, lifetimes_that_end_in_other_ways) {
    for (unsigned other = 0; other < 5; other++) {
        start_with_long_timeouts(100 * SECOND);
        answer_third_transmission(CREATED);
        expect_register_after(0, "at once");
        if (other == 0) { /* an update that is refused */
            answer(CREATED);
            expect_update_after(150 * SECOND, "update");
            answer(CODE(4, 4));
            expect_register_after(0, "at once");
        } else if (other == 1) { /* a lifetime that ends with no exchange under way */
            answer(CREATED);
            stage.now += 300 * SECOND;
            expect_register_after(0, "at once");
        } else if (other == 2) { /* a lifetime that ends during a sleep, in which the second transmission was due */
            answer(CREATED);
            expect_update_after(150 * SECOND, "update");
            stage.now += 400 * SECOND;
            expect_register_after(0, "at once");
        } else if (other == 3) { /* the answer to the register came during a sleep */
            stage.now += 400 * SECOND;
            answer(CREATED);
            expect_register_after(0, "at once");
        } else { /* a new socket */
            happen(QDMP_SESSION_OPENED);
            expect_register_after(0, "at once");
        }
        answer_third_transmission(CREATED);
        expect_register_after(0, "at once, the first of its kind");
        answer_third_transmission(CREATED);
        expect_quiet("it waits");
        expect_register_after(60 * SECOND, "the second in a row");
    }
}

/* A register that fails in between waits as usual, and changes nothing. */
Test(session, lifetimes_over_with_failures_between) {
    start_with_long_timeouts(100 * SECOND);
    answer_third_transmission(CREATED);
    expect_register_after(0, "at once");
    answer(CODE(5, 3));
    expect_register_after(60 * SECOND, "failed");
    answer_third_transmission(CREATED);
    expect_quiet("it waits");
    expect_register_after(120 * SECOND, "the second in a row, and the second wait");
    answer(CREATED);
    expect_update_after(150 * SECOND, "update");
    answer(CHANGED);
    expect_update_after(150 * SECOND, "update");
    answer(CODE(4, 4));
    expect_register_after(0, "at once");
    answer(CODE(4, 4));
    expect_register_after(60 * SECOND, "from the start again");
}

/* ACK_TIMEOUT of 8 s with a period of 300 s, where MAX_TRANSMIT_WAIT is 372 s: legal, and answered in time. */
Test(session, timeouts_that_stay_legal) {
    start_with_long_timeouts(8 * SECOND);
    for (unsigned i = 0; i < 4; i++)
        expect_send_after(8000u << i, "again");
    answer(CREATED);
    expect_update_after(150 * SECOND - 120 * SECOND, "update");
    answer(CHANGED);
    expect_update_after(150 * SECOND, "update");
}

Test(session, clock_jumps_over_the_lifetime) {
    start_registered(300);
    stage.now += 300 * SECOND;
    expect_register_after(0, "before the update");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "before the update");
    answer(CREATED);
    expect_update_after(207 * SECOND, "update");
    stage.now += 0x7FFFFFFF;
    expect_register_after(0, "during the update");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "during the update");
    answer(CREATED);
    stage.now += 299999;
    expect_update_after(0, "a millisecond is left");
    stage.now++;
    expect_register_after(0, "now it is over");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "now it is over");
}

/*
 * A caller that slept finds the answer in the queue of the socket, and passes it on before it polls: the answer counts.
 */
Test(session, answer_from_before_a_jump) {
    start_updating(300);
    stage.now += 200 * SECOND;
    answer(CHANGED);
    expect_state(QDMP_DMSTATE_UPDATE_SUCCESS, "answered");
    expect_update_after(7 * SECOND, "the rest of the lifetime");
}

/* --- de-register -------------------------------------------------------------------------------------------------- */

static void expect_over(const char *when) {
    expect_quiet(when);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, when);
    cr_assert(deadline() == QDMP_SESSION_WAIT_MAX, "%s", when);
    ignore(packet_of(CON, 0, 9, nothing), when);
    ignore(packet_of(CON, CODE(0, 1), 9, nothing), when);
    pass((uint64_t)1 << 33);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, when);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_quiet(when);
    happen(QDMP_SESSION_OPENED);
    expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, when);
    expect_register_after(0, when);
}

Test(session, forbidden_without_a_registration) {
    set_up(300, 0);
    open_session();
    happen(QDMP_SESSION_FORBIDDEN);
    expect_over("never opened");
    set_up(300, 0);
    open_session();
    happen(QDMP_SESSION_OPEN_FAILED);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_over("could not be opened");
    set_up(300, 0);
    open_session();
    happen(QDMP_SESSION_OPENED);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_over("before the register");
    start_registering(300);
    answer(CODE(4, 3));
    happen(QDMP_SESSION_FORBIDDEN);
    expect_over("register failed");
    start_registering(300);
    expect_given_up("register");
    expect_quiet("given up");
    happen(QDMP_SESSION_FORBIDDEN);
    expect_over("register unanswered");
    start_updating(300);
    answer(CODE(4, 4));
    happen(QDMP_SESSION_FORBIDDEN);
    expect_over("update failed");
}

/* Nothing is transmitted again; the session waits for the answer. */
static void forbid_registering(const char *when) {
    uint32_t before = qdmp_session_dmstate(&stage.session);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_state(before, when);
    expect_quiet(when);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_state(before, when);
    expect_quiet(when);
}

Test(session, forbidden_during_a_register_that_succeeds) {
    for (unsigned kind = 0; kind < 5; kind++) {
        start_registering(300);
        if (kind == 1)
            expect_send_after(2 * SECOND, "again");
        if (kind == 2)
            ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
        forbid_registering("during the register");
        if (kind == 3)
            ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
        if (kind)
            pass(80 * SECOND);
        if (kind == 4) { /* a separate response */
            packet separate = answer_of(CON, CREATED);
            cr_assert(hand(&separate) == QDMP_SESSION_ANSWER);
            expect_empty(ACK, stage.message.id, "acknowledged");
        } else {
            answer(CREATED);
        }
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
        expect_deregister("created");
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "under way");
        answer(DELETED);
        expect_over("de-registered");
    }
}

Test(session, forbidden_during_a_register_that_fails) {
    start_registering(300);
    forbid_registering("during the register");
    answer(CODE(4, 3));
    expect_over("refused");
    start_registering(300);
    forbid_registering("during the register");
    packet reset = packet_of(RST, 0, stage.message.id, nothing);
    cr_assert(hand(&reset) == QDMP_SESSION_ANSWER);
    expect_over("reset");
    start_registering(300);
    forbid_registering("during the register");
    packet unfit = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
    packet_option(&unfit, 8, span_of(".."));
    cr_assert(hand(&unfit) == QDMP_SESSION_ANSWER);
    expect_over("a path that nothing can be sent to");
}

/* The wait lasts MAX_TRANSMIT_WAIT from the first transmission, whatever was sent after it. */
Test(session, forbidden_during_a_register_without_an_answer) {
    for (unsigned again = 0; again < 5; again++) {
        start_registering(300);
        uint64_t began = stage.now;
        for (unsigned i = 0; i < again; i++)
            expect_send_after(2000u << i, "again");
        pass(77);
        forbid_registering("during the register");
        packet late = answer_of(ACK, CREATED);
        pass(began + WAIT - stage.now);
        expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "the last moment");
        expect_quiet("given up");
        ignore(late, "too late");
        expect_over("given up");
    }
}

/* The wait ends if the socket is closed before, or a new one is opened. */
Test(session, forbidden_during_a_register_and_closed) {
    static const qdmp_session_change changes[] = {QDMP_SESSION_CLOSED, QDMP_SESSION_OPEN_FAILED, QDMP_SESSION_OPENED};
    for (size_t i = 0; i < COUNT(changes); i++) {
        start_registering(300);
        forbid_registering("during the register");
        packet late = answer_of(ACK, CREATED);
        happen(changes[i]);
        ignore(late, "late");
        if (changes[i] == QDMP_SESSION_OPENED)
            expect_register_after(0, "opened");
        else
            expect_quiet("closed");
    }
}

/*
 * Registering is forbidden during a register after a failed update: dmstate does not change until the register is over.
 */
Test(session, forbidden_during_a_register_after_a_failure) {
    start_updating(300);
    answer(CODE(4, 4));
    expect_register_after(0, "at once");
    forbid_registering("update failed");
    answer(CREATED);
    expect_deregister("created");
    answer(DELETED);
    expect_over("de-registered");
    start_updating(300);
    stage.now += 93 * SECOND;
    expect_register_after(0, "lifetime over");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "lifetime over");
    forbid_registering("lifetime over");
    pass(WAIT);
    expect_over("given up");
}

/* A path that leaves no room for an update, but enough for the shorter de-register. */
Test(session, forbidden_during_a_register_in_a_small_room) {
    char text[200];
    memset(text, 'x', sizeof text);
    set_up(300, 0);
    stage.config.room.cap = 412;
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "register");
    forbid_registering("during the register");
    packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
    packet_option(&made, 8, span_from(text, sizeof text));
    cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
    expect_send("de-register");
    cr_assert(stage.message.code == DELETE && stage.message.options[0].value.len == sizeof text);
}

static void forbid_registered(void) {
    uint32_t before = qdmp_session_dmstate(&stage.session);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_deregister("forbidden");
    happen(QDMP_SESSION_FORBIDDEN);
    expect_state(before, "under way");
    expect_quiet("once is enough");
}

Test(session, forbidden_when_registered) {
    static const unsigned codes[] = {DELETED, CODE(4, 4), CODE(5, 0), CHANGED};
    for (size_t i = 0; i < COUNT(codes); i++) {
        start_registered(300);
        forbid_registered();
        answer(codes[i]);
        expect_over("answered");
        start_updating(300);
        packet late = answer_of(ACK, CHANGED);
        forbid_registered();
        cr_assert(hand(&late) == QDMP_SESSION_NOTHING, "the update was dropped");
        answer(codes[i]);
        expect_over("answered");
        start_updating(300);
        answer(CHANGED);
        forbid_registered();
        answer(codes[i]);
        expect_over("answered");
    }
    start_registered(300);
    forbid_registered();
    expect_given_up("de-register");
    expect_over("unanswered");
    start_registered(300);
    forbid_registered();
    packet reset = packet_of(RST, 0, stage.message.id, nothing);
    cr_assert(hand(&reset) == QDMP_SESSION_ANSWER);
    expect_over("reset");
    start_registered(300);
    forbid_registered();
    ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
    pass(WAIT);
    expect_over("acknowledged and unanswered");
    start_registered(300);
    forbid_registered();
    happen(QDMP_SESSION_CLOSED);
    expect_over("closed");
    start_registered(300);
    pass(100 * SECOND);
    forbid_registered();
    stage.now += 400 * SECOND; /* the end of the lifetime has no effect */
    expect_send("again");
    cr_assert(stage.message.code == DELETE);
    answer(DELETED);
    expect_over("after the lifetime");
}

/* The separate answer to a de-register is acknowledged, although it ends the session's work. */
Test(session, separate_deregister) {
    start_registered(300);
    forbid_registered();
    packet separate = packet_of(CON, DELETED, 0x4711, stage.message.token);
    cr_assert(hand(&separate) == QDMP_SESSION_ANSWER);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, "de-registered");
    expect_empty(ACK, 0x4711, "acknowledged");
    expect_over("de-registered");
}

/* Every event, in every state, has the right effect, and never starts a second exchange beside the first. */
Test(session, reopened_and_closed_anywhere) {
    for (unsigned where = 0; where < 8; where++) {
        for (unsigned what = 0; what < 3; what++) {
            start_registering(300);
            if (where == 1)
                answer(CODE(5, 3));
            if (where >= 2)
                answer(CREATED);
            if (where >= 3 && where < 6)
                expect_update_after(207 * SECOND, "update");
            if (where == 4)
                answer(CHANGED);
            if (where == 5)
                answer(CODE(4, 4));
            if (where >= 6)
                happen(QDMP_SESSION_FORBIDDEN);
            if (where == 7)
                expect_deregister("forbidden");
            packet late = answer_of(ACK, CREATED);
            happen((qdmp_session_change[]){QDMP_SESSION_OPENED, QDMP_SESSION_OPEN_FAILED, QDMP_SESSION_CLOSED}[what]);
            ignore(late, "late");
            if (what == 0) {
                expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "opened");
                expect_register_after(0, "opened");
                ignore(late, "late");
                answer(CREATED);
                expect_update_after(207 * SECOND, "update");
            } else {
                expect_state(what == 1 ? QDMP_DMSTATE_CONNECT_FAILED : QDMP_DMSTATE_INITIAL_STATE, "closed");
                pass((uint64_t)1 << 33);
            }
        }
    }
}

/* --- answers of all kinds ----------------------------------------------------------------------------------------- */

Test(session, separate_response) {
    for (unsigned type = CON; type <= NON; type++) {
        for (unsigned acknowledged = 0; acknowledged < 2; acknowledged++) {
            start_registering(300);
            pass(500);
            if (acknowledged) {
                ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
                ignore(packet_of(ACK, 0, stage.message.id, nothing), "its duplicate");
                pass(30 * SECOND); /* no more retransmissions */
            }
            packet separate = answer_of(type, CREATED);
            separate.bytes[2] = 0x77;
            cr_assert(hand(&separate) == QDMP_SESSION_ANSWER);
            expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
            if (type == CON)
                expect_empty(ACK, 0x7700 | (stage.message.id & 0xFF), "acknowledged");
            expect_quiet("acknowledged");
            for (unsigned i = 0; i < 3; i++) {
                ignore(separate, "a duplicate");
                if (type == CON)
                    expect_empty(ACK, stage.message.id, "acknowledged again");
                expect_quiet("acknowledged again");
            }
        }
    }
}

/* Duplicates of an answer that come during the next exchange are still acknowledged. */
Test(session, separate_response_again_in_the_next_exchange) {
    start_updating(300);
    packet separate = packet_of(CON, CODE(4, 4), 0x0102, stage.message.token);
    cr_assert(hand(&separate) == QDMP_SESSION_ANSWER);
    expect_empty(ACK, 0x0102, "acknowledged");
    stage.entropy = 99;
    expect_register_after(0, "at once");
    ignore(separate, "a duplicate");
    expect_empty(ACK, 0x0102, "acknowledged again");
    expect_send_after(2 * SECOND, "nothing else has changed");
}

Test(session, empty_acknowledgement_and_then_nothing) {
    start_registering(300);
    expect_send_after(2 * SECOND, "again");
    pass(100);
    ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
    pass(WAIT - 2100);
    expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "not yet");
    expect_quiet("given up");
    expect_state(QDMP_DMSTATE_REG_TIMEOUT, "given up");
    packet late = packet_of(CON, CREATED, 5, stage.message.token);
    ignore(late, "too late");
    expect_empty(RST, 5, "too late");
    expect_register_after(60 * SECOND, "again");
}

/* Message ID and token bind an answer to its request. Other messages change nothing; confirmable ones are rejected. */
Test(session, strays) {
    start_registering(300);
    packet first = stage.bytes;
    sent request = sent_read(packet_span(&first));
    char token[9] = {0};
    memcpy(token, request.token.ptr, 4);
    qdmp_span right = request.token, shorter = span_from(token, 3), longer = span_from(token, 5);
    qdmp_span wrong = TEXT("zzzz");
    unsigned id = request.id, other = (id + 1) & 0xFFFF;
    ignore(packet_of(ACK, CREATED, other, right), "another Message ID");
    ignore(packet_of(ACK, CREATED, id, wrong), "another token");
    ignore(packet_of(ACK, CREATED, id, shorter), "a shorter token");
    ignore(packet_of(ACK, CREATED, id, longer), "a longer token");
    ignore(packet_of(ACK, CREATED, id, nothing), "no token");
    ignore(packet_of(ACK, 0, other, nothing), "an acknowledgement of something else");
    ignore(packet_of(RST, 0, other, nothing), "a reset of something else");
    ignore(packet_of(RST, CREATED, id, right), "a reset that is not empty");
    ignore(packet_of(ACK, CODE(0, 1), id, right), "a request as acknowledgement");
    ignore(packet_of(ACK, CODE(1, 1), id, right), "a reserved class");
    ignore(packet_of(ACK, CODE(1, 31), id, right), "a reserved class");
    ignore(packet_of(ACK, CODE(3, 0), id, right), "a reserved class");
    ignore(packet_of(ACK, CODE(3, 31), id, right), "a reserved class");
    ignore(packet_of(ACK, CODE(6, 0), id, right), "a reserved class");
    ignore(packet_of(ACK, CODE(6, 1), id, right), "a reserved class");
    ignore(packet_of(ACK, CODE(7, 1), id, right), "a reserved class");
    ignore(packet_of(RST, CODE(0, 1), id, right), "a request as reset");
    ignore(packet_of(NON, CREATED, id, wrong), "non-confirmable, another token");
    ignore(packet_of(NON, CREATED, id, shorter), "non-confirmable, a shorter token");
    ignore(packet_of(NON, 0, id, nothing), "non-confirmable and empty");
    ignore(packet_of(NON, CODE(7, 0), id, right), "non-confirmable, a reserved class");
    ignore(packet_of(NON, CODE(3, 1), id, right), "non-confirmable, a reserved class");
    expect_quiet("after the strays");
    ignore(packet_of(CON, CREATED, 0x1234, wrong), "confirmable, another token");
    expect_empty(RST, 0x1234, "confirmable, another token");
    ignore(packet_of(CON, CREATED, 0, longer), "confirmable, a longer token");
    expect_empty(RST, 0, "confirmable, a longer token");
    ignore(packet_of(CON, 0, 0xFFFF, nothing), "a ping");
    expect_empty(RST, 0xFFFF, "a ping");
    ignore(packet_of(CON, CODE(1, 0), 7, right), "confirmable, a reserved class");
    expect_empty(RST, 7, "confirmable, a reserved class");
    ignore(packet_of(CON, CODE(3, 0), 8, right), "confirmable, a reserved class");
    expect_empty(RST, 8, "confirmable, a reserved class");
    ignore(packet_of(CON, CODE(7, 1), 9, right), "confirmable, a signal of CoAP over TCP");
    expect_empty(RST, 9, "confirmable, a signal of CoAP over TCP");
    expect_quiet("after the strays");
    expect_send_after(2 * SECOND, "again");
    cr_assert(span_equal(packet_span(&stage.bytes), packet_span(&first)), "not the same bytes");
    answer(CREATED);
    ignore(answer_of(ACK, CREATED), "a duplicate");
    ignore(answer_of(ACK, CODE(4, 0)), "an answer that was overtaken");
    ignore(packet_of(RST, 0, id, nothing), "a reset that was overtaken");
    expect_update_after(205 * SECOND, "nothing else has changed");
}

Test(session, answers_to_nothing) {
    start_registered(300);
    unsigned next = (stage.message.id + 1) & 0xFFFF;
    ignore(packet_of(ACK, CHANGED, next, stage.message.token), "before its request");
    ignore(packet_of(ACK, 0, next, nothing), "before its request");
    ignore(packet_of(RST, 0, next, nothing), "before its request");
    ignore(packet_of(NON, CHANGED, 1, stage.message.token), "the old token");
    ignore(packet_of(CON, CHANGED, 1, stage.message.token), "the old token");
    expect_empty(RST, 1, "the old token");
    expect_update_after(207 * SECOND, "nothing else has changed");
}

Test(session, garbage) {
    static const struct {
        qdmp_span bytes;
        int reset; /* Message ID, or -1 */
    } cases[] = {
        {TEXT(""), -1},
        {TEXT("\x40"), -1},
        {TEXT("\x40\x01\x12"), -1},
        {TEXT("\x49\x01\x12\x34"), 0x1234},     /* token length 9 */
        {TEXT("\x4F\x45\x12\x34"), 0x1234},     /* token length 15 */
        {TEXT("\x44\x41\xAB\xCD\x01"), 0xABCD}, /* token cut */
        {TEXT("\x40\x00\x00\x01\x00"), 1},      /* an Empty message with a byte too many */
        {TEXT("\x40\x41\x00\x02\xFF"), 2},      /* a marker and no payload */
        {TEXT("\x40\x41\x00\x03\xF1\x00"), 3},  /* delta 15 */
        {TEXT("\x40\x41\x00\x04\x85rd"), 4},    /* option cut */
        {TEXT("\x50\x41\x00\x05\x85rd"), -1},   /* the same, non-confirmable */
        {TEXT("\x60\x41\x00\x06\x85rd"), -1},
        {TEXT("\x70\x41\x00\x07\x85rd"), -1},
        {TEXT("\x00\x41\x00\x08"), -1},           /* version 0 */
        {TEXT("\x80\x41\x00\x09"), -1},           /* version 2 */
        {TEXT("\xC0\x41\x00\x0A"), -1},           /* version 3 */
        {TEXT("GET / HTTP/1.1\r\n\r\n"), 0x5420}, /* looks like a confirmable message with a token of 7 */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        packet made = {.len = cases[i].bytes.len};
        memcpy(made.bytes, cases[i].bytes.ptr, made.len);
        start_registering(300);
        ignore(made, shown(cases[i].bytes));
        if (cases[i].reset >= 0)
            expect_empty(RST, (unsigned)cases[i].reset, shown(cases[i].bytes));
        expect_send_after(2 * SECOND, "again");
        answer(CREATED);
        ignore(made, shown(cases[i].bytes));
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
    }
}

/* A cut answer and an answer with a changed bit never register, except with the right Message ID and token. */
Test(session, damaged_answers) {
    start_registering(300);
    packet good = answer_of(ACK, CREATED);
    for (size_t len = 0; len < good.len; len++) {
        packet cut = good;
        cut.len = len;
        start_registering(300);
        (void)hand(&cut);
        /* cut after its first segment it is still a valid message */
        cr_assert((qdmp_session_dmstate(&stage.session) == QDMP_DMSTATE_REG_SUCCESS) == (len == 11), "%zu", len);
    }
    for (size_t i = 0; i < 8; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            packet changed = good;
            changed.bytes[i] ^= (unsigned char)(1 << bit);
            start_registering(300);
            (void)hand(&changed);
            bool type = i == 0 && bit == 5; /* ACK to CON: a separate response */
            cr_assert((qdmp_session_dmstate(&stage.session) == QDMP_DMSTATE_REG_SUCCESS) == type, "%zu.%u", i, bit);
        }
    }
}

/* A critical option that no answer may have rejects the answer (RFC 7252, 5.4.1), and the exchange continues. */
Test(session, critical_options) {
    for (unsigned type = CON; type <= ACK; type++) {
        start_registering(300);
        packet first = stage.bytes, made = answer_of(type, CREATED);
        packet_option(&made, 9, span_of("x"));
        ignore(made, "critical");
        if (type == CON)
            expect_empty(RST, sent_read(packet_span(&first)).id, "critical");
        expect_send_after(2 * SECOND, "again");
        cr_assert(span_equal(packet_span(&stage.bytes), packet_span(&first)), "not the same bytes");
        answer(CREATED);
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
    }
}

/* --- requests of the server --------------------------------------------------------------------------------------- */

static packet get_666(unsigned type, unsigned id, qdmp_span token) {
    packet made = packet_of(type, CODE(0, 1), id, token);
    packet_option(&made, 11, span_of("666"));
    packet_option(&made, 11, span_of("0"));
    return made;
}

static void expect_handed(const packet *made, qdmp_span token) {
    qdmp_coap_message request;
    qdmp_coap_option option;
    qdmp_session_receipt receipt = qdmp_session_receive(&stage.session, stage.now, packet_span(made), &request);
    cr_assert(receipt == QDMP_SESSION_REQUEST);
    cr_assert(request.code == CODE(0, 1) && span_equal(request.token, token) &&
              span_inside(request.token, packet_span(made)));
    cr_assert(qdmp_coap_option_next(&request.options, &option) == QDMP_OK && option.number == 11 &&
              span_equal(option.value, span_of("666")));
}

static void expect_not_implemented(unsigned id, qdmp_span token) {
    expect_send("not taken");
    cr_assert(stage.message.type == ACK && stage.message.code == CODE(5, 1) && stage.message.id == id &&
              span_equal(stage.message.token, token) && stage.message.count == 0 && stage.bytes.len == 4 + token.len);
}

static const qdmp_span tokens[] = {{"", 0}, {"\0", 1}, {"\xFF\x00z", 3}, {"12345678", 8}};

Test(session, server_asks) {
    for (unsigned where = 0; where < 4; where++) {
        for (size_t i = 0; i < COUNT(tokens); i++) {
            start_registering(300);
            if (where == 1)
                answer(CREATED);
            if (where == 2)
                answer(CODE(5, 3));
            if (where == 3) {
                answer(CREATED);
                happen(QDMP_SESSION_FORBIDDEN);
                expect_deregister("forbidden");
            }
            uint32_t state = qdmp_session_dmstate(&stage.session);
            packet con = get_666(CON, 0x2B2B, tokens[i]), non = get_666(NON, 0x2B2C, tokens[i]);
            for (unsigned round = 0; round < 3; round++) {
                expect_handed(&con, tokens[i]);
                expect_not_implemented(0x2B2B, tokens[i]);
                expect_quiet("answered");
                expect_handed(&con, tokens[i]);
                qdmp_session_take(&stage.session);
                expect_quiet("taken");
                expect_handed(&non, tokens[i]);
                expect_quiet("non-confirmable");
                qdmp_session_take(&stage.session);
                expect_quiet("taken");
            }
            expect_state(state, "requests change nothing");
            ignore(get_666(ACK, 0x2B2B, tokens[i]), "a request as acknowledgement");
            ignore(get_666(RST, 0x2B2B, tokens[i]), "a request as reset");
            expect_quiet("neither");
        }
    }
}

/* Messages that the caller sends have Message IDs that the session uses neither before nor after. */
Test(session, message_ids_given_out) {
    start_registering(300);
    unsigned id = stage.message.id;
    for (unsigned i = 1; i < 4; i++)
        cr_assert(qdmp_session_next_id(&stage.session) == ((id + i) & 0xFFFF));
    answer(CREATED);
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "the exchange keeps its own");
    cr_assert(qdmp_session_next_id(&stage.session) == ((id + 4) & 0xFFFF));
    expect_update_after(207 * SECOND, "update");
    cr_assert(stage.message.id == ((id + 5) & 0xFFFF));
    cr_assert(qdmp_session_next_id(&stage.session) == ((id + 6) & 0xFFFF));
    expect_send_after(2 * SECOND, "again");
    cr_assert(stage.message.id == ((id + 5) & 0xFFFF));
    answer(CHANGED);
    expect_state(QDMP_DMSTATE_UPDATE_SUCCESS, "updated");
}

/* An answer for a socket that is closed is not sent through the next one. */
Test(session, server_asks_a_socket_that_is_closed) {
    for (unsigned again = 0; again < 2; again++) {
        start_registered(300);
        packet made = get_666(CON, 0x2B2B, nothing);
        expect_handed(&made, nothing);
        happen(again ? QDMP_SESSION_OPENED : QDMP_SESSION_CLOSED);
        if (again)
            expect_register_after(0, "opened");
        expect_quiet("nothing is owed");
    }
}

/* A request may carry the token of the exchange by chance. It is still a request. */
Test(session, server_asks_with_our_token) {
    start_registering(300);
    packet first = stage.bytes;
    qdmp_span token = sent_read(packet_span(&first)).token;
    packet made = get_666(CON, 0x0101, token);
    expect_handed(&made, token);
    expect_not_implemented(0x0101, token);
    expect_send_after(2 * SECOND, "again");
    answer(CREATED);
    expect_state(QDMP_DMSTATE_REG_SUCCESS, "created");
}

/* --- the clock ---------------------------------------------------------------------------------------------------- */

/* A complete life of a session, with a clock that begins at any time. */
static void live(uint64_t now) {
    set_up(300, now);
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "register");
    expect_given_up("register");
    expect_quiet("given up");
    expect_register_after(60 * SECOND, "again");
    answer(CREATED);
    expect_update_after(207 * SECOND, "update");
    answer(CHANGED);
    expect_update_after(207 * SECOND, "update");
    expect_given_up("update");
    expect_register_after(0, "at once");
    answer(CREATED);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_deregister("forbidden");
    expect_given_up("de-register");
    expect_quiet("over");
    expect_state(QDMP_DMSTATE_INITIAL_STATE, "over");
}

/* Nothing special happens where a clock of 32 bits would wrap. */
Test(session, clock_beyond_32_bits) {
    for (uint64_t before = 0; before < 700 * SECOND; before += 997)
        live(((uint64_t)1 << 32) - before);
    for (uint64_t before = 0; before < 10; before++) {
        live(((uint64_t)1 << 32) - 62 * SECOND + before);
        live(((uint64_t)1 << 31) - before);
        live(((uint64_t)1 << 33) - before);
        live(((uint64_t)1 << 63) - 3600 * SECOND - before);
        live(before);
    }
}

/* The caller may be away for any time: 49.8 days have the same effect as 49.7. */
Test(session, away_for_years) {
    static const uint64_t days[] = {1, 25, 49, 50, 99, 100, 400, 36500};
    for (size_t i = 0; i < COUNT(days); i++) {
        for (unsigned more = 0; more < 2; more++) {
            start_registered(300);
            stage.now += more ? days[i] << 32 : days[i] * 86400 * SECOND; /* also multiples of 2^32 ms */
            cr_assert(deadline() == 0);
            expect_register_after(0, "the lifetime is over");
            expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "the lifetime is over");
        }
    }
}

/* A lifetime of more than 2^32 ms, in steps of all sizes. */
Test(session, lifetime_longer_than_32_bits) {
    static const uint64_t steps[] = {0x100000000, 0xFFFFFFFF, 0x40000000, 12345678, 3600 * SECOND};
    const uint64_t after = ((uint64_t)QDMP_UPDATE_PERIOD_MAX + 46) * SECOND - WAIT;
    cr_assert(after > UINT32_MAX - (uint64_t)WAIT);
    for (size_t i = 0; i < COUNT(steps); i++) {
        set_up(QDMP_UPDATE_PERIOD_MAX, 0xFFFFFF00);
        stage.registration.profile = QDMP_PROFILE_RDA;
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "register");
        for (unsigned round = 0; round < 3; round++) {
            answer(round ? CHANGED : CREATED);
            uint64_t left = after;
            for (; left > steps[i]; left -= steps[i]) {
                expect_quiet("on the way");
                stage.now += steps[i];
            }
            expect_update_after(left, "update");
        }
    }
}

/* A day in steps of one millisecond: an update every 207 s, and nothing else. */
Test(session, a_day_in_milliseconds) {
    start_registered(300);
    unsigned updates = 0;
    for (uint32_t ms = 1; ms <= 24u * 3600 * SECOND; ms++) {
        qdmp_span datagram;
        stage.now++;
        if (qdmp_session_poll(&stage.session, stage.now, ms, &datagram, NULL) == QDMP_END)
            continue;
        cr_assert(ms % (207 * SECOND) == 0, "at %u", ms);
        memcpy(stage.bytes.bytes, datagram.ptr, datagram.len);
        stage.bytes.len = datagram.len;
        stage.message = sent_read(packet_span(&stage.bytes));
        answer(CHANGED);
        updates++;
    }
    cr_assert(updates == 24u * 3600 / 207, "%u", updates);
}

/* A time before the latest one counts as the latest one; so does the time of a datagram that waited. */
Test(session, clock_steps_back) {
    start_registered(300);
    pass(100 * SECOND);
    expect_quiet("in between");
    for (unsigned i = 0; i < 1000; i++) {
        stage.now -= i;
        expect_quiet("back");
        stage.now += i;
        expect_quiet("forth");
    }
    expect_update_after(107 * SECOND, "update");
    stage.now -= 50;
    answer(CHANGED);
    stage.now += 50;
    expect_update_after(207 * SECOND, "update");
}

/* The time of the next call stays valid, however late the caller asks for it. */
Test(session, deadline_from_any_time) {
    start_registered(300);
    uint64_t last = stage.now;
    for (uint32_t late = 0; late < 400 * SECOND; late += 333) {
        uint32_t wait = qdmp_session_deadline(&stage.session, last + late);
        cr_assert(wait == (late < 207 * SECOND ? 207 * SECOND - late : 0), "%u: %u", late, wait);
    }
    happen(QDMP_SESSION_CLOSED);
    cr_assert(qdmp_session_deadline(&stage.session, last) == QDMP_SESSION_WAIT_MAX);
    cr_assert(qdmp_session_deadline(&stage.session, last + 1000) == QDMP_SESSION_WAIT_MAX);
    cr_assert(qdmp_session_deadline(&stage.session, last + ((uint64_t)1 << 40)) == QDMP_SESSION_WAIT_MAX);
}

/* SPDX-License-Identifier: MIT */
/*
 * Sessions are saved before a deep sleep and restored after it. Tests what continues, what begins anew, and which bytes
 * are refused.
 */
#include "guard.h"
#include "session_stage.h"

enum { SAVED_MAX = 3000, HEAD = 28, CRC = 4, DAY = 86400 };

static struct {
    char bytes[SAVED_MAX];
    size_t size;
} saved;

static qdmp_span saved_span(void) {
    return span_from(saved.bytes, saved.size);
}

static void save(void) {
    qdmp_error err;
    qdmp_room room = {saved.bytes, sizeof saved.bytes};
    qdmp_status status = qdmp_session_save(&stage.session, stage.now, room, &saved.size, &err);
    cr_assert(status == QDMP_OK, "%s", qdmp_status_name(status));
}

/* Nothing is left in memory, and the clock says `now`. A session with the same settings is opened. */
static void wake(uint64_t now) {
    memset(&stage.session, 0xA5, sizeof stage.session);
    memset(stage.room, 0x5A, sizeof stage.room);
    stage.now = now;
    stage.entropy++;
    open_session();
}

/* Restores from memory that ends at an unreadable page. */
static qdmp_status restore(qdmp_span bytes, uint64_t slept, qdmp_error *err) {
    char *guarded = guard_behind(bytes.len);
    if (bytes.len)
        memcpy(guarded, bytes.ptr, bytes.len);
    return qdmp_session_restore(&stage.session, stage.now, slept, span_from(guarded, bytes.len), err);
}

static void expect_restored(uint64_t slept) {
    qdmp_error err;
    qdmp_status status = restore(saved_span(), slept, &err);
    cr_assert(status == QDMP_OK, "%s", qdmp_status_name(status));
}

static void sleep_for(uint64_t slept, uint64_t now) {
    save();
    wake(now);
    expect_restored(slept);
}

/* --- the bytes ---------------------------------------------------------------------------------------------------- */

/*
 * CRC-32 (IEEE 802.3), with the most significant bit first and the bits of each byte reversed: another way than the
 * library's.
 */
static uint32_t turned(uint32_t value, unsigned bits) {
    uint32_t out = 0;
    for (unsigned i = 0; i < bits; i++)
        out |= (value >> i & 1) << (bits - 1 - i);
    return out;
}

static uint32_t crc_of(const void *bytes, size_t size) {
    const unsigned char *p = bytes;
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < size * 8; i++) {
        if (i % 8 == 0)
            crc ^= turned(p[i / 8], 8) << 24;
        crc = crc & 0x80000000 ? crc << 1 ^ 0x04C11DB7 : crc << 1;
    }
    return turned(~crc, 32);
}

Test(session_save, crc_of_the_tests) {
    cr_assert(crc_of("123456789", 9) == 0xCBF43926);
}

static void put_word(char *to, uint32_t word) {
    for (unsigned i = 0; i < 4; i++)
        to[i] = (char)(unsigned char)(word >> (24 - 8 * i));
}

/* Corrects the checksum. */
static void seal(void) {
    put_word(saved.bytes + saved.size - CRC, crc_of(saved.bytes, saved.size - CRC));
}

/* A change of the stored format must be noticed, because QDMP__FORMAT_VERSION must change with it. */
Test(session_save, bytes) {
    packet made = packet_of(CON, POST, 0, span_of("0000"));
    packet_option(&made, 11, span_of("rd"));
    packet_option(&made, 12, span_of("\x28"));
    packet_option(&made, 15, span_of("lwm2m=1.0"));
    packet_option(&made, 15, span_of("ep=urn:imei:863703030822519"));
    packet_option(&made, 15, span_of("b=U"));
    packet_option(&made, 15, span_of("lt=86400"));
    packet_payload(&made, "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>");
    start_registered(86400);
    pass(400 * SECOND);
    save();
    char expected[SAVED_MAX] = "\1\3\6\0"  /* version, registered, dmstate 6 */
                               "\0\0\0\14" /* Message ID 0 is next; 12 bytes of path */
                               "\0\1\0\0"  /* no separate response was acknowledged */
                               "\0\0\0\74" /* 60 s after the next failed register */
                               "????"
                               "\0\0\0\0\x05\x20\x41\x80" /* 86,000,000 ms */
                               "\xB2rd\x08"
                               "ABCD1234";
    put_word(expected + 16, crc_of(made.bytes, made.len));
    put_word(expected + HEAD + 12, crc_of(expected, HEAD + 12));
    cr_expect(saved.size == HEAD + 12 + CRC);
    cr_expect(span_equal(saved_span(), span_from(expected, HEAD + 12 + CRC)), "%s", shown(saved_span()));
}

/* Message IDs that were taken before a sleep are not taken again after it. */
Test(session_save, message_ids_given_out) {
    start_registered(300);
    unsigned id = stage.message.id;
    (void)qdmp_session_next_id(&stage.session);
    cr_assert(qdmp_session_next_id(&stage.session) == ((id + 2) & 0xFFFF));
    save();
    wake(0);
    expect_restored(0);
    cr_assert(qdmp_session_next_id(&stage.session) == ((id + 3) & 0xFFFF));
    expect_update_after(207 * SECOND, "update");
    cr_assert(stage.message.id == ((id + 4) & 0xFFFF));
}

Test(session_save, room) {
    static char text[255];
    static const unsigned paths[][2] = {{2, 5}, {1, 0}, {1, 12}, {1, 13}, {1, 255}, {2, 200}, {8, 60}};
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < COUNT(paths); i++) {
        size_t segments = paths[i][0], len = paths[i][1], size = 0;
        start_registering(300);
        packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
        for (size_t k = 0; k < segments; k++)
            packet_option(&made, 8, span_from(text, len));
        cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
        size_t need = HEAD + segments * (len + (len > 12 ? 2 : 1)) + CRC,
               most = QDMP_SESSION_SAVED_MAX(segments, len * segments);
        cr_expect(most == need + (len > 12 ? 0 : segments), "%zu, %zu", most, need);
        for (size_t cap = 0; cap <= need + 1; cap++) {
            qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
            char *out = guard_behind(cap);
            memset(out, 0x5A, cap);
            qdmp_status status = qdmp_session_save(&stage.session, stage.now, (qdmp_room){out, cap}, &size, &err);
            cr_expect(status == (cap < need ? QDMP_NO_SPACE : QDMP_OK) && size == need, "%zu: %zu", cap, size);
            if (cap < need)
                cr_expect(err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_NONE && err.offset == 0 &&
                          filled_with(out, cap, 0x5A));
            else
                cr_expect(filled_with(out + need, cap - need, 0x5A));
        }
        cr_expect(qdmp_session_save(&stage.session, stage.now, (qdmp_room){NULL, 0}, NULL, NULL) == QDMP_NO_SPACE);
    }
}

static int fake_hash(void *context, const unsigned char *bytes, size_t size, unsigned char hash[QDMP_SHA256_SIZE]) {
    (void)context, (void)size;
    memcpy(hash, bytes, 16);
    memcpy(hash + 16, bytes, 16);
    return 0;
}

static int fake_cipher(void *context, const unsigned char key[QDMP_SHA256_SIZE], const unsigned char iv[QDMP_AES_BLOCK],
                       unsigned char *blocks, size_t size) {
    (void)context, (void)key, (void)iv, (void)blocks, (void)size;
    return 0;
}

/*
 * The saved bytes contain neither the password nor another credential, and not the token, by which answers are
 * recognised.
 */
Test(session_save, no_secrets) {
    static const char *const secrets[] = {"secret-password0", "M100000089", "863703030822519", "460007788990011"};
    const qdmp_crypto crypto = {NULL, fake_hash, fake_cipher};
    for (unsigned updating = 0; updating < 2; updating++) {
        set_up(300, 0);
        stage.entropy = 0x746F6B6E;
        stage.registration.name = nothing;
        stage.registration.credentials.password = span_of(secrets[0]);
        stage.registration.credentials.appkey = span_of(secrets[1]);
        stage.registration.credentials.tml_imei = span_of(secrets[2]);
        stage.registration.imsi = span_of(secrets[3]);
        stage.registration.crypto = &crypto;
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "register");
        answer(CREATED);
        if (updating)
            expect_update_after(207 * SECOND, "update");
        save();
        for (size_t at = 0; at + 4 <= saved.size; at++) {
            cr_expect(memcmp(saved.bytes + at, &stage.entropy, 4) != 0, "the token");
            for (size_t i = 0; i < COUNT(secrets); i++)
                for (size_t k = 0; secrets[i][k + 3]; k++)
                    cr_expect(memcmp(saved.bytes + at, secrets[i] + k, 4) != 0, "%s", secrets[i]);
        }
    }
}

/* --- sleeping ----------------------------------------------------------------------------------------------------- */

/* Sleeps of 0 s to 400 days, with a clock that continues, begins at 0, or has any value. */
Test(session_save, sleeps) {
    static const uint32_t periods[] = {300, 3600, 86400, 2592000, QDMP_UPDATE_PERIOD_MAX};
    static const uint64_t sleeps[] = {
        0,        1,        30,       206,      207,       208,       298,
        299,      300,      301,      3506,     3507,      3599,      3600,
        86306,    86307,    86308,    86399,    DAY,       2 * DAY,   25 * DAY,
        29 * DAY, 30 * DAY, 49 * DAY, 50 * DAY, 100 * DAY, 365 * DAY, 400 * (uint64_t)DAY};
    for (size_t i = 0; i < COUNT(periods); i++) {
        for (size_t k = 0; k < COUNT(sleeps); k++) {
            uint64_t lifetime = (uint64_t)periods[i] * SECOND, slept = sleeps[k] * SECOND, due = lifetime - WAIT;
            uint64_t clocks[] = {slept, 0, (uint64_t)1 << 32, 12345, (uint64_t)1 << 62};
            start_registered(periods[i]);
            unsigned id = stage.message.id;
            sleep_for(slept, clocks[k % COUNT(clocks)]);
            expect_state(QDMP_DMSTATE_REG_SUCCESS, "as if nothing had been");
            if (slept < lifetime) {
                expect_update_after(slept < due ? due - slept : 0, "still registered");
                cr_assert(span_equal(stage.message.options[0].value, span_of("rd")) &&
                          span_equal(stage.message.options[1].value, span_of("ABCD1234")));
                answer(CHANGED);
                expect_update_after(due, "the next");
            } else {
                expect_register_after(0, "the lifetime is over");
                expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "the lifetime is over");
                answer(CREATED);
                expect_update_after(due, "registered again");
            }
            cr_assert(((stage.message.id - id) & 0xFFFF) < 8, "Message IDs go on");
            cr_assert(stage.message.id != id);
        }
    }
}

/* A module that sleeps longer than its lifetime never waits; nor does one that sleeps during an update. */
Test(session_save, sleeps_over_the_lifetime_again_and_again) {
    for (unsigned updating = 0; updating < 3; updating++) {
        start_registering(300);
        for (unsigned i = 0; i < 10; i++) {
            answer(CREATED);
            if (updating)
                expect_update_after(207 * SECOND, "update");
            if (updating == 2)
                expect_send_after(2 * SECOND, "again");
            sleep_for((300 + i) * SECOND, i % 2 ? 0 : stage.now);
            expect_register_after(0, "at once");
            expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "over");
        }
    }
}

/* Many short sleeps have the effect of one long wait. */
Test(session_save, naps) {
    start_registered(86400);
    uint64_t left = 86400 * (uint64_t)SECOND - WAIT;
    for (unsigned i = 0; i < 100; i++) {
        uint64_t slept = i * 7919;
        sleep_for(slept, 0);
        pass(1000);
        left -= slept + 1000;
    }
    expect_update_after(left, "update");
}

Test(session_save, an_update_under_way) {
    for (unsigned acknowledged = 0; acknowledged < 2; acknowledged++) {
        start_updating(300);
        unsigned id = stage.message.id;
        packet late = answer_of(ACK, CHANGED);
        if (acknowledged)
            ignore(packet_of(ACK, 0, stage.message.id, nothing), "the empty acknowledgement");
        sleep_for(10 * SECOND, 5);
        ignore(late, "its answer");
        expect_update_after(0, "at once");
        cr_assert(((stage.message.id - id) & 0xFFFF) == 1, "another exchange");
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "not yet");
        expect_send_after(2 * SECOND, "again");
        expect_send_after(4 * SECOND, "again");
        expect_send_after(8 * SECOND, "again");
        expect_send_after(16 * SECOND, "again");
        expect_register_after(32 * SECOND, "given up");
        expect_state(QDMP_DMSTATE_UPDATE_TIMEOUT, "given up");
    }
    start_updating(300);
    sleep_for(93 * SECOND - 1, 5);
    expect_update_after(0, "a millisecond is left");
    expect_register_after(1, "it is over");
    expect_state(QDMP_DMSTATE_LIFETIME_TIMEOUT, "it is over");
}

Test(session_save, a_register_under_way) {
    start_registering(300);
    expect_send_after(2 * SECOND, "again");
    unsigned id = stage.message.id;
    packet late = answer_of(ACK, CREATED);
    sleep_for(3600 * SECOND, 5);
    expect_state(QDMP_DMSTATE_CONNECT_SUCCESS, "the socket is open");
    ignore(late, "its answer");
    expect_register_after(0, "anew");
    cr_assert(((stage.message.id - id) & 0xFFFF) == 1, "another exchange");
    expect_given_up("all transmissions");
}

Test(session_save, a_back_off) {
    static const uint64_t sleeps[] = {0, 100, 239, 240, 241, 3600, 400 * (uint64_t)DAY};
    for (size_t i = 0; i < COUNT(sleeps); i++) {
        start_registering(300);
        answer(CODE(5, 3));
        expect_register_after(60 * SECOND, "again");
        answer(CODE(5, 3));
        expect_register_after(120 * SECOND, "again");
        answer(CODE(5, 3));
        sleep_for(sleeps[i] * SECOND, 9);
        expect_state(QDMP_DMSTATE_REG_FAILED, "failed");
        expect_register_after(sleeps[i] < 240 ? (240 - sleeps[i]) * SECOND : 0, "the rest of the wait");
        answer(CODE(5, 3));
        expect_register_after(480 * SECOND, "doubled as ever");
    }
}

Test(session_save, a_deregister) {
    for (unsigned sent_before = 0; sent_before < 2; sent_before++) {
        start_registered(300);
        happen(QDMP_SESSION_FORBIDDEN);
        if (sent_before)
            expect_deregister("forbidden");
        sleep_for(sent_before * 400 * SECOND, 0); /* a lifetime that ended starts no register */
        expect_state(QDMP_DMSTATE_REG_SUCCESS, "not yet");
        expect_deregister("at once");
        answer(DELETED);
        expect_state(QDMP_DMSTATE_INITIAL_STATE, "over");
        pass((uint64_t)1 << 33);
    }
}

/* A room that holds the path and a de-register, but no update. */
Test(session_save, a_deregister_in_a_small_room) {
    char text[200];
    memset(text, 'x', sizeof text);
    set_up(300, 0);
    stage.config.room.cap = 412;
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "register");
    happen(QDMP_SESSION_FORBIDDEN);
    packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
    packet_option(&made, 8, span_from(text, sizeof text));
    cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
    sleep_for(SECOND, 0);
    expect_send("de-register");
    cr_assert(stage.message.code == DELETE && stage.message.options[0].value.len == sizeof text);
}

/* The session can no longer recognise the answer for which it waited. */
Test(session_save, forbidden_during_a_register) {
    start_registering(300);
    happen(QDMP_SESSION_FORBIDDEN);
    packet late = answer_of(ACK, CREATED);
    sleep_for(SECOND, 0);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, "over");
    ignore(late, "late");
    pass((uint64_t)1 << 33);
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "allowed again");
}

/* Waking with access forbidden: the session takes up the registration, and ends it with its Location-Path alone. */
Test(session_save, forbidden_on_waking) {
    set_up(300, 0);
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "before the sleep");
    answer(CREATED);
    sleep_for(10 * SECOND, 0);
    happen(QDMP_SESSION_FORBIDDEN);
    expect_deregister("forbidden on waking");
    answer(DELETED);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, "forbidden on waking");
}

/* Waking with other settings that allow access: the saved session is ignored, and the session registers. */
Test(session_save, opened_anew_on_waking) {
    set_up(300, 0);
    open_session();
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "before the sleep");
    answer(CREATED);
    save();
    wake(0);
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, "opened anew on waking");
}

Test(session_save, without_a_socket) {
    static const qdmp_session_change changes[] = {QDMP_SESSION_CLOSED, QDMP_SESSION_OPEN_FAILED};
    for (size_t i = 0; i < COUNT(changes); i++) {
        start_registered(300);
        happen(changes[i]);
        uint32_t state = qdmp_session_dmstate(&stage.session);
        sleep_for(DAY, 0);
        expect_state(state, "as before");
        pass((uint64_t)1 << 33);
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "opened");
    }
}

/* Two lifetimes that ended before an answer came are two in a row, also with sleeps between them. */
Test(session_save, lifetimes_that_ran_out) {
    for (unsigned place = 0; place < 3; place++) {
        set_up(300, 0);
        stage.config.ack_timeout = 100 * SECOND;
        open_session();
        happen(QDMP_SESSION_OPENED);
        expect_register_after(0, "register");
        for (unsigned i = 0; i < 2; i++) {
            expect_send_after(100 * SECOND, "again");
            expect_send_after(200 * SECOND, "again");
            answer(CREATED);
            if (place == i)
                sleep_for(0, 0); /* the answer was late, and the session has not been polled since */
            if (i == 1) {
                expect_quiet("it waits");
                if (place == 2)
                    sleep_for(20 * SECOND, 0);
            }
            expect_register_after(i == 0 ? 0 : (place == 2 ? 40 : 60) * SECOND, "register");
        }
    }
}

/* A duplicate of a separate response is still acknowledged. */
Test(session_save, acknowledges_duplicates) {
    start_registering(300);
    packet separate = packet_of(CON, CREATED, 0x4711, stage.message.token);
    packet_option(&separate, 8, span_of("rd"));
    cr_assert(hand(&separate) == QDMP_SESSION_ANSWER);
    expect_empty(ACK, 0x4711, "acknowledged");
    sleep_for(SECOND, 0);
    ignore(separate, "a duplicate");
    expect_empty(ACK, 0x4711, "acknowledged again");
}

/* A save without a sleep has no effect. */
Test(session_save, goes_on) {
    start_updating(300);
    packet first = stage.bytes;
    for (unsigned i = 0; i < 4; i++) {
        save();
        expect_send_after(2000u << i, "again");
        cr_assert(span_equal(packet_span(&stage.bytes), packet_span(&first)));
        save();
    }
    answer(CHANGED);
    expect_state(QDMP_DMSTATE_UPDATE_SUCCESS, "updated");
}

/* A save with a time before the latest one counts as the latest one, as in every other call. */
Test(session_save, clock_steps_back) {
    start_registered(300);
    pass(100 * SECOND);
    expect_quiet("the last time seen");
    stage.now -= 50 * SECOND;
    save();
    wake(0);
    expect_restored(0);
    expect_update_after(107 * SECOND, "update");
    wake(1000 * SECOND);
    stage.now -= 900 * SECOND;
    expect_restored(0);
    stage.now += 900 * SECOND;
    expect_update_after(107 * SECOND, "update");
}

/* --- refused bytes ------------------------------------------------------------------------------------------------ */

/* The session stays as it was when it was opened: it sends nothing, and registers after QDMP_SESSION_OPENED. */
static void expect_refused(qdmp_span bytes, qdmp_status expected, const char *what) {
    qdmp_error err = {QDMP_OK, QDMP_FIELD_TYPE, 9};
    wake(7);
    qdmp_session before = stage.session;
    qdmp_status status = restore(bytes, 5, &err);
    cr_assert(status == expected && err.status == expected && err.field == QDMP_FIELD_NONE && err.offset == 0, "%s: %s",
              what, qdmp_status_name(status));
    cr_assert(memcmp(&before, &stage.session, sizeof before) == 0, "%s: touched", what);
    cr_assert(qdmp_session_restore(&stage.session, stage.now, 5, bytes, NULL) == expected, "%s", what);
}

static void expect_anew(const char *what) {
    expect_quiet(what);
    expect_state(QDMP_DMSTATE_INITIAL_STATE, what);
    happen(QDMP_SESSION_OPENED);
    expect_register_after(0, what);
    answer(CREATED);
    expect_update_after(207 * SECOND, what);
}

Test(session_save, cut_anywhere) {
    for (unsigned registered = 0; registered < 2; registered++) {
        start_registering(300);
        if (registered)
            answer(CREATED);
        save();
        for (size_t len = 0; len < saved.size; len++)
            expect_refused(span_from(saved.bytes, len), QDMP_SAVED, "cut");
        expect_anew("cut");
    }
    /* additional bytes are refused too */
    memset(saved.bytes + saved.size, 0, 64);
    for (size_t more = 1; more <= 64; more++)
        expect_refused(span_from(saved.bytes, saved.size + more), QDMP_SAVED, "longer");
    expect_refused(nothing, QDMP_SAVED, "nothing");
}

Test(session_save, damaged_anywhere) {
    start_registered(300);
    save();
    for (size_t at = 0; at < saved.size; at++) {
        char good = saved.bytes[at];
        for (unsigned byte = 0; byte < 256; byte++) {
            saved.bytes[at] = (char)(unsigned char)byte;
            if (saved.bytes[at] != good)
                expect_refused(saved_span(), QDMP_SAVED, "damaged");
        }
        saved.bytes[at] = good;
    }
    expect_anew("damaged");
    wake(0);
    expect_restored(0);
}

/* Erased flash memory, zeros and other files are not saved sessions. */
Test(session_save, foreign_bytes) {
    set_up(300, 0);
    for (unsigned fill = 0; fill < 256; fill++) {
        memset(saved.bytes, (int)fill, sizeof saved.bytes);
        for (size_t len = 0; len <= 100; len++) {
            bool other = fill == 0xFF && len == 8; /* the CRC-32 of four bytes FF is FFFFFFFF */
            expect_refused(span_from(saved.bytes, len), other ? QDMP_SAVED_VERSION : QDMP_SAVED, "filled");
        }
    }
    expect_refused(span_of("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n"), QDMP_SAVED, "a request");
}

/* A later version may have another content of any length. Its first byte and its checksum stay where they are today. */
Test(session_save, another_version) {
    start_registered(300);
    save();
    for (unsigned version = 0; version < 256; version++) {
        saved.bytes[0] = (char)(unsigned char)version;
        seal();
        if (version != 1)
            expect_refused(saved_span(), QDMP_SAVED_VERSION, "another version");
    }
    expect_anew("another version");
    for (saved.size = 1 + CRC; saved.size < 100; saved.size++) {
        memset(saved.bytes, 'x', sizeof saved.bytes);
        seal();
        expect_refused(saved_span(), QDMP_SAVED_VERSION, "another version");
    }
}

/* Bytes of this version, with a checksum, that are too short for its content. */
Test(session_save, this_version_and_short) {
    start_registered(300);
    save();
    for (saved.size = 1 + CRC; saved.size < HEAD + CRC; saved.size++) {
        seal();
        expect_refused(saved_span(), QDMP_SAVED, "short");
    }
}

Test(session_save, another_registration) {
    start_registered(300);
    save();
    for (unsigned what = 0; what < 6; what++) {
        set_up(300, 0);
        switch (what) {
        case 0: stage.registration.name = span_of("urn:imei:863703030822518"); break;
        case 1: stage.registration.server.update_period = 301; break;
        case 2: stage.registration.objects = span_of("</1/0>"); break;
        case 3: stage.registration.profile = QDMP_PROFILE_CIS; break;
        case 4: stage.registration.profile = QDMP_PROFILE_RDA; break;
        default: stage.registration.name = span_of("urn:imei:863703030822519x"); break;
        }
        expect_refused(saved_span(), QDMP_SAVED_OTHER, "another registration");
    }
    set_up(300, 0);
    stage.registration.server.ip[0] = 10; /* this member is not part of a registration */
    stage.registration.server.port = 1;
    stage.registration.objects = span_of("</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>"); /* the same as the profile's */
    wake(0);
    expect_restored(0);
    expect_update_after(207 * SECOND, "the same registration");
}

Test(session_save, another_room) {
    char text[100];
    memset(text, 'x', sizeof text);
    start_registering(300);
    packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
    packet_option(&made, 8, span_from(text, sizeof text));
    cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
    save();
    for (size_t cap = 150; cap < 400; cap++) {
        stage.config.room.cap = cap;
        size_t need = 4 + 4 + 2 + 4 + 24 + 2 * (2 + sizeof text);
        if (cap < need) {
            expect_refused(saved_span(), QDMP_NO_SPACE, "a smaller room");
        } else {
            wake(0);
            expect_restored(0);
            expect_update_to(207 * SECOND, span_from(text, sizeof text));
        }
    }
}

/* The path in the earlier room was longer than the present room. */
Test(session_save, a_room_shorter_than_the_path) {
    char text[200];
    memset(text, 'x', sizeof text);
    start_registering(300);
    packet made = packet_of(ACK, CREATED, stage.message.id, stage.message.token);
    for (unsigned i = 0; i < 2; i++)
        packet_option(&made, 8, span_from(text, sizeof text));
    cr_assert(hand(&made) == QDMP_SESSION_ANSWER);
    save();
    for (size_t cap = 200; cap < 2 * (2 + sizeof text) + 100; cap++) {
        stage.config.room.cap = cap;
        expect_refused(saved_span(), QDMP_NO_SPACE, "a room shorter than the path");
    }
}

/* --- saved sessions that nobody saved ----------------------------------------------------------------------------- */

static void put_path(const char *path, size_t len) {
    memcpy(saved.bytes + HEAD, path, len);
    saved.bytes[6] = (char)(unsigned char)(len >> 8);
    saved.bytes[7] = (char)(unsigned char)len;
    saved.size = HEAD + len + CRC;
    seal();
}

/* A correct checksum over a state that no session can have: refused, so that no message is sent to a wrong place. */
Test(session_save, impossible_states) {
    start_registered(300);
    save();
    for (unsigned task = 0; task < 256; task++) {
        if (task == 3 || task == 4)
            continue;
        saved.bytes[1] = (char)(unsigned char)task;
        seal();
        expect_refused(saved_span(), QDMP_SAVED, "a task that is none, or has no path");
    }
    saved.bytes[1] = 3;
    for (unsigned dmstate = 0; dmstate < 256; dmstate++) {
        saved.bytes[2] = (char)(unsigned char)dmstate;
        seal();
        bool good = dmstate == 0 || (dmstate >= 4 && dmstate <= 9) || (dmstate >= 11 && dmstate <= 13);
        if (!good)
            expect_refused(saved_span(), QDMP_SAVED, "a dmstate that is none");
    }
    saved.bytes[2] = 6;
    put_path("", 0);
    expect_refused(saved_span(), QDMP_SAVED, "registered, and no path");
    for (unsigned task = 0; task < 3; task++) {
        saved.bytes[1] = (char)(unsigned char)task;
        put_path("\xB1r", 2);
        expect_refused(saved_span(), QDMP_SAVED, "a path, and not registered");
    }
}

Test(session_save, impossible_paths) {
    static const struct {
        const char *bytes;
        size_t len;
    } paths[] = {
        {"\xB1.", 2},
        {"\xB2..", 3},
        {"\xB1r\x01.", 4},
        {"\x81r", 2},                                  /* another option */
        {"\xB1r\x11s", 4},                             /* another option after it */
        {"\xB1", 1},                                   /* cut */
        {"\xB2r", 2},                                  /* cut */
        {"\xB1r\xFF", 3},                              /* a marker */
        {"\xB1r\xFFx", 4},                             /* a marker */
        {"\xF1r", 2},                                  /* not an option */
        {"\xB1r\x0D\x00xxxxxxxxxxxxx\x01", 18},        /* cut after the second */
        {"\xB1r\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1", 18}, /* nine segments */
    };
    start_registered(300);
    save();
    for (size_t i = 0; i < COUNT(paths); i++) {
        put_path(paths[i].bytes, paths[i].len);
        expect_refused(saved_span(), QDMP_SAVED, shown(span_from(paths[i].bytes, paths[i].len)));
    }
    put_path("\xB0\0", 2);
    wake(0);
    expect_restored(0);
    expect_send_after(207 * SECOND, "an update to two empty segments");
    cr_expect(stage.message.count == 3 && stage.message.options[0].value.len == 0 &&
              stage.message.options[1].number == 11 && stage.message.options[1].value.len == 0);
}

/* Times and waits that are impossible with the present settings are limited by these settings. */
Test(session_save, bounded_by_the_settings) {
    start_registered(300);
    save();
    memset(saved.bytes + 20, 0xFF, 8);
    seal();
    wake((uint64_t)1 << 62);
    expect_restored(0);
    expect_update_after(207 * SECOND, "no later than a lifetime allows");

    start_registering(300);
    answer(CODE(5, 3));
    save();
    memset(saved.bytes + 20, 0xFF, 8);
    memset(saved.bytes + 12, 0xFF, 4);
    seal();
    wake(0);
    expect_restored(0);
    expect_register_after(3600 * SECOND, "no later than retry_max");
    answer(CODE(5, 3));
    expect_register_after(3600 * SECOND, "retry_max");

    memset(saved.bytes + 20, 0, 8);
    memset(saved.bytes + 12, 0, 4);
    seal();
    wake(0);
    expect_restored(0);
    expect_register_after(0, "at once");
    answer(CODE(5, 3));
    expect_register_after(60 * SECOND, "retry_min");
    answer(CODE(5, 3));
    expect_register_after(120 * SECOND, "doubled");
}

/* Any bytes with a correct checksum are refused, or make a session that follows the rules. */
Test(session_save, any_bytes) {
    uint64_t seed = 0x9E3779B97F4A7C15u;
    start_registered(300);
    save();
    char good[SAVED_MAX];
    size_t size = saved.size;
    memcpy(good, saved.bytes, size);
    for (unsigned round = 0; round < 20000; round++) {
        memcpy(saved.bytes, good, size);
        saved.size = size;
        for (unsigned n = 0; n < 1 + round % 4; n++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            unsigned at = (unsigned)(seed >> 40) % (unsigned)(size - CRC);
            if (at < 16 || at >= 20) /* the registration stays the same */
                saved.bytes[at] = (char)(unsigned char)(seed >> 20);
        }
        seal();
        wake(3);
        qdmp_status status = restore(saved_span(), seed >> 56, NULL);
        if (status == QDMP_SAVED_VERSION || status == QDMP_SAVED)
            continue;
        cr_assert(status == QDMP_OK, "%s", qdmp_status_name(status));
        for (unsigned n = 0; n < 10; n++) {
            qdmp_span datagram;
            while (qdmp_session_poll(&stage.session, stage.now, round, &datagram, NULL) == QDMP_OK)
                (void)sent_read(datagram);
            cr_assert(deadline() > 0, "a busy loop");
            stage.now += deadline();
        }
    }
}

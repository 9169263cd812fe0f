/* SPDX-License-Identifier: MIT */
/*
 * Thousands of sessions register at a server, through a network that loses, delays, duplicates and reorders datagrams.
 * Whatever the network does, the bounds of RFC 7252 hold. When the network works again, the module ends up registered.
 */
#include "session_server.h"

#include "qdmp/session.h"

enum { SECOND = 1000, FLYING_MAX = 64, ROUNDS = 4000, LIFETIME = 300, CREATED = CODE(2, 1) };

/*
 * The longest time that a module needs when the network works again: a register that is given up, the longest back-off,
 * an exchange, and the delays.
 */
enum { HEALING = (93 + 3600 + 93 + 10) * SECOND };

typedef struct flight {
    uint64_t arrives;
    bool to_server;
    size_t len;
    unsigned char bytes[320];
} flight;

static struct {
    uint64_t seed;
    uint64_t time; /* true time */
    uint64_t skew; /* of the session's clock, against the true time */
    qdmp_registration registration;
    qdmp_session session;
    char room[600];
    flight flying[FLYING_MAX];
    size_t flights;
    /* the network */
    unsigned loss, doubles, longest; /* percent, percent, milliseconds */
    unsigned latest;                 /* longest delay of the caller, milliseconds; 0: it sleeps, and may be very late */
    bool hostile;                    /* the server refuses, resets, sends invalid bytes */
    /* the server */
    bool registered;
    uint64_t expires;
    unsigned name, next_id, answered_id, seen_id;
    packet answer; /* to `answered_id`, for duplicates */
    /* what the module has sent in the current exchange */
    unsigned transmissions;
    uint64_t transmitted, spacing;
    packet request;
    unsigned long polls, exchanges, dmstates;
} world;

static uint32_t chance(uint32_t below) {
    world.seed ^= world.seed << 13;
    world.seed ^= world.seed >> 7;
    world.seed ^= world.seed << 17;
    return (uint32_t)(world.seed >> 16) % below;
}

static uint64_t now(void) {
    return world.time + world.skew;
}

/* --- the network --- */

static void launch(bool to_server, const void *bytes, size_t len) {
    if (chance(100) < world.loss || world.flights == FLYING_MAX)
        return;
    flight *one = &world.flying[world.flights++];
    cr_assert(len <= sizeof one->bytes);
    one->arrives = world.time + 1 + chance(world.longest);
    one->to_server = to_server;
    one->len = len;
    memcpy(one->bytes, bytes, len);
    if (chance(100) < world.doubles)
        launch(to_server, bytes, len);
}

static void launch_packet(const packet *made) {
    launch(false, made->bytes, made->len);
}

/* --- the server --- */

static packet respond(const sent *request, unsigned type) {
    packet made = packet_of(type, CODE(4, 4), type == ACK ? request->id : world.next_id++ & 0xFFFF, request->token);
    bool created = request->payload.len != 0, known = world.registered && world.time < world.expires;
    char name[2] = {(char)('A' + world.name % 26), (char)('a' + world.name / 26 % 26)};
    if (world.hostile && chance(3) == 0) {
        static const unsigned codes[] = {CODE(4, 0), CODE(4, 3), CODE(5, 3), CODE(2, 5)};
        made.bytes[1] = (unsigned char)codes[chance(COUNT(codes))];
        world.registered = world.registered && !created;
        return made;
    }
    if (created) {
        world.name++;
        name[0] = (char)('A' + world.name % 26);
        name[1] = (char)('a' + world.name / 26 % 26);
        made.bytes[1] = CREATED;
        packet_option(&made, 8, span_of("rd"));
        packet_option(&made, 8, span_from(name, 2));
    } else if (known && request->count >= 2 && span_equal(request->options[1].value, span_from(name, 2))) {
        made.bytes[1] = request->code == CODE(0, 4) ? CODE(2, 2) : CODE(2, 4);
    }
    if (made.bytes[1] >> 5 == 2) {
        world.registered = request->code != CODE(0, 4);
        world.expires = world.time + LIFETIME * SECOND;
    }
    return made;
}

static void send_rubbish(const sent *request) {
    packet made = packet_of(chance(4), chance(256), chance(3) ? chance(65536) : request->id,
                            chance(2) ? request->token : span_of("xyz"));
    made.len = 1 + chance((uint32_t)made.len);
    launch_packet(&made);
}

/* A request arrives. It is answered at once, or acknowledged and answered later. Its duplicates get the same answer. */
static void serve(const sent *request) {
    packet empty = packet_of(ACK, 0, request->id, span_of(""));
    if (world.hostile && chance(4) == 0)
        send_rubbish(request);
    if (world.hostile && chance(8) == 0) {
        packet reset = packet_of(RST, 0, request->id, span_of(""));
        launch_packet(&reset);
        return;
    }
    if (request->id != world.answered_id) {
        unsigned type = chance(3) ? ACK : chance(2) ? CON : NON;
        world.answered_id = request->id;
        world.answer = respond(request, type);
    }
    bool separate = (world.answer.bytes[0] >> 4 & 3) != ACK;
    if (separate && chance(2))
        launch_packet(&empty);
    launch_packet(&world.answer);
    if (request->payload.len && chance(3) == 0) { /* GET /666/0 */
        packet get = packet_of(chance(2) ? CON : NON, CODE(0, 1), world.next_id++ & 0xFFFF, span_of("g"));
        launch_packet(&get);
    }
}

/* --- the module --- */

/*
 * Checks what RFC 7252 requires of the requests: their times, their number, the same bytes, and one exchange at a time.
 */
static void check_request(const sent *request, qdmp_span bytes) {
    if (world.request.len && span_equal(bytes, packet_span(&world.request))) {
        uint64_t since = world.time - world.transmitted;
        cr_assert(++world.transmissions <= 5, "more than MAX_RETRANSMIT");
        cr_assert(since >= world.spacing, "after %u ms", (unsigned)since);
        if (world.transmissions == 2 && world.latest)
            cr_assert(since < 3000 + 20 * (world.latest - 1), "the first timeout took %u ms", (unsigned)since);
        world.spacing = 2 * (world.transmissions == 2 ? 2000u : world.spacing);
    } else {
        cr_assert(!world.request.len || sent_read(packet_span(&world.request)).id != request->id, "the same id");
        cr_assert(world.seen_id == 0x10000 || ((request->id - world.seen_id) & 0xFFFF) < 0x8000, "an old exchange");
        memcpy(world.request.bytes, bytes.ptr, bytes.len);
        world.request.len = bytes.len;
        world.transmissions = 1;
        world.spacing = 2000;
        world.seen_id = request->id;
        world.exchanges++;
    }
    world.transmitted = world.time;
}

static void poll_session(void) {
    for (unsigned n = 0;; n++) {
        qdmp_span datagram;
        cr_assert(n < 4, "a busy loop");
        world.polls++;
        qdmp_status status = qdmp_session_poll(&world.session, now(), chance(UINT32_MAX), &datagram, NULL);
        if (status == QDMP_END)
            break;
        cr_assert(status == QDMP_OK, "%s", qdmp_status_name(status));
        sent message = sent_read(datagram);
        if (message.type == CON)
            check_request(&message, datagram);
        else
            cr_assert(message.type >= ACK && datagram.len <= 12);
        launch(true, datagram.ptr, datagram.len);
    }
    world.dmstates |= 1ul << qdmp_session_dmstate(&world.session);
    cr_assert(qdmp_session_deadline(&world.session, now()) > 0, "a deadline that nothing comes of");
}

static void receive(const flight *one) {
    qdmp_coap_message request;
    qdmp_session_receipt receipt =
        qdmp_session_receive(&world.session, now(), span_from(one->bytes, one->len), &request);
    if (receipt == QDMP_SESSION_REQUEST && chance(2))
        qdmp_session_take(&world.session);
    poll_session();
}

/* --- the world --- */

static void land(size_t index) {
    flight one = world.flying[index];
    world.flying[index] = world.flying[--world.flights];
    if (!one.to_server) {
        receive(&one);
        return;
    }
    sent message = sent_read(span_from(one.bytes, one.len));
    if (message.type == CON)
        serve(&message);
}

static size_t first_to_land(void) {
    size_t first = 0;
    for (size_t i = 1; i < world.flights; i++)
        if (world.flying[i].arrives < world.flying[first].arrives)
            first = i;
    return first;
}

/*
 * Runs to `end`. The next event is a datagram or the session's deadline, whichever comes first. The caller is up to 100
 * ms late.
 */
static void run_until(uint64_t end) {
    poll_session();
    while (world.time < end) {
        uint64_t wake =
            world.time + qdmp_session_deadline(&world.session, now()) + (world.latest ? chance(world.latest) : 0);
        size_t first = first_to_land();
        bool lands = world.flights && world.flying[first].arrives <= wake;
        uint64_t next = lands ? world.flying[first].arrives : wake;
        if (next > end) {
            world.time = end;
            return;
        }
        world.time = next > world.time ? next : world.time;
        if (lands)
            land(first);
        else
            poll_session();
    }
}

static bool is_registered(void) {
    uint32_t state = qdmp_session_dmstate(&world.session);
    return state == QDMP_DMSTATE_REG_SUCCESS || state == QDMP_DMSTATE_UPDATE_SUCCESS;
}

/* Opens a session with a clock that begins at any time. */
static void open_session(void) {
    qdmp_room room = {world.room, sizeof world.room};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&world.registration, room);
    world.skew = chance(3) ? chance(UINT32_MAX) : ((uint64_t)1 << 32) - chance(600 * SECOND);
    world.skew -= chance(2) ? world.time : 0;
    cr_assert(qdmp_session_open(&world.session, &config, now(), chance(UINT32_MAX), NULL) == QDMP_OK);
}

static void begin(unsigned round) {
    memset(&world, 0, sizeof world);
    world.seed = 0x9E3779B97F4A7C15u * (round + 1);
    (void)chance(2);
    world.registration.server.update_period = LIFETIME;
    world.registration.name = span_of("urn:imei:863703030822519");
    world.loss = chance(91);
    world.doubles = chance(50);
    world.longest = 1 + chance(chance(4) ? 500 : 20 * SECOND);
    world.hostile = chance(2);
    world.latest = chance(2) ? 100 : 1;
    world.answered_id = world.seen_id = 0x10000;
    open_session();
    qdmp_session_event(&world.session, now(), QDMP_SESSION_OPENED);
}

static void disturb(void) {
    static const qdmp_session_change changes[] = {QDMP_SESSION_OPENED, QDMP_SESSION_OPEN_FAILED, QDMP_SESSION_CLOSED,
                                                  QDMP_SESSION_FORBIDDEN};
    qdmp_session_change change = changes[chance(COUNT(changes))];
    qdmp_session_event(&world.session, now(), change);
    run_until(world.time + chance(120 * SECOND));
    if (change != QDMP_SESSION_OPENED)
        qdmp_session_event(&world.session, now(), QDMP_SESSION_OPENED);
}

/* In a whole hour on a network without losses the module stays registered, and does not register anew. */
static void check_sound_hour(unsigned round) {
    unsigned name = world.name;
    unsigned long exchanges = world.exchanges;
    for (unsigned minute = 0; minute < 60; minute++) {
        run_until(world.time + 60 * SECOND);
        cr_assert(is_registered() && world.registered && world.time < world.expires, "round %u: fell out", round);
    }
    cr_assert(world.name == name, "round %u: registered anew", round);
    cr_assert(world.exchanges - exchanges <= 3600 / (LIFETIME - 93) + 1, "round %u: too many updates", round);
}

Test(session_random, always_ends_registered) {
    unsigned long states = 0, exchanges = 0;
    for (unsigned round = 0; round < ROUNDS; round++) {
        begin(round);
        for (unsigned part = 0; part < 4; part++) {
            run_until(world.time + chance(3600 * SECOND));
            if (chance(3) == 0)
                disturb();
        }
        cr_assert(world.polls < 40000, "round %u: %lu calls", round, world.polls);
        world.loss = world.doubles = 0;
        world.longest = 400;
        world.hostile = false;
        run_until(world.time + HEALING);
        cr_assert(is_registered(), "round %u: dmstate %u", round, qdmp_session_dmstate(&world.session));
        check_sound_hour(round);
        cr_assert(world.latest > 1 || !(world.dmstates & 1 << 9), "round %u: the lifetime ran out", round);
        states |= world.dmstates;
        exchanges += world.exchanges;
    }
    /* every dmstate was seen; 9 comes only where late calls make an update last longer than MAX_TRANSMIT_WAIT */
    cr_assert((states | 1 << 9) == (1 << 0 | 1 << 4 | 1 << 5 | 15 << 6 | 7 << 11), "%lx", states);
    cr_assert(exchanges > 10 * ROUNDS, "%lu", exchanges);
}

/*
 * Only the saved session stays in memory, and the clock begins at another time. Returns whether the module was
 * registered.
 */
static bool sleep_deep(uint64_t ms) {
    char saved[QDMP_SESSION_SAVED_MAX(QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    size_t size;
    poll_session();
    bool registered = is_registered();
    cr_assert(qdmp_session_save(&world.session, now(), (qdmp_room){saved, sizeof saved}, &size, NULL) == QDMP_OK);
    memset(&world.session, 0xA5, sizeof world.session);
    memset(world.room, 0x5A, sizeof world.room);
    world.time += ms;
    open_session();
    cr_assert(qdmp_session_restore(&world.session, now(), ms, span_from(saved, size), NULL) == QDMP_OK);
    return registered;
}

/*
 * A module that wakes from deep sleep also ends up registered. If it wakes in time it updates, and does not register
 * anew.
 */
Test(session_random, sleeps_deep) {
    for (unsigned round = 0; round < ROUNDS / 4; round++) {
        begin(round + 2 * ROUNDS);
        for (unsigned part = 0; part < 20; part++) {
            run_until(world.time + chance(400 * SECOND));
            (void)sleep_deep(chance(2) ? chance(300 * SECOND) : chance(0x70000000));
        }
        world.loss = world.doubles = 0;
        world.longest = 400;
        world.hostile = false;
        run_until(world.time + HEALING);
        unsigned name = world.name;
        for (unsigned nap = 0; nap < 100; nap++) {
            uint32_t planned = qdmp_session_deadline(&world.session, now());
            cr_assert(sleep_deep(chance(planned / 2 + 30 * SECOND)), "round %u: fell out", round);
            run_until(world.time + 10 * SECOND);
            cr_assert(is_registered() && world.registered && world.time < world.expires, "round %u: fell out", round);
        }
        cr_assert(world.name == name, "round %u: registered anew", round);
        check_sound_hour(round);
    }
}

/* The clock jumps, as in a module that slept: 9 is seen too, and the module ends up registered. */
Test(session_random, sleeps_and_wakes) {
    unsigned long states = 0;
    for (unsigned round = 0; round < ROUNDS / 4; round++) {
        begin(round + ROUNDS);
        world.latest = 0;
        for (unsigned part = 0; part < 10; part++) {
            run_until(world.time + chance(400 * SECOND));
            world.time += chance(2) ? chance(1000 * SECOND) : chance(0x70000000);
        }
        world.loss = world.doubles = 0;
        world.longest = 400;
        world.hostile = false;
        run_until(world.time + HEALING);
        cr_assert(is_registered(), "round %u: dmstate %u", round, qdmp_session_dmstate(&world.session));
        check_sound_hour(round);
        states |= world.dmstates;
    }
    cr_assert(states & 1 << 9, "%lx", states);
}

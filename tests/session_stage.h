/* SPDX-License-Identifier: MIT */
/*
 * What the tests of sessions share: one session against a scripted server, its clock, and the last datagram that it
 * sent.
 */
#ifndef QDMP_TESTS_SESSION_STAGE_H
#define QDMP_TESTS_SESSION_STAGE_H

#include "session_server.h"

#include "qdmp/session.h"

enum {
    POST = CODE(0, 2),
    DELETE = CODE(0, 4),
    CREATED = CODE(2, 1),
    DELETED = CODE(2, 2),
    CHANGED = CODE(2, 4),
    FIRST_ID = 0xFFFE, /* Message IDs wrap during the tests */
    SECOND = 1000,
    WAIT = 93 * SECOND /* MAX_TRANSMIT_WAIT */
};

extern const qdmp_span nothing;

extern struct stage {
    qdmp_registration registration;
    qdmp_session_config config;
    qdmp_session session;
    char room[1200];
    uint64_t now;
    uint32_t entropy;
    packet bytes;
    sent message;
} stage;

/*
 * Makes the configuration of a session: the default timing, a lifetime of `period` seconds, a clock that starts at
 * `now`.
 */
void set_up(uint32_t period, uint64_t now);

/* Opens the session with `stage.config`. */
void open_session(void);
void expect_state(uint32_t state, const char *when);
void happen(qdmp_session_change change);
uint32_t deadline(void);

/* The session must send now; the datagram is read. */
void expect_send(const char *what);

/* The session must have nothing to send, and its deadline must already say so. */
void expect_quiet(const char *when);

/* Lets `ms` pass, in steps of the deadlines. Nothing may be sent meanwhile; at the end only the next call may send. */
void pass(uint64_t ms);

/* The next datagram must come after exactly `ms`. */
void expect_send_after(uint64_t ms, const char *what);

/* Passes a datagram to the session, from memory that ends at an unreadable page. */
qdmp_session_receipt hand(const packet *datagram);

/* An answer to the last request, with its Message ID and token. */
packet answer_of(unsigned type, unsigned code);

/* Answers the last request, which ends its exchange. */
void answer(unsigned code);

/* The session must ignore `made`. */
void ignore(packet made, const char *what);

/* An Empty message must be sent. */
void expect_empty(unsigned type, unsigned id, const char *what);
bool has_path(const char *first);
void expect_register_after(uint64_t ms, const char *what);
void expect_update_after(uint64_t ms, const char *what);

/* An update to a path of this single segment must be sent. */
void expect_update_to(uint64_t ms, qdmp_span segment);

void expect_deregister(const char *what);

/* An exchange that was sent once, with jitter 0, is sent four more times, and then given up. */
void expect_given_up(const char *what);
void start_registering(uint32_t period);
void start_registered(uint32_t period);
void start_updating(uint32_t period);

#endif

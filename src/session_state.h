/* SPDX-License-Identifier: MIT */
/* What the parts of the session share. Internal. */
#ifndef QDMP_SESSION_STATE_H
#define QDMP_SESSION_STATE_H

#include "library.h"

#include "qdmp/session.h"

#include <stdbool.h>

/*
 * The next action of a session, or the one under way. In the last two it is registered. If access is forbidden while
 * its register is unanswered, QDMP__TASK_WITHDRAW waits for the answer. Saved sessions contain the numbers.
 */
enum {
    QDMP__TASK_NONE = 0,
    QDMP__TASK_REGISTER = 1,
    QDMP__TASK_WITHDRAW = 2,
    QDMP__TASK_UPDATE = 3,
    QDMP__TASK_DEREGISTER = 4
};

static inline uint64_t qdmp__at_most(uint64_t most, uint64_t number) {
    return number < most ? number : most;
}

/* Sets the time to `now`, unless `now` is before the last time. */
void qdmp__session_advance(qdmp_session *session, uint64_t now);

/* The lifetime of a registration, milliseconds. */
uint64_t qdmp__session_lifetime(const qdmp_session_config *config);

/* Drops the exchange under way, and starts `task` at once. */
void qdmp__session_plan(qdmp_session *session, unsigned task);

/* Plans the update that is sent before the lifetime ends, at `expires`. */
void qdmp__session_plan_update(qdmp_session *session, uint64_t expires);

/*
 * Keeps the options `number`, a path, at the front of the room, over the datagram. QDMP_OK; QDMP_LOCATION_PATH: there
 * is none, or it is not legal; QDMP_NO_SPACE: it does not fit the room.
 */
qdmp_status qdmp__session_keep_path(qdmp_session *session, qdmp_coap_options options, uint16_t number);

/* Whether the room, after the kept path, fits an update to that path. */
bool qdmp__session_can_update(const qdmp_session *session);

#endif

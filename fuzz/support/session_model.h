/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What a session must do, from qdmp/session.h, docs/registration.md (section 4) and RFC 7252 (section 4): it is told
 * everything that the session is told, and holds the session's answers against its own.
 */
#ifndef QDMP_FUZZ_SESSION_MODEL_H
#define QDMP_FUZZ_SESSION_MODEL_H

#include "register.h"

#include "qdmp/session.h"

enum model_task { MODEL_NONE, MODEL_REGISTER, MODEL_UPDATE, MODEL_DEREGISTER };

enum { MODEL_REPLY_MAX = 12 };

/** The session and its model. */
struct model {
    qdmp_session session;
    qdmp_session_config config;
    struct registering registering; /* id, token and path are those of the exchange */
    const int *crypto_fails;
    uint64_t time; /* since the session was opened, milliseconds */
    uint32_t clock;
    enum model_task task;
    uint64_t due, began, expires, timeout;
    bool hidden; /* the lifetime ends before the first timeout, or with it: how long that is cannot be seen */
    unsigned sent;
    bool acknowledged;
    uint32_t retry;
    uint32_t dmstate;
    bool any_exchange;
    unsigned last_id;
    uint32_t last_entropy, last_token;
    unsigned confirmed; /* 65536: none */
    size_t reply_size;
    unsigned char reply[MODEL_REPLY_MAX];
    struct composed datagram; /* of the exchange */
    char path[QDMP_LOCATION_SEGMENTS_MAX][QDMP_LOCATION_SEGMENT_MAX];
    size_t location; /* bytes of the path as options */
};

/** Opens; returns whether it could be opened. `config` and `registering` are filled. */
bool model_open(struct model *model, uint32_t now, uint32_t entropy);

void model_event(struct model *model, uint32_t now, qdmp_session_change event);
void model_receive(struct model *model, uint32_t now, qdmp_span datagram);
void model_take(struct model *model);

/** Polls until there is nothing more to send. */
void model_poll(struct model *model, uint32_t now, uint32_t entropy);

/** Milliseconds until something must happen, by the session's word, which is checked. */
uint32_t model_deadline(struct model *model);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The required behaviour of a session, from qdmp/session.h, docs/registration.md (section 4) and RFC 7252 (section 4).
 * The model gets all input of the session, and compares the session's answers with its own.
 */
#ifndef QDMP_FUZZ_SESSION_MODEL_H
#define QDMP_FUZZ_SESSION_MODEL_H

#include "register.h"

#include "qdmp/session.h"

enum model_task { MODEL_NONE, MODEL_REGISTER, MODEL_WITHDRAW, MODEL_UPDATE, MODEL_DEREGISTER };

enum { MODEL_REPLY_MAX = 12, MODEL_SAVED_MAX = 32 + 8 * (255 + 2) + 1 };

/** The session and its model. */
struct model {
    qdmp_session session;
    qdmp_session_config config;
    struct registering registering; /* id, token and path of the current exchange */
    const int *crypto_fails;
    uint64_t time; /* the latest time seen */
    enum model_task task;
    uint64_t due, began, expires, timeout;
    bool late;    /* the register or update was answered after its lifetime had passed */
    bool overrun; /* the last lifetime passed while the session waited for an answer */
    bool hidden;  /* the lifetime ends before or with the first timeout, whose length cannot be seen */
    unsigned sent;
    bool acknowledged;
    uint32_t retry;
    uint32_t dmstate;
    bool any_exchange;
    unsigned last_id;
    uint32_t last_entropy, last_token;
    unsigned confirmed; /* the Message ID of the acknowledged separate response; 65536: none */
    size_t reply_size;
    unsigned char reply[MODEL_REPLY_MAX];
    struct composed datagram; /* of the current exchange */
    char path[QDMP_LOCATION_SEGMENTS_MAX][QDMP_LOCATION_SEGMENT_MAX];
    size_t location; /* length of the path as options */
};

/** Opens the session; returns whether that succeeded. `config` and `registering` are filled. */
bool model_open(struct model *model, uint64_t now, uint32_t entropy);

void model_event(struct model *model, uint64_t now, qdmp_session_change event);
void model_receive(struct model *model, uint64_t now, qdmp_span datagram);
void model_take(struct model *model);

/** Polls until there is nothing more to send. */
void model_poll(struct model *model, uint64_t now, uint32_t entropy);

/** A saved session. */
struct model_saved {
    char bytes[MODEL_SAVED_MAX];
    size_t size;
};

/** Saves the session, which continues. */
void model_save(struct model *model, uint64_t now, struct model_saved *out);

/** Corrects the checksum at the end of `saved`. */
void model_seal(struct model_saved *saved);

/** What happens to a saved session during the sleep. */
enum model_damage {
    MODEL_WHOLE,
    MODEL_DAMAGED, /* changed, cut, of another version or registration: it must be refused with `refusal` */
    MODEL_FORGED   /* changed, with a correct checksum: it may be refused; if it is restored, it must be valid */
};

/**
 * Opens the session again with nothing left in memory, and restores `saved`, which model_save wrote just before. The
 * time is `now`, `slept` milliseconds later. If `saved` is refused, the session must be as it was opened. `refusal` is
 * for MODEL_DAMAGED.
 */
void model_restore(struct model *model, uint64_t now, uint64_t slept, uint32_t entropy, const struct model_saved *saved,
                   enum model_damage damage, qdmp_status refusal);

/** The length of an update to a path of no bytes. */
size_t model_update_size(struct model *model);

/** The milliseconds until something must happen, as the session says; this is checked. */
uint32_t model_deadline(struct model *model);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * A session as bytes: words, most significant byte first, then the Location-Path as Uri-Path options, and the CRC-32 of
 * all bytes before. In every later version the first byte is the version number and the last four are the CRC-32.
 */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "qdmp/crc32.h"

#include "session_state.h"

#include "registration_message.h"
#include "rows.h"
#include "text.h"

enum { QDMP__FORMAT_VERSION = 1, QDMP__WORD = 4 };

/* The words, in their order. */
enum {
    QDMP__WORD_STATE,     /* QDMP__FORMAT_VERSION, task, dmstate, flags: a byte each */
    QDMP__WORD_EXTENTS,   /* the next Message ID, bytes of the path: two bytes each */
    QDMP__WORD_CONFIRMED, /* this and the next two are members of a session */
    QDMP__WORD_RETRY,
    QDMP__WORD_REGISTERED,
    QDMP__WORD_LEFT_HIGH, /* milliseconds from the save to the end of the lifetime; to the next register if not registered */
    QDMP__WORD_LEFT_LOW,
    QDMP__WORDS
};

/* The bytes of QDMP__WORD_STATE by their shifts, and the flags. */
enum {
    QDMP__STATE_TASK = 16,
    QDMP__STATE_DMSTATE = 8,
    QDMP__STATE_LATE = 1,
    QDMP__STATE_OVERRUN = 2,
    QDMP__STATE_AT_ONCE = 4
};

QDMP__STATIC_ASSERT((QDMP__WORDS + 1) * QDMP__WORD == QDMP_SESSION_SAVED_MAX(0, 0),
                    "the header says how many bytes there are");

static bool is_registered(uint32_t task) {
    return task >= QDMP__TASK_UPDATE;
}

/* --- saving --- */

static void put_word(qdmp__writer *writer, uint32_t word) {
    for (unsigned i = 0; i < QDMP__WORD; i++, word <<= 8)
        qdmp__put_char(writer, (char)(unsigned char)(word >> 24));
}

/* An exchange under way is not saved. It starts anew at once; if it only waited for an answer, it has ended. */
static uint32_t state_of(const qdmp_session *session) {
    uint32_t task = session->task, dmstate = session->dmstate;
    if (task == QDMP__TASK_WITHDRAW)
        task = dmstate = 0;
    return (uint32_t)QDMP__FORMAT_VERSION << 24 | task << QDMP__STATE_TASK | dmstate << QDMP__STATE_DMSTATE |
           (session->late ? QDMP__STATE_LATE : 0u) | (session->overrun ? QDMP__STATE_OVERRUN : 0u) |
           (session->sent ? QDMP__STATE_AT_ONCE : 0u);
}

static void put_words(qdmp__writer *writer, const qdmp_session *session, uint64_t now, size_t path) {
    uint64_t end = session->task == QDMP__TASK_UPDATE ? session->expires : session->due;
    uint64_t left = end > now ? end - now : 0;
    put_word(writer, state_of(session));
    put_word(writer, (uint32_t)session->next_id << 16 | (uint32_t)path);
    put_word(writer, session->confirmed);
    put_word(writer, session->retry);
    put_word(writer, session->registered);
    put_word(writer, (uint32_t)(left >> 32));
    put_word(writer, (uint32_t)left);
}

qdmp_status qdmp_session_save(const qdmp_session *session, uint64_t now, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer writer = {out.ptr, 0};
    size_t path = is_registered(session->task) ? session->location : 0, need = QDMP_SESSION_SAVED_MAX(0, path);
    if (size)
        *size = need;
    if (out.cap < need)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    put_words(&writer, session, now > session->time ? now : session->time, path);
    qdmp__put_bytes(&writer, session->config.room.ptr, path);
    put_word(&writer, qdmp_crc32(0, (qdmp_span){out.ptr, writer.size}));
    return QDMP_OK;
}

/* --- restoring --- */

static uint32_t word_at(const char *bytes) {
    const unsigned char *p = (const unsigned char *)bytes;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Reads the words of a whole save of this version. */
static qdmp_status read_words(qdmp_span saved, uint32_t words[QDMP__WORDS]) {
    size_t end = saved.len - QDMP__WORD;
    if (saved.len <= QDMP__WORD || word_at(saved.ptr + end) != qdmp_crc32(0, (qdmp_span){saved.ptr, end}))
        return QDMP_SAVED;
    if (saved.ptr[0] != QDMP__FORMAT_VERSION)
        return QDMP_SAVED_VERSION;
    if (end < QDMP__WORDS * QDMP__WORD)
        return QDMP_SAVED;
    for (unsigned i = 0; i < QDMP__WORDS; i++)
        words[i] = word_at(saved.ptr + i * QDMP__WORD);
    return (words[QDMP__WORD_EXTENTS] & UINT16_MAX) + QDMP__WORDS * QDMP__WORD == end ? QDMP_OK : QDMP_SAVED;
}

/* Keeps the path, which a session has if it is registered: for an update, or for a de-register, which is shorter. */
static qdmp_status restore_path(qdmp_session *session, uint32_t task, qdmp_span path) {
    qdmp_coap_options options = {path, 0};
    qdmp_status status = qdmp__session_keep_path(session, options, QDMP_COAP_URI_PATH);
    if (status == QDMP_LOCATION_PATH || (status == QDMP_OK && session->location != path.len))
        return QDMP_SAVED;
    bool no_room = status == QDMP_OK && task == QDMP__TASK_UPDATE && !qdmp__session_can_update(session);
    return no_room ? QDMP_NO_SPACE : status;
}

static qdmp_status check_saved(qdmp_session *session, qdmp_span saved, uint32_t words[QDMP__WORDS]) {
    qdmp_status status = read_words(saved, words);
    if (status != QDMP_OK)
        return status;
    if (words[QDMP__WORD_REGISTERED] != session->registered)
        return QDMP_SAVED_OTHER;
    uint32_t task = words[QDMP__WORD_STATE] >> QDMP__STATE_TASK & UINT8_MAX,
             dmstate = words[QDMP__WORD_STATE] >> QDMP__STATE_DMSTATE & UINT8_MAX;
    qdmp_span path = {saved.ptr + QDMP__WORDS * QDMP__WORD, words[QDMP__WORD_EXTENTS] & UINT16_MAX};
    if (task > QDMP__TASK_DEREGISTER || task == QDMP__TASK_WITHDRAW || is_registered(task) == !path.len ||
        qdmp__judge_number(qdmp__param_of(QDMP_FIELD_DMSTATE), QDMP_KIND_CHOICE, dmstate) != QDMP_OK)
        return QDMP_SAVED;
    return path.len ? restore_path(session, task, path) : QDMP_OK;
}

/* Plans the next step from the words. The present settings bound values that they do not allow. */
static void take_up(qdmp_session *session, const uint32_t words[QDMP__WORDS], uint64_t slept) {
    const qdmp_session_config *config = &session->config;
    uint64_t left = (uint64_t)words[QDMP__WORD_LEFT_HIGH] << 32 | words[QDMP__WORD_LEFT_LOW];
    unsigned task = words[QDMP__WORD_STATE] >> QDMP__STATE_TASK & UINT8_MAX;
    left -= qdmp__at_most(left, slept);
    qdmp__session_plan(session, task);
    if (task == QDMP__TASK_UPDATE)
        qdmp__session_plan_update(session, session->time + qdmp__at_most(qdmp__session_lifetime(config), left));
    if (task == QDMP__TASK_REGISTER)
        session->due += qdmp__at_most((uint64_t)config->retry_max * 1000, left);
    if (words[QDMP__WORD_STATE] & QDMP__STATE_AT_ONCE)
        session->due = session->time;
    session->dmstate = (uint8_t)(words[QDMP__WORD_STATE] >> QDMP__STATE_DMSTATE);
    session->late = (words[QDMP__WORD_STATE] & QDMP__STATE_LATE) != 0;
    session->overrun = (words[QDMP__WORD_STATE] & QDMP__STATE_OVERRUN) != 0;
    session->next_id = (uint16_t)(words[QDMP__WORD_EXTENTS] >> 16);
    session->confirmed = words[QDMP__WORD_CONFIRMED];
    session->retry = (uint32_t)qdmp__at_most(config->retry_max, words[QDMP__WORD_RETRY]);
    if (session->retry < config->retry_min)
        session->retry = config->retry_min;
}

qdmp_status qdmp_session_restore(qdmp_session *session, uint64_t now, uint64_t slept, qdmp_span saved,
                                 qdmp_error *err) {
    uint32_t words[QDMP__WORDS];
    qdmp_status status = check_saved(session, saved, words);
    if (status != QDMP_OK) {
        session->location = 0;
        return qdmp__report(err, status, QDMP_FIELD_NONE, 0);
    }
    qdmp__session_advance(session, now);
    take_up(session, words, slept);
    return QDMP_OK;
}

#endif

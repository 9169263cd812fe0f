/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A module's stay at the platform: register, update in time, register again after failures, de-register. It does no I/O
 * and has no clock. Its inputs are the time, received datagrams and the state of the socket. Its outputs are datagrams
 * to send, the time of the next call, and the dmstate of `AT+QDMPCFG=6`.
 *
 *     char bytes[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
 *     qdmp_room room = {bytes, sizeof bytes};
 *     qdmp_session_config config = QDMP_SESSION_CONFIG(&registration, room);
 *     qdmp_session session;
 *     qdmp_error err;
 *     if (qdmp_session_open(&session, &config, clock_ms(), random32(), &err) != QDMP_OK)
 *         return complain(&err);
 *     qdmp_session_event(&session, clock_ms(), QDMP_SESSION_OPENED);
 *     for (;;) {
 *         qdmp_span datagram;
 *         qdmp_coap_message request;
 *         qdmp_status status;
 *         while ((status = qdmp_session_poll(&session, clock_ms(), random32(), &datagram, &err)) != QDMP_END) {
 *             if (status == QDMP_OK)
 *                 udp_send(datagram);
 *             else
 *                 complain(&err);
 *         }
 *         report(qdmp_session_dmstate(&session));
 *         datagram = udp_wait(qdmp_session_deadline(&session, clock_ms()));
 *         if (datagram.len && qdmp_session_receive(&session, clock_ms(), datagram, &request) == QDMP_SESSION_REQUEST &&
 *             answer(&request)) // object.h
 *             qdmp_session_take(&session);
 *     }
 *
 * In a deep sleep the memory is lost, and the clock may be lost. Save the session before the sleep, and restore it
 * afterwards, when the socket is open again. Settings that were changed before the sleep are in force after it: `etag`
 * is that of object.h, saved with the session. If the saved session does not fit, register anew:
 *
 *     char saved[QDMP_SESSION_SAVED_MAX(QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
 *     size_t size;
 *     if (qdmp_session_save(&session, clock_ms(), (qdmp_room){saved, sizeof saved}, &size, &err) != QDMP_OK)
 *         size = 0; // the path is longer than announced: register anew
 *     ...
 *     int same = memcmp(etag, object.etag, sizeof etag) == 0; // `etag` was saved too: no other settings are in force
 *     qdmp_session_open(&session, &config, clock_ms(), random32(), &err);
 *     int kept = (same || forbidden) && // dmMode is 0
 *                qdmp_session_restore(&session, clock_ms(), slept_ms, (qdmp_span){saved, size}, &err) == QDMP_OK;
 *     if (forbidden)
 *         qdmp_session_event(&session, clock_ms(), QDMP_SESSION_FORBIDDEN); // ends what was registered
 *     else if (!kept)
 *         qdmp_session_event(&session, clock_ms(), QDMP_SESSION_OPENED); // registers
 *
 * Reliable delivery, matching and rejecting follow RFC 7252. The times of registers and updates follow
 * docs/registration.md (section 4). The lifetime is counted from the first transmission of the register or update, so
 * that it never ends after the server's. At most one exchange is under way (RFC 7252, 4.7: NSTART is 1).
 *
 * `now` is the caller's clock: milliseconds from any time on, below 2^63. It never goes back while a session lives: a
 * `now` before the last one counts as the last one. The caller must widen a tick of 32 bits, which wraps after 49.7
 * days. If the clock begins anew, as after a deep sleep, the session must be saved before.
 */
#ifndef QDMP_SESSION_H
#define QDMP_SESSION_H

#include "qdmp/registration.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup session
 * @{ */

/* --- settings --- */

/** The longest ACK_TIMEOUT, milliseconds. */
#define QDMP_SESSION_ACK_TIMEOUT_MAX 600000

/** The largest ACK_RANDOM_FACTOR, in hundredths. */
#define QDMP_SESSION_ACK_RANDOM_FACTOR_MAX 1000

/** The largest MAX_RETRANSMIT. */
#define QDMP_SESSION_MAX_RETRANSMIT_MAX 8

/** Segments of the Location-Path that QDMP_SESSION_CONFIG announces. */
#define QDMP_SESSION_SEGMENTS 2

/** Total bytes of those segments: `rd` and a UUID fit. */
#define QDMP_SESSION_PATH 40

/**
 * The configuration of a session. QDMP_SESSION_CONFIG has the defaults of RFC 7252, 4.8 and docs/registration.md, 4.
 */
typedef struct qdmp_session_config {
    const qdmp_registration *registration; /**< must stay unchanged, with its texts, as long as the session lives. Each
                                                exchange encrypts its credentials once */
    qdmp_room room;                        /**< used as long as the session lives, for the datagram that may be sent
                                                again, and the Location-Path. QDMP_SESSION_ROOM computes its size */
    uint32_t ack_timeout;                  /**< ACK_TIMEOUT, milliseconds, 1 to QDMP_SESSION_ACK_TIMEOUT_MAX */
    uint16_t ack_random_factor; /**< ACK_RANDOM_FACTOR, hundredths, 100 to QDMP_SESSION_ACK_RANDOM_FACTOR_MAX: 150 is
                                     1.5. ACK_TIMEOUT * ACK_RANDOM_FACTOR must be below the lifetime */
    uint8_t max_retransmit;     /**< MAX_RETRANSMIT, 0 to QDMP_SESSION_MAX_RETRANSMIT_MAX */
    uint32_t retry_min;        /**< seconds from the first failed register to the next, at least 1; doubled each time */
    uint32_t retry_max;        /**< seconds, at least retry_min: upper bound of the doubled time */
    uint16_t location_bytes;   /**< total bytes of the segments of the longest Location-Path that the server is known to
                                     give, up to QDMP_LOCATION_SEGMENTS_MAX * QDMP_LOCATION_SEGMENT_MAX. The room must
                                     hold it; it may hold a longer one */
    uint8_t location_segments; /**< number of its segments, 1 to QDMP_LOCATION_SEGMENTS_MAX */
} qdmp_session_config;

/** Initializer of a qdmp_session_config with the defaults. */
#define QDMP_SESSION_CONFIG(registration, room)                                                                        \
    { (registration), (room), 2000, 150, 4, 60, 3600, QDMP_SESSION_PATH, QDMP_SESSION_SEGMENTS }

/**
 * Bytes of room for an object list of this length, and a Location-Path with this number of segments and this total
 * number of bytes, with a name of QDMP_ENDPOINT_NAME_MAX bytes.
 */
#define QDMP_SESSION_ROOM(objects, segments, bytes)                                                                    \
    (QDMP_REGISTER_MAX(objects) > QDMP_UPDATE_MAX(segments, bytes) + 2 * (segments) + (bytes)                          \
         ? QDMP_REGISTER_MAX(objects)                                                                                  \
         : QDMP_UPDATE_MAX(segments, bytes) + 2 * (segments) + (bytes))

/* --- the session --- */

/** Bytes of the tokens that a session makes (RFC 7252, 5.3.1: at least 32 bits of randomness). */
#define QDMP_SESSION_TOKEN 4

/** Bytes of the longest datagram that answers a datagram of the server: header and token. */
#define QDMP_SESSION_REPLY_MAX (QDMP_COAP_HEADER + QDMP_COAP_TOKEN_MAX)

/** A session. Its members are private. It uses only the caller's memory. It may not be copied while it is in use. */
typedef struct qdmp_session {
    /** @privatesection */
    qdmp_session_config config;
    uint64_t time;        /* the latest `now`; all times below are on this scale */
    uint64_t due;         /* time at which the exchange starts, sends again, or gives up */
    uint64_t began;       /* first transmission of the exchange */
    uint64_t expires;     /* end of the lifetime, while registered */
    uint32_t timeout;     /* from the last transmission to the next */
    uint32_t retry;       /* seconds to wait after the next failed register */
    uint32_t registered;  /* CRC-32 of what is registered: of a register with Message ID 0 and the token "0000" */
    uint32_t token;       /* token of the exchange, as its bytes lie in memory */
    uint32_t confirmed;   /* Message ID of the last separate response acknowledged; above 2^16-1: none yet */
    size_t size;          /* bytes of the exchange's datagram, in the room, after the Location-Path */
    size_t location;      /* bytes of the Location-Path, at the front of the room */
    size_t update;        /* bytes of an update without its path */
    uint16_t id;          /* Message ID of the exchange */
    uint16_t next_id;     /* the Message ID that is given out next */
    uint8_t task;         /* the next action, or the one under way */
    uint8_t sent;         /* transmissions of the exchange so far; 0: it has not started */
    uint8_t acknowledged; /* the request is not sent again, because its answer comes later */
    uint8_t late;         /* the answer that granted the lifetime came after its end */
    uint8_t overrun;      /* the last lifetime ended while an answer was missing, or before it came */
    uint8_t dmstate;
    uint8_t reply_size; /* bytes to send of `reply` */
    char reply[QDMP_SESSION_REPLY_MAX];
} qdmp_session;

/**
 * Opens a session, in dmstate 0. It sends nothing before QDMP_SESSION_OPENED.
 *
 * A register is encoded once as a test, so that unfit settings are detected here.
 *
 * @param session  untouched unless QDMP_OK is returned
 * @param config   copied; what it points to must outlive the session
 * @param now      the clock, milliseconds
 * @param entropy  a random number that no outsider can guess: Message IDs count up from it (RFC 7252, 4.4)
 * @param err      the error, as from qdmp_register_encode; may be NULL
 * @return QDMP_OK; QDMP_RANGE, no field: a number in `config` is outside its range; QDMP_TIMING: the first transmission
 *         may wait (ACK_TIMEOUT * ACK_RANDOM_FACTOR) as long as the lifetime or longer, so that no answer could be in
 *         time; QDMP_NO_SPACE: the room is too small for a register, or for an update to a Location-Path of the length
 *         that `config` announces; otherwise what qdmp_register_encode returns
 *
 * @snippet session.c qdmp_session_open
 */
QDMP_API qdmp_status qdmp_session_open(qdmp_session *session, const qdmp_session_config *config, uint64_t now,
                                       uint32_t entropy, qdmp_error *err);

/** Events of the UDP socket, or of the permission to use it. */
typedef enum qdmp_session_change {
    QDMP_SESSION_OPENED,      /**< the socket is open: dmstate 4, and a register at once, in any state. Report it
                                   also after a change of the address, and when access is allowed again */
    QDMP_SESSION_OPEN_FAILED, /**< opening it failed: dmstate 5. Nothing is sent until QDMP_SESSION_OPENED */
    QDMP_SESSION_CLOSED,      /**< the socket was closed: dmstate 0. Nothing is sent until QDMP_SESSION_OPENED */
    QDMP_SESSION_FORBIDDEN /**< access forbidden (QDMP_DM_MODE_FORBIDDEN). A registered session de-registers, even if an
                                   update is under way. A session whose register is not answered does not send it again,
                                   but waits for the answer until MAX_TRANSMIT_WAIT from its first transmission (RFC
                                   7252, 4.8.2), and de-registers after a 2.01. When this has ended, with or without an
                                   answer, or at once if there is nothing to do, dmstate is 0. Close the socket only
                                   then */
} qdmp_session_change;

/**
 * Reports an event to the session. Call qdmp_session_poll next.
 *
 * @param session  the session
 * @param now      the clock, milliseconds
 * @param event    the event
 *
 * @snippet session.c qdmp_session_event
 */
QDMP_API void qdmp_session_event(qdmp_session *session, uint64_t now, qdmp_session_change event);

/** The meaning of a datagram for the session. */
typedef enum qdmp_session_receipt {
    QDMP_SESSION_NOTHING, /**< nothing that concerns the caller: acknowledgement, duplicate, stray, garbage */
    QDMP_SESSION_ANSWER,  /**< a datagram that ended the exchange: qdmp_session_dmstate may have changed */
    QDMP_SESSION_REQUEST, /**< a request of the server, such as GET /666/0 after a register */
    QDMP_SESSION_NO_ROOM  /**< the server accepted the register, but it counts as failed: an update to this
                               Location-Path does not fit the room. Make the room larger (QDMP_SESSION_ROOM) */
} qdmp_session_receipt;

/**
 * Takes a datagram that the server sent. Call qdmp_session_poll before the next datagram, because this one may need an
 * answer. An answer that was not fetched is replaced by that of the next datagram.
 *
 * Answers are matched by Message ID and token (RFC 7252, 5.3.2). A message that matches nothing is ignored, and is
 * rejected with a Reset if it is confirmable (4.2), which also answers a ping. A separate response is acknowledged, and
 * so is each duplicate of it (4.5). A Reset counts as a failed answer. In dmstate 0 and 5 everything is ignored.
 *
 * A request is returned as often as it comes: duplicates are not detected. A caller may answer it with
 * qdmp_object_answer (object.h) or qdmp_coap_encode, and then calls qdmp_session_take. Otherwise qdmp_session_poll
 * answers a confirmable request with 5.01, and a non-confirmable one gets no answer (4.3).
 *
 * @param session   the session
 * @param now       the clock, milliseconds
 * @param datagram  exactly the bytes received from the server's address; not in the session's room
 * @param request   written only on QDMP_SESSION_REQUEST; points into `datagram`
 * @return the meaning of the datagram
 *
 * @snippet session.c qdmp_session_receive
 */
QDMP_API qdmp_session_receipt qdmp_session_receive(qdmp_session *session, uint64_t now, qdmp_span datagram,
                                                   qdmp_coap_message *request);

/**
 * Reports that the caller answers the request. Call it after QDMP_SESSION_REQUEST and before the next call of
 * qdmp_session_poll.
 *
 * @param session  the session
 *
 * @snippet session.c qdmp_session_take
 */
QDMP_API void qdmp_session_take(qdmp_session *session);

/**
 * Returns the next Message ID, for a message that the caller sends from the session's socket, such as the answer to a
 * non-confirmable request. A Message ID is not returned again, and not used by the session, before all others were (RFC
 * 7252, 4.4).
 *
 * @param session  the session
 * @return the Message ID
 *
 * @snippet session.c qdmp_session_next_id
 */
QDMP_API uint16_t qdmp_session_next_id(qdmp_session *session);

/**
 * Does what is due at `now`, and returns a datagram to send. Call it again until it returns QDMP_END.
 *
 * A late call does late what was due. It does not shorten the times between transmissions.
 *
 * @param session   the session
 * @param now       the clock, milliseconds
 * @param entropy   a random number that no outsider can guess, a new one for each call: token and first timeout of the
 *                  exchange that starts, if one does (RFC 7252, 4.2 and 5.3.1)
 * @param datagram  on QDMP_OK the datagram to send; lives until the next call with this session. Untouched otherwise
 * @param err       the error; may be NULL
 * @return QDMP_OK: send; QDMP_END: nothing to send before qdmp_session_deadline; otherwise what qdmp_register_encode,
 *         qdmp_update_encode or qdmp_deregister_encode returns for a message that cannot be made: the exchange has
 *         failed, as if the server had refused it
 *
 * @snippet session.c qdmp_session_poll
 */
QDMP_API qdmp_status qdmp_session_poll(qdmp_session *session, uint64_t now, uint32_t entropy, qdmp_span *datagram,
                                       qdmp_error *err);

/** The longest wait that qdmp_session_deadline returns, milliseconds: 12.4 days. It fits a timer of 32 bits. */
#define QDMP_SESSION_WAIT_MAX 0x40000000

/**
 * How long the caller may wait before it calls qdmp_session_poll again.
 *
 * @param session  the session
 * @param now      the clock, milliseconds
 * @return milliseconds from `now`; 0: call at once. QDMP_SESSION_WAIT_MAX if that is later, or nothing is planned
 *
 * @snippet session.c qdmp_session_deadline
 */
QDMP_API uint32_t qdmp_session_deadline(const qdmp_session *session, uint64_t now);

/**
 * The dmstate: the result of the last step (docs/registration.md, 4).
 *
 * @param session  the session
 * @return QDMP_DMSTATE_...
 *
 * @snippet session.c qdmp_session_dmstate
 */
QDMP_API uint32_t qdmp_session_dmstate(const qdmp_session *session);

/* --- deep sleep --- */

/** Bytes of a saved session, for a Location-Path with this number of segments and this total number of bytes. */
#define QDMP_SESSION_SAVED_MAX(segments, bytes) (32 + 2 * (segments) + (bytes))

/**
 * Writes the data from which a session is restored after a deep sleep: state, waits, Message ID, Location-Path. It
 * contains no secret: everything except the times was sent in plain text.
 *
 * An exchange under way is not saved. A register starts anew after the sleep, an update or de-register is sent at once;
 * if the answer to a register is awaited only to de-register (QDMP_SESSION_FORBIDDEN), the session stops waiting for
 * it. An answer that the server still has to get is not saved either: call qdmp_session_poll until QDMP_END before.
 *
 * @param session  unchanged
 * @param now      the clock, milliseconds
 * @param out      where to write, QDMP_SESSION_SAVED_MAX; untouched unless QDMP_OK is returned; not in the session's
 *                 room
 * @param size     bytes written, or needed on QDMP_NO_SPACE; may be NULL
 * @param err      the error; may be NULL
 * @return QDMP_OK or QDMP_NO_SPACE
 *
 * @snippet session.c qdmp_session_save
 */
QDMP_API qdmp_status qdmp_session_save(const qdmp_session *session, uint64_t now, qdmp_room out, size_t *size,
                                       qdmp_error *err);

/**
 * Restores what qdmp_session_save wrote, as if the session had existed during the sleep and the socket had been open:
 * do not report QDMP_SESSION_OPENED after it. The session is still registered if the lifetime has not passed. Otherwise
 * dmstate is 9 at the next qdmp_session_poll, and a register follows at once. Message IDs continue.
 *
 * On any status other than QDMP_OK the session does not change: it is as it was opened, and registers anew after
 * QDMP_SESSION_OPENED.
 *
 * @param session  as qdmp_session_open left it, with the registration of the saved session. Its retry settings may
 *                 differ: they bound a saved wait that was longer
 * @param now      the clock, milliseconds; it need not continue the one before the sleep
 * @param slept    milliseconds from the call of qdmp_session_save to this one. If that is not known exactly, too many
 *                 are better than too few, because the server ends the lifetime by its own clock
 * @param saved    exactly the bytes that were written; not in the session's room. Any bytes are allowed
 * @param err      the error; may be NULL
 * @return QDMP_OK; QDMP_SAVED: the bytes are not a saved session, or are cut or damaged; QDMP_SAVED_VERSION: another
 *         version of qdmp saved them in another way; QDMP_SAVED_OTHER: another name, lifetime or object list was
 *         registered; QDMP_NO_SPACE: the room is too small for an update to the Location-Path
 *
 * @snippet session.c qdmp_session_restore
 */
QDMP_API qdmp_status qdmp_session_restore(qdmp_session *session, uint64_t now, uint64_t slept, qdmp_span saved,
                                          qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

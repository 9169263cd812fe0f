/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Object 666: the platform reads what `AT+QDMPCFGEX` saved. After a register it sends GET /666/0, or GET of one
 * resource. These functions make the answer to each such request, as a whole datagram.
 *
 *     qdmp_object object = QDMP_OBJECT(&settings, &crypto);
 *     char bytes[QDMP_OBJECT_ROOM(QDMP_OBJECT_SZX_MAX)];
 *     qdmp_room room = {bytes, sizeof bytes};
 *     if (qdmp_object_etag(&crypto, image, object.etag, &err) != QDMP_OK)
 *         return complain(&err);
 *     ...
 *     if (qdmp_session_receive(&session, clock_ms(), datagram, &request) == QDMP_SESSION_REQUEST) {
 *         uint16_t id = qdmp_session_next_id(&session);
 *         status = qdmp_object_answer(&object, &request, id, room, &size, &err);
 *         if (status == QDMP_OK) {
 *             udp_send((qdmp_span){bytes, size});
 *             qdmp_session_take(&session);
 *         }
 *     }
 *
 * Nothing is kept between requests. Settings in force do not change until the next restart, and equal values encrypt to
 * equal bytes. Each block of a block-wise transfer (RFC 7959) is therefore made anew, whatever was requested before.
 *
 * The values travel as base64 of AES-256-CBC with the key and the IV of the endpoint name: crypto.h says how weak this
 * is. docs/object.md describes the answers byte by byte. It was taken from public client implementations and the RFCs,
 * and was not tried against the live platform.
 */
#ifndef QDMP_OBJECT_H
#define QDMP_OBJECT_H

#include "qdmp/coap.h"
#include "qdmp/crypto.h"
#include "qdmp/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup object
 * @{ */

#define QDMP__RESOURCE(ID, number, member) QDMP_RESOURCE_##ID = (number),

/** Numbers of the resources: QDMP_RESOURCE_APPL_INFO is 6602. QDMP_OBJECT_ID and QDMP_OBJECT_INSTANCE are macros. */
enum qdmp_resource { QDMP_RESOURCES(QDMP__RESOURCE) QDMP__RESOURCE_END };

#undef QDMP__RESOURCE

/** Bytes of the ETag. */
#define QDMP_OBJECT_ETAG 4

/** The greatest size exponent of a block (RFC 7959, 2.2): 1024 bytes. */
#define QDMP_OBJECT_SZX_MAX 6

/**
 * The data from which answers are made. All that it points to belongs to the caller, and is read only during a call.
 */
typedef struct qdmp_object {
    const qdmp_settings *settings;        /**< settings in force. Each answer with a value hashes the password */
    const qdmp_crypto *crypto;            /**< may be NULL if no value is to be sent */
    unsigned char etag[QDMP_OBJECT_ETAG]; /**< the result of qdmp_object_etag for the image in force */
    uint8_t
        szx; /**< the greatest size exponent that is sent, 0 to QDMP_OBJECT_SZX_MAX: a block has 2^(szx + 4) bytes */
} qdmp_object;

/** Initializer of a qdmp_object with blocks of up to 1024 bytes. Its ETag is zero: fill it before the first call. */
#define QDMP_OBJECT(settings, crypto)                                                                                  \
    { (settings), (crypto), {0, 0, 0, 0}, QDMP_OBJECT_SZX_MAX }

/* ETag, Content-Format and Block2 of an answer, with their option heads, and the marker before the payload. */
#define QDMP__OBJECT_OPTIONS (1 + QDMP_OBJECT_ETAG + 1 + 2 + 1 + 2 + 1)

/** Bytes of the longest answer, header and token included, for a greatest size exponent of 0 to QDMP_OBJECT_SZX_MAX. */
#define QDMP_OBJECT_ROOM(szx)                                                                                          \
    (QDMP_COAP_HEADER + QDMP_COAP_TOKEN_MAX + QDMP__OBJECT_OPTIONS + (QDMP__CAST(size_t, 16) << (szx)))

/**
 * Makes the ETag: the first bytes of SHA-256 over the image in force. Do it once after a restart, and keep it with a
 * saved session: if it differs after a deep sleep, other settings are in force than were registered (docs/module.md).
 *
 * @param crypto  only its sha256 is called
 * @param image   the image in force, as qdmp_module_image returns it
 * @param etag    untouched unless QDMP_OK is returned
 * @param err     the error; may be NULL
 * @return QDMP_OK; QDMP_CRYPTO: `crypto` is NULL, or its call failed
 *
 * @snippet object.c qdmp_object_etag
 */
QDMP_API qdmp_status qdmp_object_etag(const qdmp_crypto *crypto, qdmp_span image, unsigned char etag[QDMP_OBJECT_ETAG],
                                      qdmp_error *err);

/**
 * Answers a request, with 2.05 and a body or a part of it, or with a code that says what is wrong with the request.
 * Send the answer to the address from which the request came.
 *
 * The request is judged in the order of docs/object.md, section 2, and the first fault determines the answer. These
 * faults have no status: an answer that refuses is an answer, and QDMP_OK.
 *
 * @param object   the data of the answer. If its settings have no credentials, or dmMode is not QDMP_DM_MODE_ALLOWED,
 *                 the answer is 4.03
 * @param request  as qdmp_coap_decode or, for a session, qdmp_session_receive returned it. Any message is allowed
 * @param id       the Message ID of the answer to a non-confirmable request: qdmp_session_next_id returns one. Ignored
 *                 otherwise; an unused number does no harm
 * @param out      where to write, QDMP_OBJECT_ROOM(object->szx) bytes at least, however short the answer is. Untouched
 *                 unless QDMP_OK is returned, except by QDMP_CRYPTO, which may leave a part of the answer there,
 *                 without any plaintext. May not overlap an input
 * @param size     bytes to send. May be NULL; untouched unless QDMP_OK is returned, except by QDMP_NO_SPACE: the bytes
 *                 that are needed
 * @param err      the error; may be NULL
 * @return QDMP_OK: send `out`; QDMP_NO_ANSWER: send nothing: the message is no request, or is a non-confirmable one
 *         with an option that requires 4.02 (RFC 7252, 5.4.1). Errors of the caller, in this order: QDMP_RANGE, no
 *         field: object->szx is above QDMP_OBJECT_SZX_MAX; QDMP_NO_SPACE: the room is too small. These two are returned
 *         whatever the request is. QDMP_LENGTH, the field: a value of the requested resources is longer than its limit
 *         in spec.def, which never holds for decoded settings; QDMP_CRYPTO: the answer has a value, and no crypto is
 *         given, or one of its calls failed
 *
 * @snippet object.c qdmp_object_answer
 */
QDMP_API qdmp_status qdmp_object_answer(const qdmp_object *object, const qdmp_coap_message *request, uint16_t id,
                                        qdmp_room out, size_t *size, qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

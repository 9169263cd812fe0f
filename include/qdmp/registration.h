/* SPDX-License-Identifier: MIT */
/**
 * @file
 * How a module registers at the platform, DM v2.0: LwM2M 1.0 over CoAP over plain UDP. The header has register, update
 * and de-register as whole datagrams, and the answers to them.
 *
 *     qdmp_registration registration = {.credentials = request.credentials, .server = server.server,
 *                                       .imsi = imsi, .crypto = &crypto};
 *     qdmp_exchange exchange = {id, token};
 *     char datagram[QDMP_REGISTER_MAX(QDMP_OBJECTS_MAX)];
 *     qdmp_room room = {datagram, sizeof datagram};
 *     status = qdmp_register_encode(&registration, &exchange, room, &size, &err);
 *
 * The platform does not publish this protocol. The facts come from public client implementations that agree with each
 * other. It is not known which profile a BC26 uses, and no profile was tried against the live platform.
 */
#ifndef QDMP_REGISTRATION_H
#define QDMP_REGISTRATION_H

#include "qdmp/coap.h"
#include "qdmp/crypto.h"
#include "qdmp/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup registration
 * @{ */

/* --- profiles --- */

/**
 * `P(ID, name, version, root, objects, raise)`: one row per family of clients.
 *
 * `version` is the query in front of the name, or "". `root` is the text after the link of the root, and `objects` are
 * the links after it. `raise` is the number of seconds by which the lifetime is longer than updatePeriod.
 */
#define QDMP_PROFILES(P)                                                                                               \
    P(SDK, "sdk", "lwm2m=1.0", "", ",</1/0>,</3/0>,</666/0>", 0)                                                       \
    P(SDK_CT, "sdk-ct", "lwm2m=1.0", ";ct=11543", ",</1/0>,</3/0>,</666/0>", 0)                                        \
    P(CIS, "cis", "", "", ",</0/0>,</666/0>", 0)                                                                       \
    P(RDA, "rda", "lwm2m=1.0", ";ct=11543", ",</1/0>,</3/0>,</4/0>,</5/0>,</666/0>", 46)

/* The beginning of every profile's object list. */
#define QDMP__OBJECTS_ROOT                                     "</>;rt=\"oma.lwm2m\""

#define QDMP__PROFILE(ID, name, version, root, objects, raise) QDMP_PROFILE_##ID,

/** The client to imitate: QDMP_PROFILE_SDK (0, the default), QDMP_PROFILE_SDK_CT, _CIS, _RDA. */
typedef enum qdmp_profile { QDMP_PROFILES(QDMP__PROFILE) QDMP_PROFILE_COUNT } qdmp_profile;

#undef QDMP__PROFILE

/* --- what is registered --- */

/**
 * The parameters of a registration. All texts belong to the caller and are read only during a call. Use credentials and
 * server as qdmp_request_decode returned them (QDMP_SET_CREDENTIALS, QDMP_SET_SERVER), and set everything else that is
 * not needed to zero.
 *
 * The checks here are those of the name. The request that sets an IMEI checks its length.
 */
typedef struct qdmp_registration {
    qdmp_credentials credentials; /**< the whole password, not its shown part; ignored with `name` */
    qdmp_server server;           /**< only update_period is used */
    qdmp_span module_imei;        /**< the module's own IMEI; usually empty */
    qdmp_span imsi;               /**< the IMSI of the SIM; may be empty */
    qdmp_profile profile;         /**< the client to imitate */
    qdmp_span objects;            /**< an object list in link format; empty: the list of the profile */
    qdmp_span name;               /**< an endpoint name of any bytes, also for updates; empty: made of the above */
    const qdmp_crypto *crypto;    /**< may be NULL with `name` */
} qdmp_registration;

/** What relates an answer to its request. The caller chooses new values for each request (RFC 7252, 4.4 and 5.3.1). */
typedef struct qdmp_exchange {
    uint16_t id;     /**< Message ID */
    qdmp_span token; /**< up to QDMP_COAP_TOKEN_MAX bytes; may be empty */
} qdmp_exchange;

/** Segments of the longest Location-Path that is accepted. */
#define QDMP_LOCATION_SEGMENTS_MAX 8

/** Bytes of the longest segment (RFC 7252, 5.10.7). */
#define QDMP_LOCATION_SEGMENT_MAX 255

/**
 * Where the server keeps the registration. Segments are opaque bytes, in the server's order. An empty segment is legal,
 * and is sent back (RFC 7252, 5.10); `.` and `..` are not legal (5.10.1, 5.10.7).
 */
typedef struct qdmp_location_path {
    qdmp_span segments[QDMP_LOCATION_SEGMENTS_MAX]; /**< up to QDMP_LOCATION_SEGMENT_MAX bytes each */
    size_t count;                                   /**< number of valid segments */
} qdmp_location_path;

/**
 * The lifetime that qdmp_register_encode announces: updatePeriod, or a little more for some profiles.
 *
 * @param registration  only its server and profile are used
 * @return seconds; updatePeriod itself for a number that is no profile
 *
 * @snippet registration.c qdmp_registration_lifetime
 */
QDMP_API uint32_t qdmp_registration_lifetime(const qdmp_registration *registration);

/* --- sizes --- */

#define QDMP__PROFILE_OBJECTS(ID, name, version, root, objects, raise)                                                 \
    char qdmp__##ID[sizeof(QDMP__OBJECTS_ROOT root objects) - 1];
#define QDMP__PROFILE_VERSION(ID, name, version, root, objects, raise) char qdmp__##ID[sizeof(version)];

/* One array per profile, as long as its object list; the second with one byte more, for the option's header. */
union qdmp__profile_objects {
    QDMP_PROFILES(QDMP__PROFILE_OBJECTS)
};
union qdmp__profile_version {
    QDMP_PROFILES(QDMP__PROFILE_VERSION)
};

#undef QDMP__PROFILE_OBJECTS
#undef QDMP__PROFILE_VERSION

/** Bytes of the longest endpoint name: with `epi=` before it, it must fit one option of 255 bytes. */
#define QDMP_ENDPOINT_NAME_MAX 251

/** Bytes of the longest object list of a profile. */
#define QDMP_OBJECTS_MAX sizeof(union qdmp__profile_objects)

/* Header and longest token. */
#define QDMP__MESSAGE_HEAD (QDMP_COAP_HEADER + QDMP_COAP_TOKEN_MAX)

/** Bytes of the longest register message, for an object list of this length. */
#define QDMP_REGISTER_MAX(objects)                                                                                     \
    (QDMP__MESSAGE_HEAD + sizeof("rd") + 2 + sizeof(union qdmp__profile_version) + 1 + sizeof("ep=") +                 \
     QDMP_ENDPOINT_NAME_MAX + sizeof("b=U") + sizeof("lt=") + QDMP__DIGITS(QDMP_UPDATE_PERIOD_MAX) + 1 + (objects))

/**
 * Bytes of the longest de-register message, for a Location-Path with this number of segments and this total number of
 * bytes.
 */
#define QDMP_DEREGISTER_MAX(segments, bytes) (QDMP__MESSAGE_HEAD + 2 * (segments) + (bytes))

/** Bytes of the longest update message, for the same numbers. */
#define QDMP_UPDATE_MAX(segments, bytes)                                                                               \
    (QDMP_DEREGISTER_MAX(segments, bytes) + 1 + sizeof("epi=") + QDMP_ENDPOINT_NAME_MAX)

/* --- requests --- */

/** The two forms of the endpoint name. They differ in the last part of what is encrypted. */
typedef enum qdmp_name_form {
    QDMP_NAME_REGISTER = 0, /**< the form in `ep=` */
    QDMP_NAME_UPDATE = 1    /**< the form in `epi=` */
} qdmp_name_form;

/**
 * Writes only the endpoint name, up to QDMP_ENDPOINT_NAME_MAX bytes. No NUL is added. The same settings give the same
 * name.
 *
 * @param registration  credentials, module_imei, imsi and crypto, or name; the rest is ignored
 * @param form          QDMP_NAME_REGISTER or QDMP_NAME_UPDATE
 * @param out           where to write; untouched unless QDMP_OK is returned; may not overlap an input
 * @param size          bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err           the error; its offset is the place in the text at fault, or 0. May be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_ENDPOINT: the name would be longer than QDMP_ENDPOINT_NAME_MAX; QDMP_LENGTH,
 *         appkey: it is empty; QDMP_NOT_REPRESENTABLE: `@#@` in appkey or tmlIMEI, `-` in tmlIMEI, an appkey that ends
 *         in `@#`; QDMP_MODULE_IMEI, QDMP_IMSI: `-` in it; QDMP_RANGE, tmlType: no such type; QDMP_CRYPTO: no crypto is
 *         given, or one of its calls failed
 *
 * @snippet registration.c qdmp_endpoint_name
 */
QDMP_API qdmp_status qdmp_endpoint_name(const qdmp_registration *registration, qdmp_name_form form, qdmp_room out,
                                        size_t *size, qdmp_error *err);

/**
 * Encodes a register: CON POST /rd. On success the server answers 2.01 with a Location-Path; anything else is a
 * failure.
 *
 * @param registration  the parameters of the registration
 * @param exchange      Message ID and token
 * @param out           where to write, QDMP_REGISTER_MAX; untouched unless QDMP_OK is returned; may not overlap an
 *                      input
 * @param size          bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err           the error; its offset is the place in the text at fault, or 0. May be NULL
 * @return what qdmp_endpoint_name returns; QDMP_TOKEN: longer than QDMP_COAP_TOKEN_MAX; QDMP_RANGE, updatePeriod:
 *         outside QDMP_UPDATE_PERIOD_MIN to QDMP_UPDATE_PERIOD_MAX, whatever the lifetime would be; QDMP_FORM: no such
 *         profile; QDMP_LINK: `objects` is not a link list (RFC 6690, 2)
 *
 * @snippet registration.c qdmp_register_encode
 */
QDMP_API qdmp_status qdmp_register_encode(const qdmp_registration *registration, const qdmp_exchange *exchange,
                                          qdmp_room out, size_t *size, qdmp_error *err);

/**
 * Encodes an update: CON POST to the Location-Path of the register's answer. On success the server answers 2.04.
 *
 * @param registration  as for qdmp_endpoint_name
 * @param path          at least one segment
 * @param exchange      Message ID and token
 * @param out           where to write, QDMP_UPDATE_MAX; untouched unless QDMP_OK is returned; may not overlap an input
 * @param size          bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err           the error; its offset is the place in the text, or the index of the segment at fault, or 0. May
 *                      be NULL
 * @return what qdmp_endpoint_name returns; QDMP_TOKEN; QDMP_LOCATION_PATH: no segment, more than
 *         QDMP_LOCATION_SEGMENTS_MAX, or one that is longer than QDMP_LOCATION_SEGMENT_MAX, or `.` or `..`
 *
 * @snippet registration.c qdmp_update_encode
 */
QDMP_API qdmp_status qdmp_update_encode(const qdmp_registration *registration, const qdmp_location_path *path,
                                        const qdmp_exchange *exchange, qdmp_room out, size_t *size, qdmp_error *err);

/**
 * Encodes a de-register: CON DELETE of the Location-Path of the register's answer. On success the server answers 2.02.
 *
 * @param path      at least one segment
 * @param exchange  Message ID and token
 * @param out       where to write, QDMP_DEREGISTER_MAX; untouched unless QDMP_OK is returned; may not overlap an input
 * @param size      bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err       the error; its offset is the index of the segment at fault, or 0. May be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_TOKEN; QDMP_LOCATION_PATH as for qdmp_update_encode
 *
 * @snippet registration.c qdmp_deregister_encode
 */
QDMP_API qdmp_status qdmp_deregister_encode(const qdmp_location_path *path, const qdmp_exchange *exchange,
                                            qdmp_room out, size_t *size, qdmp_error *err);

/* --- answers --- */

/** One answer; its spans point into the datagram. */
typedef struct qdmp_reply {
    qdmp_coap_message message;   /**< the message, with type, code, id and token */
    qdmp_location_path location; /**< of a 2.01; no segment if there is no Location-Path. In other answers the option is
                                      skipped, whether it is legal or not (RFC 7252, 5.4.1) */
    uint16_t critical; /**< number of the first critical option; 0 for none. No answer here uses one, so an answer with
                            a critical option must be rejected (RFC 7252, 5.4.1) */
} qdmp_reply;

/**
 * Decodes an answer of the server. The caller finds out from type, id and token whether it answers a request, and which
 * one (RFC 7252, 5.3.2). Any message is accepted.
 *
 * @param datagram  exactly the bytes received; must live as long as the answer
 * @param out       untouched unless QDMP_OK is returned
 * @param err       the error and its place; may be NULL
 * @return QDMP_OK; QDMP_COAP: no CoAP message (qdmp_coap_decode); QDMP_LOCATION_PATH, at the first byte of the segment
 *         of a 2.01: one that is longer than QDMP_LOCATION_SEGMENT_MAX, or `.` or `..`, or the first too many
 *
 * @snippet registration.c qdmp_reply_decode
 */
QDMP_API qdmp_status qdmp_reply_decode(qdmp_span datagram, qdmp_reply *out, qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

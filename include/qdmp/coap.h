/* SPDX-License-Identifier: MIT */
/**
 * @file
 * CoAP messages (RFC 7252) and the link format (RFC 6690), decoded and encoded.
 *
 *     qdmp_coap_message message;
 *     if (qdmp_coap_decode(datagram, &message, &err) == QDMP_OK) {
 *         qdmp_coap_option option;
 *         while (qdmp_coap_option_next(&message.options, &option) == QDMP_OK)
 *             use(option.number, option.value);
 *     }
 */
#ifndef QDMP_COAP_H
#define QDMP_COAP_H

#include "qdmp/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup coap
 * @{ */

/** Bytes of a message that is only its header (RFC 7252, 3): also the size of every Empty message. */
#define QDMP_COAP_HEADER 4

/** Bytes of the longest token (RFC 7252, 3). */
#define QDMP_COAP_TOKEN_MAX 8

/** Bytes of the longest option value that a length with two extra bytes can announce (RFC 7252, 3.1): 65804. */
#define QDMP_COAP_OPTION_MAX (269 + UINT32_C(0xFFFF))

/** Kinds of messages (RFC 7252, 3). */
typedef enum qdmp_coap_type {
    QDMP_COAP_CON = 0, /**< confirmable */
    QDMP_COAP_NON = 1, /**< non-confirmable */
    QDMP_COAP_ACK = 2, /**< acknowledgement */
    QDMP_COAP_RST = 3  /**< reset */
} qdmp_coap_type;

/** The code that is written `major`.`detail` (RFC 7252, 3): QDMP_COAP_CODE(2, 1) is 2.01. */
#define QDMP_COAP_CODE(major, detail) ((major) << 5 | (detail))

/**
 * Whether a code is a method: its class is 0, and it is not that of an Empty message (RFC 7252, 12.1.1).
 *
 * @param code  of a message
 * @return 1 or 0
 *
 * @snippet coap.c qdmp_coap_is_request
 */
QDMP_API int qdmp_coap_is_request(uint8_t code);

/**
 * Whether a code is that of a response: its class is 2, 4 or 5. Class 0 has requests and Empty messages. The others are
 * reserved (RFC 7252, 3), and 7 belongs to CoAP over TCP (RFC 8323, 5): none of them answers a request.
 *
 * @param code  of a message
 * @return 1 or 0
 *
 * @snippet coap.c qdmp_coap_is_response
 */
QDMP_API int qdmp_coap_is_response(uint8_t code);

/** Methods and response codes (RFC 7252, 12.1); the ones not listed are legal as well. */
enum qdmp_coap_code {
    QDMP_COAP_EMPTY = 0,
    QDMP_COAP_GET = QDMP_COAP_CODE(0, 1),
    QDMP_COAP_POST = QDMP_COAP_CODE(0, 2),
    QDMP_COAP_PUT = QDMP_COAP_CODE(0, 3),
    QDMP_COAP_DELETE = QDMP_COAP_CODE(0, 4),
    QDMP_COAP_CREATED = QDMP_COAP_CODE(2, 1),
    QDMP_COAP_DELETED = QDMP_COAP_CODE(2, 2),
    QDMP_COAP_VALID = QDMP_COAP_CODE(2, 3),
    QDMP_COAP_CHANGED = QDMP_COAP_CODE(2, 4),
    QDMP_COAP_CONTENT = QDMP_COAP_CODE(2, 5),
    QDMP_COAP_BAD_REQUEST = QDMP_COAP_CODE(4, 0),
    QDMP_COAP_UNAUTHORIZED = QDMP_COAP_CODE(4, 1),
    QDMP_COAP_BAD_OPTION = QDMP_COAP_CODE(4, 2),
    QDMP_COAP_FORBIDDEN = QDMP_COAP_CODE(4, 3),
    QDMP_COAP_NOT_FOUND = QDMP_COAP_CODE(4, 4),
    QDMP_COAP_METHOD_NOT_ALLOWED = QDMP_COAP_CODE(4, 5),
    QDMP_COAP_NOT_ACCEPTABLE = QDMP_COAP_CODE(4, 6),
    QDMP_COAP_INTERNAL_SERVER_ERROR = QDMP_COAP_CODE(5, 0),
    QDMP_COAP_NOT_IMPLEMENTED = QDMP_COAP_CODE(5, 1),
    QDMP_COAP_SERVICE_UNAVAILABLE = QDMP_COAP_CODE(5, 3),
    QDMP_COAP_PROXYING_NOT_SUPPORTED = QDMP_COAP_CODE(5, 5)
};

/**
 * Option numbers (RFC 7252, 12.2; RFC 7959, 6). An odd one is critical: a receiver that does not know it must reject
 * the message (5.4.1).
 */
enum qdmp_coap_option_number {
    QDMP_COAP_URI_HOST = 3,
    QDMP_COAP_ETAG = 4,
    QDMP_COAP_URI_PORT = 7,
    QDMP_COAP_LOCATION_PATH = 8,
    QDMP_COAP_URI_PATH = 11,
    QDMP_COAP_CONTENT_FORMAT = 12,
    QDMP_COAP_URI_QUERY = 15,
    QDMP_COAP_ACCEPT = 17,
    QDMP_COAP_BLOCK2 = 23,
    QDMP_COAP_PROXY_URI = 35,
    QDMP_COAP_PROXY_SCHEME = 39
};

/** The Content-Format of the link format (RFC 7252, 12.3). */
#define QDMP_COAP_LINK_FORMAT 40

/** The Content-Format of LwM2M's TLV (OMA-TS-LightweightM2M-V1_0, 6.4.3), by its number in the registry. */
#define QDMP_COAP_LWM2M_TLV 11542

/* --- messages --- */

/** One option. Numbers end at 2^16-1 (RFC 7252, 12.2). */
typedef struct qdmp_coap_option {
    uint16_t number; /**< QDMP_COAP_URI_PATH ... */
    qdmp_span value; /**< up to QDMP_COAP_OPTION_MAX bytes; may be empty */
} qdmp_coap_option;

/** A walk over the options of a message. Its members are private; a copy is a walk of its own. */
typedef struct qdmp_coap_options {
    /** @privatesection */
    qdmp_span rest;  /* the rest of the message after the last option taken */
    uint16_t number; /* number of that option */
} qdmp_coap_options;

/** One message; its spans point into the datagram, or into the caller's memory when the caller encodes. */
typedef struct qdmp_coap_message {
    qdmp_coap_type type;       /**< confirmable or not, acknowledgement, reset */
    uint8_t code;              /**< QDMP_COAP_CODE; QDMP_COAP_EMPTY with nothing after the header (RFC 7252, 4.1) */
    uint16_t id;               /**< Message ID, in the byte order of the machine */
    qdmp_span token;           /**< up to QDMP_COAP_TOKEN_MAX bytes */
    qdmp_coap_options options; /**< options of a decoded message, from the first one on; encoders ignore it */
    qdmp_span payload;         /**< empty: the message has no payload and no marker */
} qdmp_coap_message;

/**
 * Decodes one datagram.
 *
 * The message points into `datagram` and lives as long as it. All options are checked, so that the walk over them
 * cannot fail. The caller interprets numbers and values. Codes of a reserved class (1, 3, 6, 7) are decoded.
 *
 * @param datagram  exactly the bytes received
 * @param out       untouched unless QDMP_OK is returned
 * @param err       the error and its place; may be NULL
 * @return QDMP_OK; QDMP_COAP: a message format error (RFC 7252, 3 and 3.1): at offset 0 a version other than 1 or a
 *         token length of 9 to 15; at the byte after the header an Empty message with more bytes (4.1); at the first
 *         byte of an option a nibble of 15 or a number above 2^16-1; at the marker a missing payload; at the end of the
 *         datagram missing bytes
 *
 * @snippet coap.c qdmp_coap_decode
 */
QDMP_API qdmp_status qdmp_coap_decode(qdmp_span datagram, qdmp_coap_message *out, qdmp_error *err);

/**
 * Takes the next option, in the order of the message.
 *
 * @param options  the walk
 * @param out      untouched unless QDMP_OK is returned
 * @return QDMP_OK; QDMP_END: no option is left
 *
 * @snippet coap.c qdmp_coap_option_next
 */
QDMP_API qdmp_status qdmp_coap_option_next(qdmp_coap_options *options, qdmp_coap_option *out);

/**
 * Encodes one message.
 *
 * Deltas and lengths take the shortest form (RFC 7252, 3.1).
 *
 * @param message  type, code, id, token and payload; they may not overlap `out`
 * @param options  `count` of them, numbers never decreasing; may be NULL if there is none
 * @param count    number of options
 * @param out      where to write; untouched unless QDMP_OK is returned
 * @param size     bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err      the error; its offset is the index of the option at fault, or 0. May be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_TOKEN: longer than QDMP_COAP_TOKEN_MAX; QDMP_RANGE: no such type;
 *         QDMP_COAP: an Empty message with a token, an option or a payload; QDMP_OPTION_ORDER: a number below the one
 *         before; QDMP_LENGTH: a value longer than QDMP_COAP_OPTION_MAX
 *
 * @snippet coap.c qdmp_coap_encode
 */
QDMP_API qdmp_status qdmp_coap_encode(const qdmp_coap_message *message, const qdmp_coap_option *options, size_t count,
                                      qdmp_room out, size_t *size, qdmp_error *err);

/* --- the link format --- */

/** The kinds of items of a link list. */
typedef enum qdmp_link_kind {
    QDMP_LINK_TARGET, /**< `<value>`: starts a link; the attributes after it belong to the link */
    QDMP_LINK_FLAG,   /**< `;name` */
    QDMP_LINK_TOKEN,  /**< `;name=value` */
    QDMP_LINK_QUOTED  /**< `;name="value"` */
} qdmp_link_kind;

/** One item: a target, or an attribute of the last target. */
typedef struct qdmp_link_item {
    qdmp_link_kind kind; /**< target or attribute */
    qdmp_span name;      /**< name of an attribute; empty for a target */
    qdmp_span value;     /**< the value without <> or quotes; a backslash and the byte after it stay unchanged */
} qdmp_link_item;

/** A walk over a link list. Its members are private. */
typedef struct qdmp_links {
    /** @privatesection */
    qdmp_span text;
    size_t next; /* offset of the text after the last item */
} qdmp_links;

/**
 * Starts a walk over a link list.
 *
 * @param text  the list; must live as long as the walk and its items
 * @return the walk, in front of the first item
 *
 * @snippet coap.c qdmp_links_open
 */
QDMP_API qdmp_links qdmp_links_open(qdmp_span text);

/**
 * Takes the next item: `</>;rt="oma.lwm2m",</1/0>` is target `/`, quoted `rt`, target `/1/0`.
 *
 * The empty text contains no item. An error does not move the walk: the next call reports it again. A target is any
 * sequence of bytes that a URI may contain (RFC 3986, 2); its structure is not checked.
 *
 * @param links  the walk
 * @param out    untouched unless QDMP_OK is returned
 * @param err    the error and its place, counted from the first byte of the text; may be NULL
 * @return QDMP_OK; QDMP_END: no item is left; QDMP_LINK at the first byte that RFC 6690, 2 does not allow there, the
 *         end of the text included
 *
 * @snippet coap.c qdmp_links_next
 */
QDMP_API qdmp_status qdmp_links_next(qdmp_links *links, qdmp_link_item *out, qdmp_error *err);

/**
 * Writes a link list: a comma before each target except the first, a semicolon before each attribute. No NUL is added.
 *
 * @param items  `count` of them, a target first; may be NULL if there is none
 * @param count  number of items
 * @param out    where to write; untouched unless QDMP_OK is returned
 * @param size   bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err    the error; its offset is the index of the item at fault, or 0. May be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_LINK: an item that qdmp_links_next would not return: no such kind, an attribute
 *         before the first target, or a byte that does not fit
 *
 * @snippet coap.c qdmp_links_encode
 */
QDMP_API qdmp_status qdmp_links_encode(const qdmp_link_item *items, size_t count, qdmp_room out, size_t *size,
                                       qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The requests of a host to a module: AT+QDMPCFG... and AT+QDMPCFGEX..., decoded and encoded.
 */
#ifndef QDMP_REQUEST_H
#define QDMP_REQUEST_H

#include "qdmp/settings.h"
#include "qdmp/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup request
 * @{ */

/** The forms of a request. Zero is no form, so that a request that was not filled in is refused. */
typedef enum qdmp_request_kind {
    /** `AT+QDMPCFG=0,<dmMode>`: `dm_mode` */
    QDMP_SET_ACCESS_MODE = QDMP__FORM_ACCESS_MODE,
    /** `AT+QDMPCFG=1,<serverIp>,<serverPort>,<updatePeriod>`: `server` */
    QDMP_SET_SERVER = QDMP__FORM_SERVER,
    /** `AT+QDMPCFG=2,<appkey>,<password>,<tmlType>,<tmlIMEI>`: `credentials` */
    QDMP_SET_CREDENTIALS = QDMP__FORM_CREDENTIALS,
    /** `AT+QDMPCFG=4,<queryOpt>`, shows what is stored: `query_opt` */
    QDMP_QUERY = QDMP__FORM_QUERY,
    /** `AT+QDMPCFG=5,<eraseOpt>`: `erase_opt` */
    QDMP_ERASE = QDMP__FORM_ERASE,
    /** AT+QDMPCFG=6, the access state: no member */
    QDMP_QUERY_STATE = QDMP__FORM_STATE,
    /** `AT+QDMPCFGEX=0,0,<applInfo>`: `appl_info` */
    QDMP_EX_SAVE_APPL_INFO = QDMP__FORM_APPL_INFO,
    /** `AT+QDMPCFGEX=1,0,<mac>`: `mac` */
    QDMP_EX_SAVE_MAC = QDMP__FORM_MAC,
    /** `AT+QDMPCFGEX=2,0,<rom>,<ram>,<cpu>,<osSysVer>`: `system` */
    QDMP_EX_SAVE_SYSTEM = QDMP__FORM_SYSTEM,
    /** `AT+QDMPCFGEX=3,0,<swVer>,<swName>`: `software` */
    QDMP_EX_SAVE_SOFTWARE = QDMP__FORM_SOFTWARE,
    /** `AT+QDMPCFGEX=4,0,<volte>,<netType>,<account>,<phoneNum>`: `network` */
    QDMP_EX_SAVE_NETWORK = QDMP__FORM_NETWORK,
    /** `AT+QDMPCFGEX=5,0,<location>`: `location` */
    QDMP_EX_SAVE_LOCATION = QDMP__FORM_LOCATION,
    /** AT+QDMPCFG=?: no member */
    QDMP_TEST = QDMP__FORM_END,
    /** AT+QDMPCFG?, shows what is in force: no member */
    QDMP_READ,
    /** AT+QDMPCFGEX=?: no member */
    QDMP_EX_TEST,
    /** `AT+QDMPCFGEX=<type>,1`: `ex_type` */
    QDMP_EX_READ,
    /** `AT+QDMPCFGEX=<type>,2`: `ex_type` */
    QDMP_EX_ERASE
} qdmp_request_kind;

/** The bit of `field` in qdmp_request.defaulted. */
#define QDMP_DEFAULTED(field) (UINT32_C(1) << (field))

/**
 * One request. `kind` says which member of the union is valid.
 *
 *     qdmp_request request = {.kind = QDMP_SET_SERVER, .server = {{117, 161, 2, 7}, QDMP_SERVER_PORT_DEFAULT, 420}};
 */
typedef struct qdmp_request {
    qdmp_request_kind kind; /**< the form of the request */
    uint32_t defaulted;     /**< QDMP_DEFAULTED bits of the fields the line left out (R7); encoders ignore it */
    QDMP__ANONYMOUS union {
        uint32_t dm_mode; /**< QDMP_DM_MODE_... */
        qdmp_server server;
        qdmp_credentials credentials;
        uint32_t query_opt;  /**< QDMP_QUERY_OPT_... */
        uint32_t erase_opt;  /**< QDMP_ERASE_OPT_... */
        qdmp_span appl_info; /**< up to QDMP_APPL_INFO_MAX bytes; app_info.h reads and writes it */
        qdmp_span mac;       /**< up to QDMP_MAC_MAX bytes; values.h reads and writes it */
        qdmp_system system;
        qdmp_software software;
        qdmp_network network;
        qdmp_span location; /**< up to QDMP_LOCATION_MAX bytes; values.h splits it */
        uint32_t ex_type;   /**< QDMP_EX_TYPE_... */
    };
} qdmp_request;

/** The meaning of the end of the input (R2). */
typedef enum qdmp_ends {
    QDMP_MORE_MAY_COME, /**< no meaning: a line without its CR or LF is QDMP_TRUNCATED */
    QDMP_WHOLE_LINE,    /**< the end of the line: a dispatcher has removed CR and LF */
    QDMP__ENDS_WIDTH = 0x7FFF
} qdmp_ends;

/*
 * Bits that the inline functions below add to a qdmp_ends, for the single function that decodes in all ways. A program
 * therefore contains code only for what it calls, and no function has to pass on seven arguments.
 */
enum qdmp__how {
    QDMP__BEHIND_COLON = 2, /* of responses: the colon is removed too */
    QDMP__TOLERANT = 4,     /* deviations are accepted (R28) */
#ifdef QDMP_WHOLE_LINES
    QDMP__NAMELESS = 0,
#else
    QDMP__NAMELESS = 8, /* the name is removed (R29) */
#endif
    QDMP__OF_EX = 16,    /* of the command QDMPCFGEX */
    QDMP__REST_SHIFT = 5 /* of requests: where the qdmp_request_rest begins */
};

/**
 * Decodes one request, the first in `in`.
 *
 * The request points into `in` and lives as long as it; a defaulted text points to static memory. The decoder reads no
 * byte outside `in`, needs no NUL, and keeps no state. Empty lines before the request are skipped and count in `*used`
 * and in offsets.
 *
 * A line may contain several commands with `;` between them (V.250 5.2.2): call the function again with the bytes
 * after `*used`, until the end. After an error or QDMP_NOT_OURS the rest of such a line is skipped too, because V.250
 * drops it (5.3.2).
 *
 * @param in    bytes received so far
 * @param ends  QDMP_MORE_MAY_COME: a line without its terminator is QDMP_TRUNCATED, even if it is wrong already;
 *              QDMP_WHOLE_LINE: the end of `in` ends the line
 * @param out   written only on QDMP_OK
 * @param used  bytes consumed: on QDMP_OK up to and with the CR, CR LF, LF or `;`; on QDMP_TRUNCATED 0; otherwise to
 *              the end of the line. May be NULL
 * @param err   the error and its place, written unless QDMP_OK is returned; may be NULL
 * @return QDMP_OK; QDMP_TRUNCATED: feed more; QDMP_NOT_OURS: another command, or nothing but blanks (R20, R2);
 *         QDMP_FORM, QDMP_SYNTAX, QDMP_UNTERMINATED, QDMP_BAD_CHAR, QDMP_QUOTING, QDMP_MISSING, QDMP_TOO_MANY,
 *         QDMP_LENGTH, QDMP_RANGE, QDMP_RESERVED: the line breaks a rule (docs/protocol.md, section 10)
 *
 * @snippet request.c qdmp_request_decode
 */
QDMP_API qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used,
                                         qdmp_error *err);

/** How much of a request a dispatcher has removed (R29): its name, or its name and the sign after it. */
typedef enum qdmp_request_rest {
    QDMP_REQUEST_FROM_SIGN, /**< the text begins at the sign: `=0,1`, `=?`, `?` */
    QDMP_REQUEST_OF_SET,    /**< after `=`: `0,1` */
    QDMP_REQUEST_OF_TEST,   /**< after `=?`: nothing is left */
    QDMP_REQUEST_OF_READ    /**< after `?`: nothing is left */
} qdmp_request_rest;

/*
 * A program that decodes only whole lines saves the code of what follows: build everything with QDMP_WHOLE_LINES
 * defined.
 */
#ifndef QDMP_WHOLE_LINES
/* For the inline functions. */
QDMP_API qdmp_status qdmp__request_decode(qdmp_span in, qdmp_ends how, qdmp_request *out, size_t *used,
                                          qdmp_error *err);

/**
 * Decodes the rest of a request, after a dispatcher has removed its name (R29).
 *
 * It works as qdmp_request_decode, except at the beginning: no empty line and no `AT` is skipped, and QDMP_NOT_OURS
 * does not occur. Offsets count from the first byte of `in`. A `;` ends the request; the text after it begins with a
 * name again.
 *
 * @param in       the text, from the sign on or after it
 * @param ends     as qdmp_request_decode
 * @param command  the command of the request
 * @param rest     where the text begins
 * @param out      written only on QDMP_OK
 * @param used     bytes consumed, the CR, CR LF, LF or `;` included. May be NULL
 * @param err      the error and its place, written unless QDMP_OK is returned; may be NULL
 * @return as qdmp_request_decode; QDMP_FORM at 0 for a form that the command does not have; QDMP_MISSING at 0 for an
 *         empty set
 *
 * @snippet request.c qdmp_request_decode_rest
 */
static inline qdmp_status qdmp_request_decode_rest(qdmp_span in, qdmp_ends ends, qdmp_command command,
                                                   qdmp_request_rest rest, qdmp_request *out, size_t *used,
                                                   qdmp_error *err) {
    unsigned how = QDMP__CAST(unsigned, ends) | QDMP__NAMELESS | QDMP__CAST(unsigned, rest) << QDMP__REST_SHIFT;
    if (command == QDMP_COMMAND_EX)
        how |= QDMP__OF_EX;
    return qdmp__request_decode(in, QDMP__CAST(qdmp_ends, how), out, used, err);
}
#endif

/** How a request is written (R27); the flags of one group exclude each other. */
enum qdmp_request_style {
    QDMP_REQUEST_CANONICAL = 0,    /**< AT, the command, CR */
    QDMP_REQUEST_WITHOUT_AT = 1,   /**< for every command after the first on a line */
    QDMP_REQUEST_SEMICOLON = 2,    /**< `;` instead of CR */
    QDMP_REQUEST_WITHOUT_END = 4,  /**< nothing instead of CR */
    QDMP_REQUEST_WITHOUT_NAME = 8, /**< from the sign on, for a dispatcher that writes the name (R29) */
    QDMP_REQUEST_WITHOUT_SIGN = 16 /**< after `=`, `=?` or `?` */
};

/**
 * Encodes one request in its canonical form.
 *
 * Every parameter is written, also those that a request may leave out. No NUL is added.
 *
 * @param request  what to write; its texts may not overlap `out`
 * @param style    bits of enum qdmp_request_style
 * @param out      where to write; untouched unless QDMP_OK is returned
 * @param size     bytes written; on QDMP_NO_SPACE the bytes needed; untouched otherwise. May be NULL
 * @param err      the error, with offset 0; may be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_FORM: `kind` is not in the list; QDMP_RANGE, QDMP_RESERVED, QDMP_LENGTH,
 *         QDMP_MISSING, QDMP_SYNTAX: a value that no decoder would accept; QDMP_NOT_REPRESENTABLE: a byte that a string
 *         cannot contain (R5, R15)
 *
 * @snippet request.c qdmp_request_encode
 */
QDMP_API qdmp_status qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                         qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The answers of a module: information lines of both commands, and final result codes, decoded and encoded.
 */
#ifndef QDMP_RESPONSE_H
#define QDMP_RESPONSE_H

#include "qdmp/request.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup response
 * @{ */

/** The lines of a response. Zero is no line, so that a response that was not filled in is refused. */
typedef enum qdmp_response_kind {
    /** `+QDMPCFG: 0,<dmMode>`: `dm_mode` */
    QDMP_INFO_ACCESS_MODE = QDMP__FORM_ACCESS_MODE,
    /** `+QDMPCFG: 1,<serverIp>,<serverPort>,<updatePeriod>`: `server` */
    QDMP_INFO_SERVER = QDMP__FORM_SERVER,
    /** `+QDMPCFG: 2,<appkey>,<password>,<tmlType>,<tmlIMEI>`: `credentials` */
    QDMP_INFO_CREDENTIALS = QDMP__FORM_CREDENTIALS,
    /** `+QDMPCFG: 6,<dmstate>`: `dmstate` */
    QDMP_INFO_STATE = QDMP__FORM_STATE,
    /** `+QDMPCFGEX: 0,<applInfo>`: `appl_info` */
    QDMP_EX_INFO_APPL_INFO = QDMP__FORM_APPL_INFO,
    /** `+QDMPCFGEX: 1,<mac>`: `mac` */
    QDMP_EX_INFO_MAC = QDMP__FORM_MAC,
    /** `+QDMPCFGEX: 2,<rom>,<ram>,<cpu>,<osSysVer>`: `system` */
    QDMP_EX_INFO_SYSTEM = QDMP__FORM_SYSTEM,
    /** `+QDMPCFGEX: 3,<swVer>,<swName>`: `software` */
    QDMP_EX_INFO_SOFTWARE = QDMP__FORM_SOFTWARE,
    /** `+QDMPCFGEX: 4,<volte>,<netType>,<account>,<phoneNum>`: `network` */
    QDMP_EX_INFO_NETWORK = QDMP__FORM_NETWORK,
    /** `+QDMPCFGEX: 5,<location>`: `location` */
    QDMP_EX_INFO_LOCATION = QDMP__FORM_LOCATION,
    /** `+QDMPCFG: <type>[,...`, the answer to =?: no member */
    QDMP_INFO_TEST = QDMP__FORM_END,
    /** `+QDMPCFGEX: <type>,<act>[,...`, the answer to =?: no member */
    QDMP_EX_INFO_TEST,
    /** OK: no member */
    QDMP_RESULT_OK,
    /** ERROR: no member */
    QDMP_RESULT_ERROR,
    /** `+CME ERROR: <detail>`: `detail` */
    QDMP_RESULT_CME_ERROR
} qdmp_response_kind;

#define QDMP__DEVIATION(DEVIATION, number, name, text) QDMP_DEVIATION_##DEVIATION = (number),

/** The deviations from the rules that a tolerant decode accepts (R28). The list is QDMP_DEVIATIONS in spec.def. */
typedef enum qdmp_deviation {
    QDMP_DEVIATION_NONE = 0,
    QDMP_DEVIATIONS(QDMP__DEVIATION) QDMP__DEVIATION_END
} qdmp_deviation;

#undef QDMP__DEVIATION

/** The greatest number of deviations in one line: noise, blanks or quoted, one for each parameter, and surplus. */
#define QDMP_DEVIATIONS_MAX 8

/**
 * A deviation, and the parameter that has it. The parameter is QDMP_FIELD_NONE, except for QDMP_DEVIATION_UNSET and
 * QDMP_DEVIATION_BEYOND.
 */
#define QDMP_MARK(deviation, field)                                                                                    \
    QDMP__CAST(uint8_t, QDMP__CAST(unsigned, deviation) << 5 | QDMP__CAST(unsigned, field))
/** The deviation of a mark. */
#define QDMP_MARK_DEVIATION(mark) QDMP__CAST(qdmp_deviation, (mark) >> 5)
/** The parameter of a mark. */
#define QDMP_MARK_FIELD(mark) QDMP__CAST(qdmp_field, (mark)&31)

/** One line of a response. `kind` says which member of the union is valid. */
typedef struct qdmp_response {
    qdmp_response_kind kind; /**< the kind of the line */
#ifndef QDMP_STRICT
    /** QDMP_MARK of each deviation in the order of the line, each once, then zeros. Only a tolerant decode sets any. */
    uint8_t deviations[QDMP_DEVIATIONS_MAX];
#endif
    QDMP__ANONYMOUS union {
        uint32_t dm_mode; /**< QDMP_DM_MODE_... */
        qdmp_server server;
        qdmp_credentials credentials;
        uint32_t dmstate;    /**< QDMP_DMSTATE_... */
        qdmp_span appl_info; /**< up to QDMP_APPL_INFO_MAX bytes; app_info.h reads and writes it */
        qdmp_span mac;       /**< up to QDMP_MAC_MAX bytes; values.h reads and writes it */
        qdmp_system system;
        qdmp_software software;
        qdmp_network network;
        qdmp_span location; /**< up to QDMP_LOCATION_MAX bytes; values.h splits it */
        qdmp_span detail;   /**< at least 1 byte */
    };
} qdmp_response;

/**
 * Decodes one line of a response, the first in `in`.
 *
 * The response points into `in` and lives as long as it. The decoder reads no byte outside `in`, needs no NUL, and
 * keeps no state. Empty lines before the text are skipped and count in `*used` and in offsets. Only the shown part of a
 * password is returned (R17).
 *
 * @param in    bytes received so far
 * @param ends  QDMP_MORE_MAY_COME: a line without its terminator is QDMP_TRUNCATED, even if it is wrong already;
 *              QDMP_WHOLE_LINE: the end of `in` ends the line
 * @param out   written only on QDMP_OK
 * @param used  bytes consumed: the line with its CR, CR LF or LF; on QDMP_TRUNCATED 0. May be NULL
 * @param err   the error and its place, written unless QDMP_OK is returned; may be NULL
 * @return QDMP_OK; QDMP_TRUNCATED: feed more; QDMP_NOT_OURS: an echo, a URC, another command's answer, or nothing but
 *         blanks (R20, R2): pass it on; QDMP_SYNTAX, QDMP_UNTERMINATED, QDMP_BAD_CHAR, QDMP_QUOTING, QDMP_MISSING,
 *         QDMP_TOO_MANY, QDMP_AMBIGUOUS, QDMP_LENGTH, QDMP_RANGE, QDMP_RESERVED: the line breaks a rule
 *         (docs/protocol.md, section 10)
 *
 * @snippet response.c qdmp_response_decode
 */
QDMP_API qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used,
                                          qdmp_error *err);

#if !defined(QDMP_STRICT) || !defined(QDMP_WHOLE_LINES)
/* For the inline functions. */
QDMP_API qdmp_status qdmp__response_decode(qdmp_span in, qdmp_ends how, qdmp_response *out, size_t *used,
                                           qdmp_error *err);
#endif

/* A program without tolerant decode saves its code: build everything with QDMP_STRICT defined. */
#ifndef QDMP_STRICT
/**
 * Works as qdmp_response_decode, and also accepts known deviations of modules of this command family (R28). It marks
 * each accepted deviation in `deviations`. A line that qdmp_response_decode accepts gives the same message without a
 * mark.
 *
 * An unset number is 0, an unset address 0.0.0.0, an unset text empty. A value beyond its limits is returned as it is:
 * check the marks before relying on a limit. QDMP_RESPONSE_LINE_MAX bounds strict lines only.
 *
 * Be tolerant only while a request of your own is outstanding: the body of a short message may read like a result code.
 *
 * @param in    as qdmp_response_decode
 * @param ends  as qdmp_response_decode
 * @param out   written only on QDMP_OK
 * @param used  bytes consumed. May be NULL
 * @param err   the error and its place, written unless QDMP_OK is returned; may be NULL
 * @return as qdmp_response_decode; QDMP_RANGE and QDMP_RESERVED only for a `<type>`, an octet, or a number above
 *         2^32-1; QDMP_TOO_MANY never
 *
 * @snippet response.c qdmp_response_decode_tolerant
 */
static inline qdmp_status qdmp_response_decode_tolerant(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used,
                                                        qdmp_error *err) {
    return qdmp__response_decode(in, QDMP__CAST(qdmp_ends, QDMP__CAST(unsigned, ends) | QDMP__TOLERANT), out, used,
                                 err);
}

/**
 * Whether a response was accepted with a deviation.
 *
 * @param response   as qdmp_response_decode_tolerant returned it
 * @param deviation  the one to look for
 * @param field      the parameter that has it; QDMP_FIELD_NONE: any parameter or none
 * @return 1 or 0
 *
 * @snippet response.c qdmp_response_deviates
 */
static inline int qdmp_response_deviates(const qdmp_response *response, qdmp_deviation deviation, qdmp_field field) {
    for (unsigned i = 0; i < QDMP_DEVIATIONS_MAX && response->deviations[i]; i++) {
        uint8_t mark = response->deviations[i];
        if (QDMP_MARK_DEVIATION(mark) == deviation && (field == QDMP_FIELD_NONE || QDMP_MARK_FIELD(mark) == field))
            return 1;
    }
    return 0;
}

#define QDMP__DEVIATION_NAME(DEVIATION, number, name, text)                                                            \
    case QDMP_DEVIATION_##DEVIATION: return #name;

/**
 * The name of a deviation, as the tool prints it: "noise", "unset".
 *
 * @param deviation  any number
 * @return a static text; "" for a number that is no deviation
 *
 * @snippet response.c qdmp_deviation_name
 */
static inline const char *qdmp_deviation_name(qdmp_deviation deviation) {
    switch (deviation) {
        QDMP_DEVIATIONS(QDMP__DEVIATION_NAME)
    default: return "";
    }
}

#undef QDMP__DEVIATION_NAME
#endif

/** How much of an information line a dispatcher has removed (R29), and how to decode the rest. */
enum qdmp_response_rest {
    QDMP_REST_FROM_COLON = 0, /**< the name: the text begins with its colon, `: 0,1` */
    QDMP_REST_BEHIND_COLON =
        QDMP__BEHIND_COLON,             /**< the colon too, with or without the space after it: ` 0,1`, `0,1` */
    QDMP_REST_TOLERANT = QDMP__TOLERANT /**< an additional bit: decode it as qdmp_response_decode_tolerant does */
};

#ifndef QDMP_WHOLE_LINES
/**
 * Decodes the rest of an information line, after a dispatcher has removed its name (R29). Result codes have no name and
 * are not decoded this way.
 *
 * It works as qdmp_response_decode, except at the beginning: no empty line and no noise is skipped, and QDMP_NOT_OURS
 * does not occur. Offsets count from the first byte of `in`.
 *
 * @param in       the text, from the colon on or after it
 * @param ends     as qdmp_response_decode
 * @param command  the command of the line
 * @param rest     bits of enum qdmp_response_rest
 * @param out      written only on QDMP_OK
 * @param used     bytes consumed. May be NULL
 * @param err      the error and its place, written unless QDMP_OK is returned; may be NULL
 * @return as qdmp_response_decode; QDMP_SYNTAX at 0 if the colon is missing
 *
 * @snippet response.c qdmp_response_decode_rest
 */
static inline qdmp_status qdmp_response_decode_rest(qdmp_span in, qdmp_ends ends, qdmp_command command, unsigned rest,
                                                    qdmp_response *out, size_t *used, qdmp_error *err) {
    unsigned how = QDMP__CAST(unsigned, ends) | QDMP__NAMELESS | (rest & (QDMP_REST_BEHIND_COLON | QDMP_REST_TOLERANT));
    if (command == QDMP_COMMAND_EX)
        how |= QDMP__OF_EX;
    return qdmp__response_decode(in, QDMP__CAST(qdmp_ends, how), out, used, err);
}
#endif

/** How a response is written (R27); the flags of one group exclude each other. */
enum qdmp_response_style {
    QDMP_RESPONSE_CANONICAL = 0,   /**< CR LF text CR LF */
    QDMP_RESPONSE_TEXT_ALONE = 1,  /**< the text, no line end around it */
    QDMP_RESPONSE_FROM_COLON = 2,  /**< from the colon on: a dispatcher writes CR LF and the name (R29) */
    QDMP_RESPONSE_BEHIND_COLON = 4 /**< from the `<type>` on: it writes the colon and the space too (R29) */
};

/**
 * Encodes one line of a response in its canonical form. No NUL is added.
 *
 * A password is always written as its shown part and the mask, whatever the message contains (R17).
 *
 * @param response  what to write; its texts may not overlap `out`
 * @param style     bits of enum qdmp_response_style
 * @param out       where to write; untouched unless QDMP_OK is returned
 * @param size      bytes written; on QDMP_NO_SPACE the bytes needed; untouched otherwise. May be NULL
 * @param err       the error, with offset 0; may be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_FORM: `kind` is not in the list, or is a result code in a style without a name;
 *         QDMP_RANGE, QDMP_RESERVED, QDMP_LENGTH, QDMP_MISSING, QDMP_SYNTAX: a value that no strict decoder would
 *         accept, QDMP_MISSING also for a field that `deviations` marks as unset; QDMP_NOT_REPRESENTABLE: a text that
 *         would not read back the same (R15)
 *
 * @snippet response.c qdmp_response_encode
 */
QDMP_API qdmp_status qdmp_response_encode(const qdmp_response *response, unsigned style, qdmp_room out, size_t *size,
                                          qdmp_error *err);

/** How a line relates to a request that was sent. */
typedef enum qdmp_answer {
    QDMP_ANSWER_FOREIGN, /**< not an answer to this request */
    QDMP_ANSWER_PART,    /**< an information line of it; more lines follow */
    QDMP_ANSWER_COMPLETE /**< its final result code */
} qdmp_answer;

/**
 * Whether `response` belongs to `request`, and whether it completes the answer.
 *
 * An answer is any number of information lines, then one final result code. `AT+QDMPCFG?` has up to three information
 * lines; every other read, query or test has one; everything else has none. Commands on one line share one final result
 * code (V.250 5.2.2).
 *
 * @param request   the request that was sent
 * @param response  a line that was decoded afterwards
 * @return how the line relates to the request
 *
 * @snippet response.c qdmp_response_answers
 */
QDMP_API qdmp_answer qdmp_response_answers(const qdmp_request *request, const qdmp_response *response);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

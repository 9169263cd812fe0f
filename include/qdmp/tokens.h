/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A walk over the tokens of a line. It is for a program that displays a line, such as an editor. For each token it
 * gives the kind, the parameter that the token belongs to, and the position in the line.
 *
 *     qdmp_tokens tokens;
 *     qdmp_token token;
 *     qdmp_status status = qdmp_tokens_begin(&tokens, line, QDMP_LINE_REQUEST, &used, &err);
 *     while (qdmp_tokens_next(&tokens, &token))
 *         show(line.ptr + token.offset, token.len, qdmp_token_name(token.kind), qdmp_field_name(token.field));
 */
#ifndef QDMP_TOKENS_H
#define QDMP_TOKENS_H

#include "qdmp/response.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup tokens
 * @{ */

/**
 * `K(KIND, name, rule, text)`: the kinds of tokens. `rule` is the rule of docs/protocol.md that defines the kind.
 */
#define QDMP_TOKEN_KINDS(K)                                                                                            \
    K(LINE_END, line_end, "R2", "CR, LF, or CR LF")                                                                    \
    K(SEMICOLON, semicolon, "R2", "ends one command of several on a line")                                             \
    K(BLANKS, blanks, "R3", "spaces between tokens")                                                                   \
    K(NOISE, noise, "R28", "bytes before a response that a tolerant decode skips")                                     \
    K(PREFIX, prefix, "R1", "AT, which begins a command line")                                                         \
    K(NAME, name, "R20", "the name of a command")                                                                      \
    K(SIGN, sign, "R3", "= or ? of a request, or : after a name")                                                      \
    K(RESULT_CODE, result_code, "R12", "ends the answer to a command line")                                            \
    K(COMMA, comma, "R8", "starts a parameter")                                                                        \
    K(QUOTE, quote, "R5", "begins or ends a string")                                                                   \
    K(VALUE, value, "R3", "the value of a parameter")                                                                  \
    K(MASK, mask, "R17", "text after the shown part of a password")                                                    \
    K(SURPLUS, surplus, "R28", "a value after the last parameter")                                                     \
    K(TEST, test, "R13", "the text of a test line")                                                                    \
    K(REST, rest, "section 10", "the line from the error on")

#define QDMP__TOKEN_KIND(KIND, name, rule, text) QDMP_TOKEN_##KIND,

/** The kind of a token. The list is QDMP_TOKEN_KINDS. */
typedef enum qdmp_token_kind { QDMP_TOKEN_KINDS(QDMP__TOKEN_KIND) QDMP__TOKEN_KIND_END } qdmp_token_kind;

#undef QDMP__TOKEN_KIND

#define QDMP__TOKEN_NAME(KIND, name, rule, text)                                                                       \
    case QDMP_TOKEN_##KIND: return #name;

/**
 * Returns the name of a kind of tokens, such as "blanks" or "line_end".
 *
 * @param kind  any number
 * @return a static text; "" if no kind has this number
 *
 * @snippet tokens.c qdmp_token_name
 */
static inline const char *qdmp_token_name(qdmp_token_kind kind) {
    switch (kind) {
        QDMP_TOKEN_KINDS(QDMP__TOKEN_NAME)
    default: return "";
    }
}

#undef QDMP__TOKEN_NAME

/**
 * One token.
 *
 * The line has one QDMP_TOKEN_VALUE for each parameter that has a place in it. After the last parameter, each value is
 * a QDMP_TOKEN_SURPLUS. Both are empty (`len` is 0) if the value is empty: between the quotes of "", or where a
 * parameter is left empty. The QDMP_TOKEN_VALUE of a password in a response is the shown part. It is empty if nothing
 * of the password is shown; a QDMP_TOKEN_MASK follows it. A line with an error, and a line that is not ours, has one
 * QDMP_TOKEN_REST. That token is empty if the error is at the end of the line. No other token is empty.
 */
typedef struct qdmp_token {
    qdmp_token_kind kind; /**< kind of the token */
    qdmp_field field;     /**< parameter of a _VALUE or _MASK; field of the error of a _REST; else QDMP_FIELD_NONE */
    size_t offset;        /**< bytes, from the first byte of the input */
    size_t len;           /**< bytes */
} qdmp_token;

/** The decoder of a line. */
typedef enum qdmp_line {
#ifndef QDMP_HOST_ONLY
    QDMP_LINE_REQUEST, /**< qdmp_request_decode */
#endif
#ifndef QDMP_MODULE_ONLY
    QDMP_LINE_RESPONSE, /**< qdmp_response_decode */
#ifndef QDMP_STRICT
    QDMP_LINE_RESPONSE_TOLERANT, /**< qdmp_response_decode_tolerant */
#endif
#endif
    QDMP__LINE_WIDTH = 0x7FFF
} qdmp_line;

/** A walk over the tokens of a line (token walk). Its members are private; a copy is a walk of its own. */
typedef struct qdmp_tokens {
    /** @privatesection */
    const char *line;
    size_t used;      /* bytes of the line */
    size_t stop;      /* offset of the error; `used` if there is none */
    size_t next;      /* offset of the next token */
    size_t value;     /* offset of the value of the current parameter */
    size_t value_end; /* offset of the end of that value */
    size_t mask_end;  /* offset of the end of the part of a password that is not shown */
    uint8_t kind;     /* qdmp_line */
    uint8_t state;
    uint8_t ex;    /* the line is one of QDMPCFGEX */
    uint8_t field; /* qdmp_field of the current parameter */
    uint8_t count; /* number of parameters after the current one */
    uint8_t form;
    uint8_t error_field; /* qdmp_field of the error */
    uint8_t rest;        /* 1: the walk has not yet returned its QDMP_TOKEN_REST */
} qdmp_tokens;

/**
 * Starts a walk over the first line in `in`. If the line has several requests, the walk covers the first of them. The
 * end of `in` ends the line.
 *
 * The call decodes the line with the decoder that `kind` names. It returns the status, the error and the bytes consumed
 * of that decoder. qdmp_tokens_next finds the tokens with the same lexers. The walk points into `in`, so `in` must live
 * as long as the walk.
 *
 * @param tokens  the walk; written for every status
 * @param in      the bytes of the line
 * @param kind    the decoder
 * @param used    bytes that the decoder consumed; the tokens cover exactly these. May be NULL
 * @param err     the error and its place; written unless QDMP_OK is returned. May be NULL
 * @return the status of the decoder. A line with an error has tokens too
 *
 * @snippet tokens.c qdmp_tokens_begin
 */
QDMP_API qdmp_status qdmp_tokens_begin(qdmp_tokens *tokens, qdmp_span in, qdmp_line kind, size_t *used,
                                       qdmp_error *err);

/**
 * Takes the next token. The first token begins at offset 0. Each other token begins at the end of the token before it.
 *
 * @param tokens  the walk, started by qdmp_tokens_begin
 * @param out     the token; untouched if no token is left
 * @return 1; 0 if no token is left
 *
 * @snippet tokens.c qdmp_tokens_next
 */
QDMP_API int qdmp_tokens_next(qdmp_tokens *tokens, qdmp_token *out);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

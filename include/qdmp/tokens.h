/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The tokens of a line, one after the other, for those who show a line and not only what it says: what each token is, of
 * which parameter, and where it stands.
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
 * `K(KIND, name, rule, text)`: what a token can be, and the rule of docs/protocol.md that says so.
 */
#define QDMP_TOKEN_KINDS(K)                                                                                            \
    K(LINE_END, line_end, "R2", "CR, LF, or CR LF")                                                                    \
    K(SEMICOLON, semicolon, "R2", "ends one command of several on a line")                                             \
    K(BLANKS, blanks, "R3", "spaces between tokens")                                                                   \
    K(NOISE, noise, "R28", "what a tolerant decode skips before the text")                                             \
    K(PREFIX, prefix, "R1", "AT, which begins a command line")                                                         \
    K(NAME, name, "R20", "the name of a command")                                                                      \
    K(SIGN, sign, "R3", "= or ? of a request, or : behind a name")                                                     \
    K(RESULT_CODE, result_code, "R12", "ends the answer to a command line")                                            \
    K(COMMA, comma, "R8", "starts a parameter")                                                                        \
    K(QUOTE, quote, "R5", "begins or ends a string")                                                                   \
    K(VALUE, value, "R3", "the value of a parameter")                                                                  \
    K(MASK, mask, "R17", "what is behind the shown part of a password")                                                \
    K(SURPLUS, surplus, "R28", "a value behind the last parameter")                                                    \
    K(TEST, test, "R13", "the text of a test line")                                                                    \
    K(REST, rest, "section 10", "the line from the error on")

#define QDMP__TOKEN_KIND(KIND, name, rule, text) QDMP_TOKEN_##KIND,

/** What a token is. The list is QDMP_TOKEN_KINDS. */
typedef enum qdmp_token_kind { QDMP_TOKEN_KINDS(QDMP__TOKEN_KIND) QDMP__TOKEN_KIND_END } qdmp_token_kind;

#undef QDMP__TOKEN_KIND

#define QDMP__TOKEN_NAME(KIND, name, rule, text)                                                                       \
    case QDMP_TOKEN_##KIND: return #name;

/**
 * The name of a kind of tokens: "blanks", "line_end".
 *
 * @param kind  any number
 * @return a static text; "" for a number of no kind
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
 * Each parameter whose place is on the line has one QDMP_TOKEN_VALUE, or one QDMP_TOKEN_SURPLUS behind the last one. It is
 * empty, `len` 0, where nothing stands there: between the quotes of "", or where a parameter is left empty. Of a password
 * in a response it is the shown part. A line in error, or not ours, has one QDMP_TOKEN_REST, empty where the error is the
 * end of the line. No other token is empty.
 */
typedef struct qdmp_token {
    qdmp_token_kind kind; /**< what it is */
    qdmp_field
        field;     /**< whose QDMP_TOKEN_VALUE or _MASK it is; what the error of a _REST names; else QDMP_FIELD_NONE */
    size_t offset; /**< bytes, from the first byte of the input */
    size_t len;    /**< bytes */
} qdmp_token;

/** How a line is decoded. */
typedef enum qdmp_line {
#ifndef QDMP_HOST_ONLY
    QDMP_LINE_REQUEST, /**< as qdmp_request_decode does */
#endif
#ifndef QDMP_MODULE_ONLY
    QDMP_LINE_RESPONSE, /**< as qdmp_response_decode does */
#ifndef QDMP_STRICT
    QDMP_LINE_RESPONSE_TOLERANT, /**< as qdmp_response_decode_tolerant does */
#endif
#endif
    QDMP__LINE_WIDTH = 0x7FFF
} qdmp_line;

/** A line whose tokens are asked for. Its members are the library's; it may be copied. */
typedef struct qdmp_tokens {
    /** @privatesection */
    const char *line;
    size_t used;      /* bytes of the line */
    size_t stop;      /* where the error is; or `used` */
    size_t next;      /* where the next token begins */
    size_t value;     /* of the parameter at hand: where its value begins */
    size_t value_end; /* where that ends */
    size_t mask_end;  /* where the part of a password that is not shown ends */
    uint8_t kind;     /* qdmp_line */
    uint8_t state;
    uint8_t ex;    /* the line is one of QDMPCFGEX */
    uint8_t field; /* qdmp_field: of the parameter at hand */
    uint8_t count; /* parameters that follow it */
    uint8_t form;
    uint8_t error_field; /* qdmp_field: what the error names */
    uint8_t rest;        /* 1: a QDMP_TOKEN_REST is to come */
} qdmp_tokens;

/**
 * Begins with the first line in `in`, or the first request of it. The end of `in` ends the line.
 *
 * Decodes it, so that status, error and bytes consumed are those of the decoder that `kind` names; qdmp_tokens_next
 * finds the tokens with the same lexers. The walk points into `in`, which has to live as long as it.
 *
 * @param tokens  the walk; written whatever is returned
 * @param in      the bytes of the line
 * @param kind    how it is decoded
 * @param used    bytes consumed, as the decoder says; the tokens cover them. May be NULL
 * @param err     what and where, written unless QDMP_OK is returned; may be NULL
 * @return what the decoder returns. A line in error has tokens, too
 *
 * @snippet tokens.c qdmp_tokens_begin
 */
QDMP_API qdmp_status qdmp_tokens_begin(qdmp_tokens *tokens, qdmp_span in, qdmp_line kind, size_t *used,
                                       qdmp_error *err);

/**
 * The next token. Each begins where the one before has ended, the first at offset 0.
 *
 * @param tokens  begun with qdmp_tokens_begin
 * @param out     untouched where there is no more token
 * @return 1; or 0 where there is no more token
 *
 * @snippet tokens.c qdmp_tokens_next
 */
QDMP_API int qdmp_tokens_next(qdmp_tokens *tokens, qdmp_token *out);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

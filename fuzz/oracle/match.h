/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Regular expressions, and the line that they are matched with.
 */
#ifndef QDMP_ORACLE_MATCH_H
#define QDMP_ORACLE_MATCH_H

#include "oracle.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* ---- Parts of several expressions ---- */

#define SP            " *+"
#define OCTET         "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])"
#define DOTS          "(?:" OCTET "\\.){3}" OCTET "(?![0-9.])"
#define INSIDE        "[\\x20\\x21\\x23-\\x7E\\x80-\\xFF]*+" /* R5 */
#define BARE          "[\\x20\\x21\\x23-\\x2B\\x2D-\\x7E\\x80-\\xFF]"

#define CFG_TEST_TEXT "<type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]"
#define EX_TEST_TEXT  "<type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]"

enum expression {
    RE_FRAME,
    RE_REST_FRAME,
    RE_NOISE,
    RE_REQUEST_HEAD,
    RE_RESPONSE_HEAD,
    RE_TOLERANT_HEAD,
    RE_REQUEST_SLICE,
    RE_CFG_SLICE,
    RE_EX_SLICE,
    RE_TOLERANT_EX_SLICE,
    RE_ALONE_SLICE,
    RE_TOLERANT_ALONE_SLICE,
    RE_TIDY_SURPLUS,
    RE_DOTTED,
    RE_SPACES,
    RE_DIGITS,
    RE_NO_DIGITS,
    RE_INSIDE,
    RE_COUNT
};

/* Each shape has one expression for each way in which a line can begin. */
enum { REQUEST_SHAPES = 17, RESPONSE_SHAPES = 15, HEADS = 3 };

struct oracle {
    pcre2_code *expressions[RE_COUNT];
    pcre2_code *requests[HEADS][REQUEST_SHAPES];
    pcre2_code *responses[HEADS][RESPONSE_SHAPES];
    pcre2_code *tolerant[HEADS][RESPONSE_SHAPES];
    pcre2_match_data *match;
};

/* Compiles `head` and `tail` as one expression. Returns NULL if it has a mistake, which is printed. */
pcre2_code *match_compile(const char *head, const char *tail);

/* Compile the expressions of the shapes. Return 0 if one has a mistake. */
int requests_compile(struct oracle *oracle);
int responses_compile(struct oracle *oracle);

/* ---- The current line ---- */

enum { GROUPS_MAX = 4 * ORACLE_VALUES_MAX + 2 };

/*
 * The groups of a match, as offsets into the searched text. A group that took no part is not set, and both its ends are
 * 0.
 */
struct groups {
    size_t start[GROUPS_MAX];
    size_t end[GROUPS_MAX];
    int set[GROUPS_MAX];
};

struct line {
    struct oracle *oracle;
    const struct oracle_reading *how;
    const char *text; /* without the text before it, without its CR and LF */
    size_t size;
    size_t base; /* offset of `text` in the input */
    size_t end;  /* offset after the CR and LF */
    int ended;   /* whether there is a CR or LF */
    struct oracle_result *result;
};

int match_code(const struct line *line, const pcre2_code *code, size_t from, struct groups *groups);
int match_expression(const struct line *line, enum expression which, size_t from, struct groups *groups);

/* The offset after the bytes from `from` on that match `which`, an expression that matches everywhere. */
size_t match_skip(const struct line *line, enum expression which, size_t from);

void match_fault(const struct line *line, enum oracle_verdict verdict, const char *field, size_t at);

/* Notes a deviation. Each deviation is noted once. */
void match_mark(const struct line *line, const char *deviation, const char *field);

/* Removes bytes from the beginning. */
void match_drop(struct line *line, size_t count);

int match_comma_at(const struct line *line, size_t at);

/* Read the line that was found in `size` bytes of input. */
void requests_read(const struct line *line, size_t size);
void responses_read(const struct line *line, size_t size);

/* Sets the answer to `verdict` and nothing else. */
void match_say(struct oracle_result *result, enum oracle_verdict verdict, size_t used, size_t offset);

/* Called after the shapes were tried and the walk is done: both must agree. */
void match_conclude(const struct line *line, int accepted, size_t used);

#endif

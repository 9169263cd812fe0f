/* SPDX-License-Identifier: MIT */
/*
 * sequences LENGTH [EDITS]: compares the library with the oracle on every sequence of up to LENGTH tokens after a name.
 * It also compares them on a line of each form, and on all lines that differ from it by up to EDITS (1) tokens: left
 * out, replaced, or inserted. Exit code 1 if there is a disagreement; the first disagreements are printed.
 */
#include "../support/finding.h"
#include "compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 16, LINE_MAX_BYTES = 400, SHOWN_MAX = 20 };

typedef const char *token;

typedef struct sequence {
    token tokens[TOKENS_MAX];
    size_t len;
} sequence;

/* A direction: how its lines begin, and its tokens. */
typedef struct direction {
    int is_response;
    const char *names[2];
    const token *tokens;
    size_t token_count;
} direction;

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The last tokens break a rule, or end the line. */
static const token asked[] = {
    "=",     "?",    ",", " ",  ";",    "0",          "1",         "2", "6", "300", "1.2.3.4", "123456789012345",
    "\"t\"", "\"\"", "t", "\"", "\x01", "4294967296", "1.2.3.256", "\r"};
static const token told[] = {
    ",",     " ",    ";", "0",  "1",    "2",          "6",         "300", "1.2.3.4", "123456789012345",
    "\"t\"", "\"\"", "t", "\"", "\x01", "4294967296", "1.2.3.256", "\r"};
static const direction directions[] = {
    {0, {"AT+QDMPCFG", "AT+QDMPCFGEX"}, asked, COUNT(asked)},
    {1, {"+QDMPCFG:", "+QDMPCFGEX:"}, told, COUNT(told)},
};

/* The tokens of each form, typed by hand from docs/protocol.md; whether it is a response; and its name. */
typedef struct form {
    int is_response;
    int ex;
    sequence sequence;
} form;

#define FORM(is_response, ex, ...)                                                                                     \
    {                                                                                                                  \
        is_response, ex, {                                                                                             \
            {__VA_ARGS__}, COUNT(((const token[]){__VA_ARGS__}))                                                       \
        }                                                                                                              \
    }

static const form forms[] = {
    FORM(0, 0, "=", "?"),
    FORM(0, 0, "?"),
    FORM(0, 0, "=", "0", ",", "1"),
    FORM(0, 0, "=", "1", ",", "1.2.3.4", ",", "1", ",", "300"),
    FORM(0, 0, "=", "1", ",", ",", ","),
    FORM(0, 0, "=", "2", ",", "\"t\"", ",", "\"t\"", ",", "1", ",", "123456789012345"),
    FORM(0, 0, "=", "4", ",", "2"),
    FORM(0, 0, "=", "5", ",", "2"),
    FORM(0, 0, "=", "6"),
    FORM(0, 1, "=", "?"),
    FORM(0, 1, "=", "0", ",", "1"),
    FORM(0, 1, "=", "0", ",", "2"),
    FORM(0, 1, "=", "0", ",", "0", ",", "\"t\""),
    FORM(0, 1, "=", "1", ",", "0", ",", "\"t\""),
    FORM(0, 1, "=", "2", ",", "0", ",", "\"t\"", ",", "\"\"", ",", "\"t\"", ",", "\"t\""),
    FORM(0, 1, "=", "3", ",", "0", ",", "\"t\"", ",", "\"t\""),
    FORM(0, 1, "=", "4", ",", "0", ",", "\"t\"", ",", "\"t\"", ",", "\"\"", ",", "\"t\""),
    FORM(0, 1, "=", "5", ",", "0", ",", "\"t\""),
    FORM(1, 0, " ", "0", ",", "1"),
    FORM(1, 0, " ", "1", ",", "1.2.3.4", ",", "1", ",", "300"),
    FORM(1, 0, " ", "2", ",", "t", ",", "t", ",", "1", ",", "123456789012345"),
    FORM(1, 0, " ", "2", ",", "\"t\"", ",", "\"t\"", ",", "1", ",", "123456789012345"),
    FORM(1, 0, " ", "6", ",", "0"),
    FORM(1, 0, " ", "<type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]"),
    FORM(1, 1, " ", "0", ",", "t"),
    FORM(1, 1, " ", "1", ",", "t", ",", "t"),
    FORM(1, 1, " ", "2", ",", "t", ",", "\"t\"", ",", "t", ",", "t"),
    FORM(1, 1, " ", "3", ",", "\"t\"", ",", "\"t\""),
    FORM(1, 1, " ", "4", ",", "t", ",", "t", ",", "t", ",", "t"),
    FORM(1, 1, " ", "5", ",", "t", ",", "t"),
    FORM(1, 1, " ", "<type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]"),
};

static struct oracle *oracle;
static unsigned long compared, accepted, disagreements;

static void print(const char *line, size_t len, const struct oracle_reading *how, const struct disagreement *found) {
    if (++disagreements > SHOWN_MAX)
        return;
    (void)printf("%s%s: %s\n  line    ", how->whole_line ? "whole" : "more", how->tolerant ? ", tolerant" : "",
                 found->what);
    finding_print(line, len);
    (void)printf("\n  library %s\n  oracle  %s\n", found->library, found->oracle);
}

static void compare(const direction *d, int ex, const sequence *s, int whole_line, int tolerant) {
    char line[LINE_MAX_BYTES];
    size_t len = 0;
    int taken = 0;
    struct disagreement found;
    struct oracle_reading how = {.is_response = d->is_response, .whole_line = whole_line, .tolerant = tolerant};
    const char *name = d->names[ex];
    memcpy(line, name, len = strlen(name));
    for (size_t i = 0; i < s->len; i++) {
        size_t size = strlen(s->tokens[i]);
        memcpy(line + len, s->tokens[i], size);
        len += size;
    }
    compared++;
    if (compare_all(oracle, line, len, &how, &taken, &found))
        print(line, len, &how, &found);
    accepted += taken > 0;
}

static void compare_readings(const direction *d, int ex, const sequence *s) {
    for (int whole_line = 0; whole_line < 2; whole_line++) {
        compare(d, ex, s, whole_line, 0);
        if (d->is_response)
            compare(d, ex, s, whole_line, 1);
    }
}

/* Compares `s`, and every sequence of up to `more` tokens after it. */
static void all_sequences(const direction *d, int ex, sequence *s, size_t more) {
    compare_readings(d, ex, s);
    if (!more)
        return;
    s->len++;
    for (size_t i = 0; i < d->token_count; i++) {
        s->tokens[s->len - 1] = d->tokens[i];
        all_sequences(d, ex, s, more - 1);
    }
    s->len--;
}

/* `s` with `len` tokens at `at` replaced by one token, or removed if it is NULL. */
static sequence replaced(const sequence *s, size_t at, size_t len, token by) {
    sequence to = {.len = 0};
    for (size_t i = 0; i < at; i++)
        to.tokens[to.len++] = s->tokens[i];
    if (by)
        to.tokens[to.len++] = by;
    for (size_t i = at + len; i < s->len; i++)
        to.tokens[to.len++] = s->tokens[i];
    return to;
}

/* Compares `s`, and all sequences that differ from it by up to `edits` tokens. */
static void all_neighbours(const direction *d, int ex, const sequence *s, unsigned long edits) {
    compare_readings(d, ex, s);
    for (size_t at = 0; edits && at <= s->len; at++) {
        for (size_t len = 0; len < 2 && at + len <= s->len; len++) {
            for (size_t i = 0; i <= d->token_count; i++) {
                sequence other = replaced(s, at, len, i < d->token_count ? d->tokens[i] : NULL);
                if (other.len < TOKENS_MAX)
                    all_neighbours(d, ex, &other, edits - 1);
            }
        }
    }
}

int main(int argc, char **argv) {
    unsigned long length = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    unsigned long edits = argc > 2 ? strtoul(argv[2], NULL, 10) : 1;
    if (argc < 2 || argc > 3 || length > 8 || edits > 3) {
        (void)fprintf(stderr, "usage: sequences LENGTH [EDITS]\n");
        return 2;
    }
    oracle = oracle_new();
    if (oracle == NULL)
        return 2;
    for (size_t i = 0; i < COUNT(directions); i++)
        for (int ex = 0; ex < 2; ex++)
            all_sequences(&directions[i], ex, &(sequence){.len = 0}, length);
    for (size_t i = 0; i < COUNT(forms); i++)
        all_neighbours(&directions[forms[i].is_response], forms[i].ex, &forms[i].sequence, edits);
    (void)printf("%lu lines, %lu accepted, %lu disagreements\n", compared, accepted, disagreements);
    oracle_free(oracle);
    return disagreements != 0;
}

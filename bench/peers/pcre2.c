/* SPDX-License-Identifier: MIT */
/*
 * The language with PCRE2 and its compiler to machine code: one alternation of all shapes with captures, then the
 * numbers are converted. A mark names the shape. Its letters give the type of each capture: n is a number, t is a text.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "peers.h"

#include <pcre2.h>
#include <string.h>

#define N                    "(\\d+)"
#define IP                   "(\\d+\\.\\d+\\.\\d+\\.\\d+)"
#define IMEI                 "(\\d{15,17})"
#define Q                    "\"([^\"\\x00-\\x1f\\x7f]*)\""
#define BARE                 "([^\",\\x00-\\x1f\\x7f]*)"
#define REST                 "([^\"\\x00-\\x1f\\x7f]*)"
#define S                    " *"
#define SHAPE(mark, pattern) "|" pattern "$(*MARK:" mark ")"

/* Branch reset: the captures of every shape count from 1. */
static const char pattern[] = "(?|OK$(*MARK:o)" SHAPE("e", "ERROR") SHAPE(":nn", "\\+QDMPCFG: ([06])," N)
    SHAPE(":ntnn", "\\+QDMPCFG: (1)," IP "," N "," N)
        SHAPE(":nttnt", "\\+QDMPCFG: (2)," S BARE "," S BARE "," N "," IMEI) SHAPE("Xnt", "\\+QDMPCFGEX: ([015])," REST)
            SHAPE("Xntttt", "\\+QDMPCFGEX: ([24])," BARE "," BARE "," BARE "," BARE)
                SHAPE("Xntt", "\\+QDMPCFGEX: (3)," BARE "," BARE) SHAPE("?", "AT\\+QDMPCFG\\?")
                    SHAPE("t", "AT\\+QDMPCFG=\\?") SHAPE("T", "AT\\+QDMPCFGEX=\\?") SHAPE("=n", "AT\\+QDMPCFG=(6)")
                        SHAPE("=nn", "AT\\+QDMPCFG=([045])," N) SHAPE("=ntnn", "AT\\+QDMPCFG=(1)," IP "," N "," N)
                            SHAPE("=nttnt", "AT\\+QDMPCFG=(2)," Q "," Q "," N "," IMEI)
                                SHAPE("Ynn", "AT\\+QDMPCFGEX=([0-5]),([12])")
                                    SHAPE("Ynnt", "AT\\+QDMPCFGEX=([015]),(0)," Q)
                                        SHAPE("Ynntttt", "AT\\+QDMPCFGEX=([24]),(0)," Q "," Q "," Q "," Q)
                                            SHAPE("Ynntt", "AT\\+QDMPCFGEX=(3),(0)," Q "," Q) ")";

static pcre2_code *code;
static pcre2_match_data *match;

int peer_pcre2_open(void) {
    int error;
    PCRE2_SIZE offset;
    if (code)
        return 1;
    code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_ANCHORED | PCRE2_DOLLAR_ENDONLY, &error,
                         &offset, NULL);
    if (!code || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0)
        return 0;
    match = pcre2_match_data_create_from_pattern(code, NULL);
    return match != NULL;
}

static uint32_t number_of(const char *p, const char *end) {
    uint32_t number = 0;
    for (; p < end; p++)
        number = number * 10 + (uint32_t)(*p - '0');
    return number;
}

static void put_captures(const char *line, const char *kinds, split_line *out) {
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(match) + 2;
    for (; kinds[out->count]; at += 2) {
        split_value *value = &out->values[out->count];
        if (kinds[out->count++] == 'n')
            value->number = number_of(line + at[0], line + at[1]);
        value->ptr = line + at[0];
        value->len = at[1] - at[0];
    }
}

void split_with_pcre2(const char *line, size_t len, split_line *out) {
    const char *mark;
    out->count = 0;
    out->form = 0;
    if (pcre2_jit_match(code, (PCRE2_SPTR)line, len, 0, 0, match, NULL) <= 0)
        return;
    mark = (const char *)pcre2_get_mark(match);
    out->ex = mark[0] == 'X' || mark[0] == 'Y' || mark[0] == 'T';
    out->form = mark[0] == 'X' ? ':' : mark[0] == 'Y' ? '=' : mark[0] == 'T' ? 't' : mark[0];
    put_captures(line, mark + 1, out);
}

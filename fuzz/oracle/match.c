/* SPDX-License-Identifier: MIT */
#include "match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Expressions ---- */

/* The text before the line, the line, and its end (R2). After a removed name nothing is skipped (R29). */
#define LINE_AND_END "([^\\r\\n]*+)(\\r\\n|\\r|\\n|\\z)"
#define FRAME        "\\A((?: *+[\\r\\n])*+)" LINE_AND_END
#define REST_FRAME   "\\A()" LINE_AND_END

/* R28: any number of these bytes, with one prompt among them. */
#define NOISE_BYTES "[\\x00-\\x09\\x0B\\x0C\\x0E-\\x20\\x7F\\xFF]*+"
#define NOISE       "\\A" NOISE_BYTES "(?:>" NOISE_BYTES ")?+"

/* R20. Group 1 takes part for QDMPCFGEX; in a response group 2 for +CME ERROR, group 3 for OK and ERROR. */
#define REQUEST_HEAD  "\\A *+(?:[Aa][Tt] *+)?+(?i:\\+QDMPCFG(EX)?+)(?![A-Za-z0-9_])"
#define RESPONSE_HEAD "\\A(?:\\+QDMPCFG(EX)?+:|(\\+CME ERROR:)|(OK\\z|ERROR\\z))"
#define TOLERANT_HEAD "\\A(?:\\+QDMPCFG(EX)?+:|(\\+CME ERROR:)|(OK *+\\z|ERROR *+\\z))"

/*
 * One parameter, also a faulty one. Groups: the opening quote, the text inside or the bare text, the closing quote, the
 * text after it. The match ends at the comma, or at the end of the line in its place. `around`: the text that is
 * skipped only around quotes.
 */
#define SLICE(space, around, bare, stop)                                                                               \
    space "(?|" around "(\")([^\"]*+)(\"?+)" space around "([^" stop "]*+)|()(" bare ")()()" space ")(?=[" stop "]|"   \
          "\\z)"
#define REQUEST_SLICE        SLICE(SP, "", "[^,;]*?", ",;")
#define CFG_SLICE            SLICE(SP, "", "[^,]*?", ",")
#define EX_SLICE             SLICE("", "", "[^,]*+", ",")
#define TOLERANT_EX_SLICE    SLICE("", SP, "[^,]*+", ",")

#define ALONE_SLICE          "(?|(\")([^\"]*+)(\"?+)([^,]*+)|()([^\"][^\\r\\n]*+|)()())"
#define TOLERANT_ALONE_SLICE "(?|" SP "(\")([^\"]*+)(\"?+)" SP "([^,]*+)|()([^\"][^\\r\\n]*+|)()())"

/* Parameters after the last one, without spaces around quotes. */
#define TIDY_SURPLUS "(?:,(?:\"" INSIDE "\"|" BARE "*+))*+\\z"

/* The well-formed part of an address, whatever its ranges. Its last group takes part if the address is whole. */
#define PART   "(?:0|[1-9][0-9]{0,2}+)"
#define DOTTED "(?:" PART "(?:\\.(?:" PART "(?:\\.(?:" PART "(?:\\.(" PART ")?+)?+)?+)?+)?+)?+)?+"

static const char *const expressions[RE_COUNT] = {
    [RE_FRAME] = FRAME,
    [RE_REST_FRAME] = REST_FRAME,
    [RE_NOISE] = NOISE,
    [RE_REQUEST_HEAD] = REQUEST_HEAD,
    [RE_RESPONSE_HEAD] = RESPONSE_HEAD,
    [RE_TOLERANT_HEAD] = TOLERANT_HEAD,
    [RE_REQUEST_SLICE] = REQUEST_SLICE,
    [RE_CFG_SLICE] = CFG_SLICE,
    [RE_EX_SLICE] = EX_SLICE,
    [RE_TOLERANT_EX_SLICE] = TOLERANT_EX_SLICE,
    [RE_ALONE_SLICE] = ALONE_SLICE,
    [RE_TOLERANT_ALONE_SLICE] = TOLERANT_ALONE_SLICE,
    [RE_TIDY_SURPLUS] = TIDY_SURPLUS,
    [RE_DOTTED] = DOTTED,
    [RE_SPACES] = " *+",
    [RE_DIGITS] = "[0-9]*+",
    [RE_NO_DIGITS] = "[^0-9]*+",
    [RE_INSIDE] = INSIDE,
};

/* ---- Setup ---- */

pcre2_code *match_compile(const char *head, const char *tail) {
    char pattern[4096];
    int error = 0;
    PCRE2_SIZE at = 0;
    (void)snprintf(pattern, sizeof pattern, "%s%s", head, tail);
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_ANCHORED | PCRE2_DOTALL, &error, &at, NULL);
    if (code == NULL) {
        (void)fprintf(stderr, "oracle: error %d at %zu in %s\n", error, (size_t)at, pattern);
        return NULL;
    }
    /* without JIT, which not every platform has, matching works too, but slower */
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

static int compile_all(struct oracle *oracle) {
    for (size_t i = 0; i < RE_COUNT; i++) {
        oracle->expressions[i] = match_compile("", expressions[i]);
        if (oracle->expressions[i] == NULL)
            return 0;
    }
    oracle->match = pcre2_match_data_create(GROUPS_MAX, NULL);
    return oracle->match != NULL && requests_compile(oracle) && responses_compile(oracle);
}

struct oracle *oracle_new(void) {
    struct oracle *oracle = calloc(1, sizeof *oracle);
    if (oracle != NULL && !compile_all(oracle)) {
        oracle_free(oracle);
        return NULL;
    }
    return oracle;
}

static void free_codes(pcre2_code **codes, size_t count) {
    for (size_t i = 0; i < count; i++)
        pcre2_code_free(codes[i]);
}

void oracle_free(struct oracle *oracle) {
    if (oracle == NULL)
        return;
    free_codes(oracle->expressions, RE_COUNT);
    for (size_t head = 0; head < HEADS; head++) {
        free_codes(oracle->requests[head], REQUEST_SHAPES);
        free_codes(oracle->responses[head], RESPONSE_SHAPES);
        free_codes(oracle->tolerant[head], RESPONSE_SHAPES);
    }
    pcre2_match_data_free(oracle->match);
    free(oracle);
}

/* ---- Matching ---- */

static void read_groups(pcre2_match_data *match, int count, struct groups *groups) {
    const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(match);
    memset(groups, 0, sizeof *groups);
    for (int i = 0; i < count && i < GROUPS_MAX; i++) {
        if (ovector[2 * i] == PCRE2_UNSET)
            continue;
        groups->start[i] = ovector[2 * i];
        groups->end[i] = ovector[2 * i + 1];
        groups->set[i] = 1;
    }
}

static int run(struct oracle *oracle, const pcre2_code *code, const char *text, size_t size, size_t from,
               struct groups *groups) {
    int count = pcre2_match(code, (PCRE2_SPTR)text, size, from, 0, oracle->match, NULL);
    /* the stack of JIT code is small; for a very long line the interpreter takes memory from the heap */
    if (count == PCRE2_ERROR_JIT_STACKLIMIT)
        count = pcre2_match(code, (PCRE2_SPTR)text, size, from, PCRE2_NO_JIT, oracle->match, NULL);
    if (count == PCRE2_ERROR_NOMATCH)
        return 0;
    if (count < 0) {
        (void)fprintf(stderr, "oracle: PCRE2 error %d\n", count);
        abort();
    }
    read_groups(oracle->match, count, groups);
    return 1;
}

int match_code(const struct line *line, const pcre2_code *code, size_t from, struct groups *groups) {
    return run(line->oracle, code, line->text, line->size, from, groups);
}

int match_expression(const struct line *line, enum expression which, size_t from, struct groups *groups) {
    return match_code(line, line->oracle->expressions[which], from, groups);
}

size_t match_skip(const struct line *line, enum expression which, size_t from) {
    struct groups groups;
    return match_expression(line, which, from, &groups) ? groups.end[0] : from;
}

/* ---- The current line ---- */

void match_fault(const struct line *line, enum oracle_verdict verdict, const char *field, size_t at) {
    struct oracle_result *result = line->result;
    if (result->fault_count == ORACLE_FAULTS_MAX)
        return;
    result->faults[result->fault_count++] =
        (struct oracle_fault){.verdict = verdict, .field = field, .offset = line->base + at};
}

void match_mark(const struct line *line, const char *deviation, const char *field) {
    struct oracle_result *result = line->result;
    for (size_t i = 0; i < result->mark_count; i++)
        if (strcmp(result->marks[i].deviation, deviation) == 0 && strcmp(result->marks[i].field, field) == 0)
            return;
    if (result->mark_count < ORACLE_MARKS_MAX)
        result->marks[result->mark_count++] = (struct oracle_mark){deviation, field};
}

void match_drop(struct line *line, size_t count) {
    line->text += count;
    line->base += count;
    line->size -= count;
}

int match_comma_at(const struct line *line, size_t at) {
    return at < line->size && line->text[at] == ',';
}

static void drop_values(struct oracle_result *result) {
    result->kind = ORACLE_NO_KIND;
    result->value_count = 0;
    result->defaulted_count = 0;
    result->mark_count = 0;
}

void match_say(struct oracle_result *result, enum oracle_verdict verdict, size_t used, size_t offset) {
    result->verdict = verdict;
    result->used = used;
    drop_values(result);
    result->faults[0] = (struct oracle_fault){.verdict = verdict, .field = "", .offset = offset};
    result->fault_count = 1;
}

/* Finds the line. Returns 0 if there is no line, with the verdict in the result. */
static int frame(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                 struct oracle_result *result, struct line *line) {
    struct groups groups;
    enum expression which = how->rest == ORACLE_NOTHING_EATEN ? RE_FRAME : RE_REST_FRAME;
    drop_values(result);
    result->fault_count = 0;
    if (size == 0)
        data = ""; /* PCRE2 does not accept NULL */
    if (!run(oracle, oracle->expressions[which], data, size, 0, &groups))
        abort();
    *line = (struct line){.oracle = oracle,
                          .how = how,
                          .text = data + groups.start[2],
                          .size = groups.end[2] - groups.start[2],
                          .base = groups.start[2],
                          .end = groups.end[3],
                          .ended = groups.start[3] != groups.end[3],
                          .result = result};
    if (how->rest != ORACLE_NOTHING_EATEN || match_skip(line, RE_SPACES, 0) < line->size)
        return 1;
    if (how->whole_line)
        match_say(result, ORACLE_NOT_OURS, size, 0);
    else
        match_say(result, ORACLE_TRUNCATED, 0, size);
    return 0;
}

void match_conclude(const struct line *line, int accepted, size_t used) {
    struct oracle_result *result = line->result;
    if (accepted != (result->fault_count == 0)) {
        match_say(result, ORACLE_CONFUSED, line->end, 0);
        return;
    }
    result->verdict = accepted ? ORACLE_ACCEPTED : result->faults[0].verdict;
    result->used = accepted ? used : line->end;
    if (!accepted)
        drop_values(result);
}

/* ---- All expressions ---- */

void oracle_read(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how,
                 struct oracle_result *result) {
    struct line line;
    if (!frame(oracle, data, size, how, result, &line))
        return;
    if (how->is_response)
        responses_read(&line, size);
    else
        requests_read(&line, size);
}

size_t oracle_name(struct oracle *oracle, const char *data, size_t size, const struct oracle_reading *how, int *ex) {
    struct oracle_result result;
    struct line line;
    struct groups head;
    if (!frame(oracle, data, size, how, &result, &line))
        return 0;
    if (how->is_response && how->tolerant)
        match_drop(&line, match_skip(&line, RE_NOISE, 0));
    if (!match_expression(&line, how->is_response ? RE_RESPONSE_HEAD : RE_REQUEST_HEAD, 0, &head))
        return 0;
    *ex = head.set[1];
    if (how->is_response && (head.set[2] || head.set[3]))
        return 0;
    return line.base + head.end[0] - (how->is_response != 0);
}

const char *oracle_verdict_name(enum oracle_verdict verdict) {
    static const char *const names[] = {
        [ORACLE_ACCEPTED] = "accepted", [ORACLE_TRUNCATED] = "truncated", [ORACLE_NOT_OURS] = "not_ours",
        [ORACLE_FORM] = "form",         [ORACLE_SYNTAX] = "syntax",       [ORACLE_UNTERMINATED] = "unterminated",
        [ORACLE_BAD_CHAR] = "bad_char", [ORACLE_QUOTING] = "quoting",     [ORACLE_MISSING] = "missing",
        [ORACLE_TOO_MANY] = "too_many", [ORACLE_AMBIGUOUS] = "ambiguous", [ORACLE_LENGTH] = "length",
        [ORACLE_RANGE] = "range",       [ORACLE_RESERVED] = "reserved",   [ORACLE_CONFUSED] = "confused",
    };
    return names[verdict];
}

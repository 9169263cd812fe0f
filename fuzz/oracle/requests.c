/* SPDX-License-Identifier: MIT */
/*
 * Every request is read in two ways. First, a regular expression for each command, its shape, decides whether the line
 * is valid, and where its values are. Then a walk from parameter to parameter looks for all faults. A line is valid if
 * a shape matches it and its values are inside their limits, and it must then have no faults. If the two ways disagree,
 * the result is ORACLE_CONFUSED.
 */
#include "faults.h"

#include <stdio.h>
#include <string.h>

/* ---- Shapes ---- */

/* Values. In these expressions each value may be empty; its struct spec says whether it really may be. */
#define NUM    "([0-9]*+)"
#define IP     "(" DOTS ")?+"
#define QUOTED "(?:\"(" INSIDE ")\")?+"

/* One parameter of a request; and one that may be left out together with all parameters after it. */
#define PARAM(value)        SP value SP
#define MORE(value, behind) "(?:," PARAM(value) behind ")?+"

#define END                 "(?:;|\\z)"

#define CFG_SET(type)       SP "0*" #type SP
#define EX_SAVE(type)       SP "0*" #type SP "," SP "0++" SP

#define ONE(a)              MORE(a, "")
#define TWO(a, b)           MORE(a, MORE(b, ""))
#define THREE(a, b, c)      MORE(a, MORE(b, MORE(c, "")))
#define FOUR(a, b, c, d)    MORE(a, MORE(b, MORE(c, MORE(d, ""))))

/*
 * `type` is the number in the line, or -1. `specs` are the parameters of the groups of the pattern, in the same order.
 * The pattern is for the text after the sign.
 */
struct shape {
    enum oracle_kind kind;
    int ex;
    int type;
    enum oracle_rest sign;
    const struct spec *specs[ORACLE_VALUES_MAX];
    const char *pattern;
};

#define SET(kind, ex, type, pattern, ...)                                                                              \
    { kind, ex, type, ORACLE_SET_EATEN, {__VA_ARGS__}, pattern }

static const struct shape shapes[REQUEST_SHAPES] = {
    {ORACLE_TEST, 0, -1, ORACLE_TEST_EATEN, {0}, SP END},
    {ORACLE_READ, 0, -1, ORACLE_READ_EATEN, {0}, SP END},
    {ORACLE_EX_TEST, 1, -1, ORACLE_TEST_EATEN, {0}, SP END},
    SET(ORACLE_SET_ACCESS_MODE, 0, 0, CFG_SET(0) ONE(NUM) END, &oracle_dm_mode),
    SET(ORACLE_SET_SERVER, 0, 1, CFG_SET(1) THREE(IP, NUM, NUM) END, &oracle_server_ip, &oracle_server_port,
        &oracle_update_period),
    SET(ORACLE_SET_CREDENTIALS, 0, 2, CFG_SET(2) FOUR(QUOTED, QUOTED, NUM, NUM) END, &oracle_appkey, &oracle_password,
        &oracle_tml_type, &oracle_tml_imei),
    SET(ORACLE_QUERY, 0, 4, CFG_SET(4) ONE(NUM) END, &oracle_query_opt),
    SET(ORACLE_ERASE, 0, 5, CFG_SET(5) ONE(NUM) END, &oracle_erase_opt),
    SET(ORACLE_QUERY_STATE, 0, 6, CFG_SET(6) END, NULL),
    SET(ORACLE_EX_SAVE_APPL_INFO, 1, 0, EX_SAVE(0) ONE(QUOTED) END, &oracle_appl_info),
    SET(ORACLE_EX_SAVE_MAC, 1, 1, EX_SAVE(1) ONE(QUOTED) END, &oracle_mac),
    SET(ORACLE_EX_SAVE_SYSTEM, 1, 2, EX_SAVE(2) FOUR(QUOTED, QUOTED, QUOTED, QUOTED) END, &oracle_rom, &oracle_ram,
        &oracle_cpu, &oracle_os_sys_ver),
    SET(ORACLE_EX_SAVE_SOFTWARE, 1, 3, EX_SAVE(3) TWO(QUOTED, QUOTED) END, &oracle_sw_ver, &oracle_sw_name),
    SET(ORACLE_EX_SAVE_NETWORK, 1, 4, EX_SAVE(4) FOUR(QUOTED, QUOTED, QUOTED, QUOTED) END, &oracle_volte,
        &oracle_net_type, &oracle_account, &oracle_phone_num),
    SET(ORACLE_EX_SAVE_LOCATION, 1, 5, EX_SAVE(5) ONE(QUOTED) END, &oracle_location),
    SET(ORACLE_EX_READ, 1, -1, PARAM(NUM) "," SP "0*1" SP END, &oracle_type_of_ex),
    SET(ORACLE_EX_ERASE, 1, -1, PARAM(NUM) "," SP "0*2" SP END, &oracle_type_of_ex),
};

/* The ways in which a line begins: with the name, with the sign, after the sign. */
enum head { WITH_NAME, WITH_SIGN, WITHOUT_SIGN };

#define NAME "\\A" SP "(?:[Aa][Tt]" SP ")?+(?i:\\+QDMPCFG"

static const char *head_of(const struct shape *shape, enum head head) {
    static const char *const heads[2][HEADS] = {{NAME ")" SP, "\\A" SP, "\\A"}, {NAME "EX)" SP, "\\A" SP, "\\A"}};
    return heads[shape->ex][head];
}

static const char *sign_of(const struct shape *shape) {
    switch (shape->sign) {
    case ORACLE_TEST_EATEN: return "=" SP "\\?";
    case ORACLE_READ_EATEN: return "\\?";
    default: return "=";
    }
}

int requests_compile(struct oracle *oracle) {
    char pattern[4096];
    for (int head = WITH_NAME; head <= (int)WITHOUT_SIGN; head++)
        for (size_t i = 0; i < REQUEST_SHAPES; i++) {
            const char *sign = head == (int)WITHOUT_SIGN ? "" : sign_of(&shapes[i]);
            (void)snprintf(pattern, sizeof pattern, "%s%s", sign, shapes[i].pattern);
            oracle->requests[head][i] = match_compile(head_of(&shapes[i], (enum head)head), pattern);
            if (oracle->requests[head][i] == NULL)
                return 0;
        }
    return 1;
}

/* ---- Accepting ---- */

static int take_default(const struct spec *spec, struct oracle_result *result) {
    if (spec->fallback == NULL)
        return 0;
    result->defaulted[result->defaulted_count++] = spec->name;
    return limits_read(spec, spec->fallback, strlen(spec->fallback), &result->values[result->value_count++]);
}

/* An empty pair of quotes sets its group. Empty digits are an empty place. */
static int is_empty_place(const struct spec *spec, const struct groups *groups, size_t i) {
    return !groups->set[i] || (groups->start[i] == groups->end[i] && spec->kind != TEXT);
}

static int take_value(const struct line *line, const struct spec *spec, const struct groups *groups, size_t i) {
    struct oracle_result *result = line->result;
    if (is_empty_place(spec, groups, i))
        return take_default(spec, result);
    return limits_read(spec, line->text + groups->start[i], groups->end[i] - groups->start[i],
                       &result->values[result->value_count++]);
}

static int accept_shape(const struct line *line, const struct shape *shape, const pcre2_code *code, size_t *end) {
    struct groups groups;
    struct oracle_result *result = line->result;
    if (!match_code(line, code, 0, &groups))
        return 0;
    result->value_count = 0;
    result->defaulted_count = 0;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && shape->specs[i] != NULL; i++)
        if (!take_value(line, shape->specs[i], &groups, i + 1))
            return 0;
    result->kind = shape->kind;
    *end = groups.end[0];
    return 1;
}

static int may_be(const struct oracle_reading *how, const struct shape *shape) {
    switch (how->rest) {
    case ORACLE_NOTHING_EATEN: return 1;
    case ORACLE_NAME_EATEN: return shape->ex == how->ex;
    default: return shape->ex == how->ex && shape->sign == how->rest;
    }
}

static int accept(const struct line *line, size_t *end) {
    const struct oracle_reading *how = line->how;
    enum head head = how->rest == ORACLE_NOTHING_EATEN ? WITH_NAME
                     : how->rest == ORACLE_NAME_EATEN  ? WITH_SIGN
                                                       : WITHOUT_SIGN;
    for (size_t i = 0; i < REQUEST_SHAPES; i++)
        if (may_be(how, &shapes[i]) && accept_shape(line, &shapes[i], line->oracle->requests[head][i], end))
            return 1;
    return 0;
}

/* ---- Looking for faults ---- */

static const struct shape *find_shape(int ex, uint64_t type) {
    for (size_t i = 0; i < REQUEST_SHAPES; i++)
        if (shapes[i].ex == ex && shapes[i].type >= 0 && (uint64_t)shapes[i].type == type)
            return &shapes[i];
    return NULL;
}

static void find_request_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (slice_is_empty(slice)) {
        if (spec->fallback == NULL)
            match_fault(line, ORACLE_MISSING, spec->name, slice->end);
    } else if (spec->kind != TEXT) {
        find_bare_faults(line, spec, slice);
    } else if (!slice->quoted) {
        match_fault(line, ORACLE_QUOTING, spec->name, slice->first);
    } else {
        find_quote_faults(line, spec->name, slice);
        find_length_fault(line, spec, slice);
    }
}

/* `at` is the offset after the previous parameter. */
static void walk_request_params(const struct line *line, const struct spec *const *specs, size_t at) {
    for (size_t i = 0; i < ORACLE_VALUES_MAX && specs[i] != NULL; i++) {
        struct slice slice = slice_cut_behind_comma(line, RE_REQUEST_SLICE, at);
        find_request_faults(line, specs[i], &slice);
        at = slice.end;
    }
    if (match_comma_at(line, at))
        match_fault(line, ORACLE_TOO_MANY, "", at + 1);
}

static void walk_cfg_set(const struct line *line, size_t at) {
    struct slice slice = slice_cut(line, RE_REQUEST_SLICE, at);
    int type = find_leading_number(line, &oracle_type_of_cfg, &slice);
    if (type >= 0)
        walk_request_params(line, find_shape(0, (uint64_t)type)->specs, slice.end);
}

static void walk_ex_set(const struct line *line, size_t at) {
    static const struct spec *const none[ORACLE_VALUES_MAX] = {0};
    struct slice slice = slice_cut(line, RE_REQUEST_SLICE, at);
    int type = find_leading_number(line, &oracle_type_of_ex, &slice);
    if (type < 0)
        return;
    struct slice act_slice = slice_cut_behind_comma(line, RE_REQUEST_SLICE, slice.end);
    int act_number = find_leading_number(line, &oracle_act, &act_slice);
    if (act_number == 0)
        walk_request_params(line, find_shape(1, (uint64_t)type)->specs, act_slice.end);
    else if (act_number > 0)
        walk_request_params(line, none, act_slice.end);
}

/* The byte at `at`; `;` at the end, because both end a request. */
static char byte_or_end(const struct line *line, size_t at) {
    return at < line->size ? line->text[at] : ';';
}

static void walk_end(const struct line *line, size_t at) {
    size_t next = match_skip(line, RE_SPACES, at);
    if (byte_or_end(line, next) != ';')
        match_fault(line, ORACLE_SYNTAX, "", next);
}

static void walk_equals(const struct line *line, int ex, size_t at) {
    size_t next = match_skip(line, RE_SPACES, at);
    if (byte_or_end(line, next) == '?')
        walk_end(line, next + 1);
    else if (ex)
        walk_ex_set(line, at);
    else
        walk_cfg_set(line, at);
}

/* `name_end` is the offset after the name. */
static void walk_request(const struct line *line, int ex, size_t name_end) {
    size_t at = match_skip(line, RE_SPACES, name_end);
    switch (byte_or_end(line, at)) {
    case '=': walk_equals(line, ex, at + 1); break;
    case '?':
        if (ex)
            match_fault(line, ORACLE_FORM, "", name_end);
        walk_end(line, at + 1);
        break;
    case ';': match_fault(line, ORACLE_FORM, "", name_end); break;
    default: match_fault(line, ORACLE_SYNTAX, "", at); break;
    }
}

static void walk_rest(const struct line *line, const struct oracle_reading *how) {
    switch (how->rest) {
    case ORACLE_NAME_EATEN: walk_request(line, how->ex, 0); break;
    case ORACLE_SET_EATEN:
        if (how->ex)
            walk_ex_set(line, 0);
        else
            walk_cfg_set(line, 0);
        break;
    case ORACLE_READ_EATEN:
        if (how->ex)
            match_fault(line, ORACLE_FORM, "", 0);
        walk_end(line, 0);
        break;
    default: walk_end(line, 0); break;
    }
}

/* Returns 0 if the line is not ours. */
static int walk(const struct line *line) {
    struct groups head;
    if (line->how->rest != ORACLE_NOTHING_EATEN) {
        walk_rest(line, line->how);
        return 1;
    }
    if (!match_expression(line, RE_REQUEST_HEAD, 0, &head))
        return 0;
    walk_request(line, head.set[1], head.end[0]);
    return 1;
}

void requests_read(const struct line *line, size_t size) {
    size_t end = 0;
    int accepted = accept(line, &end);
    int at_semicolon = accepted && end > 0 && line->text[end - 1] == ';';
    if (!line->ended && !line->how->whole_line && !at_semicolon)
        match_say(line->result, ORACLE_TRUNCATED, 0, size);
    else if (!walk(line))
        match_say(line->result, accepted ? ORACLE_CONFUSED : ORACLE_NOT_OURS, line->end, 0);
    else
        match_conclude(line, accepted, at_semicolon ? line->base + end : line->end);
}

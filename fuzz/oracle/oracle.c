/* SPDX-License-Identifier: MIT */
/*
 * Every line is read twice. First one regular expression for each command and each answer, its shape, tells whether the
 * line is good and where its values stand. Then a walk from parameter to parameter looks for everything that is wrong.
 * A good line is one that a shape matches, with values inside their limits, and it must be free of faults; a line for
 * which the two ways disagree is reported as ORACLE_CONFUSED.
 */
#include "oracle.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Limits, from sections 4 and 5 ---- */

enum spec_kind { NUMBER, CHOICE, ADDRESS, IMEI, TEXT };

/*
 * A parameter. A NUMBER lies between `least` and `most`; a TEXT or an IMEI has that many bytes; of a CHOICE the bits of
 * `allowed` and `reserved` say which numbers are good and which are kept back.
 */
struct spec {
    const char *name;
    enum spec_kind kind;
    uint64_t least;
    uint64_t most;
    unsigned allowed;
    unsigned reserved;
    const char *fallback; /* the default, written as on the wire; NULL: has none */
};

#define BIT(n)   (1U << (n))
#define NO_LIMIT UINT64_MAX

static const struct spec type_of_cfg = {
    .name = "type",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(4) | BIT(5) | BIT(6),
    .reserved = BIT(3),
};
static const struct spec type_of_cfg_line = {
    .name = "type",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(6),
    .reserved = BIT(3),
};
static const struct spec type_of_ex = {
    .name = "type",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5),
};
static const struct spec act = {.name = "act", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2)};
static const struct spec dm_mode = {.name = "dmMode", .kind = CHOICE, .allowed = BIT(0) | BIT(1)};
static const struct spec server_ip = {.name = "serverIp", .kind = ADDRESS, .fallback = "117.161.2.41"};
static const struct spec server_port = {
    .name = "serverPort", .kind = NUMBER, .least = 1, .most = 65535, .fallback = "5683"};
static const struct spec update_period = {
    .name = "updatePeriod", .kind = NUMBER, .least = 300, .most = 4294966, .fallback = "86400"};
static const struct spec appkey = {.name = "appkey", .kind = TEXT, .least = 1, .most = NO_LIMIT};
static const struct spec password = {.name = "password", .kind = TEXT, .most = NO_LIMIT};
static const struct spec tml_type = {.name = "tmlType", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2)};
static const struct spec tml_imei = {.name = "tmlIMEI", .kind = IMEI, .least = 15, .most = 17};
static const struct spec query_opt = {
    .name = "queryOpt", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2), .reserved = BIT(3)};
static const struct spec erase_opt = {
    .name = "eraseOpt", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(4), .reserved = BIT(3)};
static const struct spec dmstate = {
    .name = "dmstate",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(4) | BIT(5) | BIT(6) | BIT(7) | BIT(8) | BIT(9) | BIT(11) | BIT(12) | BIT(13),
};
static const struct spec appl_info = {.name = "applInfo", .kind = TEXT, .most = 255};
static const struct spec mac = {.name = "mac", .kind = TEXT, .most = 19};
static const struct spec rom = {.name = "rom", .kind = TEXT, .most = 19};
static const struct spec ram = {.name = "ram", .kind = TEXT, .most = 19};
static const struct spec cpu = {.name = "cpu", .kind = TEXT, .most = 19};
static const struct spec os_sys_ver = {.name = "osSysVer", .kind = TEXT, .most = 47};
static const struct spec sw_ver = {.name = "swVer", .kind = TEXT, .most = 47};
static const struct spec sw_name = {.name = "swName", .kind = TEXT, .most = 47};
static const struct spec volte = {.name = "volte", .kind = TEXT, .most = 7};
static const struct spec net_type = {.name = "netType", .kind = TEXT, .most = 19};
static const struct spec account = {.name = "account", .kind = TEXT, .most = 47};
static const struct spec phone_num = {.name = "phoneNum", .kind = TEXT, .most = 19};
static const struct spec location = {.name = "location", .kind = TEXT, .most = 255};
static const struct spec detail = {.name = "detail", .kind = TEXT, .least = 1, .most = NO_LIMIT};

/* ---- Shapes ---- */

#define SP    " *+"
#define OCTET "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])"

/* Values. Each may be empty here; whether it may be empty there is asked of its struct spec. */
#define NUM    "([0-9]*+)"
#define IP     "((?:" OCTET "\\.){3}" OCTET "(?![0-9.]))?+"
#define INSIDE "[\\x20\\x21\\x23-\\x7E\\x80-\\xFF]*+" /* R5 */
#define QUOTED "(?:\"(" INSIDE ")\")?+"

/* One parameter of a request, and one that may be left out together with all behind it. */
#define PARAM(value)        SP value SP
#define MORE(value, behind) "(?:," PARAM(value) behind ")?+"

#define CFG                 "\\A" SP "(?:[Aa][Tt]" SP ")?+(?i:\\+QDMPCFG)" SP
#define EX                  "\\A" SP "(?:[Aa][Tt]" SP ")?+(?i:\\+QDMPCFGEX)" SP
#define END                 "(?:;|\\z)"

#define CFG_SET(type)       CFG "=" SP "0*" #type SP
#define EX_SAVE(type)       EX "=" SP "0*" #type SP "," SP "0++" SP

#define ONE(a)              MORE(a, "")
#define TWO(a, b)           MORE(a, MORE(b, ""))
#define THREE(a, b, c)      MORE(a, MORE(b, MORE(c, "")))
#define FOUR(a, b, c, d)    MORE(a, MORE(b, MORE(c, MORE(d, ""))))

/* Answers: a text is quoted, or bare without any quote; `(?|` numbers both places alike. */
#define BARE_CFG       "[\\x20\\x21\\x23-\\x2B\\x2D-\\x7E\\x80-\\xFF]*?"
#define BARE_EX        "[\\x20\\x21\\x23-\\x2B\\x2D-\\x7E\\x80-\\xFF]*+"
#define TEXT_CFG       "(?|\"(" INSIDE ")\"|(" BARE_CFG "))"
#define TEXT_EX        "(?|\"(" INSIDE ")\"|(" BARE_EX "))"
#define TEXT_ALONE     "(?|\"(" INSIDE ")\"|(" INSIDE "))"

#define CFG_LINE(type) "\\A\\+QDMPCFG:" SP "0*" #type SP
#define EX_LINE(type)  "\\A\\+QDMPCFGEX:" SP "0*" #type SP
#define FIELD(value)   "," SP value SP

#define CFG_TEST_LINE  "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]"
#define EX_TEST_LINE   "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]"

/* `type` is the number that stands in the line, or -1. `specs` go with the groups of the pattern, in their order. */
struct shape {
    enum oracle_kind kind;
    int ex;
    int type;
    const struct spec *specs[ORACLE_VALUES_MAX];
    const char *pattern;
};

static const struct shape request_shapes[] = {
    {ORACLE_TEST, 0, -1, {0}, CFG "=" SP "\\?" SP END},
    {ORACLE_READ, 0, -1, {0}, CFG "\\?" SP END},
    {ORACLE_SET_ACCESS_MODE, 0, 0, {&dm_mode}, CFG_SET(0) ONE(NUM) END},
    {ORACLE_SET_SERVER, 0, 1, {&server_ip, &server_port, &update_period}, CFG_SET(1) THREE(IP, NUM, NUM) END},
    {ORACLE_SET_CREDENTIALS,
     0,
     2,
     {&appkey, &password, &tml_type, &tml_imei},
     CFG_SET(2) FOUR(QUOTED, QUOTED, NUM, NUM) END},
    {ORACLE_QUERY, 0, 4, {&query_opt}, CFG_SET(4) ONE(NUM) END},
    {ORACLE_ERASE, 0, 5, {&erase_opt}, CFG_SET(5) ONE(NUM) END},
    {ORACLE_QUERY_STATE, 0, 6, {0}, CFG_SET(6) END},
    {ORACLE_EX_TEST, 1, -1, {0}, EX "=" SP "\\?" SP END},
    {ORACLE_EX_SAVE_APPL_INFO, 1, 0, {&appl_info}, EX_SAVE(0) ONE(QUOTED) END},
    {ORACLE_EX_SAVE_MAC, 1, 1, {&mac}, EX_SAVE(1) ONE(QUOTED) END},
    {ORACLE_EX_SAVE_SYSTEM, 1, 2, {&rom, &ram, &cpu, &os_sys_ver}, EX_SAVE(2) FOUR(QUOTED, QUOTED, QUOTED, QUOTED) END},
    {ORACLE_EX_SAVE_SOFTWARE, 1, 3, {&sw_ver, &sw_name}, EX_SAVE(3) TWO(QUOTED, QUOTED) END},
    {ORACLE_EX_SAVE_NETWORK,
     1,
     4,
     {&volte, &net_type, &account, &phone_num},
     EX_SAVE(4) FOUR(QUOTED, QUOTED, QUOTED, QUOTED) END},
    {ORACLE_EX_SAVE_LOCATION, 1, 5, {&location}, EX_SAVE(5) ONE(QUOTED) END},
    {ORACLE_EX_READ, 1, -1, {&type_of_ex}, EX "=" PARAM(NUM) "," SP "0*1" SP END},
    {ORACLE_EX_ERASE, 1, -1, {&type_of_ex}, EX "=" PARAM(NUM) "," SP "0*2" SP END},
};

static const struct shape response_shapes[] = {
    {ORACLE_INFO_TEST, 0, -1, {0}, "\\A\\Q" CFG_TEST_LINE "\\E\\z"},
    {ORACLE_INFO_ACCESS_MODE, 0, 0, {&dm_mode}, CFG_LINE(0) FIELD(NUM) "\\z"},
    {ORACLE_INFO_SERVER,
     0,
     1,
     {&server_ip, &server_port, &update_period},
     CFG_LINE(1) FIELD(IP) FIELD(NUM) FIELD(NUM) "\\z"},
    {ORACLE_INFO_CREDENTIALS,
     0,
     2,
     {&appkey, &password, &tml_type, &tml_imei},
     CFG_LINE(2) FIELD(TEXT_CFG) FIELD(TEXT_CFG) FIELD(NUM) FIELD(NUM) "\\z"},
    {ORACLE_INFO_STATE, 0, 6, {&dmstate}, CFG_LINE(6) FIELD(NUM) "\\z"},
    {ORACLE_EX_INFO_TEST, 1, -1, {0}, "\\A\\Q" EX_TEST_LINE "\\E\\z"},
    {ORACLE_EX_INFO_APPL_INFO, 1, 0, {&appl_info}, EX_LINE(0) "," TEXT_ALONE "\\z"},
    {ORACLE_EX_INFO_MAC, 1, 1, {&mac}, EX_LINE(1) "," TEXT_ALONE "\\z"},
    {ORACLE_EX_INFO_SYSTEM,
     1,
     2,
     {&rom, &ram, &cpu, &os_sys_ver},
     EX_LINE(2) "," TEXT_EX "," TEXT_EX "," TEXT_EX "," TEXT_EX "\\z"},
    {ORACLE_EX_INFO_SOFTWARE, 1, 3, {&sw_ver, &sw_name}, EX_LINE(3) "," TEXT_EX "," TEXT_EX "\\z"},
    {ORACLE_EX_INFO_NETWORK,
     1,
     4,
     {&volte, &net_type, &account, &phone_num},
     EX_LINE(4) "," TEXT_EX "," TEXT_EX "," TEXT_EX "," TEXT_EX "\\z"},
    {ORACLE_EX_INFO_LOCATION, 1, 5, {&location}, EX_LINE(5) "," TEXT_ALONE "\\z"},
    {ORACLE_OK, 0, -1, {0}, "\\AOK\\z"},
    {ORACLE_ERROR, 0, -1, {0}, "\\AERROR\\z"},
    {ORACLE_CME_ERROR, 0, -1, {&detail}, "\\A\\+CME ERROR:" SP "([\\x20-\\x7E\\x80-\\xFF]*+)\\z"},
};

enum {
    REQUEST_SHAPES = sizeof request_shapes / sizeof request_shapes[0],
    RESPONSE_SHAPES = sizeof response_shapes / sizeof response_shapes[0]
};

/* ---- Other expressions ---- */

/* What stands before the line, the line, its end (R2). */
#define FRAME "\\A((?: *+[\\r\\n])*+)([^\\r\\n]*+)(\\r\\n|\\r|\\n|\\z)"

/* R20. Group 1 is there for QDMPCFGEX; in a response group 2 for +CME ERROR, group 3 for OK and ERROR. */
#define REQUEST_HEAD  "\\A *+(?:[Aa][Tt] *+)?+(?i:\\+QDMPCFG(EX)?+)(?![A-Za-z0-9_])"
#define RESPONSE_HEAD "\\A(?:\\+QDMPCFG(EX)?+:|(\\+CME ERROR:)|(OK\\z|ERROR\\z))"

/*
 * One parameter, however wrong it is. Groups: the opening quote, what is inside or bare, the closing quote, what stands
 * behind it. The match ends at the comma or at the end in its place.
 */
#define SLICE(space, bare, stop)                                                                                       \
    space "(?|(\")([^\"]*+)(\"?+)" space "([^" stop "]*+)|()(" bare ")()()" space ")(?=[" stop "]|\\z)"
#define REQUEST_SLICE SLICE(SP, "[^,;]*?", ",;")
#define CFG_SLICE     SLICE(SP, "[^,]*?", ",")
#define EX_SLICE      SLICE("", "[^,]*+", ",")
#define ALONE_SLICE   "(?|(\")([^\"]*+)(\"?+)([^,]*+)|()([^\"][^\\r\\n]*+|)()())"

/* How far an address is well formed, ranges aside; its last group is there if the address is whole. */
#define PART   "(?:0|[1-9][0-9]{0,2}+)"
#define DOTTED "(?:" PART "(?:\\.(?:" PART "(?:\\.(?:" PART "(?:\\.(" PART ")?+)?+)?+)?+)?+)?+)?+"

enum expression {
    RE_FRAME,
    RE_REQUEST_HEAD,
    RE_RESPONSE_HEAD,
    RE_REQUEST_SLICE,
    RE_CFG_SLICE,
    RE_EX_SLICE,
    RE_ALONE_SLICE,
    RE_DOTTED,
    RE_SPACES,
    RE_DIGITS,
    RE_NO_DIGITS,
    RE_INSIDE,
    RE_COUNT
};

static const char *const expressions[RE_COUNT] = {
    [RE_FRAME] = FRAME,
    [RE_REQUEST_HEAD] = REQUEST_HEAD,
    [RE_RESPONSE_HEAD] = RESPONSE_HEAD,
    [RE_REQUEST_SLICE] = REQUEST_SLICE,
    [RE_CFG_SLICE] = CFG_SLICE,
    [RE_EX_SLICE] = EX_SLICE,
    [RE_ALONE_SLICE] = ALONE_SLICE,
    [RE_DOTTED] = DOTTED,
    [RE_SPACES] = " *+",
    [RE_DIGITS] = "[0-9]*+",
    [RE_NO_DIGITS] = "[^0-9]*+",
    [RE_INSIDE] = INSIDE,
};

struct oracle {
    pcre2_code *expressions[RE_COUNT];
    pcre2_code *requests[REQUEST_SHAPES];
    pcre2_code *responses[RESPONSE_SHAPES];
    pcre2_match_data *match;
};

/* ---- Setting up ---- */

static pcre2_code *compile(const char *pattern) {
    int error = 0;
    PCRE2_SIZE at = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_ANCHORED | PCRE2_DOTALL, &error, &at, NULL);
    if (code == NULL) {
        (void)fprintf(stderr, "oracle: error %d at %zu in %s\n", error, (size_t)at, pattern);
        return NULL;
    }
    /* Without JIT (not every platform has it) matching works all the same, only slower. */
    (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

static int compile_shapes(pcre2_code **codes, const struct shape *shapes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        codes[i] = compile(shapes[i].pattern);
        if (codes[i] == NULL)
            return 0;
    }
    return 1;
}

static int compile_all(struct oracle *oracle) {
    for (size_t i = 0; i < RE_COUNT; i++) {
        oracle->expressions[i] = compile(expressions[i]);
        if (oracle->expressions[i] == NULL)
            return 0;
    }
    oracle->match = pcre2_match_data_create(ORACLE_VALUES_MAX + 1, NULL);
    return oracle->match != NULL && compile_shapes(oracle->requests, request_shapes, REQUEST_SHAPES) &&
           compile_shapes(oracle->responses, response_shapes, RESPONSE_SHAPES);
}

struct oracle *oracle_new(void) {
    struct oracle *oracle = calloc(1, sizeof *oracle);
    if (oracle != NULL && !compile_all(oracle)) {
        oracle_free(oracle);
        return NULL;
    }
    return oracle;
}

void oracle_free(struct oracle *oracle) {
    if (oracle == NULL)
        return;
    for (size_t i = 0; i < RE_COUNT; i++)
        pcre2_code_free(oracle->expressions[i]);
    for (size_t i = 0; i < REQUEST_SHAPES; i++)
        pcre2_code_free(oracle->requests[i]);
    for (size_t i = 0; i < RESPONSE_SHAPES; i++)
        pcre2_code_free(oracle->responses[i]);
    pcre2_match_data_free(oracle->match);
    free(oracle);
}

/* ---- Matching ---- */

/* The groups of a match, as offsets into what was searched. A group that took no part is not set, both ends 0. */
struct groups {
    size_t start[ORACLE_VALUES_MAX + 1];
    size_t end[ORACLE_VALUES_MAX + 1];
    int set[ORACLE_VALUES_MAX + 1];
};

static void read_groups(pcre2_match_data *match, int count, struct groups *groups) {
    const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(match);
    memset(groups, 0, sizeof *groups);
    for (int i = 0; i < count && i <= ORACLE_VALUES_MAX; i++) {
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
    /* The stack of JIT code is small; the interpreter takes from the heap what a very long line needs. */
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

/* ---- The line at hand ---- */

struct line {
    struct oracle *oracle;
    const char *text; /* without what stands before it, without its CR and LF */
    size_t size;
    size_t base; /* offset of `text` in the input */
    size_t end;  /* offset behind the CR and LF */
    int ended;   /* whether there is a CR or LF */
    struct oracle_result *result;
};

static int match(const struct line *line, enum expression which, size_t from, struct groups *groups) {
    return run(line->oracle, line->oracle->expressions[which], line->text, line->size, from, groups);
}

/* The offset behind the bytes from `from` that `which`, an expression that matches everywhere, takes. */
static size_t skip(const struct line *line, enum expression which, size_t from) {
    struct groups groups;
    return match(line, which, from, &groups) ? groups.end[0] : from;
}

static void add_fault(const struct line *line, enum oracle_verdict verdict, const char *field, size_t at) {
    struct oracle_result *result = line->result;
    if (result->fault_count == ORACLE_FAULTS_MAX)
        return;
    result->faults[result->fault_count++] =
        (struct oracle_fault){.verdict = verdict, .field = field, .offset = line->base + at};
}

/* ---- Values ---- */

/* A number too large for the type becomes the largest, which is beyond every limit (R4). */
static uint64_t read_number(const char *digits, size_t count) {
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (number > UINT64_MAX / 100)
            return UINT64_MAX;
        number = number * 10 + (uint64_t)(digits[i] - '0');
    }
    return number;
}

static void read_octets(const char *text, size_t size, uint8_t octets[4]) {
    unsigned octet = 0;
    size_t index = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '.') {
            octets[index++] = (uint8_t)octet;
            octet = 0;
        } else {
            octet = octet * 10 + (unsigned)(text[i] - '0');
        }
    }
    octets[index] = (uint8_t)octet;
}

static enum oracle_verdict check_choice(const struct spec *spec, uint64_t number) {
    if (number < 32 && (spec->allowed & BIT(number)) != 0)
        return ORACLE_ACCEPTED;
    return number < 32 && (spec->reserved & BIT(number)) != 0 ? ORACLE_RESERVED : ORACLE_RANGE;
}

static enum oracle_verdict check_number(const struct spec *spec, uint64_t number) {
    if (spec->kind == CHOICE)
        return check_choice(spec, number);
    return number >= spec->least && number <= spec->most ? ORACLE_ACCEPTED : ORACLE_RANGE;
}

/* Reads a value whose shape is good. Returns 0 if it is outside its limits. */
static int read_value(const struct spec *spec, const char *text, size_t size, struct oracle_value *value) {
    *value = (struct oracle_value){.name = spec->name, .text = text, .text_size = size};
    switch (spec->kind) {
    case NUMBER:
    case CHOICE:
        value->kind = ORACLE_NUMBER;
        value->number = read_number(text, size);
        return check_number(spec, value->number) == ORACLE_ACCEPTED;
    case ADDRESS:
        value->kind = ORACLE_OCTETS;
        read_octets(text, size, value->octets);
        return 1;
    case IMEI:
    case TEXT: break;
    }
    value->kind = ORACLE_TEXT;
    return size >= spec->least && size <= spec->most;
}

/* ---- Accepting ---- */

/* Whether an empty place on the wire is as good as an empty value. In a request only quotes make an empty text. */
static int may_be_empty(const struct spec *spec, int is_response) {
    return is_response && spec->kind == TEXT && spec->least == 0;
}

static int take_default(const struct spec *spec, struct oracle_result *result) {
    if (spec->fallback == NULL)
        return 0;
    result->defaulted[result->defaulted_count++] = spec->name;
    return read_value(spec, spec->fallback, strlen(spec->fallback), &result->values[result->value_count++]);
}

/* R17: the first four bytes, then less trailing asterisks. */
static void keep_shown_part(struct oracle_value *value) {
    if (value->text_size > 4)
        value->text_size = 4;
    while (value->text_size > 0 && value->text[value->text_size - 1] == '*')
        value->text_size--;
}

static int is_empty_place(const struct spec *spec, const struct groups *groups, size_t i) {
    /* An empty pair of quotes sets its group in a request; empty digits are an empty place. */
    return !groups->set[i] || (groups->start[i] == groups->end[i] && spec->kind != TEXT);
}

static int take_value(const struct line *line, const struct spec *spec, const struct groups *groups, size_t i,
                      int is_response) {
    struct oracle_result *result = line->result;
    if (is_empty_place(spec, groups, i) && !may_be_empty(spec, is_response))
        return !is_response && take_default(spec, result);
    struct oracle_value *value = &result->values[result->value_count++];
    if (!read_value(spec, line->text + groups->start[i], groups->end[i] - groups->start[i], value))
        return 0;
    if (is_response && spec == &password)
        keep_shown_part(value);
    return 1;
}

static int accept_shape(const struct line *line, const struct shape *shape, const pcre2_code *code, int is_response,
                        size_t *end) {
    struct groups groups;
    struct oracle_result *result = line->result;
    if (!run(line->oracle, code, line->text, line->size, 0, &groups))
        return 0;
    result->value_count = 0;
    result->defaulted_count = 0;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && shape->specs[i] != NULL; i++)
        if (!take_value(line, shape->specs[i], &groups, i + 1, is_response))
            return 0;
    result->kind = shape->kind;
    *end = groups.end[0];
    return 1;
}

/* ---- Looking for faults ---- */

/* A parameter as one of the slice expressions found it. */
struct slice {
    int quoted;
    int closed;
    size_t first;      /* offset of the first byte, quote included */
    size_t text;       /* offset of the text, quote left out */
    size_t text_end;   /* its end */
    size_t behind;     /* offset of what stands between the closing quote and the end of the parameter */
    size_t behind_end; /* its end */
    size_t end;        /* offset of the comma or end in its place */
};

static struct slice cut_slice(const struct line *line, enum expression which, size_t from) {
    struct groups groups;
    struct slice slice = {0};
    if (!match(line, which, from, &groups))
        abort(); /* they match everywhere */
    slice.quoted = groups.start[1] != groups.end[1];
    slice.closed = groups.start[3] != groups.end[3];
    slice.text = groups.start[2];
    slice.text_end = groups.end[2];
    slice.first = slice.quoted ? groups.start[1] : slice.text;
    slice.behind = groups.start[4];
    slice.behind_end = groups.end[4];
    slice.end = groups.end[0];
    return slice;
}

static int slice_is_empty(const struct slice *slice) {
    return !slice->quoted && slice->text == slice->text_end;
}

/* Inside quotes, and in a bare text of an answer, where a quote is a bad character too. */
static void find_bad_char(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t good = skip(line, RE_INSIDE, slice->text);
    if (good < slice->text_end)
        add_fault(line, ORACLE_BAD_CHAR, spec->name, good);
}

static void find_quote_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    find_bad_char(line, spec, slice);
    if (!slice->closed)
        add_fault(line, ORACLE_UNTERMINATED, spec->name, line->size);
    else if (slice->behind < slice->behind_end)
        add_fault(line, ORACLE_SYNTAX, spec->name, slice->behind);
}

static void find_length_fault(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t size = slice->text_end - slice->text;
    if (size > spec->most)
        add_fault(line, ORACLE_LENGTH, spec->name, slice->text + (size_t)spec->most);
    else if (size < spec->least)
        add_fault(line, ORACLE_LENGTH, spec->name, slice->text_end);
}

/* Spaces may stand behind a token, so the byte that does not fit is the one behind them. */
static void find_syntax_fault(const struct line *line, const struct spec *spec, const struct slice *slice,
                              size_t good) {
    if (good < slice->text_end)
        add_fault(line, ORACLE_SYNTAX, spec->name, skip(line, RE_SPACES, good));
}

static void find_number_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t end = skip(line, RE_DIGITS, slice->text);
    find_syntax_fault(line, spec, slice, end);
    if (end == slice->text)
        return;
    enum oracle_verdict verdict = check_number(spec, read_number(line->text + slice->text, end - slice->text));
    if (verdict != ORACLE_ACCEPTED)
        add_fault(line, verdict, spec->name, slice->text);
}

static void find_imei_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t end = skip(line, RE_DIGITS, slice->text);
    find_syntax_fault(line, spec, slice, end);
    if (end == slice->text_end)
        find_length_fault(line, spec, slice);
}

static void find_octet_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t at = skip(line, RE_NO_DIGITS, slice->text);
    while (at < slice->text_end) {
        size_t end = skip(line, RE_DIGITS, at);
        if (read_number(line->text + at, end - at) > 255)
            add_fault(line, ORACLE_RANGE, spec->name, at);
        at = skip(line, RE_NO_DIGITS, end);
    }
}

static void find_address_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    struct groups groups;
    (void)match(line, RE_DOTTED, slice->text, &groups);
    /* Spaces may stand behind a whole address only. */
    if (groups.set[1])
        find_syntax_fault(line, spec, slice, groups.end[0]);
    else
        add_fault(line, ORACLE_SYNTAX, spec->name, groups.end[0]);
    find_octet_faults(line, spec, slice);
}

/* A value that is never quoted, in requests and answers alike. */
static void find_bare_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (slice->quoted) {
        add_fault(line, ORACLE_QUOTING, spec->name, slice->first);
        find_quote_faults(line, spec, slice);
        return;
    }
    switch (spec->kind) {
    case NUMBER:
    case CHOICE: find_number_faults(line, spec, slice); break;
    case ADDRESS: find_address_faults(line, spec, slice); break;
    case IMEI: find_imei_faults(line, spec, slice); break;
    case TEXT: break;
    }
}

static void find_request_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (slice_is_empty(slice)) {
        if (spec->fallback == NULL)
            add_fault(line, ORACLE_MISSING, spec->name, slice->end);
    } else if (spec->kind != TEXT) {
        find_bare_faults(line, spec, slice);
    } else if (!slice->quoted) {
        add_fault(line, ORACLE_QUOTING, spec->name, slice->first);
    } else {
        find_quote_faults(line, spec, slice);
        find_length_fault(line, spec, slice);
    }
}

static void find_response_text_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (slice->quoted)
        find_quote_faults(line, spec, slice);
    else
        find_bad_char(line, spec, slice);
    find_length_fault(line, spec, slice);
    /* R19 calls an empty appkey missing; in quotes it is a text below its limit just as well. */
    if (slice->text == slice->text_end && spec->least > 0)
        add_fault(line, ORACLE_MISSING, spec->name, slice->end);
}

static void find_response_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (spec->kind == TEXT && (slice->quoted || spec->least == 0 || !slice_is_empty(slice)))
        find_response_text_faults(line, spec, slice);
    else if (slice_is_empty(slice))
        add_fault(line, ORACLE_MISSING, spec->name, slice->end);
    else
        find_bare_faults(line, spec, slice);
}

/* ---- Walking through a request ---- */

static const struct shape *find_shape(const struct shape *shapes, size_t count, int ex, uint64_t type) {
    for (size_t i = 0; i < count; i++)
        if (shapes[i].ex == ex && shapes[i].type >= 0 && (uint64_t)shapes[i].type == type)
            return &shapes[i];
    return NULL;
}

/*
 * The number at the start of a line, which says what follows. Returns -1 where it is wrong: then nothing is known of
 * the rest.
 */
static int walk_leading_number(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t before = line->result->fault_count;
    if (slice_is_empty(slice))
        add_fault(line, ORACLE_MISSING, spec->name, slice->end);
    else
        find_bare_faults(line, spec, slice);
    if (line->result->fault_count != before)
        return -1;
    return (int)read_number(line->text + slice->text, slice->text_end - slice->text);
}

static int comma_at(const struct line *line, size_t at) {
    return at < line->size && line->text[at] == ',';
}

/* `at` is the offset behind the parameter before. */
static void walk_request_params(const struct line *line, const struct spec *const *specs, size_t at) {
    for (size_t i = 0; i < ORACLE_VALUES_MAX && specs[i] != NULL; i++) {
        struct slice slice = {.text = at, .text_end = at, .end = at};
        if (comma_at(line, at))
            slice = cut_slice(line, RE_REQUEST_SLICE, at + 1);
        find_request_faults(line, specs[i], &slice);
        at = slice.end;
    }
    if (comma_at(line, at))
        add_fault(line, ORACLE_TOO_MANY, "", at + 1);
}

static void walk_cfg_set(const struct line *line, size_t at) {
    struct slice slice = cut_slice(line, RE_REQUEST_SLICE, at);
    int type = walk_leading_number(line, &type_of_cfg, &slice);
    if (type >= 0)
        walk_request_params(line, find_shape(request_shapes, REQUEST_SHAPES, 0, (uint64_t)type)->specs, slice.end);
}

static void walk_ex_set(const struct line *line, size_t at) {
    static const struct spec *const none[ORACLE_VALUES_MAX] = {0};
    struct slice slice = cut_slice(line, RE_REQUEST_SLICE, at);
    int type = walk_leading_number(line, &type_of_ex, &slice);
    if (type < 0)
        return;
    struct slice act_slice = {.text = slice.end, .text_end = slice.end, .end = slice.end};
    if (comma_at(line, slice.end))
        act_slice = cut_slice(line, RE_REQUEST_SLICE, slice.end + 1);
    int act_number = walk_leading_number(line, &act, &act_slice);
    if (act_number == 0)
        walk_request_params(line, find_shape(request_shapes, REQUEST_SHAPES, 1, (uint64_t)type)->specs, act_slice.end);
    else if (act_number > 0)
        walk_request_params(line, none, act_slice.end);
}

/* The byte at `at`, or `;` at the end: both end a request. */
static char byte_or_end(const struct line *line, size_t at) {
    return at < line->size ? line->text[at] : ';';
}

static void walk_end(const struct line *line, size_t at) {
    size_t next = skip(line, RE_SPACES, at);
    if (byte_or_end(line, next) != ';')
        add_fault(line, ORACLE_SYNTAX, "", next);
}

static void walk_equals(const struct line *line, int ex, size_t at) {
    size_t next = skip(line, RE_SPACES, at);
    if (byte_or_end(line, next) == '?')
        walk_end(line, next + 1);
    else if (ex)
        walk_ex_set(line, at);
    else
        walk_cfg_set(line, at);
}

/* `name_end` is the offset behind the name. */
static void walk_request(const struct line *line, int ex, size_t name_end) {
    size_t at = skip(line, RE_SPACES, name_end);
    switch (byte_or_end(line, at)) {
    case '=': walk_equals(line, ex, at + 1); break;
    case '?':
        if (ex)
            add_fault(line, ORACLE_FORM, "", name_end);
        walk_end(line, at + 1);
        break;
    case ';': add_fault(line, ORACLE_FORM, "", name_end); break;
    default: add_fault(line, ORACLE_SYNTAX, "", at); break;
    }
}

/* ---- Walking through an answer ---- */

static size_t count_texts(const struct spec *const *specs) {
    size_t count = 0;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && specs[i] != NULL; i++)
        count += specs[i]->kind == TEXT;
    return count;
}

static enum expression slice_of_line(int ex, size_t texts) {
    if (!ex)
        return RE_CFG_SLICE;
    return texts == 1 ? RE_ALONE_SLICE : RE_EX_SLICE;
}

static void walk_response_params(const struct line *line, const struct spec *const *specs, int ex, size_t at) {
    size_t texts = count_texts(specs);
    enum expression which = slice_of_line(ex, texts);
    int bare_text = 0;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && specs[i] != NULL; i++) {
        if (!comma_at(line, at)) {
            add_fault(line, ORACLE_MISSING, specs[i]->name, at);
            continue;
        }
        struct slice slice = cut_slice(line, which, at + 1);
        find_response_faults(line, specs[i], &slice);
        bare_text |= specs[i]->kind == TEXT && !slice.quoted;
        at = slice.end;
    }
    if (comma_at(line, at))
        add_fault(line, texts > 1 && bare_text ? ORACLE_AMBIGUOUS : ORACLE_TOO_MANY, "", at + 1);
}

/*
 * R13: a `<` in place of the type begins a test answer or nothing. So the byte that no rule allows is the `<` itself or
 * the first that differs from the text of that answer.
 */
static void find_test_fault(const struct line *line, int ex) {
    const char *text = ex ? EX_TEST_LINE : CFG_TEST_LINE;
    size_t at = 0;
    while (at < line->size && text[at] != '\0' && line->text[at] == text[at])
        at++;
    if (memchr(text, '<', at) != NULL)
        add_fault(line, ORACLE_SYNTAX, "type", at);
}

static void walk_information(const struct line *line, int ex, size_t at) {
    /* Spaces around the type are skipped on lines of both commands (R16). */
    struct slice slice = cut_slice(line, RE_CFG_SLICE, at);
    int type = walk_leading_number(line, ex ? &type_of_ex : &type_of_cfg_line, &slice);
    if (type < 0) {
        find_test_fault(line, ex);
        return;
    }
    const struct shape *shape = find_shape(response_shapes, RESPONSE_SHAPES, ex, (uint64_t)type);
    walk_response_params(line, shape->specs, ex, slice.end);
}

/* A quote is an ordinary byte of a detail. */
static void walk_detail(const struct line *line, size_t at) {
    size_t start = skip(line, RE_SPACES, at);
    if (start == line->size)
        add_fault(line, ORACLE_MISSING, detail.name, start);
    while (start < line->size) {
        start = skip(line, RE_INSIDE, start);
        if (start < line->size && line->text[start] != '"')
            add_fault(line, ORACLE_BAD_CHAR, detail.name, start);
        start++;
    }
}

/* ---- Verdicts ---- */

static void drop_values(struct oracle_result *result) {
    result->kind = ORACLE_NO_KIND;
    result->value_count = 0;
    result->defaulted_count = 0;
}

static void say(struct oracle_result *result, enum oracle_verdict verdict, size_t used, size_t offset) {
    result->verdict = verdict;
    result->used = used;
    drop_values(result);
    result->faults[0] = (struct oracle_fault){.verdict = verdict, .field = "", .offset = offset};
    result->fault_count = 1;
}

/* Finds the line. Returns 0 if there is none, with the verdict in the result. */
static int frame(struct oracle *oracle, const char *data, size_t size, int whole_line, struct oracle_result *result,
                 struct line *line) {
    struct groups groups;
    drop_values(result);
    result->fault_count = 0;
    if (size == 0)
        data = ""; /* PCRE2 takes no NULL */
    if (!run(oracle, oracle->expressions[RE_FRAME], data, size, 0, &groups))
        abort();
    *line = (struct line){.oracle = oracle,
                          .text = data + groups.start[2],
                          .size = groups.end[2] - groups.start[2],
                          .base = groups.start[2],
                          .end = groups.end[3],
                          .ended = groups.start[3] != groups.end[3],
                          .result = result};
    if (skip(line, RE_SPACES, 0) < line->size)
        return 1;
    if (whole_line)
        say(result, ORACLE_NOT_OURS, size, 0);
    else
        say(result, ORACLE_TRUNCATED, 0, size);
    return 0;
}

/* The shapes have been tried and the walk is done: they must agree. */
static void conclude(const struct line *line, int accepted, size_t used) {
    struct oracle_result *result = line->result;
    if (accepted != (result->fault_count == 0)) {
        say(result, ORACLE_CONFUSED, line->end, 0);
        return;
    }
    result->verdict = accepted ? ORACLE_ACCEPTED : result->faults[0].verdict;
    result->used = accepted ? used : line->end;
    if (!accepted)
        drop_values(result);
}

void oracle_request(struct oracle *oracle, const char *data, size_t size, int whole_line,
                    struct oracle_result *result) {
    struct line line;
    struct groups head;
    size_t end = 0;
    int accepted = 0;
    if (!frame(oracle, data, size, whole_line, result, &line))
        return;
    for (size_t i = 0; i < REQUEST_SHAPES && !accepted; i++)
        accepted = accept_shape(&line, &request_shapes[i], oracle->requests[i], 0, &end);
    int at_semicolon = accepted && line.text[end - 1] == ';';
    if (!line.ended && !whole_line && !at_semicolon) {
        say(result, ORACLE_TRUNCATED, 0, size);
        return;
    }
    if (!match(&line, RE_REQUEST_HEAD, 0, &head)) {
        say(result, accepted ? ORACLE_CONFUSED : ORACLE_NOT_OURS, line.end, 0);
        return;
    }
    walk_request(&line, head.set[1], head.end[0]);
    conclude(&line, accepted, at_semicolon ? line.base + end : line.end);
}

static void walk_response(const struct line *line, const struct groups *head) {
    if (head->set[2])
        walk_detail(line, head->end[0]);
    else if (!head->set[3])
        walk_information(line, head->set[1], head->end[0]);
}

static int is_test_answer(const struct oracle_result *result) {
    return result->kind == ORACLE_INFO_TEST || result->kind == ORACLE_EX_INFO_TEST;
}

void oracle_response(struct oracle *oracle, const char *data, size_t size, int whole_line,
                     struct oracle_result *result) {
    struct line line;
    struct groups head;
    size_t end = 0;
    int accepted = 0;
    if (!frame(oracle, data, size, whole_line, result, &line))
        return;
    if (!line.ended && !whole_line) {
        say(result, ORACLE_TRUNCATED, 0, size);
        return;
    }
    if (!match(&line, RE_RESPONSE_HEAD, 0, &head)) {
        say(result, ORACLE_NOT_OURS, line.end, 0);
        return;
    }
    for (size_t i = 0; i < RESPONSE_SHAPES && !accepted; i++)
        accepted = accept_shape(&line, &response_shapes[i], oracle->responses[i], 1, &end);
    /* The walk knows lines that begin with a number; the texts of test answers are for the shapes alone. */
    if (!accepted || !is_test_answer(result))
        walk_response(&line, &head);
    conclude(&line, accepted, line.end);
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

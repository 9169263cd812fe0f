/* SPDX-License-Identifier: MIT */
/*
 * Every answer is read in two ways, as requests are: by its shape, which differs in a tolerant reading (R28), and by a
 * walk that looks for faults.
 */
#include "faults.h"

/* ---- Shapes ---- */

/* A text is quoted, or bare without any quote. `(?|` gives both alternatives the same group number. */
#define NUM          "([0-9]*+)"
#define IP           "(" DOTS ")?+"
#define TEXT_CFG     "(?|\"(" INSIDE ")\"|(" BARE "*?))"
#define TEXT_EX      "(?|\"(" INSIDE ")\"|(" BARE "*+))"
#define TEXT_ALONE   "(?|\"(" INSIDE ")\"|(" INSIDE "))"

#define TYPE(type)   SP "0*" #type SP
#define FIELD(value) "," SP value SP

/*
 * The same for a tolerant reading. Each value has four groups: spaces that are a deviation, the opening quote, the
 * value, and spaces again. One group after all values has the surplus.
 */
#define LOOSE(value)   "," SP "(?|()(\")(" value "| *+)\"()|()()(" value "|)())" SP
#define LOOSE_NUM      LOOSE("[0-9]++")
#define LOOSE_IP       LOOSE(DOTS)
#define LOOSE_TEXT_CFG "," SP "(?|()(\")(" INSIDE ")\"()|()()(" BARE "*?)())" SP
#define LOOSE_TEXT_EX  ",(?|( *+)(\")(" INSIDE ")\"( *+)|()()(" BARE "*+)())"
#define ALL_SURPLUS    "((?:,(?: *+\"" INSIDE "\" *+|" BARE "*+))*+)"
#define LOOSE_ALONE    ",(?|( *+)(\")(" INSIDE ")\"( *+)" ALL_SURPLUS "|()()(" INSIDE ")()())\\z"

/* The end of the patterns. The surplus is the last group of each. */
#define LOOSE_END ALL_SURPLUS "\\z"

/* A dispatcher may also have removed the space: then the line begins with the text (R29). */
#define TEST(text)       "(?: |\\A)\\Q" text "\\E\\z"
#define LOOSE_TEST(text) "(?|(?: |\\A)\\Q" text "\\E()\\z| ?+([<(])[\\x20-\\x7E\\x80-\\xFF]*+\\z)"

/*
 * `type` is the number in the line, or -1. `specs` are the parameters of the groups of the pattern, in the same order.
 * The pattern is for the text after the colon, or for the whole line if it has no colon.
 */
struct shape {
    enum oracle_kind kind;
    int ex;
    int type;
    const struct spec *specs[ORACLE_VALUES_MAX];
    const char *strict;
    const char *loose;
};

static const struct shape shapes[RESPONSE_SHAPES] = {
    {ORACLE_INFO_TEST, 0, -1, {0}, TEST(CFG_TEST_TEXT), LOOSE_TEST(CFG_TEST_TEXT)},
    {ORACLE_EX_INFO_TEST, 1, -1, {0}, TEST(EX_TEST_TEXT), LOOSE_TEST(EX_TEST_TEXT)},
    {ORACLE_INFO_ACCESS_MODE, 0, 0, {&oracle_dm_mode}, TYPE(0) FIELD(NUM) "\\z", TYPE(0) LOOSE_NUM LOOSE_END},
    {ORACLE_INFO_SERVER,
     0,
     1,
     {&oracle_server_ip, &oracle_server_port, &oracle_update_period},
     TYPE(1) FIELD(IP) FIELD(NUM) FIELD(NUM) "\\z",
     TYPE(1) LOOSE_IP LOOSE_NUM LOOSE_NUM LOOSE_END},
    {ORACLE_INFO_CREDENTIALS,
     0,
     2,
     {&oracle_appkey, &oracle_password, &oracle_tml_type, &oracle_tml_imei},
     TYPE(2) FIELD(TEXT_CFG) FIELD(TEXT_CFG) FIELD(NUM) FIELD(NUM) "\\z",
     TYPE(2) LOOSE_TEXT_CFG LOOSE_TEXT_CFG LOOSE_NUM LOOSE_NUM LOOSE_END},
    {ORACLE_INFO_STATE, 0, 6, {&oracle_dmstate}, TYPE(6) FIELD(NUM) "\\z", TYPE(6) LOOSE_NUM LOOSE_END},
    {ORACLE_EX_INFO_APPL_INFO, 1, 0, {&oracle_appl_info}, TYPE(0) "," TEXT_ALONE "\\z", TYPE(0) LOOSE_ALONE},
    {ORACLE_EX_INFO_MAC, 1, 1, {&oracle_mac}, TYPE(1) "," TEXT_ALONE "\\z", TYPE(1) LOOSE_ALONE},
    {ORACLE_EX_INFO_SYSTEM,
     1,
     2,
     {&oracle_rom, &oracle_ram, &oracle_cpu, &oracle_os_sys_ver},
     TYPE(2) "," TEXT_EX "," TEXT_EX "," TEXT_EX "," TEXT_EX "\\z",
     TYPE(2) LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_END},
    {ORACLE_EX_INFO_SOFTWARE,
     1,
     3,
     {&oracle_sw_ver, &oracle_sw_name},
     TYPE(3) "," TEXT_EX "," TEXT_EX "\\z",
     TYPE(3) LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_END},
    {ORACLE_EX_INFO_NETWORK,
     1,
     4,
     {&oracle_volte, &oracle_net_type, &oracle_account, &oracle_phone_num},
     TYPE(4) "," TEXT_EX "," TEXT_EX "," TEXT_EX "," TEXT_EX "\\z",
     TYPE(4) LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_TEXT_EX LOOSE_END},
    {ORACLE_EX_INFO_LOCATION, 1, 5, {&oracle_location}, TYPE(5) "," TEXT_ALONE "\\z", TYPE(5) LOOSE_ALONE},
    {ORACLE_OK, 0, -1, {0}, "\\AOK\\z", "\\AOK( *+)\\z"},
    {ORACLE_ERROR, 0, -1, {0}, "\\AERROR\\z", "\\AERROR( *+)\\z"},
    {ORACLE_CME_ERROR,
     0,
     -1,
     {&oracle_detail},
     "\\A\\+CME ERROR:" SP "([\\x20-\\x7E\\x80-\\xFF]*+)\\z",
     "\\A\\+CME ERROR:" SP "([\\x20-\\x7E\\x80-\\xFF]*+)\\z"},
};

/* The ways in which an information line begins: with the name, with the colon, after the colon. */
enum head { WITH_NAME, WITH_COLON, WITHOUT_COLON };

static int is_result(const struct shape *shape) {
    return shape->kind == ORACLE_OK || shape->kind == ORACLE_ERROR || shape->kind == ORACLE_CME_ERROR;
}

static const char *head_of(const struct shape *shape, enum head head) {
    static const char *const heads[2][HEADS] = {{"\\A\\+QDMPCFG:", "\\A:", ""}, {"\\A\\+QDMPCFGEX:", "\\A:", ""}};
    return is_result(shape) ? "" : heads[shape->ex][head];
}

int responses_compile(struct oracle *oracle) {
    for (int head = WITH_NAME; head <= (int)WITHOUT_COLON; head++)
        for (size_t i = 0; i < RESPONSE_SHAPES; i++) {
            const char *begin = head_of(&shapes[i], (enum head)head);
            oracle->responses[head][i] = match_compile(begin, shapes[i].strict);
            oracle->tolerant[head][i] = match_compile(begin, shapes[i].loose);
            if (oracle->responses[head][i] == NULL || oracle->tolerant[head][i] == NULL)
                return 0;
        }
    return 1;
}

/* ---- Accepting ---- */

/* R17: the first four bytes, without the asterisks at their end. */
static void keep_shown_part(struct oracle_value *value) {
    if (value->text_size > 4)
        value->text_size = 4;
    while (value->text_size > 0 && value->text[value->text_size - 1] == '*')
        value->text_size--;
}

/* Reads the value in a group. Returns 0 if it is outside its limits. */
static int read_group(const struct line *line, const struct spec *spec, const struct groups *groups, size_t group,
                      struct oracle_value *value) {
    int good = limits_read(spec, line->text + groups->start[group], groups->end[group] - groups->start[group], value);
    if (good && spec == &oracle_password)
        keep_shown_part(value);
    return good;
}

static int take_strictly(const struct line *line, const struct spec *spec, const struct groups *groups, size_t group) {
    int is_empty = !groups->set[group] || groups->start[group] == groups->end[group];
    if (is_empty && (spec->kind != TEXT || spec->least > 0))
        return 0;
    return read_group(line, spec, groups, group, &line->result->values[line->result->value_count++]);
}

static int is_filled(const struct groups *groups, size_t group) {
    return groups->start[group] < groups->end[group];
}

/* Accepts a field without a value. */
static int take_unset(const struct line *line, const struct spec *spec) {
    struct oracle_value *value = &line->result->values[line->result->value_count++];
    *value = (struct oracle_value){.name = spec->name};
    value->kind = spec->kind == ADDRESS                      ? ORACLE_OCTETS
                  : spec->kind == TEXT || spec->kind == IMEI ? ORACLE_TEXT
                                                             : ORACLE_NUMBER;
    match_mark(line, "unset", spec->name);
    return spec->unset;
}

static int take_inside(const struct line *line, const struct spec *spec, const struct groups *groups, size_t group) {
    size_t blank = match_skip(line, RE_SPACES, groups->start[group]);
    int is_blank = spec->kind == TEXT ? !is_filled(groups, group) && spec->least > 0 : blank >= groups->end[group];
    if (is_blank)
        return take_unset(line, spec);
    struct oracle_value *value = &line->result->values[line->result->value_count++];
    if (read_group(line, spec, groups, group, value))
        return 1;
    match_mark(line, "beyond", spec->name);
    return limits_take_beyond(spec, value);
}

/* Reads the four groups from `group` on. */
static int take_loosely(const struct line *line, const struct spec *spec, const struct groups *groups, size_t group) {
    if (is_filled(groups, group))
        match_mark(line, "blanks", "");
    if (is_filled(groups, group + 1) && spec->kind != TEXT)
        match_mark(line, "quoted", "");
    if (!take_inside(line, spec, groups, group + 2))
        return 0;
    if (is_filled(groups, group + 3))
        match_mark(line, "blanks", "");
    return 1;
}

/* Whether a string of the line is bare: then the meaning of the commas is unknown. */
static int has_bare_text(const struct shape *shape, const struct groups *groups) {
    for (size_t i = 0; i < ORACLE_VALUES_MAX && shape->specs[i] != NULL; i++)
        if (shape->specs[i]->kind == TEXT && !is_filled(groups, 4 * i + 2))
            return 1;
    return 0;
}

static int take_surplus(const struct line *line, const struct shape *shape, const struct groups *groups, size_t group) {
    struct groups tidy;
    if (!is_filled(groups, group))
        return 1;
    match_mark(line, "surplus", "");
    if (shape->ex && !match_expression(line, RE_TIDY_SURPLUS, groups->start[group], &tidy))
        match_mark(line, "blanks", "");
    return !has_bare_text(shape, groups);
}

static int take_all_loosely(const struct line *line, const struct shape *shape, const struct groups *groups) {
    size_t group = 1;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && shape->specs[i] != NULL; i++, group += 4)
        if (!take_loosely(line, shape->specs[i], groups, group))
            return 0;
    if (shape->type >= 0)
        return take_surplus(line, shape, groups, group);
    if (is_filled(groups, group))
        match_mark(line, is_result(shape) ? "blanks" : "test", "");
    return 1;
}

static int take_all(const struct line *line, const struct shape *shape, const struct groups *groups) {
    /* strict and tolerant readings have the same pattern of the detail */
    if (line->how->tolerant && shape->kind != ORACLE_CME_ERROR)
        return take_all_loosely(line, shape, groups);
    for (size_t i = 0; i < ORACLE_VALUES_MAX && shape->specs[i] != NULL; i++)
        if (!take_strictly(line, shape->specs[i], groups, i + 1))
            return 0;
    return 1;
}

static int accept_shape(const struct line *line, const struct shape *shape, const pcre2_code *code) {
    struct groups groups;
    struct oracle_result *result = line->result;
    size_t marks = result->mark_count;
    if (!match_code(line, code, 0, &groups))
        return 0;
    result->value_count = 0;
    result->kind = shape->kind;
    if (take_all(line, shape, &groups))
        return 1;
    result->mark_count = marks;
    return 0;
}

static int may_be(const struct oracle_reading *how, const struct shape *shape) {
    return how->rest == ORACLE_NOTHING_EATEN || (shape->ex == how->ex && !is_result(shape));
}

static int accept(const struct line *line) {
    const struct oracle_reading *how = line->how;
    enum head head = how->rest == ORACLE_NOTHING_EATEN ? WITH_NAME
                     : how->rest == ORACLE_NAME_EATEN  ? WITH_COLON
                                                       : WITHOUT_COLON;
    pcre2_code **codes = how->tolerant ? line->oracle->tolerant[head] : line->oracle->responses[head];
    for (size_t i = 0; i < RESPONSE_SHAPES; i++)
        if (may_be(how, &shapes[i]) && accept_shape(line, &shapes[i], codes[i]))
            return 1;
    return 0;
}

/* ---- Looking for faults ---- */

static void find_text_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (slice->quoted)
        find_quote_faults(line, spec->name, slice);
    else
        find_bad_char(line, spec->name, slice);
    /* R19 calls an empty appkey missing; in quotes it is also a text below its limit. R28 calls it unset. */
    int is_missing = slice->text == slice->text_end && spec->least > 0;
    if (is_missing && line->how->tolerant && spec->unset)
        return;
    find_length_fault(line, spec, slice);
    if (is_missing)
        match_fault(line, ORACLE_MISSING, spec->name, slice->end);
}

static void find_response_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (spec->kind == TEXT && (slice->quoted || spec->least == 0 || !slice_is_empty(slice))) {
        find_text_faults(line, spec, slice);
    } else if (slice_is_empty(slice)) {
        if (!line->how->tolerant || !spec->unset)
            match_fault(line, ORACLE_MISSING, spec->name, slice->end);
    } else if (line->how->tolerant) {
        find_tolerant_faults(line, spec, slice);
    } else {
        find_bare_faults(line, spec, slice);
    }
}

static enum expression slice_of_line(const struct line *line, int ex, size_t texts) {
    if (!ex)
        return RE_CFG_SLICE;
    if (line->how->tolerant)
        return texts == 1 ? RE_TOLERANT_ALONE_SLICE : RE_TOLERANT_EX_SLICE;
    return texts == 1 ? RE_ALONE_SLICE : RE_EX_SLICE;
}

/* `at`: the comma after the last parameter. */
static void walk_surplus(const struct line *line, int ex, size_t at) {
    while (match_comma_at(line, at)) {
        struct slice slice = slice_cut(line, ex ? RE_TOLERANT_EX_SLICE : RE_CFG_SLICE, at + 1);
        if (slice.quoted)
            find_quote_faults(line, "", &slice);
        else
            find_bad_char(line, "", &slice);
        at = slice.end;
    }
}

static void walk_params(const struct line *line, const struct spec *const *specs, int ex, size_t at) {
    size_t texts = limits_count_texts(specs);
    enum expression which = slice_of_line(line, ex, texts);
    int bare_text = 0;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && specs[i] != NULL; i++) {
        if (!match_comma_at(line, at)) {
            match_fault(line, ORACLE_MISSING, specs[i]->name, at);
            continue;
        }
        struct slice slice = slice_cut(line, which, at + 1);
        find_response_faults(line, specs[i], &slice);
        bare_text |= specs[i]->kind == TEXT && !slice.quoted;
        at = slice.end;
    }
    if (line->how->tolerant && !bare_text)
        walk_surplus(line, ex, at);
    else if (match_comma_at(line, at))
        match_fault(line, texts > 1 && bare_text ? ORACLE_AMBIGUOUS : ORACLE_TOO_MANY, "", at + 1);
}

/*
 * R13: a `<` in the place of the type begins a test answer or nothing. So the wrong byte is the `<` itself, or the
 * first byte that differs from the text of the test answer. `at`: after the colon.
 */
static void find_test_fault(const struct line *line, int ex, size_t at) {
    const char *text = ex ? EX_TEST_TEXT : CFG_TEST_TEXT;
    size_t same = 0;
    if (at < line->size && line->text[at] == ' ')
        at++;
    else if (at > 0)
        return;
    while (at + same < line->size && text[same] != '\0' && line->text[at + same] == text[same])
        same++;
    if (same > 0)
        match_fault(line, ORACLE_SYNTAX, "type", at + same);
}

/* R28: another text in the place of the test answer. Returns 0 if there is no such text. */
static int walk_other_test(const struct line *line, size_t at) {
    if (at < line->size && line->text[at] == ' ')
        at++;
    if (at == line->size || (line->text[at] != '<' && line->text[at] != '('))
        return 0;
    for (size_t good = at; good < line->size; good++) {
        good = match_skip(line, RE_INSIDE, good);
        if (good < line->size && line->text[good] != '"') {
            match_fault(line, ORACLE_SYNTAX, "type", good);
            break;
        }
    }
    return 1;
}

static const struct shape *find_shape(int ex, int type) {
    for (size_t i = 0; i < RESPONSE_SHAPES; i++)
        if (shapes[i].ex == ex && shapes[i].type == type)
            return &shapes[i];
    return NULL;
}

/* `at`: after the colon. */
static void walk_information(const struct line *line, int ex, size_t at) {
    if (line->how->tolerant && walk_other_test(line, at))
        return;
    /* Spaces around the type are skipped on lines of both commands (R16). */
    struct slice slice = slice_cut(line, RE_CFG_SLICE, at);
    int type = find_leading_number(line, ex ? &oracle_type_of_ex : &oracle_type_of_cfg_line, &slice);
    if (type < 0)
        find_test_fault(line, ex, at);
    else
        walk_params(line, find_shape(ex, type)->specs, ex, slice.end);
}

/* A quote is an ordinary byte of a detail. */
static void walk_detail(const struct line *line, size_t at) {
    size_t start = match_skip(line, RE_SPACES, at);
    if (start == line->size)
        match_fault(line, ORACLE_MISSING, oracle_detail.name, start);
    while (start < line->size) {
        start = match_skip(line, RE_INSIDE, start);
        if (start < line->size && line->text[start] != '"')
            match_fault(line, ORACLE_BAD_CHAR, oracle_detail.name, start);
        start++;
    }
}

static void walk_rest(const struct line *line) {
    if (line->how->rest == ORACLE_COLON_EATEN)
        walk_information(line, line->how->ex, 0);
    else if (line->size > 0 && line->text[0] == ':')
        walk_information(line, line->how->ex, 1);
    else
        match_fault(line, ORACLE_SYNTAX, "", 0);
}

static void walk_whole(const struct line *line, const struct groups *head) {
    if (head->set[2])
        walk_detail(line, head->end[0]);
    else if (!head->set[3])
        walk_information(line, head->set[1], head->end[0]);
}

static int is_test_answer(const struct oracle_result *result) {
    return result->kind == ORACLE_INFO_TEST || result->kind == ORACLE_EX_INFO_TEST;
}

/* ---- Verdicts ---- */

static struct line without_noise(struct line line) {
    size_t noise = match_skip(&line, RE_NOISE, 0);
    if (noise > 0)
        match_mark(&line, "noise", "");
    match_drop(&line, noise);
    return line;
}

static void read_text(const struct line *line) {
    struct groups head = {0};
    int whole = line->how->rest == ORACLE_NOTHING_EATEN;
    if (whole && !match_expression(line, line->how->tolerant ? RE_TOLERANT_HEAD : RE_RESPONSE_HEAD, 0, &head)) {
        match_say(line->result, ORACLE_NOT_OURS, line->end, 0);
        return;
    }
    int accepted = accept(line);
    /* the walk knows lines that begin with a number; only the shapes know the texts of test answers */
    if (!accepted || !is_test_answer(line->result)) {
        if (whole)
            walk_whole(line, &head);
        else
            walk_rest(line);
    }
    match_conclude(line, accepted, line->end);
}

void responses_read(const struct line *line, size_t size) {
    if (!line->ended && !line->how->whole_line) {
        match_say(line->result, ORACLE_TRUNCATED, 0, size);
        return;
    }
    struct line text = line->how->tolerant && line->how->rest == ORACLE_NOTHING_EATEN ? without_noise(*line) : *line;
    read_text(&text);
}

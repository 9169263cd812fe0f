/* SPDX-License-Identifier: MIT */
#include "naive_line.h"

#include <string.h>

static const struct cutting in_cfg_line = {.skips = true};
static const struct cutting in_ex_line = {.skips = false};
static const struct cutting in_ex_text = {.commas = true};

/* ---- Values ---- */

/* R28: a field of the server or the credentials that may lack its value. An empty password is a value. */
static bool may_be_unset(const struct line *line, const struct rule *rule) {
    int kind = line->answer->parts.kind;
    return line->tolerant && (kind == QDMP_INFO_SERVER || kind == QDMP_INFO_CREDENTIALS) &&
           rule->field != QDMP_FIELD_PASSWORD;
}

/* Reads a parameter that has only its comma, and no value. */
static void read_no_value(const struct line *line, const struct rule *rule, size_t at) {
    if (may_be_unset(line, rule))
        line_mark(line, QDMP_DEVIATION_UNSET, rule->field);
    else
        line_fault(line, QDMP_MISSING, rule->field, at);
}

static void check_bare_text(const struct line *line, qdmp_field field, const struct piece *piece) {
    for (size_t at = piece->text; at < piece->end; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at]) || line->in[at] == '"') {
            line_fault(line, QDMP_BAD_CHAR, field, at);
            break;
        }
}

static void check_text_bytes(const struct line *line, qdmp_field field, const struct piece *piece) {
    if (piece->quoted)
        check_quotes(line, field, piece);
    else
        check_bare_text(line, field, piece);
}

static void read_text(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    bool nothing = piece->text == piece->end && rule->least > 0;
    check_text_bytes(line, rule->field, piece);
    if (!nothing || !may_be_unset(line, rule))
        check_length(line, rule, piece);
    if (nothing)
        read_no_value(line, rule, piece->stop);
    out->text = (qdmp_span){line->in + piece->text, piece->end - piece->text};
    if (rule->field == QDMP_FIELD_PASSWORD)
        out->text = rules_shown_part(out->text);
}

/*
 * R28: quotes with nothing or spaces between them. If that is not a valid value, the value may be reported as missing
 * at either end of the text or at the end of the piece.
 */
static void read_blank_quotes(const struct line *line, const struct rule *rule, const struct piece *piece) {
    if (!piece->closed)
        line_fault(line, QDMP_UNTERMINATED, rule->field, line->stop);
    else if (piece->behind < piece->stop)
        line_fault(line, QDMP_SYNTAX, rule->field, piece->behind);
    read_no_value(line, rule, piece->text);
    if (may_be_unset(line, rule))
        return;
    line_fault(line, QDMP_MISSING, rule->field, piece->end);
    line_fault(line, QDMP_MISSING, rule->field, piece->stop);
    if (piece->end > piece->text)
        line_fault(line, QDMP_SYNTAX, rule->field, piece->text);
}

static void read_bare_or_quoted(const struct line *line, const struct rule *rule, const struct piece *piece,
                                struct part *out) {
    if (!line->tolerant || !piece->quoted) {
        read_bare(line, rule, piece, out);
        return;
    }
    line_mark(line, QDMP_DEVIATION_QUOTED, QDMP_FIELD_NONE);
    size_t filled = line_spaces(line, piece->text);
    if (filled >= piece->end)
        read_blank_quotes(line, rule, piece);
    else
        read_in_quotes(line, rule, piece, out);
}

static void read_response_value(const struct line *line, const struct rule *rule, const struct piece *piece,
                                struct part *out) {
    if (piece->blanks_before)
        line_mark(line, QDMP_DEVIATION_BLANKS, QDMP_FIELD_NONE);
    if (rule->kind == RULE_TEXT && (piece->quoted || rule->least == 0 || !piece_is_empty(piece)))
        read_text(line, rule, piece, out);
    else if (piece_is_empty(piece))
        read_no_value(line, rule, piece->stop);
    else
        read_bare_or_quoted(line, rule, piece, out);
    if (piece->blanks_behind)
        line_mark(line, QDMP_DEVIATION_BLANKS, QDMP_FIELD_NONE);
}

/* ---- Information lines ---- */

/* R28: parameters after the last one, whose comma is at `at`. */
static void read_surplus(const struct line *line, const struct cutting *cutting, size_t at) {
    line_mark(line, QDMP_DEVIATION_SURPLUS, QDMP_FIELD_NONE);
    while (line_comma_at(line, at)) {
        struct piece piece = line_cut(line, cutting, at + 1);
        if (piece.blanks_before || piece.blanks_behind)
            line_mark(line, QDMP_DEVIATION_BLANKS, QDMP_FIELD_NONE);
        check_text_bytes(line, QDMP_FIELD_NONE, &piece);
        at = piece.stop;
    }
}

static void read_response_values(const struct line *line, const struct shape *shape, size_t at) {
    struct parts *parts = &line->answer->parts;
    size_t texts = rules_texts(shape);
    const struct cutting *cutting = !shape->ex ? &in_cfg_line : texts == 1 ? &in_ex_text : &in_ex_line;
    bool bare_text = false;
    parts->kind = shape->kind;
    parts->shape = shape;
    for (size_t i = 0; i < PARTS_MAX && shape->rules[i] != NULL; i++) {
        struct part *part = &parts->list[parts->count++];
        *part = (struct part){.rule = shape->rules[i]};
        if (!line_comma_at(line, at)) {
            line_fault(line, QDMP_MISSING, shape->rules[i]->field, at);
            continue;
        }
        struct piece piece = line_cut(line, cutting, at + 1);
        read_response_value(line, shape->rules[i], &piece, part);
        bare_text |= shape->rules[i]->kind == RULE_TEXT && !piece.quoted;
        at = piece.stop;
    }
    if (!line_comma_at(line, at))
        return;
    if (line->tolerant && !bare_text)
        read_surplus(line, shape->ex ? &in_ex_line : &in_cfg_line, at);
    else
        line_fault(line, texts > 1 && bare_text ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, QDMP_FIELD_NONE, at + 1);
}

/* How many bytes from `at` on are equal to those of `text`. */
static size_t same_bytes(const struct line *line, size_t at, const char *text) {
    size_t same = 0;
    while (at + same < line->stop && text[same] != '\0' && line->in[at + same] == text[same])
        same++;
    return same;
}

/* Whether `text` is at `at`, and nothing follows it. */
static bool is_whole(const struct line *line, size_t at, const char *text) {
    size_t size = strlen(text);
    return line->stop - at == size && same_bytes(line, at, text) == size;
}

/* A line after its name: its place, and what precedes its <type>. */
struct information {
    bool ex;
    size_t at;           /* after the colon */
    bool space_optional; /* R29: a dispatcher may also have removed the space after the colon */
};

static const char *const test_answers[2] = {
    "<type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]",
    "<type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]",
};

static void take_test(const struct line *line, bool ex) {
    struct parts *parts = &line->answer->parts;
    parts->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    parts->shape = rules_response(parts->kind);
}

/* R28: any text in which a module describes its parameters. */
static void read_other_test(const struct line *line, bool ex, size_t at) {
    take_test(line, ex);
    line_mark(line, QDMP_DEVIATION_TEST, QDMP_FIELD_NONE);
    for (; at < line->stop; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at])) {
            line_fault(line, QDMP_SYNTAX, QDMP_FIELD_TYPE, at);
            return;
        }
}

static void read_information(const struct line *line, struct information info) {
    uint32_t type;
    bool spaced = info.at < line->stop && line->in[info.at] == ' ';
    bool placed = spaced || info.space_optional;
    size_t at = info.at + spaced;
    if (placed && is_whole(line, at, test_answers[info.ex])) {
        take_test(line, info.ex);
        return;
    }
    if (line->tolerant && at < line->stop && (line->in[at] == '<' || line->in[at] == '(')) {
        read_other_test(line, info.ex, at);
        return;
    }
    struct piece piece = line_cut(line, &in_cfg_line, info.at);
    if (read_selector(line, info.ex ? &rule_ex_type : &rule_cfg_line_type, &piece, &type)) {
        read_response_values(line, rules_response_of_type(info.ex, type), piece.stop);
        return;
    }
    /* R13: a `<` instead of the type begins a test answer or nothing; the first different byte is wrong too */
    size_t same = same_bytes(line, at, test_answers[info.ex]);
    if (placed && same > 0)
        line_fault(line, QDMP_SYNTAX, QDMP_FIELD_TYPE, at + same);
}

/* ---- Lines ---- */

static void read_detail(const struct line *line, size_t at) {
    struct parts *parts = &line->answer->parts;
    size_t begin = line_spaces(line, at);
    parts->kind = QDMP_RESULT_CME_ERROR;
    parts->shape = rules_response(parts->kind);
    parts->count = 1;
    parts->list[0] = (struct part){.rule = parts->shape->rules[0], .text = {line->in + begin, line->stop - begin}};
    if (begin == line->stop)
        line_fault(line, QDMP_MISSING, QDMP_FIELD_DETAIL, begin);
    for (at = begin; at < line->stop; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at]))
            line_fault(line, QDMP_BAD_CHAR, QDMP_FIELD_DETAIL, at);
}

/* Reads the line if it is only a result code. */
static bool read_result(const struct line *line) {
    static const struct {
        const char *text;
        qdmp_response_kind kind;
    } results[] = {{"OK", QDMP_RESULT_OK}, {"ERROR", QDMP_RESULT_ERROR}};
    for (size_t i = 0; i < 2; i++) {
        size_t size = strlen(results[i].text), end = line->begin + size;
        if (same_bytes(line, line->begin, results[i].text) != size)
            continue;
        line->answer->parts.kind = (int)results[i].kind;
        line->answer->parts.shape = rules_response((int)results[i].kind);
        if (end < line->stop)
            line_mark(line, QDMP_DEVIATION_BLANKS, QDMP_FIELD_NONE);
        return end == line->stop || (line->tolerant && line_spaces(line, end) == line->stop);
    }
    return false;
}

enum head { HEAD_CFG, HEAD_EX, HEAD_CME, HEAD_NONE };

/* R20. `*at` becomes the place after the colon. */
static enum head find_head(const struct line *line, size_t *at) {
    static const char *const heads[] = {"+QDMPCFG:", "+QDMPCFGEX:", "+CME ERROR:"};
    for (size_t i = 0; i < 3; i++) {
        size_t size = strlen(heads[i]);
        *at = line->begin + size;
        if (same_bytes(line, line->begin, heads[i]) == size)
            return (enum head)i;
    }
    return HEAD_NONE;
}

/* Reads the line if it is ours. */
static bool read_response(const struct line *line) {
    size_t at;
    enum head head = find_head(line, &at);
    switch (head) {
    case HEAD_CFG:
    case HEAD_EX: read_information(line, (struct information){.ex = head == HEAD_EX, .at = at}); return true;
    case HEAD_CME: read_detail(line, at); return true;
    case HEAD_NONE: break;
    }
    return read_result(line);
}

static bool is_noise(char c) {
    return ((unsigned char)c < 0x20 && c != '\r' && c != '\n') || c == 0x7F || (unsigned char)c == 0xFF || c == ' ';
}

/* R28: skips noise, which may contain one prompt. */
static void skip_noise(struct line *line) {
    size_t at = line->begin;
    bool prompted = false;
    for (; at < line->stop; at++) {
        bool prompt = line->in[at] == '>' && !prompted;
        if (!prompt && !is_noise(line->in[at]))
            break;
        prompted |= prompt;
    }
    if (at > line->begin)
        line_mark(line, QDMP_DEVIATION_NOISE, QDMP_FIELD_NONE);
    line->begin = at;
}

static void decode(qdmp_span in, qdmp_ends ends, bool tolerant, struct naive_answer *answer) {
    struct line line;
    bool found = line_frame(in, &line, answer);
    line.tolerant = tolerant;
    if (tolerant)
        skip_noise(&line);
    if (ends == QDMP_MORE_MAY_COME && line.stop == in.len)
        naive_say(answer, QDMP_TRUNCATED, 0, in.len);
    else if (!found || !read_response(&line))
        naive_say(answer, QDMP_NOT_OURS, found ? line.next : in.len, 0);
    else
        line_conclude(&line, line.next);
}

void naive_response(qdmp_span in, qdmp_ends ends, struct naive_answer *answer) {
    decode(in, ends, false, answer);
}

void naive_response_tolerant(qdmp_span in, qdmp_ends ends, struct naive_answer *answer) {
    decode(in, ends, true, answer);
}

void naive_response_rest(qdmp_span in, qdmp_ends ends, qdmp_command command, unsigned rest,
                         struct naive_answer *answer) {
    struct line line;
    bool behind = (rest & QDMP_REST_BEHIND_COLON) != 0;
    line_frame_rest(in, &line, answer);
    line.tolerant = (rest & QDMP_REST_TOLERANT) != 0;
    if (!behind && (line.stop == 0 || line.in[0] != ':'))
        line_fault(&line, QDMP_SYNTAX, QDMP_FIELD_NONE, 0);
    else
        read_information(&line, (struct information){command == QDMP_COMMAND_EX, !behind, behind});
    if (ends == QDMP_MORE_MAY_COME && line.stop == in.len)
        naive_say(answer, QDMP_TRUNCATED, 0, in.len);
    else
        line_conclude(&line, line.next);
}

bool naive_response_name(qdmp_span in, bool tolerant, struct naive_name *name) {
    struct line line;
    struct naive_answer answer;
    size_t at;
    if (!line_frame(in, &line, &answer))
        return false;
    if (tolerant)
        skip_noise(&line);
    enum head head = find_head(&line, &at);
    name->command = head == HEAD_EX ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
    name->end = at - 1;
    return head == HEAD_CFG || head == HEAD_EX;
}

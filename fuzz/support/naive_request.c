/* SPDX-License-Identifier: MIT */
#include "naive_line.h"

#include <string.h>

static const struct cutting in_request = {.semicolons = true, .skips = true};

/* ---- Values ---- */

static void take_default(struct naive_answer *answer, const struct rule *rule, struct part *out) {
    out->number = rule->number;
    memcpy(out->octets, rule->octets, sizeof out->octets);
    answer->parts.defaulted |= (uint32_t)1 << rule->field;
}

static void read_request_value(const struct line *line, const struct rule *rule, const struct piece *piece,
                               struct part *out) {
    if (piece_is_empty(piece)) {
        if (rule->defaults)
            take_default(line->answer, rule, out);
        else
            line_fault(line, QDMP_MISSING, rule->field, piece->stop);
    } else if (rule->kind != RULE_TEXT) {
        read_bare(line, rule, piece, out);
    } else if (!piece->quoted) {
        line_fault(line, QDMP_QUOTING, rule->field, piece->first);
    } else {
        check_quotes(line, rule->field, piece);
        check_length(line, rule, piece);
        out->text = (qdmp_span){line->in + piece->text, piece->end - piece->text};
    }
}

/* Reads the values of a form, from the end of the number before them. Returns the end of the command. */
static size_t read_request_values(const struct line *line, const struct shape *shape, const struct rule *const *rules,
                                  size_t at) {
    struct parts *parts = &line->answer->parts;
    parts->kind = shape->kind;
    parts->shape = shape;
    for (size_t i = 0; i < PARTS_MAX && rules[i] != NULL; i++) {
        struct piece piece = line_cut_behind_comma(line, &in_request, at);
        struct part *part = &parts->list[parts->count++];
        *part = (struct part){.rule = rules[i]};
        read_request_value(line, rules[i], &piece, part);
        at = piece.stop;
    }
    if (line_comma_at(line, at))
        line_fault(line, QDMP_TOO_MANY, QDMP_FIELD_NONE, at + 1);
    return at;
}

static size_t read_ex_set(const struct line *line, uint32_t type, size_t at) {
    static const struct rule *const none[PARTS_MAX] = {NULL};
    struct parts *parts = &line->answer->parts;
    struct piece piece = line_cut_behind_comma(line, &in_request, at);
    uint32_t act;
    if (!read_selector(line, &rule_act, &piece, &act))
        return piece.stop;
    if (act == 0) {
        const struct shape *shape = rules_request_of_type(true, type);
        return read_request_values(line, shape, shape->rules, piece.stop);
    }
    at = read_request_values(line, rules_request(act == 1 ? QDMP_EX_READ : QDMP_EX_ERASE), none, piece.stop);
    parts->list[0] = (struct part){.rule = &rule_ex_type, .number = type};
    parts->count = 1;
    return at;
}

static size_t read_set(const struct line *line, bool ex, size_t at) {
    struct piece piece = line_cut(line, &in_request, at);
    uint32_t type;
    if (!read_selector(line, ex ? &rule_ex_type : &rule_cfg_type, &piece, &type))
        return piece.stop;
    if (ex)
        return read_ex_set(line, type, piece.stop);
    const struct shape *shape = rules_request_of_type(false, type);
    return read_request_values(line, shape, shape->rules, piece.stop);
}

/* ---- Forms ---- */

/* The byte at `at`; the end of the line reads as `;`. */
static char at_or_end(const struct line *line, size_t at) {
    return at < line->stop ? line->in[at] : ';';
}

/* A form without values: only spaces may follow. */
static size_t read_end(const struct line *line, qdmp_request_kind kind, size_t at) {
    line->answer->parts.kind = (int)kind;
    line->answer->parts.shape = rules_request((int)kind);
    at = line_spaces(line, at);
    if (at_or_end(line, at) != ';')
        line_fault(line, QDMP_SYNTAX, QDMP_FIELD_NONE, at);
    return at;
}

/* Reads from the end of the name on. Returns the end of the command if it is valid. */
static size_t read_command(const struct line *line, bool ex, size_t name_end) {
    size_t at = line_spaces(line, name_end);
    switch (at_or_end(line, at)) {
    case '=': break;
    case '?':
        if (ex)
            line_fault(line, QDMP_FORM, QDMP_FIELD_NONE, name_end);
        return read_end(line, QDMP_READ, at + 1);
    case ';': line_fault(line, QDMP_FORM, QDMP_FIELD_NONE, name_end); return at;
    default: line_fault(line, QDMP_SYNTAX, QDMP_FIELD_NONE, at); return at;
    }
    size_t sign = line_spaces(line, at + 1);
    if (at_or_end(line, sign) == '?')
        return read_end(line, ex ? QDMP_EX_TEST : QDMP_TEST, sign + 1);
    return read_set(line, ex, at + 1);
}

/* ---- Names ---- */

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Skips `word` in capital or small letters. */
static bool pass_word(const struct line *line, const char *word, size_t *at) {
    size_t size = strlen(word);
    if (line->stop - *at < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (lower(line->in[*at + i]) != word[i])
            return false;
    *at += size;
    return true;
}

static bool is_name_byte(char c) {
    return (c >= '0' && c <= '9') || c == '_' || (lower(c) >= 'a' && lower(c) <= 'z');
}

/* R20. */
static bool read_name(const struct line *line, bool *ex, size_t *at) {
    *at = line_spaces(line, line->begin);
    if (pass_word(line, "at", at))
        *at = line_spaces(line, *at);
    if (!pass_word(line, "+qdmpcfg", at))
        return false;
    *ex = pass_word(line, "ex", at);
    return *at == line->stop || !is_name_byte(line->in[*at]);
}

bool naive_request_name(qdmp_span in, struct naive_name *name) {
    struct line line;
    struct naive_answer answer;
    bool ex = false;
    if (!line_frame(in, &line, &answer) || !read_name(&line, &ex, &name->end))
        return false;
    name->command = ex ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
    return true;
}

/* ---- Verdicts ---- */

/* Whether a command ends at a `;`; only a valid command does. */
static bool ends_at_semicolon(const struct line *line, size_t end) {
    return line->answer->fault_count == 0 && end < line->stop;
}

void naive_request(qdmp_span in, qdmp_ends ends, struct naive_answer *answer) {
    struct line line;
    bool ex = false;
    size_t name_end = 0, end = 0;
    bool found = line_frame(in, &line, answer), ours = found && read_name(&line, &ex, &name_end);
    if (ours)
        end = read_command(&line, ex, name_end);
    bool semicolon = ours && ends_at_semicolon(&line, end);
    if (ends == QDMP_MORE_MAY_COME && line.stop == in.len && !semicolon)
        naive_say(answer, QDMP_TRUNCATED, 0, in.len);
    else if (!ours)
        naive_say(answer, QDMP_NOT_OURS, found ? line.next : in.len, 0);
    else
        line_conclude(&line, semicolon ? end + 1 : line.next);
}

/* R29: the text that a dispatcher removed is not expected. */
static size_t read_rest(const struct line *line, bool ex, qdmp_request_rest rest) {
    switch (rest) {
    case QDMP_REQUEST_FROM_SIGN: return read_command(line, ex, 0);
    case QDMP_REQUEST_OF_SET: return read_set(line, ex, 0);
    case QDMP_REQUEST_OF_TEST: return read_end(line, ex ? QDMP_EX_TEST : QDMP_TEST, 0);
    case QDMP_REQUEST_OF_READ: break;
    }
    if (ex)
        line_fault(line, QDMP_FORM, QDMP_FIELD_NONE, 0);
    return read_end(line, QDMP_READ, 0);
}

void naive_request_rest(qdmp_span in, qdmp_ends ends, qdmp_command command, qdmp_request_rest rest,
                        struct naive_answer *answer) {
    struct line line;
    line_frame_rest(in, &line, answer);
    size_t end = read_rest(&line, command == QDMP_COMMAND_EX, rest);
    bool semicolon = ends_at_semicolon(&line, end);
    if (ends == QDMP_MORE_MAY_COME && line.stop == in.len && !semicolon)
        naive_say(answer, QDMP_TRUNCATED, 0, in.len);
    else
        line_conclude(&line, semicolon ? end + 1 : line.next);
}

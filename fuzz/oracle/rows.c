/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include <string.h>

/* ---- The rows ---- */

#define TEXT_OF(...)  TEXT_OF_(__VA_ARGS__)
#define TEXT_OF_(...) #__VA_ARGS__
#define IS_CFG        0
#define IS_EX         1
#define IS_BARE       0
#define IS_QUOTED     0
#define IS_OUTPUT     1
#define IS_VALID      0
#define IS_RESERVED   1
#define IN_NOWHERE    0, 0
#define IN_REQUEST    1, 0
#define IN_INFO       0, 1
#define IN_BOTH       1, 1

#define ROW(command, type, place, ID, name, path, KIND, least, least_by, most, most_by, unit, fallback, form)          \
    {IS_##command, type, QDMP_FIELD_##ID, ROW_##KIND, least, most, TEXT_OF(fallback), IS_##form},
const struct row rows_params[] = {QDMP_PARAMS(ROW)};
const size_t rows_param_count = sizeof rows_params / sizeof *rows_params;

#define FORM(command, type, KIND, PARAMS, direction) {IS_##command, type, QDMP__FORM_##KIND, IN_##direction},
const struct row_form rows_forms[] = {QDMP_FORMS(FORM)};
const size_t rows_form_count = sizeof rows_forms / sizeof *rows_forms;

#define VALUE(ID, value, NAME, standing, text) {QDMP_FIELD_##ID, value, IS_##standing},
#define ACT(NAME, value)                       {QDMP_FIELD_ACT, value, 0},
const struct row_value rows_values[] = {QDMP_VALUES(VALUE) QDMP_ACTS(ACT)};
const size_t rows_value_count = sizeof rows_values / sizeof *rows_values;

#define ANSWER(ID, name, answer) answer,
const char *const rows_tests[2] = {QDMP_COMMANDS(ANSWER)};

/* ---- The current line ---- */

struct line {
    const char *in;
    size_t end;  /* its CR, its LF, or the end of the input */
    size_t next; /* the byte after CR and LF */
    const struct row_reading *how;
    struct row_answer *answer;
};

static const size_t WRONG = SIZE_MAX; /* the place after the faulty text */

static size_t fault(const struct line *line, qdmp_status status, qdmp_field field, size_t at) {
    struct row_answer *answer = line->answer;
    answer->faults[answer->fault_count++] = (qdmp_error){status, field, at};
    return WRONG;
}

/* The byte at `at`; at the end a byte that no line contains. */
static char byte_at(const struct line *line, size_t at) {
    return at < line->end ? line->in[at] : '\n';
}

static int is_end(const struct line *line, size_t at) {
    return at == line->end || (byte_at(line, at) == ';' && !line->how->is_response);
}

static int is_separator(const struct line *line, size_t at) {
    return is_end(line, at) || byte_at(line, at) == ',';
}

static int is_digit(char c) {
    return strchr("0123456789", c) != NULL && c != '\0';
}

static int is_text(char c) {
    return (unsigned char)c >= 0x80 || (c >= 0x20 && c < 0x7F && c != '"');
}

static size_t behind_spaces(const struct line *line, size_t at) {
    while (byte_at(line, at) == ' ')
        at++;
    return at;
}

static size_t behind_digits(const struct line *line, size_t at) {
    while (is_digit(byte_at(line, at)))
        at++;
    return at;
}

/* ---- Values that are not strings ---- */

/* The value of digits. Numbers of more than 32 bits need not be exact. */
static uint64_t number_in(const char *digits, size_t count) {
    uint64_t number = 0;
    for (size_t i = 0; i < count && number <= UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(digits[i] - '0');
    return number;
}

static qdmp_status judge_choice(const struct row *row, uint64_t number) {
    for (size_t i = 0; i < rows_value_count; i++)
        if (rows_values[i].field == row->field && rows_values[i].value == number)
            return rows_values[i].is_reserved ? QDMP_RESERVED : QDMP_OK;
    return QDMP_RANGE;
}

/* R13: a type that exists only in the other direction is out of range. */
static qdmp_status judge_type(const struct line *line, uint64_t number) {
    for (size_t i = 0; i < rows_form_count; i++) {
        const struct row_form *form = &rows_forms[i];
        if (form->ex != line->how->ex || form->type != number)
            continue;
        if (line->how->is_response ? form->in_responses : form->in_requests)
            return QDMP_OK;
        return form->in_requests || form->in_responses ? QDMP_RANGE : QDMP_RESERVED;
    }
    return QDMP_RANGE;
}

static qdmp_status judge(const struct line *line, const struct row *row, uint64_t number) {
    if (row->field == QDMP_FIELD_TYPE)
        return judge_type(line, number);
    if (row->kind == ROW_CHOICE)
        return judge_choice(row, number);
    return number >= row->least && number <= row->most ? QDMP_OK : QDMP_RANGE;
}

/* Spaces may follow a value, and then its separator. */
static size_t behind_value(const struct line *line, const struct row *row, size_t at) {
    at = behind_spaces(line, at);
    return is_separator(line, at) ? at : fault(line, QDMP_SYNTAX, row->field, at);
}

/* A number out of its range may be followed by text that is not a number. Either fault may be reported. */
static size_t read_number(const struct line *line, const struct row *row, size_t at, struct row_part *part) {
    size_t end = behind_digits(line, at);
    uint64_t number = number_in(line->in + at, end - at);
    qdmp_status status = judge(line, row, number);
    size_t behind = behind_value(line, row, end);
    part->number = (uint32_t)number;
    return status == QDMP_OK ? behind : fault(line, status, row->field, at);
}

static size_t read_digits(const struct line *line, const struct row *row, size_t at, struct row_part *part) {
    size_t end = behind_digits(line, at), len = end - at;
    size_t behind = behind_value(line, row, end);
    part->text = (qdmp_span){line->in + at, len};
    if (behind == WRONG)
        return WRONG;
    if (len < row->least)
        return fault(line, QDMP_LENGTH, row->field, end);
    return len > row->most ? fault(line, QDMP_LENGTH, row->field, at + row->most) : behind;
}

/* The end of an octet: no digit may follow a leading 0, and no octet has four digits. */
static size_t behind_octet(const struct line *line, size_t at) {
    size_t end = behind_digits(line, at);
    if (byte_at(line, at) == '0')
        return at + 1;
    return end > at + 3 ? at + 3 : end;
}

static size_t read_address(const struct line *line, const struct row *row, size_t at, struct row_part *part) {
    for (int i = 0; i < 4; i++) {
        if (i > 0 && byte_at(line, at) != '.')
            return fault(line, QDMP_SYNTAX, row->field, at);
        at += i > 0;
        size_t end = behind_octet(line, at);
        if (end == at)
            return fault(line, QDMP_SYNTAX, row->field, at);
        uint64_t octet = number_in(line->in + at, end - at);
        if (octet > row->most)
            return fault(line, QDMP_RANGE, row->field, at);
        part->octets[i] = (uint8_t)octet;
        at = end;
    }
    return behind_value(line, row, at);
}

static size_t read_filled(const struct line *line, const struct row *row, size_t at, struct row_part *part) {
    if (row->kind == ROW_ADDRESS)
        return read_address(line, row, at, part);
    return row->kind == ROW_DIGITS ? read_digits(line, row, at, part) : read_number(line, row, at, part);
}

/* R7: a parameter that a request leaves out has its default. */
static void take_default(const struct line *line, const struct row *row, struct row_part *part) {
    struct row_answer ignored = {.status = QDMP_OK};
    size_t size = strlen(row->fallback);
    const struct line text = {row->fallback, size, size, line->how, &ignored};
    (void)read_filled(&text, row, 0, part);
    line->answer->defaulted |= QDMP_DEFAULTED(row->field);
}

static size_t read_bare(const struct line *line, const struct row *row, size_t at, struct row_part *part) {
    at = behind_spaces(line, at);
    if (is_digit(byte_at(line, at)))
        return read_filled(line, row, at, part);
    if (!is_separator(line, at))
        return fault(line, byte_at(line, at) == '"' ? QDMP_QUOTING : QDMP_SYNTAX, row->field, at);
    if (line->how->is_response || *row->fallback == '\0')
        return fault(line, QDMP_MISSING, row->field, at);
    take_default(line, row, part);
    return at;
}

/* ---- Strings ---- */

static size_t check_length(const struct line *line, const struct row *row, qdmp_span text, size_t behind) {
    size_t at = (size_t)(text.ptr - line->in);
    if (text.len < row->least)
        return fault(line, QDMP_LENGTH, row->field, at + text.len);
    if (row->most != QDMP_NO_LIMIT && text.len > row->most)
        return fault(line, QDMP_LENGTH, row->field, at + row->most);
    return behind;
}

/* `skips`: spaces may follow the closing quote. */
static size_t read_quoted(const struct line *line, const struct row *row, size_t at, int skips, qdmp_span *text) {
    size_t end = at + 1;
    while (is_text(byte_at(line, end)))
        end++;
    *text = (qdmp_span){line->in + at + 1, end - at - 1};
    if (end == line->end)
        return fault(line, QDMP_UNTERMINATED, row->field, end);
    if (byte_at(line, end) != '"')
        return fault(line, QDMP_BAD_CHAR, row->field, end);
    end = skips ? behind_spaces(line, end + 1) : end + 1;
    return is_separator(line, end) ? end : fault(line, QDMP_SYNTAX, row->field, end);
}

/* R14. `runs_on`: commas are part of the string. `trims`: spaces at its end are not part of it (R16). */
static size_t read_unquoted(const struct line *line, const struct row *row, size_t at, int runs_on, int trims,
                            qdmp_span *text) {
    size_t end = at;
    while (is_text(byte_at(line, end)) && (runs_on || byte_at(line, end) != ','))
        end++;
    *text = (qdmp_span){line->in + at, end - at};
    while (trims && text->len > 0 && text->ptr[text->len - 1] == ' ')
        text->len--;
    return is_separator(line, end) ? end : fault(line, QDMP_BAD_CHAR, row->field, end);
}

static size_t read_asked_text(const struct line *line, const struct row *row, size_t at, struct row_part *part) {
    at = behind_spaces(line, at);
    if (is_separator(line, at))
        return fault(line, QDMP_MISSING, row->field, at);
    if (byte_at(line, at) != '"')
        return fault(line, QDMP_QUOTING, row->field, at);
    size_t behind = read_quoted(line, row, at, 1, &part->text);
    return behind == WRONG ? WRONG : check_length(line, row, part->text, behind);
}

/* R17: up to four bytes of a password, without the asterisks at their end. */
static void cut_password(const struct row *row, qdmp_span *text) {
    if (row->field != QDMP_FIELD_PASSWORD)
        return;
    if (text->len > QDMP_PASSWORD_SHOWN)
        text->len = QDMP_PASSWORD_SHOWN;
    while (text->len > 0 && text->ptr[text->len - 1] == '*')
        text->len--;
}

/* `alone`: the line has no other string. `*bare` is set if the string has no quotes. */
static size_t read_told_text(const struct line *line, const struct row *row, size_t at, int alone, int *bare,
                             struct row_part *part) {
    int skips = !line->how->ex; /* R16 */
    if (skips)
        at = behind_spaces(line, at);
    int quoted = byte_at(line, at) == '"';
    size_t behind = quoted ? read_quoted(line, row, at, skips, &part->text)
                           : read_unquoted(line, row, at, alone, skips, &part->text);
    *bare |= !quoted;
    if (behind == WRONG)
        return WRONG;
    if (part->text.len == 0 && row->least > 0)
        return fault(line, QDMP_MISSING, row->field, behind); /* R19 */
    behind = check_length(line, row, part->text, behind);
    cut_password(row, &part->text);
    return behind;
}

/* ---- Parameters ---- */

/* The number of rows of a form that are strings. */
static int count_texts(const struct row_form *form) {
    int texts = 0;
    for (size_t i = 0; i < rows_param_count; i++)
        texts += rows_params[i].ex == form->ex && rows_params[i].type == form->type && rows_params[i].kind == ROW_TEXT;
    return texts;
}

/*
 * A parameter without a comma is empty, like a parameter with a comma and no value. But a string without a comma is
 * missing.
 */
static size_t read_param(const struct line *line, const struct row *row, size_t at, int alone, int *bare) {
    struct row_part *part = &line->answer->parts[line->answer->part_count++];
    int is_there = byte_at(line, at) == ',';
    part->kind = row->kind;
    at += (size_t)is_there;
    if (row->kind != ROW_TEXT)
        return read_bare(line, row, at, part);
    if (!is_there)
        return fault(line, QDMP_MISSING, row->field, at);
    return line->how->is_response ? read_told_text(line, row, at, alone, bare, part)
                                  : read_asked_text(line, row, at, part);
}

static size_t read_params(const struct line *line, const struct row_form *form, size_t at) {
    int bare = 0, texts = count_texts(form);
    for (size_t i = 0; i < rows_param_count && at != WRONG; i++) {
        const struct row *row = &rows_params[i];
        if (row->ex == form->ex && row->type == form->type && (line->how->is_response || !row->is_output))
            at = read_param(line, row, at, line->how->ex && texts == 1, &bare);
    }
    if (at == WRONG || byte_at(line, at) != ',')
        return at;
    return fault(line, bare && texts > 1 ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, QDMP_FIELD_NONE, at + 1);
}

/* Reads the number of a form, and finds the form. */
static size_t read_type(const struct line *line, size_t at, const struct row_form **form) {
    static const struct row row = {.field = QDMP_FIELD_TYPE, .kind = ROW_CHOICE, .fallback = ""};
    struct row_part type;
    at = read_bare(line, &row, at, &type);
    for (size_t i = 0; i < rows_form_count && at != WRONG; i++)
        if (rows_forms[i].ex == line->how->ex && rows_forms[i].type == type.number)
            *form = &rows_forms[i];
    return at;
}

/* Reads a form of the extended values without parameters, which reads or erases. */
static size_t take_type_alone(const struct line *line, const struct row_form *form, uint32_t act, size_t at) {
    line->answer->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
    line->answer->parts[line->answer->part_count++] = (struct row_part){.kind = ROW_CHOICE, .number = form->type};
    return byte_at(line, at) == ',' ? fault(line, QDMP_TOO_MANY, QDMP_FIELD_NONE, at + 1) : at;
}

static size_t read_set(const struct line *line, size_t at) {
    static const struct row act_row = {.field = QDMP_FIELD_ACT, .kind = ROW_CHOICE, .fallback = ""};
    const struct row_form *form;
    struct row_part act = {.number = QDMP_ACT_SAVE};
    at = read_type(line, at, &form);
    if (at != WRONG && line->how->ex)
        at = read_bare(line, &act_row, at + (byte_at(line, at) == ','), &act);
    if (at == WRONG)
        return WRONG;
    if (act.number != QDMP_ACT_SAVE)
        return take_type_alone(line, form, act.number, at);
    line->answer->kind = form->kind;
    return read_params(line, form, at);
}

/* ---- Lines ---- */

static size_t expect_end(const struct line *line, size_t at) {
    at = behind_spaces(line, at);
    return is_end(line, at) ? at : fault(line, QDMP_SYNTAX, QDMP_FIELD_NONE, at);
}

/* Section 3. The offset of a form that is not supported is that of the byte after the name. */
static size_t read_request(const struct line *line) {
    size_t sign = behind_spaces(line, line->how->name), behind = behind_spaces(line, sign + 1);
    char c = byte_at(line, sign);
    if (is_end(line, sign) || (c == '?' && line->how->ex && is_end(line, behind)))
        return fault(line, QDMP_FORM, QDMP_FIELD_NONE, line->how->name);
    if (c != '=' && c != '?')
        return fault(line, QDMP_SYNTAX, QDMP_FIELD_NONE, sign);
    if (c == '=' && byte_at(line, behind) != '?')
        return read_set(line, sign + 1);
    line->answer->kind = c == '?' ? QDMP_READ : line->how->ex ? QDMP_EX_TEST : QDMP_TEST;
    return expect_end(line, c == '?' ? sign + 1 : behind + 1);
}

/* R13: the first byte that differs from the text is wrong. */
static size_t read_test(const struct line *line, size_t at) {
    const char *text = rows_tests[line->how->ex];
    line->answer->kind = line->how->ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    for (; *text != '\0'; text++, at++)
        if (byte_at(line, at) != *text)
            return fault(line, QDMP_SYNTAX, QDMP_FIELD_TYPE, at);
    return is_end(line, at) ? at : fault(line, QDMP_SYNTAX, QDMP_FIELD_TYPE, at);
}

static size_t read_response(const struct line *line) {
    const struct row_form *form;
    size_t at = line->how->name;
    if (byte_at(line, at) == ' ' && byte_at(line, at + 1) == '<')
        return read_test(line, at + 1);
    at = read_type(line, at, &form);
    if (at == WRONG)
        return WRONG;
    line->answer->kind = form->kind;
    return read_params(line, form, at);
}

/* R20: more letters, digits or `_` make another name. */
static int is_ours(const struct line *line) {
    char c = byte_at(line, line->how->name);
    return line->how->is_response || !(is_digit(c) || c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

static void conclude(const struct line *line, qdmp_status status, size_t used) {
    line->answer->status = status;
    line->answer->used = used;
}

void rows_read(qdmp_span in, const struct row_reading *how, struct row_answer *answer) {
    struct line line = {.in = in.ptr, .how = how, .answer = answer};
    memset(answer, 0, sizeof *answer);
    while (line.end < in.len && in.ptr[line.end] != '\r' && in.ptr[line.end] != '\n')
        line.end++;
    int is_ended = line.end < in.len;
    int has_two = line.end + 1 < in.len && in.ptr[line.end] == '\r' && in.ptr[line.end + 1] == '\n';
    line.next = line.end + (size_t)is_ended + (size_t)has_two;
    int ours = is_ours(&line);
    size_t at = !ours              ? fault(&line, QDMP_NOT_OURS, QDMP_FIELD_NONE, 0)
                : how->is_response ? read_response(&line)
                                   : read_request(&line);
    if (at != WRONG && at < line.end) {
        conclude(&line, QDMP_OK, at + 1);
    } else if (!is_ended && !how->whole_line) {
        answer->fault_count = 0;
        (void)fault(&line, QDMP_TRUNCATED, QDMP_FIELD_NONE, in.len);
        conclude(&line, QDMP_TRUNCATED, 0);
    } else {
        conclude(&line, at == WRONG ? answer->faults[0].status : QDMP_OK, line.next);
    }
}

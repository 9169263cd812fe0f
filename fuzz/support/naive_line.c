/* SPDX-License-Identifier: MIT */
#include "naive_line.h"

#include <string.h>

/* ---- The current line ---- */

void line_fault(const struct line *line, qdmp_status status, qdmp_field field, size_t at) {
    struct naive_answer *answer = line->answer;
    if (answer->fault_count < NAIVE_FAULTS_MAX)
        answer->faults[answer->fault_count++] = (qdmp_error){status, field, at};
}

void line_mark(const struct line *line, qdmp_deviation deviation, qdmp_field field) {
    struct parts *parts = &line->answer->parts;
    uint8_t mark = QDMP_MARK(deviation, field);
    for (size_t i = 0; i < parts->mark_count; i++)
        if (parts->marks[i] == mark)
            return;
    if (parts->mark_count < MARKS_MAX)
        parts->marks[parts->mark_count++] = mark;
}

void naive_say(struct naive_answer *answer, qdmp_status status, size_t used, size_t at) {
    answer->status = status;
    answer->used = used;
    answer->faults[0] = (qdmp_error){status, QDMP_FIELD_NONE, at};
    answer->fault_count = 1;
}

static bool is_eol(char c) {
    return c == '\r' || c == '\n';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t line_spaces(const struct line *line, size_t at) {
    while (at < line->stop && line->in[at] == ' ')
        at++;
    return at;
}

size_t line_digits(const struct line *line, size_t at, size_t end) {
    while (at < end && is_digit(line->in[at]))
        at++;
    return at;
}

bool line_comma_at(const struct line *line, size_t at) {
    return at < line->stop && line->in[at] == ',';
}

static void reset(struct naive_answer *answer) {
    answer->fault_count = 0;
    answer->parts.kind = 0;
    answer->parts.shape = NULL;
    answer->parts.count = 0;
    answer->parts.defaulted = 0;
    answer->parts.mark_count = 0;
}

/* The text at `begin`, which ends at the first CR or LF from `at` on. */
static void frame_text(qdmp_span in, size_t begin, size_t at, struct line *line, struct naive_answer *answer) {
    reset(answer);
    while (at < in.len && !is_eol(in.ptr[at]))
        at++;
    *line = (struct line){.in = in.ptr, .begin = begin, .stop = at, .next = at, .answer = answer};
    if (at < in.len)
        line->next += in.ptr[at] == '\r' && at + 1 < in.len && in.ptr[at + 1] == '\n' ? 2 : 1;
}

bool line_frame(qdmp_span in, struct line *line, struct naive_answer *answer) {
    size_t at = 0, begin = 0;
    while (at < in.len && (in.ptr[at] == ' ' || is_eol(in.ptr[at]))) {
        if (is_eol(in.ptr[at]))
            begin = at + 1;
        at++;
    }
    frame_text(in, begin, at, line, answer);
    return at < in.len;
}

void line_frame_rest(qdmp_span in, struct line *line, struct naive_answer *answer) {
    frame_text(in, 0, 0, line, answer);
}

void line_conclude(const struct line *line, size_t used) {
    bool good = line->answer->fault_count == 0;
    line->answer->status = good ? QDMP_OK : line->answer->faults[0].status;
    line->answer->used = good ? used : line->next;
}

/* ---- Pieces ---- */

static bool ends_piece(const struct line *line, const struct cutting *cutting, size_t at) {
    return at == line->stop || line->in[at] == ',' || (cutting->semicolons && line->in[at] == ';');
}

static struct piece cut_quoted(const struct line *line, const struct cutting *cutting, struct piece piece) {
    piece.quoted = true;
    piece.text = piece.end = piece.first + 1;
    while (piece.end < line->stop && line->in[piece.end] != '"')
        piece.end++;
    piece.closed = piece.end < line->stop;
    piece.stop = piece.closed ? piece.end + 1 : piece.end;
    size_t behind = line_spaces(line, piece.stop);
    piece.blanks_behind = !cutting->skips && line->tolerant && behind > piece.stop;
    if (cutting->skips || line->tolerant)
        piece.stop = behind;
    piece.behind = piece.stop;
    while (!ends_piece(line, cutting, piece.stop))
        piece.stop++;
    return piece;
}

static bool quote_at(const struct line *line, size_t at) {
    return at < line->stop && line->in[at] == '"';
}

struct piece line_cut(const struct line *line, const struct cutting *cutting, size_t at) {
    struct piece piece = {0};
    size_t filled = line_spaces(line, at);
    piece.blanks_before = !cutting->skips && line->tolerant && filled > at && quote_at(line, filled);
    piece.first = cutting->skips || piece.blanks_before ? filled : at;
    piece.text = piece.first;
    if (quote_at(line, piece.first))
        return cut_quoted(line, cutting, piece);
    piece.stop = piece.text;
    while (cutting->commas ? piece.stop < line->stop : !ends_piece(line, cutting, piece.stop))
        piece.stop++;
    piece.behind = piece.stop;
    piece.end = piece.stop;
    while (cutting->skips && piece.end > piece.text && line->in[piece.end - 1] == ' ')
        piece.end--;
    return piece;
}

struct piece line_cut_behind_comma(const struct line *line, const struct cutting *cutting, size_t at) {
    if (line_comma_at(line, at))
        return line_cut(line, cutting, at + 1);
    return (struct piece){.first = at, .text = at, .end = at, .behind = at, .stop = at};
}

bool piece_is_empty(const struct piece *piece) {
    return !piece->quoted && piece->text == piece->end;
}

/* ---- Values ---- */

/* The number in digits; one that does not fit becomes greater than any limit (R4). */
static uint64_t number_of(const struct line *line, size_t at, size_t end) {
    uint64_t number = 0;
    for (; at < end; at++)
        number = number > 1000000000000 ? number : number * 10 + (uint64_t)(line->in[at] - '0');
    return number;
}

/* The closing quote, and the text after it. */
static void check_closing_quote(const struct line *line, qdmp_field field, const struct piece *piece) {
    if (!piece->closed)
        line_fault(line, QDMP_UNTERMINATED, field, line->stop);
    else if (piece->behind < piece->stop)
        line_fault(line, QDMP_SYNTAX, field, piece->behind);
}

void check_quotes(const struct line *line, qdmp_field field, const struct piece *piece) {
    for (size_t at = piece->text; at < piece->end; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at])) {
            line_fault(line, QDMP_BAD_CHAR, field, at);
            break;
        }
    check_closing_quote(line, field, piece);
}

/* R28: whether a value outside its limits is returned. A <type> never is. */
static bool takes_beyond(const struct line *line, const struct rule *rule) {
    return line->tolerant && rule->field != QDMP_FIELD_TYPE;
}

void check_length(const struct line *line, const struct rule *rule, const struct piece *piece) {
    size_t size = piece->end - piece->text;
    if (size > rule->most && takes_beyond(line, rule))
        line_mark(line, QDMP_DEVIATION_BEYOND, rule->field);
    else if (size > rule->most)
        line_fault(line, QDMP_LENGTH, rule->field, piece->text + rule->most);
    else if (size < rule->least)
        line_fault(line, QDMP_LENGTH, rule->field, piece->end);
}

/* `good`: the end of the valid part of the value. If a token ends there, spaces may follow, but not in quotes. */
static bool check_syntax(const struct line *line, const struct rule *rule, const struct piece *piece, size_t good) {
    if (good == piece->end)
        return true;
    line_fault(line, QDMP_SYNTAX, rule->field, piece->quoted ? good : line_spaces(line, good));
    return false;
}

static void read_number(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    size_t end = line_digits(line, piece->text, piece->end);
    uint64_t number = number_of(line, piece->text, end);
    qdmp_status status = rules_judge(rule, number);
    (void)check_syntax(line, rule, piece, end);
    out->number = (uint32_t)number;
    if (status == QDMP_OK || end == piece->text)
        return;
    if (takes_beyond(line, rule) && number <= UINT32_MAX)
        line_mark(line, QDMP_DEVIATION_BEYOND, rule->field);
    else
        line_fault(line, status, rule->field, piece->text);
}

static void read_imei(const struct line *line, const struct rule *rule, const struct piece *piece) {
    bool open = piece->quoted && !piece->closed; /* a text without its end has no length yet */
    if (check_syntax(line, rule, piece, line_digits(line, piece->text, piece->end)) && !open)
        check_length(line, rule, piece);
}

/* The end of an octet without leading zeros; `at` if there is none. */
static size_t octet(const struct line *line, size_t at, size_t end) {
    size_t stop = line_digits(line, at, end);
    if (stop > at && line->in[at] == '0')
        stop = at + 1;
    return stop > at + 3 ? at + 3 : stop;
}

/*
 * Reads as many octets as there are. `*at` becomes the first byte that belongs to none. Returns whether there are four.
 */
static bool read_octets(const struct line *line, const struct piece *piece, uint8_t octets[4], size_t *at) {
    for (unsigned i = 0; i < 4; i++) {
        if (i > 0 && !(*at < piece->end && line->in[*at] == '.'))
            return false;
        *at += i > 0;
        size_t end = octet(line, *at, piece->end);
        octets[i] = (uint8_t)number_of(line, *at, end);
        if (end == *at)
            return false;
        *at = end;
    }
    return true;
}

/* A number that is too large is always a fault of its own. */
static void check_octets(const struct line *line, const struct rule *rule, const struct piece *piece) {
    for (size_t at = piece->text; at < piece->end;) {
        size_t end = line_digits(line, at, piece->end);
        if (number_of(line, at, end) > 255)
            line_fault(line, QDMP_RANGE, rule->field, at);
        at = end > at ? end : at + 1;
    }
}

static void read_address(const struct line *line, const struct rule *rule, const struct piece *piece,
                         struct part *out) {
    size_t at = piece->text;
    if (read_octets(line, piece, out->octets, &at))
        (void)check_syntax(line, rule, piece, at);
    else if (at < piece->end || !piece->quoted || piece->closed) /* otherwise the missing quote is the fault */
        line_fault(line, QDMP_SYNTAX, rule->field, at);
    check_octets(line, rule, piece);
}

static void read_value(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    switch (rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: read_number(line, rule, piece, out); break;
    case RULE_ADDRESS: read_address(line, rule, piece, out); break;
    case RULE_IMEI: read_imei(line, rule, piece); break;
    case RULE_TEXT: break;
    }
    out->text = (qdmp_span){line->in + piece->text, piece->end - piece->text};
}

void read_bare(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    if (!piece->quoted) {
        read_value(line, rule, piece, out);
        return;
    }
    line_fault(line, QDMP_QUOTING, rule->field, piece->first);
    check_quotes(line, rule->field, piece);
}

void read_in_quotes(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    read_value(line, rule, piece, out);
    check_closing_quote(line, rule->field, piece);
}

bool read_selector(const struct line *line, const struct rule *rule, const struct piece *piece, uint32_t *number) {
    struct part part = {.rule = rule};
    size_t before = line->answer->fault_count;
    if (piece_is_empty(piece))
        line_fault(line, QDMP_MISSING, rule->field, piece->stop);
    else
        read_bare(line, rule, piece, &part);
    *number = part.number;
    return line->answer->fault_count == before;
}

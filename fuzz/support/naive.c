/* SPDX-License-Identifier: MIT */
#include "naive.h"

#include <string.h>

/* ---- The line at hand ---- */

/* Offsets count from the first byte of the input. */
struct line {
    const char *in;
    size_t begin; /* of the text */
    size_t stop;  /* its end: a CR, LF or the end of the input */
    size_t next;  /* behind the CR and LF */
    struct naive_answer *answer;
};

static void fault(const struct line *line, qdmp_status status, qdmp_field field, size_t at) {
    struct naive_answer *answer = line->answer;
    if (answer->fault_count < NAIVE_FAULTS_MAX)
        answer->faults[answer->fault_count++] = (qdmp_error){status, field, at};
}

static void say(struct naive_answer *answer, qdmp_status status, size_t used, size_t at) {
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

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static size_t spaces(const struct line *line, size_t at) {
    while (at < line->stop && line->in[at] == ' ')
        at++;
    return at;
}

static size_t digits(const struct line *line, size_t at, size_t end) {
    while (at < end && is_digit(line->in[at]))
        at++;
    return at;
}

/* R2: passes over empty lines, finds the end. Returns false where there is nothing but blanks. */
static bool frame(qdmp_span in, struct line *line, struct naive_answer *answer) {
    size_t at = 0;
    *line = (struct line){in.ptr, 0, 0, 0, answer};
    while (at < in.len && (in.ptr[at] == ' ' || is_eol(in.ptr[at]))) {
        if (is_eol(in.ptr[at]))
            line->begin = at + 1;
        at++;
    }
    bool blank = at == in.len;
    while (at < in.len && !is_eol(in.ptr[at]))
        at++;
    line->stop = line->next = at;
    if (at < in.len)
        line->next += in.ptr[at] == '\r' && at + 1 < in.len && in.ptr[at + 1] == '\n' ? 2 : 1;
    return !blank;
}

/* ---- Pieces ---- */

/* What stands between two commas. `text` to `end` are its bytes without spaces around and without quotes. */
struct piece {
    size_t first; /* the quote, or as `text` */
    size_t text;
    size_t end;
    bool quoted;
    bool closed;
    size_t behind; /* a byte behind the closing quote that is neither space nor end; or `stop` */
    size_t stop;   /* the comma or end */
};

/* What ends and what surrounds pieces. */
struct cutting {
    bool semicolons; /* `;` ends a line */
    bool skips;      /* spaces around values do not count */
    bool commas;     /* a bare value runs to the end, commas included */
};

static const struct cutting in_request = {true, true, false};
static const struct cutting in_cfg_line = {false, true, false};
static const struct cutting in_ex_line = {false, false, false};
static const struct cutting in_ex_text = {false, false, true};

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
    if (cutting->skips)
        piece.stop = spaces(line, piece.stop);
    piece.behind = piece.stop;
    while (!ends_piece(line, cutting, piece.stop))
        piece.stop++;
    return piece;
}

static struct piece cut(const struct line *line, const struct cutting *cutting, size_t at) {
    struct piece piece = {0};
    piece.first = cutting->skips ? spaces(line, at) : at;
    piece.text = piece.first;
    if (piece.first < line->stop && line->in[piece.first] == '"')
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

static bool is_empty(const struct piece *piece) {
    return !piece->quoted && piece->text == piece->end;
}

/* ---- Values ---- */

/* More than any limit, where a number does not fit (R4). */
static uint64_t number_of(const struct line *line, size_t at, size_t end) {
    uint64_t number = 0;
    for (; at < end; at++)
        number = number > 1000000000000 ? number : number * 10 + (uint64_t)(line->in[at] - '0');
    return number;
}

static void check_quotes(const struct line *line, const struct rule *rule, const struct piece *piece) {
    for (size_t at = piece->text; at < piece->end; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at])) {
            fault(line, QDMP_BAD_CHAR, rule->field, at);
            break;
        }
    if (!piece->closed)
        fault(line, QDMP_UNTERMINATED, rule->field, line->stop);
    else if (piece->behind < piece->stop)
        fault(line, QDMP_SYNTAX, rule->field, piece->behind);
}

static void check_length(const struct line *line, const struct rule *rule, const struct piece *piece) {
    size_t size = piece->end - piece->text;
    if (size > rule->most)
        fault(line, QDMP_LENGTH, rule->field, piece->text + rule->most);
    else if (size < rule->least)
        fault(line, QDMP_LENGTH, rule->field, piece->end);
}

/* `good`: how far the value can be read. Where a token ends there, spaces may follow. */
static bool check_syntax(const struct line *line, const struct rule *rule, const struct piece *piece, size_t good) {
    if (good == piece->end)
        return true;
    fault(line, QDMP_SYNTAX, rule->field, spaces(line, good));
    return false;
}

static void read_number(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    size_t end = digits(line, piece->text, piece->end);
    uint64_t number = number_of(line, piece->text, end);
    qdmp_status status = rules_judge(rule, number);
    (void)check_syntax(line, rule, piece, end);
    if (status != QDMP_OK && end > piece->text)
        fault(line, status, rule->field, piece->text);
    out->number = (uint32_t)number;
}

static void read_imei(const struct line *line, const struct rule *rule, const struct piece *piece) {
    if (check_syntax(line, rule, piece, digits(line, piece->text, piece->end)))
        check_length(line, rule, piece);
}

/* The end of an octet without leading zeros; `at` if there is none. */
static size_t octet(const struct line *line, size_t at, size_t end) {
    size_t stop = digits(line, at, end);
    if (stop > at && line->in[at] == '0')
        stop = at + 1;
    return stop > at + 3 ? at + 3 : stop;
}

static void read_address(const struct line *line, const struct rule *rule, const struct piece *piece,
                         struct part *out) {
    size_t at = piece->text;
    bool whole = true;
    for (unsigned i = 0; i < 4 && whole; i++) {
        if (i > 0 && !(whole = at < piece->end && line->in[at] == '.'))
            break;
        at += i > 0;
        size_t end = octet(line, at, piece->end);
        out->octets[i] = (uint8_t)number_of(line, at, end);
        whole = end > at;
        at = end;
    }
    if (whole)
        (void)check_syntax(line, rule, piece, at);
    else
        fault(line, QDMP_SYNTAX, rule->field, at);
    /* A number that is too large is a fault of its own, wherever it stands. */
    for (at = piece->text; at < piece->end;) {
        size_t end = digits(line, at, piece->end);
        if (number_of(line, at, end) > 255)
            fault(line, QDMP_RANGE, rule->field, at);
        at = end > at ? end : at + 1;
    }
}

static void read_bare(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out) {
    if (piece->quoted) {
        fault(line, QDMP_QUOTING, rule->field, piece->first);
        check_quotes(line, rule, piece);
        return;
    }
    switch (rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: read_number(line, rule, piece, out); break;
    case RULE_ADDRESS: read_address(line, rule, piece, out); break;
    case RULE_IMEI: read_imei(line, rule, piece); break;
    case RULE_TEXT: break;
    }
    out->text = (qdmp_span){line->in + piece->text, piece->end - piece->text};
}

static void take_default(struct naive_answer *answer, const struct rule *rule, struct part *out) {
    out->number = rule->number;
    memcpy(out->octets, rule->octets, sizeof out->octets);
    answer->parts.defaulted |= (uint32_t)1 << rule->field;
}

/* ---- Requests ---- */

static void read_request_value(const struct line *line, const struct rule *rule, const struct piece *piece,
                               struct part *out) {
    if (is_empty(piece)) {
        if (rule->defaults)
            take_default(line->answer, rule, out);
        else
            fault(line, QDMP_MISSING, rule->field, piece->stop);
    } else if (rule->kind != RULE_TEXT) {
        read_bare(line, rule, piece, out);
    } else if (!piece->quoted) {
        fault(line, QDMP_QUOTING, rule->field, piece->first);
    } else {
        check_quotes(line, rule, piece);
        check_length(line, rule, piece);
        out->text = (qdmp_span){line->in + piece->text, piece->end - piece->text};
    }
}

static bool comma_at(const struct line *line, size_t at) {
    return at < line->stop && line->in[at] == ',';
}

/* Reads what a form carries, from the end of the number before. Returns where the command ends. */
static size_t read_request_values(const struct line *line, const struct shape *shape, const struct rule *const *rules,
                                  size_t at) {
    struct parts *parts = &line->answer->parts;
    parts->kind = shape->kind;
    parts->shape = shape;
    for (size_t i = 0; i < PARTS_MAX && rules[i] != NULL; i++) {
        struct piece piece = {.first = at, .text = at, .end = at, .behind = at, .stop = at};
        struct part *part = &parts->list[parts->count++];
        *part = (struct part){.rule = rules[i]};
        if (comma_at(line, at))
            piece = cut(line, &in_request, at + 1);
        read_request_value(line, rules[i], &piece, part);
        at = piece.stop;
    }
    if (comma_at(line, at))
        fault(line, QDMP_TOO_MANY, QDMP_FIELD_NONE, at + 1);
    return at;
}

/* The number that says what follows; false where it is wrong and nothing is known of the rest. */
static bool read_selector(const struct line *line, const struct rule *rule, const struct piece *piece,
                          uint32_t *number) {
    struct part part = {.rule = rule};
    size_t before = line->answer->fault_count;
    if (is_empty(piece))
        fault(line, QDMP_MISSING, rule->field, piece->stop);
    else
        read_bare(line, rule, piece, &part);
    *number = part.number;
    return line->answer->fault_count == before;
}

static size_t read_ex_set(const struct line *line, uint32_t type, size_t at) {
    static const struct rule *const none[PARTS_MAX] = {NULL};
    struct parts *parts = &line->answer->parts;
    struct piece piece = {.first = at, .text = at, .end = at, .behind = at, .stop = at};
    uint32_t act;
    if (comma_at(line, at))
        piece = cut(line, &in_request, at + 1);
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
    struct piece piece = cut(line, &in_request, at);
    uint32_t type;
    if (!read_selector(line, ex ? &rule_ex_type : &rule_cfg_type, &piece, &type))
        return piece.stop;
    if (ex)
        return read_ex_set(line, type, piece.stop);
    const struct shape *shape = rules_request_of_type(false, type);
    return read_request_values(line, shape, shape->rules, piece.stop);
}

/* What stands at `at`; the end of the line reads as `;`. */
static char at_or_end(const struct line *line, size_t at) {
    return at < line->stop ? line->in[at] : ';';
}

/* A form without values: nothing but spaces may follow. */
static size_t read_end(const struct line *line, qdmp_request_kind kind, size_t at) {
    line->answer->parts.kind = (int)kind;
    line->answer->parts.shape = rules_request((int)kind);
    at = spaces(line, at);
    if (at_or_end(line, at) != ';')
        fault(line, QDMP_SYNTAX, QDMP_FIELD_NONE, at);
    return at;
}

/* Reads from behind the name. Returns where the command ends, if it is good. */
static size_t read_command(const struct line *line, bool ex, size_t name_end) {
    size_t at = spaces(line, name_end);
    switch (at_or_end(line, at)) {
    case '=': break;
    case '?':
        if (ex)
            fault(line, QDMP_FORM, QDMP_FIELD_NONE, name_end);
        return read_end(line, QDMP_READ, at + 1);
    case ';': fault(line, QDMP_FORM, QDMP_FIELD_NONE, name_end); return at;
    default: fault(line, QDMP_SYNTAX, QDMP_FIELD_NONE, at); return at;
    }
    size_t sign = spaces(line, at + 1);
    if (at_or_end(line, sign) == '?')
        return read_end(line, ex ? QDMP_EX_TEST : QDMP_TEST, sign + 1);
    return read_set(line, ex, at + 1);
}

/* Passes over `word`, in any case. */
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
    return is_digit(c) || c == '_' || (lower(c) >= 'a' && lower(c) <= 'z');
}

/* R20. */
static bool read_name(const struct line *line, bool *ex, size_t *at) {
    *at = spaces(line, line->begin);
    if (pass_word(line, "at", at))
        *at = spaces(line, *at);
    if (!pass_word(line, "+qdmpcfg", at))
        return false;
    *ex = pass_word(line, "ex", at);
    return *at == line->stop || !is_name_byte(line->in[*at]);
}

static void reset(struct naive_answer *answer) {
    answer->fault_count = 0;
    answer->parts.kind = 0;
    answer->parts.shape = NULL;
    answer->parts.count = 0;
    answer->parts.defaulted = 0;
}

static void conclude(const struct line *line, size_t used) {
    bool good = line->answer->fault_count == 0;
    line->answer->status = good ? QDMP_OK : line->answer->faults[0].status;
    line->answer->used = good ? used : line->next;
}

void naive_request(qdmp_span in, qdmp_ends ends, struct naive_answer *answer) {
    struct line line;
    bool ex = false;
    size_t name_end = 0, end = 0;
    reset(answer);
    bool found = frame(in, &line, answer), ours = found && read_name(&line, &ex, &name_end);
    if (ours)
        end = read_command(&line, ex, name_end);
    bool semicolon = ours && answer->fault_count == 0 && end < line.stop;
    if (ends == QDMP_MORE_MAY_COME && line.stop == in.len && !semicolon)
        say(answer, QDMP_TRUNCATED, 0, in.len);
    else if (!ours)
        say(answer, QDMP_NOT_OURS, found ? line.next : in.len, 0);
    else
        conclude(&line, semicolon ? end + 1 : line.next);
}

/* ---- Responses ---- */

static const char *const test_answers[2] = {
    "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]",
    "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]",
};

static void read_response_text(const struct line *line, const struct rule *rule, const struct piece *piece,
                               struct part *out) {
    if (piece->quoted)
        check_quotes(line, rule, piece);
    for (size_t at = piece->text; !piece->quoted && at < piece->end; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at]) || line->in[at] == '"') {
            fault(line, QDMP_BAD_CHAR, rule->field, at);
            break;
        }
    check_length(line, rule, piece);
    if (piece->text == piece->end && rule->least > 0)
        fault(line, QDMP_MISSING, rule->field, piece->stop);
    out->text = (qdmp_span){line->in + piece->text, piece->end - piece->text};
    if (rule->field == QDMP_FIELD_PASSWORD)
        out->text = rules_shown_part(out->text);
}

static void read_response_value(const struct line *line, const struct rule *rule, const struct piece *piece,
                                struct part *out) {
    if (rule->kind == RULE_TEXT && (piece->quoted || rule->least == 0 || !is_empty(piece)))
        read_response_text(line, rule, piece, out);
    else if (is_empty(piece))
        fault(line, QDMP_MISSING, rule->field, piece->stop);
    else
        read_bare(line, rule, piece, out);
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
        if (!comma_at(line, at)) {
            fault(line, QDMP_MISSING, shape->rules[i]->field, at);
            continue;
        }
        struct piece piece = cut(line, cutting, at + 1);
        read_response_value(line, shape->rules[i], &piece, part);
        bare_text |= shape->rules[i]->kind == RULE_TEXT && !piece.quoted;
        at = piece.stop;
    }
    if (comma_at(line, at))
        fault(line, texts > 1 && bare_text ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, QDMP_FIELD_NONE, at + 1);
}

/* How many bytes of the line are those of `text`. */
static size_t same_bytes(const struct line *line, const char *text) {
    size_t at = line->begin;
    while (at < line->stop && text[at - line->begin] != '\0' && line->in[at] == text[at - line->begin])
        at++;
    return at - line->begin;
}

static bool is_whole(const struct line *line, const char *text) {
    return same_bytes(line, text) == strlen(text) && line->stop - line->begin == strlen(text);
}

static void read_information(const struct line *line, bool ex, size_t at) {
    uint32_t type;
    struct parts *parts = &line->answer->parts;
    if (is_whole(line, test_answers[ex])) {
        parts->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
        parts->shape = rules_response(parts->kind);
        return;
    }
    struct piece piece = cut(line, &in_cfg_line, at);
    if (read_selector(line, ex ? &rule_ex_type : &rule_cfg_line_type, &piece, &type)) {
        read_response_values(line, rules_response_of_type(ex, type), piece.stop);
        return;
    }
    /* R13: a `<` in place of the type begins a test answer or nothing; the first byte that differs is wrong too. */
    size_t same = same_bytes(line, test_answers[ex]);
    if (memchr(test_answers[ex], '<', same) != NULL)
        fault(line, QDMP_SYNTAX, QDMP_FIELD_TYPE, line->begin + same);
}

static void read_detail(const struct line *line, size_t at) {
    struct parts *parts = &line->answer->parts;
    size_t begin = spaces(line, at);
    parts->kind = QDMP_RESULT_CME_ERROR;
    parts->shape = rules_response(parts->kind);
    parts->count = 1;
    parts->list[0] = (struct part){.rule = parts->shape->rules[0], .text = {line->in + begin, line->stop - begin}};
    if (begin == line->stop)
        fault(line, QDMP_MISSING, QDMP_FIELD_DETAIL, begin);
    for (at = begin; at < line->stop; at++)
        if (!rules_is_text_byte((unsigned char)line->in[at]))
            fault(line, QDMP_BAD_CHAR, QDMP_FIELD_DETAIL, at);
}

/* R20. Reads the line if it is ours. */
static bool read_response(const struct line *line) {
    static const char *const heads[] = {"+QDMPCFG:", "+QDMPCFGEX:", "+CME ERROR:"};
    for (size_t i = 0; i < 3; i++) {
        if (same_bytes(line, heads[i]) != strlen(heads[i]))
            continue;
        if (i < 2)
            read_information(line, i == 1, line->begin + strlen(heads[i]));
        else
            read_detail(line, line->begin + strlen(heads[i]));
        return true;
    }
    line->answer->parts.kind = is_whole(line, "OK") ? QDMP_RESULT_OK : QDMP_RESULT_ERROR;
    line->answer->parts.shape = rules_response(line->answer->parts.kind);
    return is_whole(line, "OK") || is_whole(line, "ERROR");
}

void naive_response(qdmp_span in, qdmp_ends ends, struct naive_answer *answer) {
    struct line line;
    reset(answer);
    bool found = frame(in, &line, answer);
    if (ends == QDMP_MORE_MAY_COME && line.stop == in.len)
        say(answer, QDMP_TRUNCATED, 0, in.len);
    else if (!found || !read_response(&line))
        say(answer, QDMP_NOT_OURS, found ? line.next : in.len, 0);
    else
        conclude(&line, line.next);
}

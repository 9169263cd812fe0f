/* SPDX-License-Identifier: MIT */
/*
 * row_sequences [EDITS [LENGTH]]: compares the library with the reading of rows.h on sequences of tokens. The sequences
 * are those that the rows of spec.def allow after a name: each form in both directions, with each of several values of
 * every parameter, with and without optional parameters, and with optional spaces up to LENGTH (8) tokens. In addition,
 * all sequences that differ from one of these by up to EDITS (1) tokens: dropped, replaced, added, or swapped with the
 * next. Exit code 1 if there is a disagreement. The first disagreements are printed; then the program ends.
 */
#include "../support/check.h"
#include "../support/finding.h"
#include "../support/rules.h"
#include "rows.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKENS_MAX = 32, SLOTS_MAX = 16, CHOICES_MAX = 24, LINE_MAX_BYTES = 2048, SHOWN_MAX = 20, ARENA_BYTES = 65536 };

static unsigned long longest = 8, edits = 1;
static unsigned long allowed, neighbours, compared, accepted, disagreements;

/* ---- Tokens ---- */

typedef struct token {
    const char *text;
    size_t len;
} token;

#define TOKEN(text)                                                                                                    \
    { text, sizeof(text) - 1 }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Tokens that are put in any place. Most rules forbid the last ones; some end the line. */
static const token others[] = {TOKEN("="),  TOKEN("?"),          TOKEN(":"),
                               TOKEN("<"),  TOKEN(","),          TOKEN(" "),
                               TOKEN(";"),  TOKEN("0"),          TOKEN("1"),
                               TOKEN("2"),  TOKEN("9"),          TOKEN("-"),
                               TOKEN("t"),  TOKEN("\"t\""),      TOKEN("\"\""),
                               TOKEN("\""), TOKEN("1.2.3.4"),    TOKEN("\x01"),
                               TOKEN("\r"), TOKEN("4294967296"), TOKEN("123456789012345")};

/* A place of a form: tokens that may be there, and tokens that a row forbids. */
typedef struct slot {
    token choices[CHOICES_MAX];
    size_t choice_count;
    token refused[CHOICES_MAX];
    size_t refused_count;
    bool spaces; /* allowed before it */
} slot;

/* A form of a direction. */
typedef struct form {
    bool is_response;
    int ex;
    slot slots[SLOTS_MAX];
    size_t slot_count;
    bool spaces_at_end;
} form;

typedef struct sequence {
    token tokens[TOKENS_MAX];
    const slot *slots[TOKENS_MAX]; /* NULL for a space, and for a token that an edit put there */
    size_t len;
} sequence;

static char arena[ARENA_BYTES];
static size_t arena_used;

/* Keeps a text that is made of up to three texts. */
static token keep(const char *before, const char *text, const char *behind) {
    size_t room = ARENA_BYTES - arena_used;
    int len = snprintf(arena + arena_used, room, "%s%s%s", before, text, behind);
    if (len < 0 || (size_t)len >= room)
        abort();
    token kept = {arena + arena_used, (size_t)len};
    arena_used += (size_t)len + 1;
    return kept;
}

static token number(const char *before, uint64_t value) {
    char digits[24];
    (void)snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    return keep(before, digits, "");
}

/* `count` bytes `c`, with `quote` around them. */
static token run(char c, size_t count, const char *quote) {
    char text[300];
    memset(text, c, count);
    text[count] = '\0';
    return keep(quote, text, quote);
}

static void allow(slot *s, token t) {
    if (s->choice_count == CHOICES_MAX)
        abort();
    s->choices[s->choice_count++] = t;
}

static void refuse(slot *s, token t) {
    if (s->refused_count == CHOICES_MAX)
        abort();
    s->refused[s->refused_count++] = t;
}

/* ---- Forms by their rows ---- */

static slot *add_slot(form *f, bool spaces) {
    slot *s = &f->slots[f->slot_count++];
    memset(s, 0, sizeof *s);
    s->spaces = spaces;
    return s;
}

static void add_token(form *f, const char *text, bool spaces) {
    allow(add_slot(f, spaces), keep(text, "", ""));
}

/*
 * A <type> or an <act>: the number, and the number after a zero. Refused are other numbers, some of which belong to
 * another form.
 */
static void add_number(form *f, uint32_t value) {
    slot *s = add_slot(f, true);
    allow(s, number("", value));
    allow(s, number("0", value));
    for (unsigned other = 3; other < 9; other++)
        refuse(s, number("", other));
}

static void fill_number(slot *s, const struct row *row) {
    allow(s, number("", row->least));
    allow(s, number("", row->most));
    allow(s, number("0", row->least + 1));
    refuse(s, number("", row->least - 1));
    refuse(s, number("", (uint64_t)row->most + 1));
    refuse(s, number("", ((uint64_t)1 << 32) + row->least));
}

static void fill_choice(slot *s, const struct row *row) {
    bool listed[16] = {false};
    for (size_t i = 0; i < rows_value_count; i++) {
        if (rows_values[i].field != row->field)
            continue;
        listed[rows_values[i].value] = !rows_values[i].is_reserved;
        if (listed[rows_values[i].value])
            allow(s, number("", rows_values[i].value));
    }
    for (unsigned value = 0; value < COUNT(listed); value++)
        if (!listed[value])
            refuse(s, number("", value));
}

static void fill_address(slot *s, const struct row *row) {
    static const token refused[] = {TOKEN("1.2.3"), TOKEN("1.2.3.256"), TOKEN("256.2.3.4"), TOKEN("01.2.3.4"),
                                    TOKEN("1.2.3.4.5")};
    allow(s, keep(row->fallback, "", ""));
    allow(s, keep("0.0.0.0", "", ""));
    allow(s, keep("255.255.255.255", "", ""));
    for (size_t i = 0; i < COUNT(refused); i++)
        refuse(s, refused[i]);
}

static void fill_digits(slot *s, const struct row *row) {
    allow(s, run('0', row->least, ""));
    allow(s, run('9', row->most, ""));
    refuse(s, run('8', row->least - 1, ""));
    refuse(s, run('8', row->most + 1, ""));
}

/* The longest text that is tried for a row without a limit. */
static size_t most_of(const struct row *row) {
    return row->most == QDMP_NO_LIMIT ? 100 : row->most;
}

static void fill_quoted(slot *s, const struct row *row) {
    allow(s, run('x', row->least, "\""));
    allow(s, run('y', most_of(row), "\""));
    allow(s, keep("\"a,b;c\"", "", ""));
    refuse(s, run('z', most_of(row) + 1, "\""));
    refuse(s, run('z', row->least, ""));
    refuse(s, keep("\"a\x7F\"", "", ""));
}

/* `alone`: a string without quotes may contain commas. */
static void fill_unquoted(slot *s, const struct row *row, bool alone) {
    allow(s, run('x', row->least, ""));
    allow(s, run('y', most_of(row), ""));
    allow(s, alone ? keep("a,b;\\c", "", "") : keep("a ;***", "", ""));
    allow(s, keep("\"a,b;c\"", "", ""));
    refuse(s, run('z', most_of(row) + 1, ""));
    refuse(s, run('z', most_of(row) + 1, "\""));
    refuse(s, keep("a\x7F", "", ""));
    refuse(s, keep("a\"", "", ""));
}

static void fill(slot *s, const struct row *row, bool is_response, bool alone) {
    switch (row->kind) {
    case ROW_NUMBER: fill_number(s, row); break;
    case ROW_CHOICE: fill_choice(s, row); break;
    case ROW_ADDRESS: fill_address(s, row); break;
    case ROW_DIGITS: fill_digits(s, row); break;
    case ROW_TEXT:
        if (is_response)
            fill_unquoted(s, row, alone);
        else
            fill_quoted(s, row);
        break;
    }
    if (!is_response && *row->fallback != '\0')
        allow(s, keep("", "", ""));
}

/* ---- Comparing ---- */

typedef union message {
    qdmp_request request;
    qdmp_response response;
} message;

static bool is_untouched(const message *m) {
    const unsigned char *bytes = (const unsigned char *)m;
    for (size_t i = 0; i < sizeof *m; i++)
        if (bytes[i] != 0xA5)
            return false;
    return true;
}

static bool same_part(const struct row_part *a, const struct part *b) {
    if (a->kind == ROW_ADDRESS)
        return memcmp(a->octets, b->octets, sizeof a->octets) == 0;
    if (a->kind == ROW_NUMBER || a->kind == ROW_CHOICE)
        return a->number == b->number;
    return a->text.len == b->text.len && (a->text.len == 0 || a->text.ptr == b->text.ptr);
}

static bool same_message(const struct row_answer *answer, const struct parts *parts) {
    if (parts->kind != answer->kind || parts->count != answer->part_count || parts->defaulted != answer->defaulted ||
        parts->mark_count != 0)
        return false;
    for (size_t i = 0; i < parts->count; i++)
        if (!same_part(&answer->parts[i], &parts->list[i]))
            return false;
    return true;
}

static bool is_listed(const struct row_answer *answer, const qdmp_error *err) {
    for (size_t i = 0; i < answer->fault_count; i++) {
        const qdmp_error *fault = &answer->faults[i];
        if (fault->status == err->status && fault->field == err->field && fault->offset == err->offset)
            return true;
    }
    return false;
}

static void show(qdmp_span line, const struct row_reading *how, const struct row_answer *answer, qdmp_status status,
                 const qdmp_error *err, size_t used) {
    disagreements++;
    (void)printf("%s\n  line    ", how->whole_line ? "whole" : "more");
    finding_print(line.ptr, line.len);
    (void)printf("\n  library %s(%s)@%zu, used %zu\n  rows   ", qdmp_status_name(status), qdmp_field_name(err->field),
                 err->offset, used);
    for (size_t i = 0; i < answer->fault_count; i++)
        (void)printf(" %s(%s)@%zu", qdmp_status_name(answer->faults[i].status),
                     qdmp_field_name(answer->faults[i].field), answer->faults[i].offset);
    (void)printf(" %s, used %zu\n", qdmp_status_name(answer->status), answer->used);
}

static int print_counts(void) {
    (void)printf("%lu sequences allowed, %lu beside them, %lu lines, %lu accepted, %lu disagreements\n", allowed,
                 neighbours, compared, accepted, disagreements);
    return disagreements != 0 || accepted <= allowed; /* each allowed sequence is accepted in several readings */
}

static void compare(qdmp_span line, const struct row_reading *how) {
    qdmp_ends ends = how->whole_line ? QDMP_WHOLE_LINE : QDMP_MORE_MAY_COME;
    struct row_answer answer;
    struct parts parts;
    qdmp_error err = {.status = QDMP_OK};
    size_t used = SIZE_MAX;
    message m;
    memset(&m, 0xA5, sizeof m);
    qdmp_status status = how->is_response ? qdmp_response_decode(line, ends, &m.response, &used, &err)
                                          : qdmp_request_decode(line, ends, &m.request, &used, &err);
    rows_read(line, how, &answer);
    bool agrees = used == answer.used && (status == QDMP_OK) == (answer.status == QDMP_OK);
    if (agrees && status == QDMP_OK) {
        if (how->is_response)
            parts_of_response(&m.response, &parts);
        else
            parts_of_request(&m.request, &parts);
        agrees = same_message(&answer, &parts);
    } else if (agrees) {
        agrees = err.status == status && is_listed(&answer, &err) && is_untouched(&m);
    }
    compared++;
    accepted += status == QDMP_OK;
    if (agrees)
        return;
    show(line, how, &answer, status, &err, used);
    if (disagreements == SHOWN_MAX)
        exit(print_counts());
}

/* Compares every sequence with its line end, with two bytes of a line end, as a whole line, and cut. */
static void compare_readings(const form *f, const sequence *s) {
    static const char *const names[2][2] = {{"AT" QDMP_CFG_NAME, "AT" QDMP_EX_NAME},
                                            {QDMP_CFG_NAME ":", QDMP_EX_NAME ":"}};
    char line[LINE_MAX_BYTES];
    struct row_reading how = {.is_response = f->is_response, .ex = f->ex};
    const char *name = names[f->is_response][f->ex];
    how.name = strlen(name);
    memcpy(line, name, how.name);
    size_t len = how.name;
    for (size_t i = 0; i < s->len; i++) {
        memcpy(line + len, s->tokens[i].text, s->tokens[i].len);
        len += s->tokens[i].len;
    }
    memcpy(line + len, "\r\n", 2);
    compare((qdmp_span){line, len + 2}, &how);
    compare((qdmp_span){line, len + 1}, &how);
    compare((qdmp_span){line, len}, &how);
    how.whole_line = 1;
    compare((qdmp_span){line, len}, &how);
}

/* ---- Sequences ---- */

static void all_neighbours(const form *f, const sequence *s, unsigned long left);

static void try_neighbour(const form *f, const sequence *s, unsigned long left) {
    neighbours++;
    compare_readings(f, s);
    all_neighbours(f, s, left - 1);
}

/* `s` with the token at `at` replaced. */
static void replace(const form *f, const sequence *s, size_t at, token by, unsigned long left) {
    sequence other = *s;
    other.tokens[at] = by;
    try_neighbour(f, &other, left);
}

static void move_tail(sequence *s, size_t from, size_t to) {
    memmove(&s->tokens[to], &s->tokens[from], (s->len - from) * sizeof *s->tokens);
    memmove(&s->slots[to], &s->slots[from], (s->len - from) * sizeof *s->slots);
    s->len = s->len + to - from;
}

static void drop(const form *f, const sequence *s, size_t at, unsigned long left) {
    sequence other = *s;
    move_tail(&other, at + 1, at);
    try_neighbour(f, &other, left);
}

static void add(const form *f, const sequence *s, size_t at, token what, unsigned long left) {
    sequence other = *s;
    move_tail(&other, at, at + 1);
    other.tokens[at] = what;
    other.slots[at] = NULL;
    try_neighbour(f, &other, left);
}

static void swap(const form *f, const sequence *s, size_t at, unsigned long left) {
    sequence other = *s;
    other.tokens[at] = s->tokens[at + 1], other.tokens[at + 1] = s->tokens[at];
    other.slots[at] = s->slots[at + 1], other.slots[at + 1] = s->slots[at];
    try_neighbour(f, &other, left);
}

static void all_neighbours(const form *f, const sequence *s, unsigned long left) {
    if (left == 0 || s->len + 1 > TOKENS_MAX - 1)
        return;
    for (size_t at = 0; at <= s->len; at++) {
        for (size_t i = 0; i < COUNT(others); i++)
            add(f, s, at, others[i], left);
        if (at == s->len)
            return;
        for (size_t i = 0; i < COUNT(others); i++)
            replace(f, s, at, others[i], left);
        for (size_t i = 0; s->slots[at] != NULL && i < s->slots[at]->refused_count; i++)
            replace(f, s, at, s->slots[at]->refused[i], left);
        drop(f, s, at, left);
        if (at + 1 < s->len)
            swap(f, s, at, left);
    }
}

static void push(sequence *s, token t, const slot *of) {
    s->tokens[s->len] = t;
    s->slots[s->len++] = of;
}

/* Adds the next token. Where a space is allowed, tries it with one and without. */
static void all_allowed(const form *f, size_t at, const sequence *s) {
    static const token space = TOKEN(" ");
    sequence next = *s;
    bool more_spaces = s->len + (f->slot_count - at) < longest;
    bool is_behind_space = s->len > 0 && s->slots[s->len - 1] == NULL;
    if (more_spaces && !is_behind_space && (at < f->slot_count ? f->slots[at].spaces : f->spaces_at_end)) {
        push(&next, space, NULL);
        all_allowed(f, at, &next);
        next = *s;
    }
    if (at == f->slot_count) {
        allowed++;
        compare_readings(f, s);
        all_neighbours(f, s, edits);
        return;
    }
    for (size_t i = 0; i < f->slots[at].choice_count; i++, next = *s) {
        push(&next, f->slots[at].choices[i], &f->slots[at]);
        all_allowed(f, at + 1, &next);
    }
}

static void try_form(const form *f) {
    all_allowed(f, 0, &(sequence){.len = 0});
}

/* ---- All forms ---- */

static form begin(bool is_response, int ex) {
    form f = {.is_response = is_response, .ex = ex, .spaces_at_end = !is_response || !ex};
    arena_used = 0;
    if (!is_response)
        add_token(&f, "=", true);
    return f;
}

static bool is_alone(const struct row_form *of) {
    unsigned count = 0;
    for (size_t i = 0; i < rows_param_count; i++)
        count += rows_params[i].ex == of->ex && rows_params[i].type == of->type;
    return count == 1;
}

/* Parameters with defaults may be left out from the end (R7). Spaces are part of a value on +QDMPCFGEX: lines (R16). */
static void try_params(form *f, const struct row_form *of) {
    bool defaults = !f->is_response, is_kept = f->is_response && f->ex;
    for (size_t i = 0; i < rows_param_count; i++) {
        const struct row *row = &rows_params[i];
        if (row->ex != of->ex || row->type != of->type || (row->is_output && !f->is_response))
            continue;
        defaults &= *row->fallback != '\0';
        if (defaults)
            try_form(f);
        add_token(f, ",", !is_kept || f->slot_count == 1);
        fill(add_slot(f, !is_kept), row, f->is_response, f->ex && is_alone(of));
    }
    try_form(f);
}

static void try_request(const struct row_form *of) {
    form f = begin(false, of->ex);
    add_number(&f, of->type);
    if (of->ex) {
        add_token(&f, ",", true);
        add_number(&f, QDMP_ACT_SAVE);
    }
    try_params(&f, of);
    for (uint32_t act = QDMP_ACT_READ; of->ex && act <= QDMP_ACT_ERASE; act++) {
        f = begin(false, of->ex);
        add_number(&f, of->type);
        add_token(&f, ",", true);
        add_number(&f, act);
        try_form(&f);
    }
}

static void try_response(const struct row_form *of) {
    form f = begin(true, of->ex);
    add_number(&f, of->type);
    try_params(&f, of);
}

static void try_tests(int ex) {
    form f = begin(false, ex);
    add_token(&f, "?", true);
    try_form(&f);
    if (!ex) {
        f.slot_count = 0;
        add_token(&f, "?", true);
        try_form(&f);
    }
    f = begin(true, ex);
    f.spaces_at_end = false;
    add_token(&f, " ", false);
    add_token(&f, rows_tests[ex], false);
    try_form(&f);
}

int main(int argc, char **argv) {
    if (argc > 1)
        edits = strtoul(argv[1], NULL, 10);
    if (argc > 2)
        longest = strtoul(argv[2], NULL, 10);
    if (argc > 3 || edits > 2 || longest > 12) {
        (void)fprintf(stderr, "usage: row_sequences [EDITS [LENGTH]]\n");
        return 2;
    }
    for (int ex = 0; ex < 2; ex++)
        try_tests(ex);
    for (size_t i = 0; i < rows_form_count; i++) {
        if (rows_forms[i].in_requests)
            try_request(&rows_forms[i]);
        if (rows_forms[i].in_responses)
            try_response(&rows_forms[i]);
    }
    return print_counts();
}

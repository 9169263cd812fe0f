/* SPDX-License-Identifier: MIT */
#include "faults.h"

#include <stdlib.h>

/* ---- Slices ---- */

struct slice slice_cut(const struct line *line, enum expression which, size_t from) {
    struct groups groups;
    struct slice slice = {0};
    if (!match_expression(line, which, from, &groups))
        abort(); /* these expressions match everywhere */
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

struct slice slice_cut_behind_comma(const struct line *line, enum expression which, size_t at) {
    if (match_comma_at(line, at))
        return slice_cut(line, which, at + 1);
    return (struct slice){.text = at, .text_end = at, .end = at};
}

int slice_is_empty(const struct slice *slice) {
    return !slice->quoted && slice->text == slice->text_end;
}

/* ---- Strings ---- */

void find_bad_char(const struct line *line, const char *field, const struct slice *slice) {
    size_t good = match_skip(line, RE_INSIDE, slice->text);
    if (good < slice->text_end)
        match_fault(line, ORACLE_BAD_CHAR, field, good);
}

static void find_closing_fault(const struct line *line, const char *field, const struct slice *slice) {
    if (!slice->closed)
        match_fault(line, ORACLE_UNTERMINATED, field, line->size);
    else if (slice->behind < slice->behind_end)
        match_fault(line, ORACLE_SYNTAX, field, slice->behind);
}

void find_quote_faults(const struct line *line, const char *field, const struct slice *slice) {
    find_bad_char(line, field, slice);
    find_closing_fault(line, field, slice);
}

void find_length_fault(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t size = slice->text_end - slice->text;
    if (size > spec->most && !line->how->tolerant)
        match_fault(line, ORACLE_LENGTH, spec->name, slice->text + (size_t)spec->most);
    else if (size < spec->least)
        match_fault(line, ORACLE_LENGTH, spec->name, slice->text_end);
}

/* ---- Numbers, addresses and IMEIs ---- */

/* Spaces may follow a token, so the wrong byte is the one after the spaces. In quotes no spaces are skipped. */
static void find_syntax_fault(const struct line *line, const struct spec *spec, const struct slice *slice,
                              size_t good) {
    if (good < slice->text_end)
        match_fault(line, ORACLE_SYNTAX, spec->name, slice->quoted ? good : match_skip(line, RE_SPACES, good));
}

static void find_number_faults(const struct line *line, const struct spec *spec, const struct slice *slice,
                               int beyond) {
    size_t end = match_skip(line, RE_DIGITS, slice->text);
    uint64_t number = limits_number(line->text + slice->text, end - slice->text);
    find_syntax_fault(line, spec, slice, end);
    if (end == slice->text || (beyond && number <= UINT32_MAX))
        return;
    enum oracle_verdict verdict = limits_check(spec, number);
    if (verdict != ORACLE_ACCEPTED)
        match_fault(line, verdict, spec->name, slice->text);
}

/* Whether the line ends inside quotes: then the closing quote is missing, whatever other faults there are. */
static int is_open(const struct slice *slice) {
    return slice->quoted && !slice->closed;
}

static void find_imei_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t end = match_skip(line, RE_DIGITS, slice->text);
    find_syntax_fault(line, spec, slice, end);
    if (end == slice->text_end && !is_open(slice))
        find_length_fault(line, spec, slice);
}

static void find_octet_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t at = match_skip(line, RE_NO_DIGITS, slice->text);
    while (at < slice->text_end) {
        size_t end = match_skip(line, RE_DIGITS, at);
        if (limits_number(line->text + at, end - at) > 255)
            match_fault(line, ORACLE_RANGE, spec->name, at);
        at = match_skip(line, RE_NO_DIGITS, end);
    }
}

static void find_address_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    struct groups groups;
    (void)match_expression(line, RE_DOTTED, slice->text, &groups);
    /* spaces may follow only a whole address */
    if (groups.set[1])
        find_syntax_fault(line, spec, slice, groups.end[0]);
    else if (groups.end[0] < slice->text_end || !is_open(slice))
        match_fault(line, ORACLE_SYNTAX, spec->name, groups.end[0]);
    find_octet_faults(line, spec, slice);
}

/* `beyond`: a number outside its limits is not a fault. */
static void find_value_faults(const struct line *line, const struct spec *spec, const struct slice *slice, int beyond) {
    switch (spec->kind) {
    case NUMBER:
    case CHOICE: find_number_faults(line, spec, slice, beyond); break;
    case ADDRESS: find_address_faults(line, spec, slice); break;
    case IMEI: find_imei_faults(line, spec, slice); break;
    case TEXT: break;
    }
}

void find_bare_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (!slice->quoted) {
        find_value_faults(line, spec, slice, 0);
        return;
    }
    match_fault(line, ORACLE_QUOTING, spec->name, slice->first);
    find_quote_faults(line, spec->name, slice);
}

/*
 * Only spaces, or nothing, between the quotes. If that is not a valid value, the value may be reported as missing at
 * either end of the text or at the end of the parameter.
 */
static void find_blank_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    find_closing_fault(line, spec->name, slice);
    if (spec->unset)
        return;
    match_fault(line, ORACLE_MISSING, spec->name, slice->text);
    match_fault(line, ORACLE_MISSING, spec->name, slice->text_end);
    match_fault(line, ORACLE_MISSING, spec->name, slice->end);
    if (slice->text < slice->text_end)
        match_fault(line, ORACLE_SYNTAX, spec->name, slice->text);
}

void find_tolerant_faults(const struct line *line, const struct spec *spec, const struct slice *slice) {
    if (slice->quoted && match_skip(line, RE_SPACES, slice->text) >= slice->text_end) {
        find_blank_faults(line, spec, slice);
        return;
    }
    find_value_faults(line, spec, slice, 1);
    if (slice->quoted)
        find_closing_fault(line, spec->name, slice);
}

int find_leading_number(const struct line *line, const struct spec *spec, const struct slice *slice) {
    size_t before = line->result->fault_count;
    if (slice_is_empty(slice))
        match_fault(line, ORACLE_MISSING, spec->name, slice->end);
    else
        find_bare_faults(line, spec, slice);
    if (line->result->fault_count != before)
        return -1;
    return (int)limits_number(line->text + slice->text, slice->text_end - slice->text);
}

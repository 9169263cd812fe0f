/* SPDX-License-Identifier: MIT */
/*
 * The walk over the values of a line: the rows of spec.def say which lexer reads the next value, and judge it. Compiled
 * once, in decode.c; for speed, into each decoder. Internal.
 */
#ifndef QDMP_WALK_H
#define QDMP_WALK_H

#include "decode.h"
#include "password.h"

QDMP__SHARED void qdmp__go(qdmp__decoder *d, const unsigned char *p) {
    d->cur = p;
    d->c = p < d->lim ? *p : '\n';
}

QDMP__SHARED void qdmp__step(qdmp__decoder *d) {
    qdmp__go(d, d->cur + 1);
}

/* The number of the `digits` digits before the cursor. */
QDMP__INLINE uint32_t qdmp__number_behind(const qdmp__decoder *d, unsigned digits) {
    uint32_t number = 0;
    for (; digits; digits--)
        number = number * 10 + (uint32_t)(*(d->cur - digits) - '0');
    return number;
}

#include "generated/values.h"

/* The end of the input reads as a line end. Only these lexers take line ends, so they stay there. */
#undef QDMP__NEXT
#define QDMP__NEXT() (d->cur < d->lim ? qdmp__step(d) : (void)0)
#include "generated/lines.h"
#undef QDMP__NEXT
#define QDMP__NEXT() qdmp__step(d)

/* --- begin and end --- */

/* Enters `in` at its first byte, for a strict decode. */
QDMP__INLINE void qdmp__enter(qdmp__decoder *d, qdmp_span in, bool asks) {
    d->begin = d->at = qdmp__bytes(in);
    d->lim = d->begin + in.len;
    d->defaulted = 0;
    d->status = QDMP_OK;
    d->field = QDMP_FIELD_NONE;
    d->asks = asks;
    d->bare = false;
#ifndef QDMP_STRICT
    d->marks = NULL;
#endif
    qdmp__go(d, d->begin);
}

QDMP__SHARED void qdmp__open(qdmp__decoder *d, qdmp_span in, bool asks, bool nameless) {
    qdmp__enter(d, in, asks);
    /* The test of the byte is an accelerator: lex_empty_line takes nothing that begins with another byte. */
    while (!nameless && (!QDMP__FAST || d->c <= ' ') && d->cur < d->lim && lex_empty_line(d)) {
    }
}

QDMP__SHARED bool qdmp__is_at_end(const qdmp__decoder *d) {
    return d->c == '\r' || d->c == '\n' || (d->c == ';' && d->asks);
}

/* Ends a decode without an error, unless its line may be cut. */
QDMP__INLINE bool qdmp__finish(qdmp__decoder *d, qdmp_ends ends, size_t *used) {
    if (QDMP__RARELY(d->status != QDMP_OK || (d->cur == d->lim && qdmp__may_go_on(ends))))
        return false;
    lex_end(d);
    if (used)
        *used = (size_t)(d->cur - d->begin);
    return true;
}

/* --- values --- */

#ifndef QDMP_STRICT
QDMP__SHARED bool qdmp__tolerate(qdmp__decoder *d, qdmp_deviation deviation, qdmp_field field) {
    if (!qdmp__is_tolerant(d))
        return false;
    qdmp__add_mark(d->marks, QDMP_MARK(deviation, field));
    return true;
}
#endif

/* Whether a deviation of the value of `row` is accepted. */
QDMP__INLINE bool tolerate(qdmp__decoder *d, qdmp_deviation deviation, const qdmp__param *row) {
    return qdmp__tolerate(d, deviation, qdmp__field_of(row));
}

/* Whether a value may end here. */
QDMP__INLINE bool is_separated(const qdmp__decoder *d) {
    return d->c == ',' || qdmp__is_at_end(d);
}

/* Reads an address, if there is one: four octets with dots between. */
QDMP__INLINE bool read_address(qdmp__decoder *d, const qdmp__param *row, uint8_t *octets) {
    for (unsigned i = 0; i < 4; i++) {
        if (i && QDMP__RARELY(d->c != '.'))
            return qdmp__blame(d, QDMP_SYNTAX, d->cur);
        if (i)
            qdmp__step(d);
        const unsigned char *first = d->cur;
        uint32_t octet;
        if (QDMP__RARELY(!lex_octet(d, &octet))) {
            if (i)
                qdmp__blame(d, QDMP_SYNTAX, first);
            return false;
        }
        if (QDMP__RARELY(qdmp__judge_number(row, QDMP_KIND_ADDRESS, octet) != QDMP_OK))
            return qdmp__blame(d, QDMP_RANGE, first);
        octets[i] = (uint8_t)octet;
    }
    return true;
}

/* Takes the text from `begin` to `end`, if `row` allows its length. */
QDMP__ONCE bool keep_text(qdmp__decoder *d, const unsigned char *begin, const unsigned char *end,
                          const qdmp__param *row, qdmp_span *out) {
    *out = qdmp__span(begin, end);
    if (!QDMP__RARELY(qdmp__judge_length(row, out->len) != QDMP_OK))
        return true;
    if (out->len < row->least)
        return qdmp__blame(d, QDMP_LENGTH, end);
    if (tolerate(d, QDMP_DEVIATION_BEYOND, row))
        return true;
    return qdmp__blame(d, QDMP_LENGTH, begin + row->most);
}

/* Reads a number, if there is one. */
QDMP__INLINE bool read_number(qdmp__decoder *d, uint32_t *out) {
    const unsigned char *begin = d->cur;
    qdmp_status status = lex_number(d, out);
    if (status == QDMP_RANGE)
        qdmp__blame(d, QDMP_RANGE, begin);
    return status == QDMP_OK;
}

/* Whether `row` allows the number that begins at `begin`. */
QDMP__INLINE bool judge_number(qdmp__decoder *d, const unsigned char *begin, const qdmp__param *row,
                               qdmp_param_kind kind, enum qdmp__reading reading, uint32_t number) {
    qdmp_status status =
        qdmp__judge_number(row, QDMP__FAST && kind == QDMP_KIND_CHOICE ? kind : (qdmp_param_kind)row->kind, number);
    if (QDMP__RARELY(status != QDMP_OK) && (reading == QDMP__READ_TYPE || !tolerate(d, QDMP_DEVIATION_BEYOND, row)))
        return qdmp__blame(d, status, begin);
    return true;
}

/* Reads a value that is not a string, if there is one. */
QDMP__INLINE bool read_bare(qdmp__decoder *d, const qdmp__param *row, qdmp_param_kind kind, void *out) {
    if (kind <= QDMP_KIND_CHOICE)
        return read_number(d, (uint32_t *)out);
    return kind == QDMP_KIND_ADDRESS ? read_address(d, row, (uint8_t *)out) : lex_digits(d);
}

/* Whether a missing value may be left out: it has a default (R7), or a tolerant decode accepts it as unset (R28). */
QDMP__INLINE bool is_left_out(qdmp__decoder *d, const qdmp__param *row, enum qdmp__reading reading, bool quoted) {
    const unsigned char *begin = d->cur;
    lex_spaces(d);
    if (!(quoted ? d->c == '"' : is_separated(d)))
        return qdmp__blame(d, d->c == '"' ? QDMP_QUOTING : QDMP_SYNTAX, begin);
    if (reading == QDMP__READ_CFG && tolerate(d, QDMP_DEVIATION_UNSET, row))
        return true;
    if (!d->asks || !*qdmp__default_of(row))
        return qdmp__blame(d, QDMP_MISSING, begin);
    d->defaulted |= QDMP_DEFAULTED(qdmp__field_of(row));
    return true;
}

#if QDMP__FAST
/* Reads the default of a parameter with a cursor of its own, so that the other cursor may stay in registers. */
void qdmp__read_default(const qdmp__param *row, void *out);
#endif

/* Moves the cursor to the text of a default. */
QDMP__INLINE void go_to_default(qdmp__decoder *d, const qdmp__param *row) {
    const unsigned char *text = qdmp__default_of(row);
    for (d->lim = text; *d->lim;)
        d->lim++;
    qdmp__go(d, text);
}

/* Reads an opening quote around a value that is not a string, if the line has its closing quote too (R28). */
QDMP__INLINE bool open_quotes(qdmp__decoder *d) {
    qdmp__step(d);
    const unsigned char *begin = d->cur;
    lex_text(d, begin);
    if (qdmp__is_at_end(d))
        return qdmp__blame(d, QDMP_UNTERMINATED, d->cur);
    qdmp__go(d, begin);
    return true;
}

/* Reads the end of a value that is not a string: its closing quote, and spaces to the separator. */
QDMP__INLINE bool end_value(qdmp__decoder *d, bool quoted) {
    if (quoted) {
        if (d->c != '"')
            return qdmp__blame(d, QDMP_SYNTAX, d->cur);
        qdmp__step(d);
    }
    lex_spaces(d);
    if (QDMP__RARELY(!is_separated(d)))
        return qdmp__blame(d, QDMP_SYNTAX, d->cur);
    return true;
}

/* Reads a value that is not a string, to the separator after it. */
QDMP__INLINE bool read_value(qdmp__decoder *d, const qdmp__param *row, qdmp_param_kind kind, enum qdmp__reading reading,
                             void *out) {
    lex_spaces(d);
    bool quoted =
        d->c == '"' && reading != QDMP__READ_TYPE && qdmp__tolerate(d, QDMP_DEVIATION_QUOTED, QDMP_FIELD_NONE);
    if (quoted && !open_quotes(d))
        return false;
    const unsigned char *begin = d->cur;
#if QDMP__FAST
    if (QDMP__RARELY(!read_bare(d, row, kind, out))) {
        if (d->status != QDMP_OK || !is_left_out(d, row, reading, quoted))
            return false;
        if (qdmp__is_tolerant(d))
            return end_value(d, quoted);
        qdmp__read_default(row, out);
        return true;
    }
#else
    const unsigned char *lim = d->lim;
    while (!read_bare(d, row, kind, out)) {
        if (d->status != QDMP_OK || !is_left_out(d, row, reading, quoted))
            return false;
        if (qdmp__is_tolerant(d)) {
            kind = QDMP_KIND_ADDRESS; /* below, only an address is returned without a judgement */
            break;
        }
        go_to_default(d, row);
    }
    if (d->lim != lim) {
        d->lim = lim;
        qdmp__go(d, begin);
        return true;
    }
#endif
    const unsigned char *end = d->cur;
    if (!end_value(d, quoted))
        return false;
    if (kind == QDMP_KIND_ADDRESS)
        return true;
    return kind == QDMP_KIND_DIGITS ? keep_text(d, begin, end, row, (qdmp_span *)out)
                                    : judge_number(d, begin, row, kind, reading, *(uint32_t *)out);
}

QDMP__SHARED void qdmp__mark_passed(qdmp__decoder *d, const unsigned char *begin, qdmp_deviation deviation) {
    if (d->cur != begin)
        qdmp__tolerate(d, deviation, QDMP_FIELD_NONE);
}

QDMP__SHARED void qdmp__skip_blanks(qdmp__decoder *d) {
    const unsigned char *begin = d->cur;
    lex_spaces(d);
    qdmp__mark_passed(d, begin, QDMP_DEVIATION_BLANKS);
}

/* Moves the cursor to the quote of a string that begins after spaces. A bare string begins with the spaces. */
QDMP__INLINE void skip_to_quote(qdmp__decoder *d) {
    const unsigned char *begin = d->cur;
    lex_spaces(d);
    if (d->c == '"')
        qdmp__mark_passed(d, begin, QDMP_DEVIATION_BLANKS);
    else
        qdmp__go(d, begin);
}

/* Reads the closing quote of a string, and spaces after it. */
QDMP__INLINE bool close_quotes(qdmp__decoder *d, bool trims) {
    if (QDMP__RARELY(d->c != '"'))
        return qdmp__blame(d, qdmp__is_at_end(d) ? QDMP_UNTERMINATED : QDMP_BAD_CHAR, d->cur);
    qdmp__step(d);
    if (trims || qdmp__is_tolerant(d))
        lex_spaces(d);
    return true;
}

/* Records a string without quotes. Returns its end, without the spaces there. */
QDMP__INLINE const unsigned char *keep_bare(qdmp__decoder *d, const unsigned char *begin, const unsigned char *end,
                                            bool trims) {
    d->bare = true;
    while (trims && end > begin && end[-1] == ' ')
        end--;
    return end;
}

/* Reads a string to the separator after it. */
QDMP__INLINE bool read_text(qdmp__decoder *d, const qdmp__param *row, enum qdmp__reading reading, qdmp_span *out) {
    bool trims = reading <= QDMP__READ_CFG;
    if (trims)
        lex_spaces(d);
    else if (qdmp__is_tolerant(d))
        skip_to_quote(d);
    bool quoted = d->c == '"';
    if (reading == QDMP__READ_REQUEST && QDMP__RARELY(!quoted))
        return qdmp__blame(d, is_separated(d) ? QDMP_MISSING : QDMP_QUOTING, d->cur);
    const unsigned char *begin = d->cur + quoted;
    if (quoted || reading == QDMP__READ_EX_ONE)
        lex_text(d, begin);
    else
        lex_bare(d);
    const unsigned char *end = d->cur;
    if (quoted && !close_quotes(d, trims))
        return false;
    if (QDMP__RARELY(!is_separated(d)))
        return qdmp__blame(d, quoted ? QDMP_SYNTAX : QDMP_BAD_CHAR, d->cur);
    if (!quoted)
        end = keep_bare(d, begin, end, trims);
    /* In a response, an empty string counts as missing if it must not be empty (R19). */
    if (reading != QDMP__READ_REQUEST && QDMP__RARELY(begin == end && row->least)) {
        if (tolerate(d, QDMP_DEVIATION_UNSET, row))
            return true;
        return qdmp__blame(d, QDMP_MISSING, d->cur);
    }
    if (!keep_text(d, begin, end, row, out))
        return false;
    if (quoted && !trims && d->cur[-1] == ' ')
        qdmp__tolerate(d, QDMP_DEVIATION_BLANKS, QDMP_FIELD_NONE);
    return true;
}

/* Reads a string that must be there. Only the shown part of a password in a response is returned (R17). */
QDMP__INLINE bool read_string(qdmp__decoder *d, const qdmp__param *row, enum qdmp__reading reading, bool there,
                              qdmp_span *out) {
    if (QDMP__RARELY(!there))
        return qdmp__blame(d, QDMP_MISSING, d->cur);
    if (!read_text(d, row, reading, out))
        return false;
    if (reading == QDMP__READ_CFG && row == qdmp__param_of(QDMP_FIELD_PASSWORD))
        qdmp__cut_to_shown_part(out);
    return true;
}

/* Reads the value of a row; `there` says whether its comma was there. */
QDMP__INLINE bool read_row(qdmp__decoder *d, const qdmp__param *row, enum qdmp__reading reading, bool there,
                           void *out) {
#if QDMP__FAST /* a value known at compile time needs no test */
    if (reading <= QDMP__READ_ACT)
        return read_value(d, row, QDMP_KIND_CHOICE, reading, out);
#endif
    if (row->kind == QDMP_KIND_TEXT)
        return read_string(d, row, reading, there, (qdmp_span *)out);
#if QDMP__FAST
    if (row->kind <= QDMP_KIND_CHOICE)
        return read_value(d, row, QDMP_KIND_NUMBER, reading, out);
#endif
    return read_value(d, row, (qdmp_param_kind)row->kind, reading, out);
}

/* Reads the value of a row, with the comma before it. */
QDMP__INLINE bool read_param(qdmp__decoder *d, const qdmp__param *row, enum qdmp__reading reading, void *out) {
    bool there = reading != QDMP__READ_TYPE && d->c == ',';
    if (there)
        qdmp__step(d);
    else if (reading > QDMP__READ_ACT && qdmp__is_tolerant(d)) /* a value without a comma is not unset (R28) */
        return qdmp__blame(d, QDMP_MISSING, d->cur);
    return read_row(d, row, reading, there, out);
}

QDMP__STATIC_ASSERT((int)QDMP_FIELD_ACT - (int)QDMP_FIELD_TYPE == (int)QDMP__READ_ACT - (int)QDMP__READ_TYPE,
                    "each reads its field");

QDMP__SHARED bool qdmp__read_prefix(qdmp__decoder *d, enum qdmp__prefix prefix, enum qdmp__reading reading,
                                    uint32_t *out) {
    bool read = read_param(d, &qdmp__prefixes[prefix], reading, out);
    if (QDMP__RARELY(!read))
        d->field = (uint8_t)((int)QDMP_FIELD_TYPE + (int)reading);
    return read;
}

/* Skips the surplus parameters. Each is a text without limits (R28). */
QDMP__INLINE bool pass_surplus(qdmp__decoder *d, enum qdmp__reading reading) {
    qdmp_span passed;
    while (d->c == ',') {
        if (!read_param(d, qdmp__param_of(QDMP_FIELD_PASSWORD), reading == QDMP__READ_EX_ONE ? QDMP__READ_EX : reading,
                        &passed))
            return false;
    }
    return true;
}

QDMP__SHARED bool qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned count,
                                    enum qdmp__reading reading, void *body) {
    const qdmp__param *row = qdmp__param_of((qdmp_field)form->first);
    for (; count; count--, row++) {
        if (QDMP__RARELY(!read_param(d, row, reading, (char *)body + row->offset))) {
            d->field = (uint8_t)qdmp__field_of(row);
            return false;
        }
    }
    if (!QDMP__RARELY(d->c == ','))
        return true;
    if (reading != QDMP__READ_REQUEST && !d->bare && qdmp__tolerate(d, QDMP_DEVIATION_SURPLUS, QDMP_FIELD_NONE))
        return pass_surplus(d, reading);
    /* The comma too many may belong to a value if the line has a bare string among others (R14). */
    return qdmp__blame(d, d->bare ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, d->cur + 1);
}

#endif

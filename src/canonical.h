/* SPDX-License-Identifier: MIT */
/*
 * A short way for set requests and information lines as nearly everyone writes them: the canonical text (R27) at the
 * first byte of the input. It also takes what costs nothing: any end, zeros in front of a number, the space of R16. One
 * pass takes the values where they stand. It knows no errors: a line that is otherwise, or that breaks a rule, is left
 * to the grammar and to who says what is wrong. For hosts (QDMP__FAST). Internal.
 */
#ifndef QDMP_CANONICAL_H
#define QDMP_CANONICAL_H

#include "decode.h"

#if QDMP__FAST

/*
 * A line being taken. The functions return the byte behind what they took; NULL where that is not there. Those for what
 * may follow something left out take a NULL for it.
 */
typedef struct qdmp__canonical {
    const unsigned char *begin;
    const unsigned char *lim; /* behind the input */
    uint8_t reading;          /* enum qdmp__reading */
    bool alone;               /* its only string runs to its end (R14); else one with commas is left to the grammar */
} qdmp__canonical;

static inline qdmp__canonical qdmp__canonical_of(qdmp_span in, enum qdmp__reading reading) {
    qdmp__canonical line = {qdmp__bytes(in), qdmp__bytes(in) + in.len, (uint8_t)reading, false};
    return line;
}

/* What a parameter was found to be, until the whole line is found right. */
typedef union qdmp__value {
    uint32_t number;
    uint8_t octets[4];
    qdmp_span text;
} qdmp__value;

/* --- words --- */

#define QDMP__TAKE(line, p, word) qdmp__take_word(line, p, word, sizeof(word) - 1)
QDMP__INLINE const unsigned char *qdmp__take_word(const qdmp__canonical *line, const unsigned char *p, const char *word,
                                                  size_t len) {
    return p && (size_t)(line->lim - p) >= len && memcmp(p, word, len) == 0 ? p + len : NULL;
}

/* Takes what the name of QDMPCFGEX has more than that of QDMPCFG, if it is there. */
QDMP__INLINE const unsigned char *qdmp__take_suffix(const qdmp__canonical *line, const unsigned char *p, bool *ex) {
    const unsigned char *behind = QDMP__TAKE(line, p, QDMP_EX_SUFFIX);
    *ex = behind != NULL;
    return behind ? behind : p;
}

/* --- values --- */

/* Takes a <type> or an <act> of one digit. */
QDMP__INLINE const unsigned char *qdmp__take_prefix(const qdmp__canonical *line, const unsigned char *p,
                                                    const qdmp__param *param, uint32_t *out) {
    if (!p || p == line->lim)
        return NULL;
    *out = (uint32_t)*p - '0';
    return *out <= 9 && qdmp__judge_number(param, *out) == QDMP_OK ? p + 1 : NULL;
}

QDMP__INLINE const unsigned char *qdmp__take_number(const qdmp__canonical *line, const unsigned char *p,
                                                    const qdmp__param *param, uint32_t *out) {
    enum { FIT = 9 }; /* so many digits are no number too large */
    const unsigned char *first = p;
    uint32_t number = 0;
    for (; p && p < line->lim && qdmp__is_digit(*p); p++)
        number = number * 10 + (uint32_t)(*p - '0');
    *out = number;
    return p != first && p - first <= FIT && qdmp__judge_number(param, number) == QDMP_OK ? p : NULL;
}

QDMP__INLINE const unsigned char *qdmp__take_address(const qdmp__canonical *line, const unsigned char *p,
                                                     const qdmp__param *param, uint8_t *octets) {
    for (unsigned i = 0; p && i < 4; i++) {
        const unsigned char *first = i ? QDMP__TAKE(line, p, ".") : p;
        uint32_t octet;
        p = qdmp__take_number(line, first, param, &octet);
        if (p && *first == '0' && p - first > 1)
            return NULL;
        octets[i] = (uint8_t)octet;
    }
    return p;
}

QDMP__INLINE const unsigned char *qdmp__take_quoted(const qdmp__canonical *line, const unsigned char *p,
                                                    qdmp_span *out) {
    p = QDMP__TAKE(line, p, "\"");
    if (!p)
        return NULL;
    const unsigned char *end = qdmp__scan(p, line->lim, QDMP__STOPS('"', 0, 0));
    *out = qdmp__span(p, end);
    return QDMP__TAKE(line, end, "\"");
}

/* The guide prints a space before one such value (R16); one behind it, or nothing else, is left to the grammar. */
QDMP__INLINE const unsigned char *qdmp__take_bare(const qdmp__canonical *line, const unsigned char *p, qdmp_span *out) {
    bool trims = line->reading == QDMP__READ_CFG;
    if (trims)
        p = qdmp__skip_spaces(p, line->lim);
    const unsigned char *end = line->alone ? qdmp__scan(p, line->lim, QDMP__STOPS('"', 0, 0))
                                           : qdmp__scan(p, line->lim, QDMP__STOPS('"', ',', 0));
    *out = qdmp__span(p, end);
    return trims && end[-1] == ' ' ? NULL : end;
}

QDMP__INLINE const unsigned char *qdmp__take_text(const qdmp__canonical *line, const unsigned char *p,
                                                  const qdmp__param *param, qdmp_field field, qdmp_span *out) {
    bool asks = line->reading == QDMP__READ_REQUEST;
    if ((size_t)(line->lim - line->begin) < sizeof(qdmp__chunk)) /* qdmp__scan would look before the input */
        return NULL;
    p = asks ? qdmp__take_quoted(line, p, out) : qdmp__take_bare(line, p, out);
    if (!p || qdmp__judge_length(param, out->len) != QDMP_OK)
        return NULL;
    qdmp__keep_shown_part((enum qdmp__reading)line->reading, field, out);
    return p;
}

QDMP__INLINE const unsigned char *qdmp__take_digits(const qdmp__canonical *line, const unsigned char *p,
                                                    const qdmp__param *param, qdmp_span *out) {
    const unsigned char *end = qdmp__skip_digits(p, line->lim);
    *out = qdmp__span(p, end);
    return qdmp__judge_length(param, out->len) == QDMP_OK ? end : NULL;
}

QDMP__INLINE const unsigned char *qdmp__take_value(const qdmp__canonical *line, const unsigned char *p,
                                                   const qdmp__param *param, qdmp_field field, qdmp__value *out) {
    if (param->kind == QDMP_KIND_TEXT)
        return qdmp__take_text(line, p, param, field, &out->text);
    if (param->kind == QDMP_KIND_DIGITS)
        return qdmp__take_digits(line, p, param, &out->text);
    if (param->kind == QDMP_KIND_ADDRESS)
        return qdmp__take_address(line, p, param, out->octets);
    return qdmp__take_number(line, p, param, &out->number);
}

/* --- lines --- */

/* Takes the first `count` parameters of `form`, with a comma before each. */
QDMP__INLINE const unsigned char *qdmp__take_values(const qdmp__canonical *line, const unsigned char *p,
                                                    const qdmp__form *form, unsigned count, qdmp__value *values) {
    const qdmp__param *param = qdmp__param_of((qdmp_field)form->first);
    for (unsigned i = 0; i < count; i++, param++) {
        p = QDMP__TAKE(line, p, ",");
        if (!p)
            return NULL;
        p = qdmp__take_value(line, p, param, (qdmp_field)(form->first + i), &values[i]);
    }
    return p;
}

/* Whether the line ends at `p` and is not cut there; if so, says what it consumes. */
QDMP__INLINE bool qdmp__take_end(const qdmp__canonical *line, const unsigned char *p, qdmp_ends ends, size_t *used) {
    bool asks = line->reading == QDMP__READ_REQUEST;
    if (!p || !qdmp__is_end(p, line->lim, asks) || (p == line->lim && ends == QDMP_MORE_MAY_COME))
        return false;
    if (used)
        *used = (size_t)(qdmp__pass_end(p, line->lim) - line->begin);
    return true;
}

/* Writes the first `count` parameters of `form` to their members, which lie in `body`. */
QDMP__INLINE void qdmp__give(const qdmp__form *form, unsigned count, const qdmp__value *values, void *body) {
    const qdmp__param *param = qdmp__param_of((qdmp_field)form->first);
    for (unsigned i = 0; i < count; i++, param++) {
        char *member = (char *)body + param->offset;
        if (param->kind >= QDMP_KIND_DIGITS)
            memcpy(member, &values[i].text, sizeof values[i].text);
        else
            memcpy(member, &values[i].number, sizeof values[i].number);
    }
}

#endif
#endif

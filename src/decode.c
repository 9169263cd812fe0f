/* SPDX-License-Identifier: MIT */
#include "decode.h"

/* --- the input --- */

void qdmp__skip_empty_lines(qdmp__decoder *d) {
    for (const unsigned char *p = d->begin; p < d->lim && (*p == ' ' || qdmp__is_eol(*p)); p++) {
        if (*p != ' ')
            d->text = p + 1;
        else if (p + 1 == d->lim)
            d->text = d->lim;
    }
}

extern inline const unsigned char *qdmp__pass(const qdmp__decoder *d, const unsigned char *p, const char *word,
                                              size_t len);

bool qdmp__is_alike(const unsigned char *p, const char *word, size_t len) {
    while (len && (*p == (unsigned char)*word || (*word >= 'A' && (*p ^ 0x20) == (unsigned char)*word))) {
        p++;
        word++;
        len--;
    }
    return !len;
}

/* The comma too many may belong to a value if the line has a bare string among others (R14). */
static qdmp_status blame_surplus(qdmp__decoder *d) {
    d->field = QDMP_FIELD_NONE;
    return qdmp__blame(d, d->bare ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, d->edge[d->slot] + 1);
}

qdmp_status qdmp__settle(qdmp__decoder *d, qdmp_ends ends, qdmp_status status, size_t *used, qdmp_error *err) {
    if (status == QDMP_OK && d->slot < d->count)
        status = blame_surplus(d);
    const unsigned char *end = status == QDMP_OK ? d->end : qdmp__find_eol(d->text, d->lim);
    bool cut = end == d->lim && ends == QDMP_MORE_MAY_COME;
    if (cut) {
        d->field = QDMP_FIELD_NONE;
        status = qdmp__blame(d, QDMP_TRUNCATED, d->lim);
    }
    const unsigned char *next = cut ? d->begin : qdmp__pass_end(end, d->lim);
    if (used)
        *used = (size_t)(next - d->begin);
    return status == QDMP_OK ? status : qdmp__report(err, status, (qdmp_field)d->field, (size_t)(d->value - d->begin));
}

qdmp_status qdmp__end_at(qdmp__decoder *d, const unsigned char *p, qdmp_status fault) {
    d->end = p;
    return qdmp__is_end(p, d->lim, d->reading == QDMP__READ_REQUEST) ? QDMP_OK : qdmp__blame(d, fault, p);
}

/* --- slots --- */

/* What the automaton sees at `p`. */
static inline unsigned char peek(const unsigned char *p, const unsigned char *lim, bool asks) {
    unsigned char c = p < lim ? *p : '\n';
    return c == ';' && !asks ? '.' : c;
}

/*
 * At the first byte, `first`, of a value: the last byte of the run of text that begins there, as far as the automaton
 * would stay in the state that comes behind it; at least `cur`.
 */
static inline const unsigned char *pass_run(const qdmp__decoder *d, const unsigned char *cur, unsigned char first,
                                            bool asks) {
#if QDMP__FAST
    uint32_t stops = first == '"' ? QDMP__STOPS('"', 0, 0) : QDMP__STOPS('"', ',', asks ? ';' : 0);
    if ((size_t)(d->lim - d->begin) >= sizeof(qdmp__chunk))
        cur = qdmp__scan(cur + 1, d->lim, stops) - 1;
#else
    (void)d, (void)first, (void)asks;
#endif
    return cur;
}

/* Notes an edge at `next`, and returns where the one behind it is noted. */
static inline const unsigned char **next_edge(qdmp__decoder *d, const unsigned char **next, const unsigned char *edge) {
    *next = edge;
    return next + (next < d->edge + QDMP__SLOTS);
}

/* Notes the last edge at `last`: what follows the byte that the grammar refused, at `stop`, is of the last slot. */
static inline void close_line(qdmp__decoder *d, const unsigned char **last, const unsigned char *stop, bool asks) {
    if (!qdmp__is_end(stop, d->lim, asks)) {
        d->broken = stop;
        stop = qdmp__find_eol(stop, d->lim);
    }
    *last = d->end = stop;
    d->count = (uint8_t)(last - d->edge);
}

#include "generated/line_grammar.h"

void qdmp__join_slots(qdmp__decoder *d) {
    if (d->count <= 2 || d->edge[1][1] == '"')
        return;
    const unsigned char *stop = qdmp__find_stop(d->edge[1], d->end, QDMP__STOPS('"', 0, 0));
    if (!d->broken && stop < d->end)
        d->broken = stop;
    d->edge[2] = d->end;
    d->count = 2;
}

/* --- bare values --- */

/* Reads four octets of one to three digits without leading zeros, as inet_pton takes them. */
static qdmp_status read_address(qdmp__decoder *d, const qdmp__param *param, uint8_t *octets,
                                const unsigned char **end) {
    const unsigned char *p = d->value, *stop = d->stop;
    for (unsigned i = 0;; p++) {
        const unsigned char *first = p;
        uint32_t octet = 0;
        bool more = true;
        while (more && p < stop && qdmp__is_digit(*p)) {
            octet = octet * 10 + (uint32_t)(*p++ - '0');
            more = octet - 1 < 99; /* neither a zero in front nor a third digit */
        }
        *end = p;
        octets[i++] = (uint8_t)octet;
        qdmp_status status = qdmp__judge_number(param, octet);
        if (status != QDMP_OK)
            return qdmp__blame(d, status, first);
        if (p == first || (i < 4 && (p == stop || *p != '.')))
            return qdmp__blame(d, QDMP_SYNTAX, p);
        if (i == 4)
            return QDMP_OK;
    }
}

/* Reads a value without quotes: it begins at d->value, and nothing but spaces may stand behind it. */
static qdmp_status read_bare(qdmp__decoder *d, const qdmp__param *param, void *out) {
    qdmp_status status = QDMP_OK;
    const unsigned char *end;
    if (param->kind == QDMP_KIND_ADDRESS)
        status = read_address(d, param, out, &end);
    else if (param->kind == QDMP_KIND_DIGITS)
        end = qdmp__skip_digits(d->value, d->stop);
    else if (!(end = qdmp__scan_number(d->value, d->stop, out)))
        status = QDMP_RANGE;
    if (status != QDMP_OK)
        return status;
    const unsigned char *next = qdmp__skip_spaces(end, d->stop);
    if (next != d->stop)
        return qdmp__blame(d, QDMP_SYNTAX, next);
    d->stop = end;
    return param->kind <= QDMP_KIND_CHOICE ? qdmp__judge_number(param, *(uint32_t *)out) : QDMP_OK;
}

/* --- strings --- */

/* What is wrong with a string that the grammar could not read, or read only because it skips spaces that count here. */
static qdmp_status broken_string(qdmp__decoder *d) {
    const unsigned char *stop = d->broken && d->stop == d->end ? d->broken : d->stop;
    bool quoted = *d->value == '"';
    const unsigned char *quote = qdmp__find(d->value + quoted, stop, '"');
    if (!quoted)
        return qdmp__blame(d, QDMP_BAD_CHAR, quote);
    if (quote != stop)
        return qdmp__blame(d, QDMP_SYNTAX, d->reading == QDMP__READ_EX ? quote + 1 : stop);
    return qdmp__blame(d, stop == d->stop ? QDMP_UNTERMINATED : QDMP_BAD_CHAR, stop);
}

/* Leaves of the slot at hand the text itself: without quotes, and without the spaces that do not belong to it (R16). */
static qdmp_status read_text(qdmp__decoder *d, const qdmp__param *param) {
    const unsigned char *begin = d->value, *end = d->stop;
    bool asks = d->reading == QDMP__READ_REQUEST, quoted = begin < end && *begin == '"', stray = false;
    if (asks && !quoted)
        return begin == end ? qdmp__blame(d, QDMP_MISSING, end) : QDMP_QUOTING;
    if (d->reading == QDMP__READ_EX) {
        stray = quoted && (begin[-1] == ' ' || end[-1] == ' ');
        while (begin[-1] == ' ')
            begin--;
        d->value = begin;
    }
    if (stray || (d->broken && end == d->end))
        return broken_string(d);
    while (d->reading != QDMP__READ_EX && end > begin && end[-1] == ' ')
        end--;
    begin += quoted;
    end -= quoted;
    if (!asks && begin == end && param->least)
        return qdmp__blame(d, QDMP_MISSING, d->stop);
    d->bare = d->bare || !quoted;
    d->value = begin;
    d->stop = end;
    return QDMP_OK;
}

/* Takes the text at hand for a value, if it has a length that `param` allows. */
static qdmp_status keep_text(qdmp__decoder *d, const qdmp__param *param, qdmp_span *out) {
    *out = qdmp__span(d->value, d->stop);
    if (qdmp__judge_length(param, out->len) != QDMP_OK)
        return qdmp__blame(d, QDMP_LENGTH, out->len < param->least ? d->stop : d->value + param->most);
    qdmp__keep_shown_part((enum qdmp__reading)d->reading, (qdmp_field)d->field, out);
    return QDMP_OK;
}

/* --- fields --- */

/* Puts the default of the field at hand in the place of an empty slot, as if the line held it (R7). */
static bool take_default(qdmp__decoder *d) {
    const char *text = qdmp__default_of((qdmp_field)d->field);
    if (d->reading != QDMP__READ_REQUEST || !*text)
        return false;
    d->value = d->stop = (const unsigned char *)text;
    while (*d->stop)
        d->stop++;
    d->defaulted |= QDMP_DEFAULTED(d->field);
    return true;
}

static qdmp_status read_field(qdmp__decoder *d, const qdmp__param *param, void *out) {
    unsigned slot = d->slot++;
    bool there = slot < d->count;
    d->stop = there ? d->edge[slot + 1] : d->end;
    d->value = there ? qdmp__skip_spaces(d->edge[slot] + 1, d->stop) : d->end;
    qdmp_status status;
    if (there && param->kind == QDMP_KIND_TEXT)
        status = read_text(d, param);
    else if (d->value == d->stop && !take_default(d))
        return qdmp__blame(d, QDMP_MISSING, d->stop);
    else
        status = *d->value == '"' ? QDMP_QUOTING : read_bare(d, param, out);
    return status == QDMP_OK && param->kind >= QDMP_KIND_DIGITS ? keep_text(d, param, out) : status;
}

qdmp_status qdmp__read_fields(qdmp__decoder *d, const qdmp__param *params, unsigned count, void *body) {
    for (; count; count--, params++, d->field++) {
        qdmp_status status = read_field(d, params, (char *)body + params->offset);
        if (status != QDMP_OK)
            return status;
    }
    return QDMP_OK;
}

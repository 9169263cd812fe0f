/* SPDX-License-Identifier: MIT */
#include "decode.h"

#include "password.h"

/* --- the input --- */

void qdmp__skip_empty_lines(qdmp__decoder *d) {
    for (const unsigned char *p = d->begin; p < d->lim && (*p == ' ' || qdmp__is_eol(*p)); p++) {
        if (*p != ' ')
            d->text = p + 1;
        else if (p + 1 == d->lim)
            d->text = d->lim;
    }
}

/* The byte behind the CR, CR LF, LF or `;` at `end`; `lim` where the end of the input ends the line. */
static const unsigned char *pass_end(const unsigned char *end, const unsigned char *lim) {
    if (end < lim && *end++ == '\r' && end < lim && *end == '\n')
        end++;
    return end;
}

qdmp_status qdmp__conclude(const qdmp__decoder *d, qdmp_ends ends, qdmp_status status, size_t *used, qdmp_error *err) {
    const unsigned char *end = status == QDMP_OK ? d->end : qdmp__find_eol(d->text, d->lim);
    bool cut = end == d->lim && ends == QDMP_MORE_MAY_COME;
    if (used)
        *used = cut ? 0 : (size_t)(pass_end(end, d->lim) - d->begin);
    if (cut)
        return qdmp__report(err, QDMP_TRUNCATED, QDMP_FIELD_NONE, (size_t)(d->lim - d->begin));
    if (status != QDMP_OK)
        return qdmp__report(err, status, (qdmp_field)d->field, (size_t)(d->value - d->begin));
    return QDMP_OK;
}

/* --- slots --- */

void qdmp__broken(qdmp__decoder *d, const unsigned char *broken) {
    d->broken = broken;
    d->end = d->edge[d->count] = qdmp__find_eol(broken, d->lim);
}

void qdmp__join_slots(qdmp__decoder *d) {
    if (d->count <= 2 || d->edge[1][1] == '"')
        return;
    const unsigned char *quote = qdmp__find(d->edge[1], d->end, '"');
    if (!d->broken && quote < d->end)
        d->broken = quote;
    d->edge[2] = d->end;
    d->count = 2;
}

/* Opens slot `index`, less the spaces around it: an empty one at the end of the line where there is none. */
static bool open_slot(qdmp__decoder *d, unsigned index) {
    bool there = index < d->count;
    const unsigned char *value = there ? d->edge[index] + 1 : d->end;
    const unsigned char *stop = there ? d->edge[index + 1] : d->end;
    d->delimiter = stop;
    d->value = value = qdmp__skip_spaces(value, stop);
    while (stop > value && stop[-1] == ' ')
        stop--;
    d->stop = stop;
    return there;
}

static bool is_quoted(const qdmp__decoder *d) {
    return d->value < d->stop && *d->value == '"';
}

/* Gives a text the spaces around it back, which belong to it (R16). Returns whether they stood around quotes. */
static bool keep_spaces(qdmp__decoder *d) {
    bool stray = (d->value[-1] == ' ' || d->stop != d->delimiter) && is_quoted(d);
    while (d->value[-1] == ' ')
        d->value--;
    d->stop = d->delimiter;
    return stray;
}

/* --- values --- */

/* Blames the first byte behind `p` that is no space: a bare value is complete before it. */
static qdmp_status unexpected(qdmp__decoder *d, const unsigned char *p) {
    return qdmp__blame(d, QDMP_SYNTAX, qdmp__skip_spaces(p, d->stop));
}

/* Reads a number; d->value stays at its first digit, should it be refused, here or later. */
static qdmp_status read_number(qdmp__decoder *d, const qdmp__param *param, uint32_t *out) {
    const unsigned char *end = qdmp__scan_number(d->value, d->stop, out);
    if (end && end != d->stop)
        return unexpected(d, end);
    return end ? qdmp__judge_number(param, *out) : QDMP_RANGE;
}

/* Four octets of one to three digits without leading zeros, as inet_pton takes them. */
static qdmp_status read_address(qdmp__decoder *d, const qdmp__param *param, uint8_t *octets) {
    const unsigned char *p = d->value;
    for (unsigned i = 0; i < 4; i++) {
        if (i && (p == d->stop || *p != '.'))
            return qdmp__blame(d, QDMP_SYNTAX, p);
        const unsigned char *first = p += i > 0;
        uint32_t octet = 0;
        while (p < d->stop && qdmp__is_digit(*p) && p - first < 3 && (p == first || octet))
            octet = octet * 10 + (uint32_t)(*p++ - '0');
        if (p == first)
            return qdmp__blame(d, QDMP_SYNTAX, p);
        if (qdmp__judge_number(param, octet) != QDMP_OK)
            return qdmp__blame(d, QDMP_RANGE, first);
        octets[i] = (uint8_t)octet;
    }
    return p == d->stop ? QDMP_OK : unexpected(d, p);
}

/* Takes the text [begin, end) for a value, if it has a length that `param` allows. */
static qdmp_status take_text(qdmp__decoder *d, const qdmp__param *param, const unsigned char *begin,
                             const unsigned char *end, qdmp_span *out) {
    *out = qdmp__span(begin, end);
    if (qdmp__judge_length(param, out->len) == QDMP_OK)
        return QDMP_OK;
    return qdmp__blame(d, QDMP_LENGTH, out->len < param->least ? end : begin + param->most);
}

static qdmp_status read_imei(qdmp__decoder *d, const qdmp__param *param, qdmp_span *out) {
    const unsigned char *p = qdmp__skip_digits(d->value, d->stop);
    return p == d->stop ? take_text(d, param, d->value, d->stop, out) : unexpected(d, p);
}

/* What is wrong with a string that the grammar could not read, or read only because it skips spaces that count here. */
static qdmp_status broken_string(qdmp__decoder *d) {
    const unsigned char *stop = d->broken && d->delimiter == d->end ? d->broken : d->stop;
    bool quoted = *d->value == '"';
    const unsigned char *quote = qdmp__find(d->value + quoted, stop, '"');
    if (!quoted)
        return qdmp__blame(d, QDMP_BAD_CHAR, quote);
    if (quote != stop)
        return qdmp__blame(d, QDMP_SYNTAX, d->reading == QDMP__READ_EX ? quote + 1 : stop);
    return qdmp__blame(d, stop == d->delimiter ? QDMP_UNTERMINATED : QDMP_BAD_CHAR, stop);
}

static qdmp_status read_text(qdmp__decoder *d, const qdmp__param *param, qdmp_span *out) {
    bool asks = d->reading == QDMP__READ_REQUEST;
    bool stray = d->reading == QDMP__READ_EX && keep_spaces(d);
    bool quoted = is_quoted(d);
    if (asks && !quoted)
        return QDMP_QUOTING;
    if (stray || (d->broken && d->delimiter == d->end))
        return broken_string(d);
    d->bare = d->bare || !quoted;
    const unsigned char *begin = d->value + quoted, *end = d->stop - quoted;
    if (!asks && begin == end && param->least)
        return qdmp__blame(d, QDMP_MISSING, d->delimiter);
    qdmp_status status = take_text(d, param, begin, end, out);
    if (!asks && d->field == QDMP_FIELD_PASSWORD)
        qdmp__cut_to_shown_part(out);
    return status;
}

/* --- parameters --- */

/* Puts the default of the field at hand in the place of an empty slot, as if the line held it (R7). */
static bool take_default(qdmp__decoder *d) {
    if (d->reading != QDMP__READ_REQUEST)
        return false;
    d->value = d->stop = (const unsigned char *)qdmp__default_of((qdmp_field)d->field);
    while (*d->stop)
        d->stop++;
    d->defaulted |= QDMP_DEFAULTED(d->field);
    return d->value != d->stop;
}

qdmp_status qdmp__read_param(qdmp__decoder *d, unsigned index, qdmp_field field, void *out) {
    const qdmp__param *param = qdmp__param_of(field);
    d->field = (uint8_t)field;
    /* An empty string is a value in an information line; in a request it would have quotes. */
    bool may_be_empty = open_slot(d, index) && param->kind == QDMP_KIND_TEXT && d->reading != QDMP__READ_REQUEST;
    if (d->value == d->stop && !may_be_empty && !take_default(d))
        return qdmp__blame(d, QDMP_MISSING, d->delimiter);
    if (param->kind == QDMP_KIND_TEXT)
        return read_text(d, param, out);
    if (*d->value == '"')
        return QDMP_QUOTING;
    if (param->kind == QDMP_KIND_ADDRESS)
        return read_address(d, param, out);
    return param->kind == QDMP_KIND_DIGITS ? read_imei(d, param, out) : read_number(d, param, out);
}

qdmp_status qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned skip, void *body) {
    unsigned count = d->reading == QDMP__READ_REQUEST ? form->request : form->count;
    for (unsigned i = 0; i < count; i++) {
        qdmp_field field = (qdmp_field)(form->first + i);
        qdmp_status status = qdmp__read_param(d, skip + i, field, (char *)body + qdmp__param_of(field)->offset);
        if (status != QDMP_OK)
            return status;
    }
    if (d->count <= skip + count)
        return QDMP_OK;
    /* The comma too many may belong to a value if the line has a bare string among others (R14). */
    d->field = QDMP_FIELD_NONE;
    return qdmp__blame(d, d->bare ? QDMP_AMBIGUOUS : QDMP_TOO_MANY, d->edge[skip + count] + 1);
}

qdmp_status qdmp__read_type(qdmp__decoder *d, bool ex, unsigned direction, uint32_t *kind) {
    uint32_t type;
    qdmp_status status = qdmp__read_param(d, 0, QDMP_FIELD_TYPE, &type);
    if (status != QDMP_OK)
        return status;
    if (type >= (ex ? (uint32_t)QDMP__TYPES_EX : (uint32_t)QDMP__TYPES_CFG))
        return QDMP_RANGE;
    *kind = type + (ex ? (uint32_t)QDMP__FIRST_EX : (uint32_t)QDMP__FIRST_CFG);
    unsigned found = qdmp__forms[*kind].direction;
    return found & direction ? QDMP_OK : found == QDMP__NOWHERE ? QDMP_RESERVED : QDMP_RANGE;
}

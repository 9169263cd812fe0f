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
        return qdmp__report(err, status, d->field, (size_t)(d->at - d->begin));
    return QDMP_OK;
}

/* --- slots --- */

/* What a slot holds. */
typedef struct slot {
    const unsigned char *begin;
    const unsigned char *end;
    const unsigned char *delimiter; /* behind the spaces that were trimmed off */
    const unsigned char *broken;    /* see qdmp__decoder */
} slot;

static void trim(slot *v) {
    v->begin = qdmp__skip_spaces(v->begin, v->end);
    while (v->end > v->begin && v->end[-1] == ' ')
        v->end--;
}

static bool is_empty(const slot *v) {
    return v->begin == v->end;
}

static bool is_quoted(const slot *v) {
    return v->begin < v->end && *v->begin == '"';
}

/* Opens slot `index`: an empty one at the end of the line where there is none. */
static void open_slot(const qdmp__decoder *d, unsigned index, slot *v) {
    bool last = index + 1 >= d->count;
    v->begin = index < d->count ? qdmp__slot_begin(d, index) : d->end;
    v->end = v->delimiter = last ? d->end : qdmp__slot_begin(d, index + 1) - 1;
    v->broken = last ? d->broken : NULL;
    if (d->reading != QDMP__READ_EX)
        trim(v);
}

void qdmp__slot_push(qdmp__decoder *d, size_t start) {
    d->start[d->count] = start;
    d->count += d->count < QDMP__SLOTS;
}

enum qdmp__shape qdmp__found(qdmp__decoder *d, enum qdmp__shape shape, size_t end) {
    d->end = d->text + end;
    return shape;
}

void qdmp__slots_begin(qdmp__decoder *d, enum qdmp__shape shape, const unsigned char *first) {
    d->start[0] = (size_t)(first - d->text);
    if (shape == QDMP__WHOLE)
        return;
    bool quoted = false;
    d->count = 1;
    d->broken = d->end;
    d->end = qdmp__find_eol(d->broken, d->lim);
    for (const unsigned char *p = first; p < d->broken; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (*p == ',' && !quoted)
            qdmp__slot_push(d, (size_t)(p + 1 - d->text));
    }
}

void qdmp__slots_join(qdmp__decoder *d) {
    if (d->count <= 2 || *qdmp__slot_begin(d, 1) == '"')
        return;
    const unsigned char *quote = qdmp__find(qdmp__slot_begin(d, 1), d->end, '"');
    if (!d->broken && quote < d->end)
        d->broken = quote;
    d->count = 2;
}

/* --- values --- */

/* Blames the first byte behind `p` that is no space: a bare value is complete before it. */
static qdmp_status unexpected(qdmp__decoder *d, const unsigned char *p, const slot *v) {
    return qdmp__blame(d, QDMP_SYNTAX, qdmp__skip_spaces(p, v->end));
}

/* Reads a number of any size; points at its first digit, should it be refused. */
static qdmp_status read_digits(qdmp__decoder *d, const slot *v, uint32_t *number) {
    const unsigned char *end = qdmp__scan_number(v->begin, v->end, number);
    if (end && end != v->end)
        return unexpected(d, end, v);
    return qdmp__blame(d, end ? QDMP_OK : QDMP_RANGE, v->begin);
}

/* Four octets of one to three digits without leading zeros, as inet_pton takes them. */
static qdmp_status read_address(qdmp__decoder *d, const qdmp__param *param, const slot *v, uint8_t *octets) {
    const unsigned char *p = v->begin;
    for (unsigned i = 0; i < 4; i++) {
        if (i && (p == v->end || *p != '.'))
            return qdmp__blame(d, QDMP_SYNTAX, p);
        const unsigned char *first = p += i > 0;
        uint32_t octet = 0;
        while (p < v->end && qdmp__is_digit(*p) && p - first < 3 && (p == first || octet))
            octet = octet * 10 + (uint32_t)(*p++ - '0');
        if (p == first)
            return qdmp__blame(d, QDMP_SYNTAX, p);
        if (qdmp__judge_number(param, octet) != QDMP_OK)
            return qdmp__blame(d, QDMP_RANGE, first);
        octets[i] = (uint8_t)octet;
    }
    return p == v->end ? QDMP_OK : unexpected(d, p, v);
}

/* Takes the text [begin, end) for a value, if it has a length that `param` allows. */
static qdmp_status take_text(qdmp__decoder *d, const qdmp__param *param, const unsigned char *begin,
                             const unsigned char *end, qdmp_span *out) {
    *out = qdmp__span(begin, end);
    if (qdmp__judge_length(param, out->len) == QDMP_OK)
        return QDMP_OK;
    return qdmp__blame(d, QDMP_LENGTH, out->len < param->least ? end : begin + param->most);
}

static qdmp_status read_imei(qdmp__decoder *d, const qdmp__param *param, const slot *v, qdmp_span *out) {
    const unsigned char *p = qdmp__skip_digits(v->begin, v->end);
    return p == v->end ? take_text(d, param, v->begin, v->end, out) : unexpected(d, p, v);
}

/* What is wrong with a string that the grammar could not read, or read only because it skips spaces that count here. */
static qdmp_status broken_string(qdmp__decoder *d, const slot *v) {
    const unsigned char *stop = v->broken ? v->broken : v->end;
    bool quoted = *v->begin == '"', ex = d->reading == QDMP__READ_EX;
    const unsigned char *quote = qdmp__find(v->begin + quoted, stop, '"');
    if (!quoted)
        return qdmp__blame(d, QDMP_BAD_CHAR, ex ? quote : stop);
    if (quote != stop)
        return qdmp__blame(d, QDMP_SYNTAX, ex ? quote + 1 : stop);
    return qdmp__blame(d, stop == v->delimiter ? QDMP_UNTERMINATED : QDMP_BAD_CHAR, stop);
}

/* Whether spaces stand around the quotes of a string, on a line where spaces belong to the value (R16). */
static bool has_stray_spaces(const slot *v) {
    slot inner = *v;
    trim(&inner);
    return is_quoted(&inner) && inner.end - inner.begin != v->end - v->begin;
}

static qdmp_status read_text(qdmp__decoder *d, const qdmp__param *param, const slot *v, qdmp_span *out) {
    bool quoted = is_quoted(v), asks = d->reading == QDMP__READ_REQUEST;
    if (asks && !quoted)
        return qdmp__blame(d, QDMP_QUOTING, v->begin);
    if (v->broken || (d->reading == QDMP__READ_EX && has_stray_spaces(v)))
        return broken_string(d, v);
    const unsigned char *begin = v->begin + quoted, *end = v->end - quoted;
    if (!asks && begin == end && param->least)
        return qdmp__blame(d, QDMP_MISSING, v->delimiter);
    qdmp_status status = take_text(d, param, begin, end, out);
    if (!asks && d->field == QDMP_FIELD_PASSWORD)
        qdmp__cut_to_shown_part(out);
    return status;
}

/* The value of a bare parameter: `out` is its member. */
static qdmp_status read_bare(qdmp__decoder *d, const qdmp__param *param, const slot *v, void *out) {
    if (is_quoted(v))
        return qdmp__blame(d, QDMP_QUOTING, v->begin);
    if (param->kind == QDMP_KIND_ADDRESS)
        return read_address(d, param, v, out);
    if (param->kind == QDMP_KIND_DIGITS)
        return read_imei(d, param, v, out);
    qdmp_status status = read_digits(d, v, out);
    return status == QDMP_OK ? qdmp__judge_number(param, *(uint32_t *)out) : status;
}

/* --- parameters --- */

/* Puts the default of the field at hand in the place of an empty slot, as if the line held it (R7). */
static bool take_default(qdmp__decoder *d, slot *v) {
    if (d->reading != QDMP__READ_REQUEST)
        return false;
    v->begin = v->end = (const unsigned char *)qdmp__default_of(d->field);
    while (*v->end)
        v->end++;
    d->defaulted |= QDMP_DEFAULTED(d->field);
    return !is_empty(v);
}

static qdmp_status read_param(qdmp__decoder *d, unsigned index, void *body) {
    const qdmp__param *param = qdmp__param_of(d->field);
    void *out = (char *)body + param->offset;
    slot v;
    open_slot(d, index, &v);
    /* An empty string is a value in an information line; in a request it would have quotes. */
    bool may_be_empty = d->reading != QDMP__READ_REQUEST && param->kind == QDMP_KIND_TEXT && index < d->count;
    if (is_empty(&v) && !may_be_empty && !take_default(d, &v))
        return qdmp__blame(d, QDMP_MISSING, v.delimiter);
    return param->kind == QDMP_KIND_TEXT ? read_text(d, param, &v, out) : read_bare(d, param, &v, out);
}

/* Blames the first slot too many. Its comma may belong to a value if the line has a bare string among others (R14). */
static qdmp_status surplus(qdmp__decoder *d, const qdmp__form *form, unsigned skip, unsigned count) {
    qdmp_status status = QDMP_TOO_MANY;
    for (unsigned i = 0; i < count && d->reading != QDMP__READ_REQUEST; i++) {
        slot v;
        d->field = (qdmp_field)(form->first + i);
        open_slot(d, skip + i, &v);
        /* The grammar took quotes behind a space for those of a string: then its commas were not counted. */
        if (d->reading == QDMP__READ_EX && has_stray_spaces(&v))
            return broken_string(d, &v);
        if (qdmp__param_of(d->field)->kind == QDMP_KIND_TEXT && !is_quoted(&v))
            status = QDMP_AMBIGUOUS;
    }
    d->field = QDMP_FIELD_NONE;
    return qdmp__blame(d, status, qdmp__slot_begin(d, skip + count));
}

qdmp_status qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned skip, void *body) {
    unsigned count = d->reading == QDMP__READ_REQUEST ? form->request : form->count;
    if (d->count > skip + count)
        return surplus(d, form, skip, count);
    qdmp_status status = QDMP_OK;
    for (unsigned i = 0; i < count && status == QDMP_OK; i++) {
        d->field = (qdmp_field)(form->first + i);
        status = read_param(d, skip + i, body);
    }
    return status;
}

qdmp_status qdmp__read_index(qdmp__decoder *d, unsigned index, qdmp_field field, uint32_t *number) {
    slot v;
    d->field = field;
    open_slot(d, index, &v);
    trim(&v);
    if (v.end - v.begin == 1 && qdmp__is_digit(*v.begin)) {
        *number = (uint32_t)(*v.begin - '0');
        return qdmp__blame(d, QDMP_OK, v.begin);
    }
    if (is_empty(&v))
        return qdmp__blame(d, QDMP_MISSING, v.delimiter);
    if (is_quoted(&v))
        return qdmp__blame(d, QDMP_QUOTING, v.begin);
    return read_digits(d, &v, number);
}

qdmp_status qdmp__read_type(qdmp__decoder *d, const qdmp__command *command, unsigned direction,
                            const qdmp__form **form) {
    uint32_t type;
    qdmp_status status = qdmp__read_index(d, 0, QDMP_FIELD_TYPE, &type);
    if (status != QDMP_OK)
        return status;
    if (type >= command->types)
        return QDMP_RANGE;
    *form = &qdmp__forms[command->first_form + type];
    if ((*form)->direction & direction)
        return QDMP_OK;
    return (*form)->direction == QDMP__NOWHERE ? QDMP_RESERVED : QDMP_RANGE;
}

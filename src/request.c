/* SPDX-License-Identifier: MIT */
/* Requests, read; encode.c writes them. */
#include "canonical.h"
#include "decode.h"

/* The form whose parameters a set request has behind <type> and <act>. */
static const qdmp__form *form_of(bool ex, uint32_t type, uint32_t act) {
    return &qdmp__forms[act == QDMP_ACT_SAVE ? qdmp__kind_of(ex, type) : QDMP__FORM_NONE];
}

/* Says what <type> and <act> say. */
static void begin_set(bool ex, uint32_t type, uint32_t act, qdmp_request *out) {
    if (act == QDMP_ACT_SAVE) {
        out->kind = (qdmp_request_kind)qdmp__kind_of(ex, type);
    } else {
        out->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
        out->ex_type = type;
    }
}

static qdmp_status read_set(qdmp__decoder *d, bool ex, qdmp_request *out) {
    uint32_t type, act = QDMP_ACT_SAVE;
    const qdmp__param *row = &qdmp__prefixes[QDMP__PREFIX_CFG + ex];
    qdmp_status status = qdmp__read_prefix(d, row, QDMP_FIELD_TYPE, &type);
    if (status == QDMP_OK && ex)
        status = qdmp__read_prefix(d, &qdmp__prefixes[QDMP__PREFIX_ACT], QDMP_FIELD_ACT, &act);
    if (status != QDMP_OK)
        return status;
    const qdmp__form *form = form_of(ex, type, act);
    begin_set(ex, type, act, out);
    return qdmp__read_params(d, form, form->request, &out->server);
}

/* Reads what stands behind the name (section 3). */
static qdmp_status read_form(qdmp__decoder *d, const unsigned char *name_end, bool ex, qdmp_request *out) {
    const unsigned char *p = qdmp__skip_spaces(name_end, d->lim);
    bool sets = p < d->lim && *p == '=';
    const unsigned char *values = p + sets;
    p = qdmp__skip_spaces(values, d->lim);
    bool asks = p < d->lim && *p == '?';
    if (sets && !asks) {
        qdmp__match_line(d, values);
        return read_set(d, ex, out);
    }
    if (name_end < d->lim && qdmp__is_word(*name_end))
        return QDMP_NOT_OURS;
    qdmp_status status = qdmp__end_at(d, qdmp__skip_spaces(p + asks, d->lim), QDMP_SYNTAX);
    if (status == QDMP_OK && !sets && (ex || !asks))
        return qdmp__blame(d, QDMP_FORM, name_end);
    out->kind = !sets ? QDMP_READ : ex ? QDMP_EX_TEST : QDMP_TEST;
    return status;
}

static qdmp_status decode_request(qdmp__decoder *d, qdmp_request *out) {
    const unsigned char *at = qdmp__skip_spaces(d->text, d->lim);
    const unsigned char *name = qdmp__skip_spaces(QDMP__PASS(d, at, "AT"), d->lim);
    const unsigned char *suffix = QDMP__PASS(d, name, QDMP_CFG_NAME);
    if (suffix == name)
        return QDMP_NOT_OURS;
    const unsigned char *p = QDMP__PASS(d, suffix, QDMP_EX_SUFFIX);
    return read_form(d, p, p != suffix, out);
}

QDMP__APART qdmp_status decode_line(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_request request;
    qdmp__open(&decoder, in, QDMP__READ_REQUEST);
    qdmp_status status = qdmp__settle(&decoder, ends, decode_request(&decoder, &request), used, err);
    if (status == QDMP_OK) {
        request.defaulted = decoder.defaulted;
        *out = request;
    }
    return status;
}

#if QDMP__FAST
/* A short way for canonical set requests. */
static inline bool take_set(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used) {
    qdmp__canonical line = qdmp__canonical_of(in, QDMP__READ_REQUEST);
    qdmp__value values[QDMP__VALUES];
    uint32_t type = 0, act = QDMP_ACT_SAVE;
    bool ex;
    const unsigned char *at = QDMP__TAKE(&line, line.begin, "AT");
    const unsigned char *p = QDMP__TAKE(&line, at ? at : line.begin, QDMP_CFG_NAME);
    p = qdmp__take_suffix(&line, p, &ex);
    p = qdmp__take_prefix(&line, QDMP__TAKE(&line, p, "="), &qdmp__prefixes[QDMP__PREFIX_CFG + ex], &type);
    if (ex)
        p = qdmp__take_prefix(&line, QDMP__TAKE(&line, p, ","), &qdmp__prefixes[QDMP__PREFIX_ACT], &act);
    if (!p)
        return false;
    const qdmp__form *form = form_of(ex, type, act);
    p = qdmp__take_values(&line, p, form, form->request, values);
    if (!qdmp__take_end(&line, p, ends, used))
        return false;
    begin_set(ex, type, act, out);
    out->defaulted = 0;
    qdmp__give(form, form->request, values, &out->server);
    return true;
}
#endif

qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
#if QDMP__FAST
    if (take_set(in, ends, out, used))
        return QDMP_OK;
#endif
    return decode_line(in, ends, out, used, err);
}

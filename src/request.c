/* SPDX-License-Identifier: MIT */
/* Requests, read; encode.c writes them. */
#include "decode.h"

static qdmp_status read_set(qdmp__decoder *d, bool ex, qdmp_request *out) {
    uint32_t type, act = QDMP_ACT_SAVE;
    const qdmp__param *row = &qdmp__prefixes[QDMP__PREFIX_CFG + ex];
    qdmp_status status = qdmp__read_prefix(d, 0, row, QDMP_FIELD_TYPE, &type);
    if (status == QDMP_OK && ex)
        status = qdmp__read_prefix(d, 1, &qdmp__prefixes[QDMP__PREFIX_ACT], QDMP_FIELD_ACT, &act);
    if (status != QDMP_OK)
        return status;
    uint32_t kind = qdmp__kind_of(ex, type);
    if (act == QDMP_ACT_SAVE) {
        const qdmp__form *form = &qdmp__forms[kind];
        out->kind = (qdmp_request_kind)kind;
        return qdmp__read_params(d, form, form->request, &out->server);
    }
    out->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
    out->ex_type = type;
    return QDMP_OK;
}

/* A short way for all that query, read or erase, and for the one that sets <dm_mode>. */
static inline bool read_pair(qdmp__decoder *d, const unsigned char *sign, bool ex, qdmp_request *out) {
    qdmp__pair pair;
    if (!qdmp__take_pair(d, sign, '=', &qdmp__prefixes[QDMP__PREFIX_CFG + ex], &pair))
        return false;
    if (ex) {
        out->kind = pair.value == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
        out->ex_type = pair.type;
        return pair.value == QDMP_ACT_READ || pair.value == QDMP_ACT_ERASE;
    }
    uint32_t kind = qdmp__kind_of(ex, pair.type);
    out->kind = (qdmp_request_kind)kind;
    out->query_opt = pair.value; /* or whichever number the form has: they lie in one place */
    return qdmp__is_right_pair(&qdmp__forms[kind], qdmp__forms[kind].request, &pair);
}

/* Reads what stands behind the name (section 3). */
static qdmp_status read_form(qdmp__decoder *d, const unsigned char *name_end, bool ex, qdmp_request *out) {
    const unsigned char *p = qdmp__skip_spaces(name_end, d->lim);
    bool sets = p < d->lim && *p == '=';
    const unsigned char *values = p + sets;
    p = qdmp__skip_spaces(values, d->lim);
    bool asks = p < d->lim && *p == '?';
    if (sets && !asks) {
        qdmp__match_request(d, values);
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
    bool ex = p != suffix;
    return read_pair(d, p, ex, out) ? QDMP_OK : read_form(d, p, ex, out);
}

qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_request request;
    qdmp__open(&decoder, in, QDMP__READ_REQUEST);
    qdmp_status status = qdmp__conclude(&decoder, ends, decode_request(&decoder, &request), used, err);
    if (status == QDMP_OK) {
        request.defaulted = decoder.defaulted;
        *out = request;
    }
    return status;
}

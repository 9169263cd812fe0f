/* SPDX-License-Identifier: MIT */
/* Requests, read; encode.c writes them. */
#include "decode.h"

#ifndef QDMP_HOST_ONLY
enum qdmp__name { QDMP__NAME_NONE, QDMP__NAME_CFG, QDMP__NAME_EX };
enum qdmp__sign { QDMP__SIGN_NONE, QDMP__SIGN_SET, QDMP__SIGN_TEST, QDMP__SIGN_READ };

#include "generated/request.h"

QDMP__INLINE bool read_set(qdmp__decoder *d, bool ex, qdmp_request *out) {
    uint32_t type, act = QDMP_ACT_SAVE;
    if (!qdmp__read_prefix(d, ex ? QDMP__PREFIX_EX : QDMP__PREFIX_CFG, QDMP__READ_TYPE, QDMP_FIELD_TYPE, &type))
        return false;
    if (ex && !qdmp__read_prefix(d, QDMP__PREFIX_ACT, QDMP__READ_ACT, QDMP_FIELD_ACT, &act))
        return false;
    const qdmp__form *form = &qdmp__forms[QDMP__FORM_NONE];
    if (act == QDMP_ACT_SAVE) {
        out->kind = (qdmp_request_kind)qdmp__kind_of(ex, type);
        form = &qdmp__forms[out->kind];
    } else {
        out->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
        out->ex_type = type;
    }
    return qdmp__read_params(d, form, form->request, QDMP__READ_REQUEST, &out->server);
}

/* Reads what stands behind the name of a command, which ends at `behind`. */
QDMP__INLINE bool read_form(qdmp__decoder *d, bool ex, qdmp_request *out) {
    const unsigned char *behind = d->cur;
    enum qdmp__sign sign = lex_sign(d);
    if (sign == QDMP__SIGN_SET)
        return read_set(d, ex, out);
    if (!qdmp__expect_end(d, QDMP_SYNTAX))
        return false;
    if (sign == QDMP__SIGN_NONE || (sign == QDMP__SIGN_READ && ex))
        return qdmp__blame(d, QDMP_FORM, behind);
    out->kind = sign == QDMP__SIGN_READ ? QDMP_READ : ex ? QDMP_EX_TEST : QDMP_TEST;
    return true;
}

#if QDMP__FAST
/* An accelerator: skips what lex_name and lex_sign take of a set request as nearly everyone writes it. */
QDMP__INLINE bool skip_set(qdmp__decoder *d, bool *ex) {
    *ex = QDMP__SKIP(d, "AT" QDMP_EX_NAME "=");
    return (*ex || QDMP__SKIP(d, "AT" QDMP_CFG_NAME "=")) && d->c != ' ' && d->c != '?';
}
#endif

QDMP__INLINE bool decode_request(qdmp__decoder *d, qdmp_request *out) {
#if QDMP__FAST
    bool ex;
    const unsigned char *begin = d->cur;
    if (skip_set(d, &ex))
        return ex ? read_set(d, true, out) : read_set(d, false, out);
    qdmp__go(d, begin);
#endif
    enum qdmp__name name = lex_name(d);
    return name == QDMP__NAME_NONE ? qdmp__disown(d) : read_form(d, name == QDMP__NAME_EX, out);
}

qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_request request;
    qdmp__open(&decoder, in, true);
    decode_request(&decoder, &request);
    qdmp_status status = qdmp__end(&decoder, ends, used, err);
    if (status == QDMP_OK) {
        request.defaulted = decoder.defaulted;
        *out = request;
    }
    return status;
}
#endif

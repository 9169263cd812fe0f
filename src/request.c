/* SPDX-License-Identifier: MIT */
/* Decoding of requests; encode.c writes them. */
#include "decode.h"
#include "request_head.h"

#ifndef QDMP_HOST_ONLY
QDMP__INLINE bool read_set(qdmp__decoder *d, bool ex, qdmp_request *out) {
    uint32_t type, act = QDMP_ACT_SAVE;
    if (!qdmp__read_prefix(d, ex ? QDMP__PREFIX_EX : QDMP__PREFIX_CFG, QDMP__READ_TYPE, &type))
        return false;
    if (ex && !qdmp__read_prefix(d, QDMP__PREFIX_ACT, QDMP__READ_ACT, &act))
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

/* Reads the text after the name of a command, or after its sign if a dispatcher has removed the sign too. */
QDMP__INLINE bool read_form(qdmp__decoder *d, bool ex, enum qdmp__sign sign, qdmp_request *out) {
    const unsigned char *behind = d->cur;
    if (sign == QDMP__SIGN_NONE)
        sign = lex_sign(d);
    if (sign == QDMP__SIGN_SET)
        return read_set(d, ex, out);
    qdmp__skip_blanks(d);
    if (!qdmp__expect_end(d, QDMP_SYNTAX))
        return false;
    if (sign == QDMP__SIGN_NONE || (sign == QDMP__SIGN_READ && ex))
        return qdmp__blame(d, QDMP_FORM, behind);
    out->kind = sign == QDMP__SIGN_READ ? QDMP_READ : ex ? QDMP_EX_TEST : QDMP_TEST;
    return true;
}

#if QDMP__FAST
/* An accelerator: skips the text that lex_name and lex_sign take of a set request in its usual form. */
QDMP__INLINE bool skip_set(qdmp__decoder *d, bool *ex) {
    *ex = QDMP__SKIP(d, "AT" QDMP_EX_NAME "=");
    return (*ex || QDMP__SKIP(d, "AT" QDMP_CFG_NAME "=")) && d->c != ' ' && d->c != '?';
}
#endif

QDMP__INLINE bool read_request(qdmp__decoder *d, unsigned how, qdmp_request *out) {
    bool ex = how & QDMP__OF_EX;
    if (!(how & QDMP__NAMELESS)) {
#if QDMP__FAST
        const unsigned char *begin = d->cur;
        if (skip_set(d, &ex))
            return ex ? read_set(d, true, out) : read_set(d, false, out);
        qdmp__go(d, begin);
#endif
        enum qdmp__name name = lex_name(d);
        if (name == QDMP__NAME_NONE)
            return qdmp__disown(d);
        ex = name == QDMP__NAME_EX;
    }
    return read_form(d, ex, (enum qdmp__sign)(how & QDMP__NAMELESS ? how >> QDMP__REST_SHIFT : 0), out);
}

QDMP__ONCE qdmp_status decode_request(qdmp_span in, unsigned how, qdmp_request *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_request request;
    qdmp__open(&decoder, in, true, how & QDMP__NAMELESS);
    read_request(&decoder, how, &request);
    qdmp_status status = qdmp__end(&decoder, (qdmp_ends)how, used, err);
    if (status == QDMP_OK) {
        request.defaulted = decoder.defaulted;
        *out = request;
    }
    return status;
}

#if QDMP__FAST /* the most common call; a copy of the code with constants */
qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    return decode_request(in, ends & QDMP_WHOLE_LINE, out, used, err);
}
#else
qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    return decode_request(in, ends, out, used, err);
}
#endif

#if defined(QDMP_WHOLE_LINES)
/* QDMP_WHOLE_LINES leaves out all other ways to decode. */
#elif !QDMP__FAST && defined(QDMP__SAME_AS)
qdmp_status qdmp__request_decode(qdmp_span in, qdmp_ends how, qdmp_request *out, size_t *used, qdmp_error *err)
    QDMP__SAME_AS(qdmp_request_decode);
#else
qdmp_status qdmp__request_decode(qdmp_span in, qdmp_ends how, qdmp_request *out, size_t *used, qdmp_error *err) {
    return QDMP__FAST ? decode_request(in, how, out, used, err) : qdmp_request_decode(in, how, out, used, err);
}
#endif
#endif

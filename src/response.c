/* SPDX-License-Identifier: MIT */
/* Responses, read, and what of them answers a request; encode.c writes them. */
#include "decode.h"

#ifndef QDMP_MODULE_ONLY
/* A result code is what it says. */
enum qdmp__start {
    QDMP__START_OTHER,
    QDMP__START_CFG,
    QDMP__START_EX,
    QDMP__START_OK = QDMP_RESULT_OK,
    QDMP__START_ERROR = QDMP_RESULT_ERROR,
    QDMP__START_CME_ERROR = QDMP_RESULT_CME_ERROR
};

#include "generated/response.h"

/* A test line is its text and nothing else (R13): the first byte that differs is wrong. */
QDMP__INLINE bool read_test(qdmp__decoder *d, bool ex, qdmp_response *out) {
    const char *rest = qdmp__tests[ex].ptr + 1;
    while (*rest && d->c == (unsigned char)*rest) {
        qdmp__step(d);
        rest++;
    }
    out->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    d->field = QDMP_FIELD_TYPE;
    return *rest ? qdmp__blame(d, QDMP_SYNTAX, d->cur) : qdmp__expect_end(d, QDMP_SYNTAX);
}

QDMP__INLINE bool read_values(qdmp__decoder *d, bool ex, qdmp_response *out) {
    uint32_t type;
    if (!qdmp__read_prefix(d, ex ? QDMP__PREFIX_EX_INFO : QDMP__PREFIX_CFG_INFO, QDMP__READ_TYPE, QDMP_FIELD_TYPE,
                           &type))
        return false;
    uint32_t kind = qdmp__kind_of(ex, type);
    const qdmp__form *form = &qdmp__forms[kind];
    out->kind = (qdmp_response_kind)kind;
    enum qdmp__reading reading = !ex ? QDMP__READ_CFG : qdmp__runs_to_end(ex, form) ? QDMP__READ_ALONE : QDMP__READ_EX;
#if QDMP__FAST /* a walk for each, with constants */
    if (reading == QDMP__READ_CFG)
        return qdmp__read_params(d, form, form->count, QDMP__READ_CFG, &out->server);
    if (reading == QDMP__READ_ALONE)
        return qdmp__read_params(d, form, 1, QDMP__READ_ALONE, &out->server);
#endif
    return qdmp__read_params(d, form, form->count, reading, &out->server);
}

QDMP__INLINE bool read_info(qdmp__decoder *d, bool ex, qdmp_response *out) {
    return lex_test(d) ? read_test(d, ex, out) : read_values(d, ex, out);
}

QDMP__INLINE bool read_detail(qdmp__decoder *d, qdmp_response *out) {
    const unsigned char *detail = d->cur;
    lex_detail(d);
    d->field = QDMP_FIELD_DETAIL;
    out->detail = qdmp__span(detail, d->cur);
    return qdmp__expect_end(d, QDMP_BAD_CHAR) && (detail != d->cur || qdmp__blame(d, QDMP_MISSING, detail));
}

QDMP__INLINE bool read_line(qdmp__decoder *d, qdmp_response *out) {
    enum qdmp__start start = lex_start(d);
    if (start == QDMP__START_OTHER)
        return qdmp__disown(d);
    if (start <= QDMP__START_EX)
        return read_info(d, start == QDMP__START_EX, out);
    out->kind = (qdmp_response_kind)start;
    if (start == QDMP__START_CME_ERROR)
        return read_detail(d, out);
    return qdmp__is_at_end(d) || qdmp__disown(d);
}

QDMP__INLINE bool decode_response(qdmp__decoder *d, qdmp_response *out) {
#if QDMP__FAST
    /* An accelerator: skips what lex_start takes, where lex_test takes nothing. */
    const unsigned char *begin = d->cur;
    bool ex = QDMP__SKIP(d, QDMP_EX_NAME ":");
    if ((ex || QDMP__SKIP(d, QDMP_CFG_NAME ":")) && d->lim - d->cur > 1 && d->cur[1] != '<')
        return ex ? read_values(d, true, out) : read_values(d, false, out);
    qdmp__go(d, begin);
#endif
    return read_line(d, out);
}

QDMP__APART qdmp_status decode_line(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_response response;
    qdmp__open(&decoder, in, false);
    decode_response(&decoder, &response);
    qdmp_status status = qdmp__end(&decoder, ends, used, err);
    if (status == QDMP_OK)
        *out = response;
    return status;
}

qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
#if QDMP__FAST
    /* An accelerator: the line that modules say most needs no frame for values. */
    qdmp__decoder decoder;
    qdmp__enter(&decoder, in, false);
    if (QDMP__SKIP(&decoder, "OK") && qdmp__is_at_end(&decoder) && qdmp__finish(&decoder, ends, used)) {
        out->kind = QDMP_RESULT_OK;
        return QDMP_OK;
    }
#endif
    return decode_line(in, ends, out, used, err);
}

/* --- answers --- */

/* Whether `kind` is an information line that `request` asks for. */
static bool asks_for(const qdmp_request *request, qdmp_response_kind kind) {
    switch (request->kind) {
    case QDMP_TEST: return kind == QDMP_INFO_TEST;
    case QDMP_EX_TEST: return kind == QDMP_EX_INFO_TEST;
    case QDMP_READ: return kind == QDMP_INFO_ACCESS_MODE || kind == QDMP_INFO_SERVER || kind == QDMP_INFO_CREDENTIALS;
    case QDMP_QUERY: return (uint32_t)kind == QDMP__FORM_ACCESS_MODE + request->query_opt;
    case QDMP_QUERY_STATE: return kind == QDMP_INFO_STATE;
    case QDMP_EX_READ: return (uint32_t)kind == QDMP__FORM_APPL_INFO + request->ex_type;
    default: return false;
    }
}

qdmp_answer qdmp_response_answers(const qdmp_request *request, const qdmp_response *response) {
    switch (response->kind) {
    case QDMP_RESULT_OK:
    case QDMP_RESULT_ERROR:
    case QDMP_RESULT_CME_ERROR: return QDMP_ANSWER_COMPLETE;
    default: return asks_for(request, response->kind) ? QDMP_ANSWER_PART : QDMP_ANSWER_FOREIGN;
    }
}
#endif

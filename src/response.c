/* SPDX-License-Identifier: MIT */
/* Responses, read, and what of them answers a request; encode.c writes them. */
#include "canonical.h"
#include "decode.h"

/* A test line is its text and nothing else (R13): the first byte that differs is wrong. */
static qdmp_status read_test(qdmp__decoder *d, bool ex, const unsigned char *p, qdmp_response *out) {
    const char *test = qdmp__tests[ex].ptr;
    while (p < d->lim && *test && *p == (unsigned char)*test) {
        p++;
        test++;
    }
    out->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    d->field = QDMP_FIELD_TYPE;
    return *test ? qdmp__blame(d, QDMP_SYNTAX, p) : qdmp__end_at(d, p, QDMP_SYNTAX);
}

static qdmp_status read_info(qdmp__decoder *d, const unsigned char *text, bool ex, qdmp_response *out) {
    if (d->lim - text > 1 && text[0] == ' ' && text[1] == '<')
        return read_test(d, ex, text + 1, out);
    qdmp__match_line(d, text);
    uint32_t type;
    const qdmp__param *row = &qdmp__prefixes[QDMP__PREFIX_CFG_INFO + ex];
    qdmp_status status = qdmp__read_prefix(d, row, QDMP_FIELD_TYPE, &type);
    if (status != QDMP_OK)
        return status;
    uint32_t kind = qdmp__kind_of(ex, type);
    out->kind = (qdmp_response_kind)kind;
    const qdmp__form *form = &qdmp__forms[kind];
    if (ex) {
        /* Its values are all strings; one alone on its line runs to the line's end (R14). */
        d->reading = QDMP__READ_EX;
        if (qdmp__runs_to_end(ex, form))
            qdmp__join_slots(d);
    }
    return qdmp__read_params(d, form, form->count, &out->server);
}

static qdmp_status read_detail(qdmp__decoder *d, const unsigned char *text, qdmp_response *out) {
    const unsigned char *detail = qdmp__skip_spaces(text, d->lim);
    qdmp_status status = qdmp__end_at(d, qdmp__find_stop(detail, d->lim, 0), QDMP_BAD_CHAR);
    d->field = QDMP_FIELD_DETAIL;
    out->kind = QDMP_RESULT_CME_ERROR;
    out->detail = qdmp__span(detail, d->end);
    return status == QDMP_OK && detail == d->end ? qdmp__blame(d, QDMP_MISSING, d->end) : status;
}

static qdmp_status read_result(qdmp__decoder *d, const unsigned char *text, qdmp_response_kind kind,
                               qdmp_response *out) {
    out->kind = kind;
    qdmp_status status = qdmp__end_at(d, text, QDMP_NOT_OURS);
    d->value = d->begin;
    return status;
}

/* Reads what stands behind a command's name, or the part that both have. */
static qdmp_status read_command(qdmp__decoder *d, const unsigned char *suffix, qdmp_response *out) {
    const unsigned char *colon = QDMP__PASS(d, suffix, QDMP_EX_SUFFIX), *text = QDMP__PASS(d, colon, ":");
    return text != colon ? read_info(d, text, colon != suffix, out) : QDMP_NOT_OURS;
}

static qdmp_status decode_response(qdmp__decoder *d, qdmp_response *out) {
    const unsigned char *text = d->text, *p = QDMP__PASS(d, text, "OK");
    if (p != text)
        return read_result(d, p, QDMP_RESULT_OK, out);
    p = QDMP__PASS(d, text, QDMP_CFG_NAME);
    if (p != text)
        return read_command(d, p, out);
    p = QDMP__PASS(d, text, "ERROR");
    if (p != text)
        return read_result(d, p, QDMP_RESULT_ERROR, out);
    p = QDMP__PASS(d, text, "+CME ERROR:");
    return p != text ? read_detail(d, p, out) : QDMP_NOT_OURS;
}

QDMP__APART qdmp_status decode_line(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_response response;
    qdmp__open(&decoder, in, QDMP__READ_CFG);
    qdmp_status status = qdmp__settle(&decoder, ends, decode_response(&decoder, &response), used, err);
    if (status == QDMP_OK)
        *out = response;
    return status;
}

#if QDMP__FAST
/* A short way for the line that modules say most. */
static inline bool take_ok(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used) {
    qdmp__canonical line = qdmp__canonical_of(in, QDMP__READ_CFG);
    if (!qdmp__take_end(&line, QDMP__TAKE(&line, line.begin, "OK"), ends, used))
        return false;
    out->kind = QDMP_RESULT_OK;
    return true;
}

/* A short way for canonical information lines. */
static inline bool take_info(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used) {
    qdmp__canonical line = qdmp__canonical_of(in, QDMP__READ_CFG);
    qdmp__value values[QDMP__VALUES];
    uint32_t type = 0;
    bool ex;
    const unsigned char *p = qdmp__take_suffix(&line, QDMP__TAKE(&line, line.begin, QDMP_CFG_NAME), &ex);
    p = qdmp__take_prefix(&line, QDMP__TAKE(&line, p, ": "), &qdmp__prefixes[QDMP__PREFIX_CFG_INFO + ex], &type);
    if (!p)
        return false;
    uint32_t kind = qdmp__kind_of(ex, type);
    const qdmp__form *form = &qdmp__forms[kind];
    line.reading = ex ? QDMP__READ_EX : QDMP__READ_CFG;
    line.alone = qdmp__runs_to_end(ex, form);
    p = qdmp__take_values(&line, p, form, form->count, values);
    if (!qdmp__take_end(&line, p, ends, used))
        return false;
    out->kind = (qdmp_response_kind)kind;
    qdmp__give(form, form->count, values, &out->server);
    return true;
}
#endif

qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
#if QDMP__FAST
    if (take_ok(in, ends, out, used) || take_info(in, ends, out, used))
        return QDMP_OK;
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

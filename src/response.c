/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include "generated/response_grammar.h"

/* A test line is its text and nothing else (R13): the first byte that differs is wrong. */
static qdmp_status read_test(qdmp__decoder *d, bool ex, const unsigned char *p, qdmp_response *out) {
    qdmp_span test = qdmp__tests[ex];
    size_t i = 0;
    while (i < test.len && p < d->end && *p == (unsigned char)test.ptr[i]) {
        p++;
        i++;
    }
    out->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    d->field = QDMP_FIELD_TYPE;
    return qdmp__blame(d, i == test.len && p == d->end ? QDMP_OK : QDMP_SYNTAX, p);
}

/* A string alone on its line runs to the line's end (R14). */
static bool is_rest(const qdmp__form *form) {
    return form->count == 1 && qdmp__param_of((qdmp_field)form->first)->kind == QDMP_KIND_TEXT;
}

static qdmp_status read_info(qdmp__decoder *d, bool ex, qdmp_response *out) {
    const unsigned char *colon = d->edge[0];
    if (d->end - colon > 2 && colon[1] == ' ' && colon[2] == '<')
        return read_test(d, ex, colon + 2, out);
    uint32_t kind;
    qdmp_status status = qdmp__read_type(d, ex, QDMP__INFO, &kind);
    if (status != QDMP_OK)
        return status;
    out->kind = (qdmp_response_kind)kind;
    if (ex)
        d->reading = QDMP__READ_EX;
    if (is_rest(&qdmp__forms[kind]))
        qdmp__join_slots(d);
    return qdmp__read_params(d, &qdmp__forms[kind], 1, &out->server);
}

static qdmp_status read_detail(qdmp__decoder *d, qdmp_response *out) {
    const unsigned char *detail = qdmp__skip_spaces(d->edge[0] + 1, d->end);
    d->field = QDMP_FIELD_DETAIL;
    if (d->broken)
        return qdmp__blame(d, QDMP_BAD_CHAR, d->broken);
    out->detail = qdmp__span(detail, d->end);
    return qdmp__blame(d, detail < d->end ? QDMP_OK : QDMP_MISSING, d->end);
}

static qdmp_status decode_response(qdmp__decoder *d, qdmp_response *out) {
    unsigned head = QDMP__HEADS;
    if (qdmp__match_response(d->text, (size_t)(d->lim - d->text), d))
        head = qdmp__find_head(d->text, d->count ? d->edge[0] : d->end, 0xFF);
    if (head == QDMP__HEADS)
        return qdmp__blame(d, QDMP_NOT_OURS, d->begin);
    if (head <= QDMP__EX)
        return read_info(d, head, out);
    out->kind = (qdmp_response_kind)(QDMP_RESULT_OK + head - QDMP__OK);
    return head == QDMP__CME_ERROR ? read_detail(d, out) : QDMP_OK;
}

qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_response response;
    qdmp__open(&decoder, in, QDMP__READ_CFG);
    qdmp_status status = qdmp__conclude(&decoder, ends, decode_response(&decoder, &response), used, err);
    if (status == QDMP_OK)
        *out = response;
    return status;
}

/* --- encoding --- */

static qdmp_status write_result(qdmp__line *line, const qdmp_response *response) {
    qdmp__put(&line->writer, qdmp__heads[(unsigned)response->kind - QDMP_RESULT_OK + QDMP__OK]);
    if (response->kind != QDMP_RESULT_CME_ERROR)
        return QDMP_OK;
    qdmp_span detail = response->detail;
    qdmp__put_text(&line->writer, ": ");
    qdmp__put(&line->writer, detail);
    line->field = QDMP_FIELD_DETAIL;
    if (!detail.len)
        return QDMP_MISSING;
    return detail.ptr[0] != ' ' && qdmp__is_clean(detail, "") ? QDMP_OK : QDMP_NOT_REPRESENTABLE;
}

static qdmp_status write_info(qdmp__line *line, const qdmp_response *response) {
    unsigned kind = (unsigned)response->kind;
    bool ex = kind >= QDMP__FIRST_EX && kind != QDMP_INFO_TEST;
    qdmp__put(&line->writer, qdmp__heads[ex]);
    qdmp__put_text(&line->writer, ": ");
    if (kind == QDMP_INFO_TEST || kind == QDMP_EX_INFO_TEST) {
        qdmp__put(&line->writer, qdmp__tests[ex]);
        return QDMP_OK;
    }
    if (kind >= QDMP__FORM_END || !(qdmp__forms[kind].direction & QDMP__INFO))
        return QDMP_FORM;
    const qdmp__form *form = &qdmp__forms[kind];
    qdmp__put_number(&line->writer, kind - (ex ? QDMP__FIRST_EX : QDMP__FIRST_CFG));
    return qdmp__write_params(line, form, form->count, ex ? QDMP__READ_EX : QDMP__READ_CFG, &response->server);
}

static qdmp_status write_response(qdmp__line *line, const qdmp_response *response, unsigned style) {
    const char *frame = style & QDMP_RESPONSE_TEXT_ALONE ? "" : "\r\n";
    qdmp__put_text(&line->writer, frame);
    unsigned result = (unsigned)response->kind - QDMP_RESULT_OK;
    qdmp_status status = result < QDMP__HEADS - QDMP__OK ? write_result(line, response) : write_info(line, response);
    qdmp__put_text(&line->writer, frame);
    return status;
}

qdmp_status qdmp_response_encode(const qdmp_response *response, unsigned style, qdmp_room out, size_t *size,
                                 qdmp_error *err) {
    qdmp__line line = {{NULL, 0}, QDMP_FIELD_NONE};
    qdmp_status status = qdmp__measured(&line, write_response(&line, response, style), out, size, err);
    return status == QDMP_OK ? write_response(&line, response, style) : status;
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

/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include "generated/request_grammar.h"

static qdmp_status read_set(qdmp__decoder *d, bool ex, qdmp_request *out) {
    uint32_t kind, act = QDMP_ACT_SAVE;
    qdmp_status status = qdmp__read_type(d, ex, QDMP__REQUEST, &kind);
    if (status == QDMP_OK && ex)
        status = qdmp__read_param(d, 1, QDMP_FIELD_ACT, &act);
    if (status != QDMP_OK)
        return status;
    const qdmp__form *form = &qdmp__forms[kind];
    if (act != QDMP_ACT_SAVE) {
        out->ex_type = kind - QDMP__FIRST_EX;
        form = &qdmp__forms[QDMP__FORM_NONE];
        kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
    }
    out->kind = (qdmp_request_kind)kind;
    return qdmp__read_params(d, form, 1 + ex, &out->server);
}

/* Reads what stands behind the name, where only sets and tests have an edge. */
static qdmp_status read_form(qdmp__decoder *d, bool ex, qdmp_request *out) {
    const unsigned char *sign = qdmp__skip_spaces(d->count ? d->edge[0] + 1 : d->stop, d->end);
    bool asks = sign < d->end && *sign == '?';
    if (d->count && !asks)
        return read_set(d, ex, out);
    if (d->broken)
        return qdmp__blame(d, QDMP_SYNTAX, d->broken);
    if (d->count)
        out->kind = ex ? QDMP_EX_TEST : QDMP_TEST;
    else if (asks && !ex)
        out->kind = QDMP_READ;
    else
        return qdmp__blame(d, QDMP_FORM, d->stop);
    return QDMP_OK;
}

static qdmp_status decode_request(qdmp__decoder *d, qdmp_request *out) {
    if (qdmp__match_request(d->text, (size_t)(d->lim - d->text), d)) {
        unsigned head = qdmp__find_head(d->value, d->stop, (unsigned char)~0x20); /* in any case */
        if (head <= QDMP__EX)
            return read_form(d, head, out);
    }
    return qdmp__blame(d, QDMP_NOT_OURS, d->begin);
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

/* --- encoding --- */

static qdmp_status write_set(qdmp__line *line, bool ex, unsigned type, unsigned act) {
    line->field = QDMP_FIELD_TYPE;
    qdmp__put_char(&line->writer, '=');
    qdmp__put_number(&line->writer, type);
    if (!ex)
        return QDMP_OK;
    qdmp__put_char(&line->writer, ',');
    qdmp__put_number(&line->writer, act);
    return type < QDMP__TYPES_EX ? QDMP_OK : QDMP_RANGE;
}

/* Writes what stands behind the name. */
static qdmp_status write_form(qdmp__line *line, const qdmp_request *request, bool ex) {
    unsigned kind = (unsigned)request->kind;
    switch (kind) {
    case QDMP_TEST:
    case QDMP_EX_TEST: qdmp__put_char(&line->writer, '='); /* fall through */
    case QDMP_READ: qdmp__put_char(&line->writer, '?'); return QDMP_OK;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE:
        return write_set(line, ex, request->ex_type, kind == QDMP_EX_READ ? QDMP_ACT_READ : QDMP_ACT_ERASE);
    default: break;
    }
    if (kind >= QDMP__FORM_END || !(qdmp__forms[kind].direction & QDMP__REQUEST))
        return QDMP_FORM;
    (void)write_set(line, ex, kind - (ex ? QDMP__FIRST_EX : QDMP__FIRST_CFG), QDMP_ACT_SAVE);
    const qdmp__form *form = &qdmp__forms[kind];
    return qdmp__write_params(line, form, form->request, QDMP__READ_REQUEST, &request->server);
}

static qdmp_status write_request(qdmp__line *line, const qdmp_request *request, unsigned style) {
    unsigned kind = (unsigned)request->kind;
    bool ex = kind >= QDMP__FIRST_EX && kind != QDMP_TEST && kind != QDMP_READ;
    if (!(style & QDMP_REQUEST_WITHOUT_AT))
        qdmp__put_text(&line->writer, "AT");
    qdmp__put(&line->writer, qdmp__heads[ex]);
    qdmp_status status = write_form(line, request, ex);
    if (!(style & QDMP_REQUEST_WITHOUT_END))
        qdmp__put_char(&line->writer, style & QDMP_REQUEST_SEMICOLON ? ';' : '\r');
    return status;
}

qdmp_status qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                qdmp_error *err) {
    qdmp__line line = {{NULL, 0}, QDMP_FIELD_NONE};
    qdmp_status status = qdmp__measured(&line, write_request(&line, request, style), out, size, err);
    return status == QDMP_OK ? write_request(&line, request, style) : status;
}

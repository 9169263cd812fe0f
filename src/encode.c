/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include "password.h"
#include "writer.h"

/* --- checking --- */

/* Whether a response line would give `text` back the same: no space at an end where spaces are skipped (R16). */
static bool keeps_ends(const qdmp__line *line, qdmp_span text) {
    if (line->reading != QDMP__READ_CFG || !text.len)
        return true;
    return text.ptr[0] != ' ' && (line->field == QDMP_FIELD_PASSWORD || text.ptr[text.len - 1] != ' ');
}

static qdmp_status check_digits(const qdmp__param *param, qdmp_span digits) {
    if (!digits.len)
        return QDMP_MISSING;
    const unsigned char *begin = qdmp__bytes(digits), *end = begin + digits.len;
    return qdmp__skip_digits(begin, end) == end ? qdmp__judge_length(param, digits.len) : QDMP_SYNTAX;
}

QDMP__INLINE qdmp_status check_text(const qdmp__line *line, const qdmp__param *param, qdmp_span text) {
    bool asks = line->reading == QDMP__READ_REQUEST;
    qdmp_status status = qdmp__judge_length(param, text.len);
    if (status != QDMP_OK)
        return asks || text.len ? status : QDMP_MISSING;
    uint32_t stops = asks || line->count == 1 ? QDMP__STOPS('"', 0, 0) : QDMP__STOPS('"', ',', 0);
    return qdmp__is_clean(text, stops) && keeps_ends(line, text) ? QDMP_OK : QDMP_NOT_REPRESENTABLE;
}

/* --- lines --- */

/* These go over a line twice: without a place to write they check and count, and then write what was found right. */

/* A number, or the four of an address. */
QDMP__INLINE qdmp_status pass_numbers(qdmp__writer *writer, const qdmp__param *param, const void *member) {
    unsigned count = param->kind == QDMP_KIND_ADDRESS ? 4 : 1;
    qdmp_status status = QDMP_OK;
    for (unsigned i = 0; i < count && status == QDMP_OK; i++) {
        uint32_t number = count > 1 ? ((const uint8_t *)member)[i] : *(const uint32_t *)member;
        qdmp__put_char(writer, i ? '.' : ',');
        qdmp__put_number(writer, number);
        if (!writer->ptr)
            status = qdmp__judge_number(param, number);
    }
    return status;
}

QDMP__INLINE qdmp_status pass_text(qdmp__writer *writer, const qdmp__line *line, const qdmp__param *param,
                                   qdmp_span text) {
    bool quoted = param->kind == QDMP_KIND_TEXT && line->reading == QDMP__READ_REQUEST;
    bool hidden = !quoted && line->field == QDMP_FIELD_PASSWORD;
    if (hidden)
        qdmp__cut_to_shown_part(&text);
    qdmp__put_bytes(writer, ",\"", quoted ? 2 : 1);
    qdmp__put(writer, text);
    size_t mask = hidden ? sizeof QDMP_PASSWORD_MASK - 1 : 0;
    qdmp__put_bytes(writer, quoted ? "\"" : QDMP_PASSWORD_MASK, quoted ? 1 : mask);
    if (writer->ptr)
        return QDMP_OK;
    return param->kind == QDMP_KIND_DIGITS ? check_digits(param, text) : check_text(line, param, text);
}

QDMP__INLINE qdmp_status pass_param(qdmp__writer *writer, const qdmp__line *line) {
    const qdmp__param *param = qdmp__param_of((qdmp_field)line->field);
    const void *member = (const char *)line->body + param->offset;
    if (param->kind <= QDMP_KIND_ADDRESS)
        return pass_numbers(writer, param, member);
    return pass_text(writer, line, param, *(const qdmp_span *)member);
}

QDMP__INLINE qdmp_status pass_line(qdmp__writer *writer, qdmp__line *line) {
    qdmp_status status = QDMP_OK;
    qdmp__put(writer, line->head);
    qdmp__put(writer, line->text);
    for (unsigned i = 0; i < line->count && status == QDMP_OK; i++) {
        line->field = (uint8_t)(line->first + i);
        status = pass_param(writer, line);
    }
    qdmp__put(writer, line->end);
    return status;
}

_Static_assert(QDMP__TYPES_CFG <= 10 && QDMP__TYPES_EX <= 10, "a <type> is one digit");

qdmp_status qdmp__open_form(qdmp__line *line, unsigned kind, unsigned direction) {
    if (kind >= QDMP__FORM_END || !(qdmp__forms[kind].direction & direction))
        return QDMP_FORM;
    const qdmp__form *form = &qdmp__forms[kind];
    line->first = form->first;
    line->count = direction == QDMP__REQUEST ? form->request : form->count;
    line->set[1] = (char)('0' + kind - (kind < QDMP__FIRST_EX ? QDMP__FIRST_CFG : QDMP__FIRST_EX));
    return QDMP_OK;
}

qdmp_status qdmp__encode_line(qdmp__line *line, qdmp_status status, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    if (status == QDMP_OK)
        status = pass_line(&measure, line);
    if (status != QDMP_OK)
        return qdmp__report(err, status, (qdmp_field)line->field, 0);
    if (size)
        *size = measure.size;
    if (measure.size > out.cap || !out.ptr) /* the latter tells a compiler that all below is written */
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    return pass_line(&writer, line);
}

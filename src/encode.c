/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include "password.h"

/* --- checking --- */

static qdmp_status check_imei(const qdmp__param *param, qdmp_span imei) {
    const unsigned char *begin = qdmp__bytes(imei), *end = begin + imei.len;
    if (begin == end)
        return QDMP_MISSING;
    return qdmp__skip_digits(begin, end) == end ? qdmp__judge_length(param, imei.len) : QDMP_SYNTAX;
}

/* Whether a response line would give `text` back the same: no space at an end where spaces are skipped (R16). */
static bool keeps_ends(qdmp_field field, qdmp_span text) {
    return text.ptr[0] != ' ' && (field == QDMP_FIELD_PASSWORD || text.ptr[text.len - 1] != ' ');
}

static qdmp_status check_text(qdmp_field field, qdmp_span text, bool among_others, enum qdmp__reading reading) {
    const qdmp__param *param = qdmp__param_of(field);
    bool asks = reading == QDMP__READ_REQUEST;
    if (!asks && !text.len && param->least)
        return QDMP_MISSING;
    qdmp_status status = qdmp__judge_length(param, text.len);
    if (status != QDMP_OK)
        return status;
    bool comes_back = qdmp__is_clean(text, !asks && among_others ? "\"," : "\"") &&
                      (reading != QDMP__READ_CFG || !text.len || keeps_ends(field, text));
    return comes_back ? QDMP_OK : QDMP_NOT_REPRESENTABLE;
}

/* --- writing --- */

static qdmp_status write_address(qdmp__line *line, const qdmp__param *param, const uint8_t *octets) {
    qdmp_status status = QDMP_OK;
    for (unsigned i = 0; i < 4 && status == QDMP_OK; i++) {
        if (i)
            qdmp__put_char(&line->writer, '.');
        qdmp__put_number(&line->writer, octets[i]);
        status = qdmp__judge_number(param, octets[i]);
    }
    return status;
}

static void write_text(qdmp__line *line, enum qdmp__reading reading, qdmp_span text) {
    const char *quote = reading == QDMP__READ_REQUEST ? "\"" : NULL;
    qdmp__put_text(&line->writer, quote);
    qdmp__put(&line->writer, text);
    qdmp__put_text(&line->writer, quote);
    if (line->field == QDMP_FIELD_PASSWORD && !quote)
        qdmp__put_text(&line->writer, QDMP_PASSWORD_MASK);
}

static qdmp_status write_param(qdmp__line *line, const void *member, bool among_others, enum qdmp__reading reading) {
    const qdmp__param *param = qdmp__param_of(line->field);
    qdmp__put_char(&line->writer, ',');
    if (param->kind == QDMP_KIND_ADDRESS)
        return write_address(line, param, member);
    if (param->kind == QDMP_KIND_NUMBER || param->kind == QDMP_KIND_CHOICE) {
        uint32_t number = *(const uint32_t *)member;
        qdmp__put_number(&line->writer, number);
        return qdmp__judge_number(param, number);
    }
    qdmp_span text = *(const qdmp_span *)member;
    if (param->kind == QDMP_KIND_DIGITS) {
        qdmp__put(&line->writer, text);
        return check_imei(param, text);
    }
    if (line->field == QDMP_FIELD_PASSWORD && reading != QDMP__READ_REQUEST)
        qdmp__cut_to_shown_part(&text);
    write_text(line, reading, text);
    return check_text(line->field, text, among_others, reading);
}

qdmp_status qdmp__write_params(qdmp__line *line, const qdmp__form *form, unsigned count, enum qdmp__reading reading,
                               const void *body) {
    qdmp_status status = QDMP_OK;
    for (unsigned i = 0; i < count && status == QDMP_OK; i++) {
        line->field = (qdmp_field)(form->first + i);
        const void *member = (const char *)body + qdmp__param_of(line->field)->offset;
        status = write_param(line, member, count > 1, reading);
    }
    return status;
}

qdmp_status qdmp__measured(qdmp__line *line, qdmp_status status, qdmp_room out, size_t *size, qdmp_error *err) {
    if (status != QDMP_OK)
        return qdmp__report(err, status, line->field, 0);
    if (size)
        *size = line->writer.size;
    if (line->writer.size > out.cap)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    line->writer.ptr = out.ptr;
    line->writer.size = 0;
    return QDMP_OK;
}

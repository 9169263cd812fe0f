/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include "password.h"
#include "writer.h"

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

static qdmp_status write_address(qdmp__writer *writer, const qdmp__param *param, const uint8_t *octets) {
    qdmp_status status = QDMP_OK;
    for (unsigned i = 0; i < 4 && status == QDMP_OK; i++) {
        if (i)
            qdmp__put_char(writer, '.');
        qdmp__put_number(writer, octets[i]);
        status = qdmp__judge_number(param, octets[i]);
    }
    return status;
}

static void write_text(qdmp__writer *writer, qdmp_field field, enum qdmp__reading reading, qdmp_span text) {
    const char *quote = reading == QDMP__READ_REQUEST ? "\"" : NULL;
    qdmp__put_text(writer, quote);
    qdmp__put(writer, text);
    qdmp__put_text(writer, quote);
    if (field == QDMP_FIELD_PASSWORD && !quote)
        qdmp__put_text(writer, QDMP_PASSWORD_MASK);
}

/* Writes one parameter; when it measures, it checks the parameter as well. */
static qdmp_status write_param(qdmp__writer *writer, const qdmp__line *line, qdmp_field field) {
    const qdmp__param *param = qdmp__param_of(field);
    const void *member = (const char *)line->body + param->offset;
    enum qdmp__reading reading = (enum qdmp__reading)line->reading;
    bool checks = !writer->ptr;
    qdmp__put_char(writer, ',');
    if (param->kind == QDMP_KIND_ADDRESS)
        return write_address(writer, param, member);
    if (param->kind == QDMP_KIND_NUMBER || param->kind == QDMP_KIND_CHOICE) {
        uint32_t number = *(const uint32_t *)member;
        qdmp__put_number(writer, number);
        return qdmp__judge_number(param, number);
    }
    qdmp_span text = *(const qdmp_span *)member;
    if (param->kind == QDMP_KIND_DIGITS) {
        qdmp__put(writer, text);
        return checks ? check_imei(param, text) : QDMP_OK;
    }
    if (field == QDMP_FIELD_PASSWORD && reading != QDMP__READ_REQUEST)
        qdmp__cut_to_shown_part(&text);
    write_text(writer, field, reading, text);
    return checks ? check_text(field, text, line->count > 1, reading) : QDMP_OK;
}

static qdmp_status write_line(qdmp__writer *writer, const qdmp__line *line, qdmp_error *err) {
    qdmp__put_text(writer, line->before);
    qdmp__put(writer, line->name);
    qdmp__put_text(writer, line->sign);
    qdmp__put_text(writer, line->numbers);
    for (unsigned i = 0; i < line->count; i++) {
        qdmp_field field = (qdmp_field)(line->first + i);
        qdmp_status status = write_param(writer, line, field);
        if (status != QDMP_OK)
            return qdmp__report(err, status, field, 0);
    }
    qdmp__put(writer, line->text);
    qdmp__put_text(writer, line->after);
    return QDMP_OK;
}

qdmp_status qdmp__encode(const qdmp__line *line, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    qdmp_status status = write_line(&measure, line, err);
    if (status != QDMP_OK)
        return status;
    if (size)
        *size = measure.size;
    if (measure.size > out.cap)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    return write_line(&writer, line, err);
}

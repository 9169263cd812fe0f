/* SPDX-License-Identifier: MIT */
/*
 * Both encoders. They are in one file, so that a compiler may copy all that they share into each of them for speed, or
 * keep one copy for both for size.
 */
#include "password.h"
#include "rows.h"
#include "text.h"
#include "writer.h"

/* The parts of a line that is written, in their order. */
typedef struct qdmp__line {
    qdmp_span head;   /* up to the end of the name, or a final result code */
    qdmp_span text;   /* the text in front of parameters; often a part of `set` */
    char set[4];      /* a sign, <type>, a comma, <act> */
    uint8_t first;    /* qdmp_field of the first parameter */
    uint8_t count;    /* number of parameters */
    uint8_t reading;  /* enum qdmp__reading: how the other side reads the values */
    uint8_t field;    /* qdmp_field: the current parameter, or the one at fault */
    const void *body; /* the union with the values */
    qdmp_span end;
} qdmp__line;

/* The styles that leave out the name (R29). QDMP_WHOLE_LINES leaves out these styles. */
#ifdef QDMP_WHOLE_LINES
enum { QDMP__WITHOUT_NAME = 0, QDMP__WITHOUT_SIGN = 0, QDMP__NAME_EATEN = 0, QDMP__COLON_EATEN = 0 };
#else
enum {
    QDMP__WITHOUT_NAME = QDMP_REQUEST_WITHOUT_NAME,
    QDMP__WITHOUT_SIGN = QDMP_REQUEST_WITHOUT_SIGN,
    QDMP__NAME_EATEN = QDMP_RESPONSE_FROM_COLON,
    QDMP__COLON_EATEN = QDMP_RESPONSE_BEHIND_COLON
};
#endif

/* Leaves out the first `count` bytes. */
QDMP__INLINE void skip(qdmp_span *text, size_t count) {
    text->ptr += count;
    text->len -= count;
}

/* --- checking --- */

/* Whether a response line with `text` would read back the same: no space at an end where spaces are skipped (R16). */
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
    bool clean = line->count > 1 && !asks ? qdmp__is_clean(text, QDMP__STOPS('"', ',', 0))
                                          : qdmp__is_clean(text, QDMP__STOPS('"', 0, 0));
    return clean && keeps_ends(line, text) ? QDMP_OK : QDMP_NOT_REPRESENTABLE;
}

/* --- lines --- */

/* These functions run twice for a line. The first run only checks and counts. The second writes. */

/* A number, or the four octets of an address. */
QDMP__INLINE qdmp_status pass_numbers(qdmp__writer *writer, const qdmp__param *param, const void *member) {
    const uint8_t *octets = (const uint8_t *)member;
    bool address = param->kind == QDMP_KIND_ADDRESS;
    uint32_t number = address ? octets[0] : *(const uint32_t *)member;
    qdmp_status status = QDMP_OK;
    for (unsigned i = 0;;) {
        qdmp__put_char(writer, i ? '.' : ',');
        qdmp__put_number(writer, number);
        if (!writer->ptr)
            status = qdmp__judge_number(param, (qdmp_param_kind)param->kind, number);
        if (status != QDMP_OK || !address || ++i == 4)
            return status;
        number = octets[i];
    }
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

QDMP__STATIC_ASSERT(QDMP__TYPES_CFG <= 10 && QDMP__TYPES_EX <= 10, "a <type> is one digit");

QDMP__INLINE qdmp_status open_form(qdmp__line *line, unsigned kind) {
    unsigned direction = line->reading == QDMP__READ_REQUEST ? QDMP__REQUEST : QDMP__INFO;
    if (kind >= QDMP__FORM_END || !(qdmp__forms[kind].direction & direction))
        return QDMP_FORM;
    const qdmp__form *form = &qdmp__forms[kind];
    line->first = form->first;
    line->count = direction == QDMP__REQUEST ? form->request : form->count;
    line->set[1] = (char)('0' + kind - (kind < QDMP__FIRST_EX ? QDMP__FIRST_CFG : QDMP__FIRST_EX));
    return QDMP_OK;
}

QDMP__INLINE qdmp_status encode_line(qdmp__line *line, qdmp_status status, qdmp_room out, size_t *size,
                                     qdmp_error *err) {
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    if (status == QDMP_OK)
        status = pass_line(&measure, line);
    if (status == QDMP_OK) {
        if (size)
            *size = measure.size;
        if (measure.size <= out.cap &&
            (out.ptr || !measure.size)) /* with this test the compiler can omit the one below */
            return pass_line(&writer, line);
        status = QDMP_NO_SPACE;
        line->field = QDMP_FIELD_NONE;
    }
    return qdmp__report(err, status, (qdmp_field)line->field, 0);
}

/* Images need the encoder of requests, because it judges their settings. */
#if !defined(QDMP_MODULE_ONLY) || !defined(QDMP_AT_ONLY)
/* --- requests --- */

QDMP__INLINE qdmp_status open_other(qdmp__line *line, const qdmp_request *request) {
    line->field = QDMP_FIELD_TYPE;
    line->set[1] = (char)('0' + request->ex_type);
    line->set[3] = (char)('0' + (request->kind == QDMP_EX_READ ? QDMP_ACT_READ : QDMP_ACT_ERASE));
    return request->ex_type < QDMP__TYPES_EX ? QDMP_OK : QDMP_RANGE;
}

/* Finds the text after the name. */
QDMP__INLINE qdmp_status open_request(qdmp__line *line, const qdmp_request *request) {
    switch ((unsigned)request->kind) {
    case QDMP_READ:
        line->text.ptr++;
        line->text.len = 1;
        return QDMP_OK;
    case QDMP_EX_TEST: line->text.len = 2; return QDMP_OK;
    case QDMP_TEST: return QDMP_OK;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE: return open_other(line, request);
    default: return open_form(line, (unsigned)request->kind);
    }
}

qdmp_status qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                qdmp_error *err) {
    static const char begin[] = "AT" QDMP_EX_NAME;
    unsigned kind = (unsigned)request->kind;
    bool ex = kind >= QDMP__FIRST_EX && kind != QDMP_TEST && kind != QDMP_READ;
    size_t skipped = style & QDMP_REQUEST_WITHOUT_AT ? 2 : 0;
    size_t len = ex ? sizeof begin - 1 : sizeof begin - sizeof QDMP_EX_SUFFIX;
    if (style & (QDMP__WITHOUT_NAME | QDMP__WITHOUT_SIGN))
        skipped = len;
    qdmp__line line = {
        .head = {begin + skipped, len - skipped},
        .text = {line.set, ex ? 4u : 2u},
        .set = {'=', '?', ',', '0' + QDMP_ACT_SAVE},
        .reading = QDMP__READ_REQUEST,
        .body = &request->server,
        .end = {style & QDMP_REQUEST_SEMICOLON ? ";" : "\r", style & QDMP_REQUEST_WITHOUT_END ? 0u : 1u}};
    qdmp_status status = open_request(&line, request);
    if (style & QDMP__WITHOUT_SIGN) /* `=`, or all of `=?` and `?` */
        skip(&line.text, line.text.ptr[line.text.len - 1] == '?' ? line.text.len : 1);
    return encode_line(&line, status, out, size, err);
}
#endif

#ifndef QDMP_HOST_ONLY
/* --- responses --- */

#define QDMP__LINE_HEAD(ID, name, test) QDMP_LITERAL("\r\n" name ": "),

/*
 * The beginnings of lines: the information lines of the commands, then the final result codes in the order of their
 * kinds.
 */
static const qdmp_span heads[] = {QDMP_COMMANDS(QDMP__LINE_HEAD) QDMP_LITERAL("\r\nOK"), QDMP_LITERAL("\r\nERROR"),
                                  QDMP_LITERAL("\r\n+CME ERROR: ")};
enum { QDMP__FIRST_RESULT = 2, QDMP__HEADS = sizeof heads / sizeof *heads };

static qdmp_status check_detail(qdmp_span detail) {
    if (!detail.len)
        return QDMP_MISSING;
    return detail.ptr[0] != ' ' && qdmp__is_clean(detail, 0) ? QDMP_OK : QDMP_NOT_REPRESENTABLE;
}

QDMP__INLINE qdmp_status open_result(qdmp__line *line, const qdmp_response *response, bool named) {
    if (!named)
        return QDMP_FORM;
    if (response->kind != QDMP_RESULT_CME_ERROR)
        return QDMP_OK;
    line->field = QDMP_FIELD_DETAIL;
    line->text = response->detail;
    return QDMP_OK;
}

QDMP__INLINE qdmp_status open_info(qdmp__line *line, unsigned kind, bool ex) {
    if (kind == QDMP_INFO_TEST || kind == QDMP_EX_INFO_TEST) {
        line->text = qdmp__tests[ex];
        return QDMP_OK;
    }
    line->text.ptr = line->set + 1;
    line->text.len = 1;
    line->reading = ex ? QDMP__READ_EX : QDMP__READ_CFG;
    return open_form(line, kind);
}

#ifndef QDMP_STRICT
/* A parameter that is marked as unset has no value to write (R28). */
static qdmp_status check_marks(qdmp__line *line, const uint8_t *marks) {
    for (unsigned i = 0; i < QDMP_DEVIATIONS_MAX && marks[i]; i++) {
        if (QDMP_MARK_DEVIATION(marks[i]) != QDMP_DEVIATION_UNSET)
            continue;
        line->field = (uint8_t)QDMP_MARK_FIELD(marks[i]);
        return QDMP_MISSING;
    }
    return QDMP_OK;
}
#endif

qdmp_status qdmp_response_encode(const qdmp_response *response, unsigned style, qdmp_room out, size_t *size,
                                 qdmp_error *err) {
    unsigned kind = (unsigned)response->kind, result = kind - QDMP_RESULT_OK;
#if QDMP__FAST /* most lines; a copy of the code with constants */
    if (response->kind == QDMP_RESULT_OK && style == QDMP_RESPONSE_CANONICAL) {
        qdmp__line ok = {.head = QDMP_LITERAL("\r\nOK\r\n")};
        return encode_line(&ok, QDMP_OK, out, size, err);
    }
#endif
    bool ex = kind >= QDMP__FIRST_EX && kind != QDMP_INFO_TEST, is_result = result < QDMP__HEADS - QDMP__FIRST_RESULT;
    qdmp__line line = {
        .head = heads[is_result ? result + QDMP__FIRST_RESULT : ex], .body = &response->server, .end = {"\r\n", 2}};
    if (style & QDMP_RESPONSE_TEXT_ALONE) {
        skip(&line.head, 2);
        line.end.len = 0;
    }
    bool named = !(style & (QDMP__NAME_EATEN | QDMP__COLON_EATEN));
    if (!named)
        skip(&line.head, style & QDMP__NAME_EATEN ? line.head.len - 2 : line.head.len);
    qdmp_status status = is_result ? open_result(&line, response, named) : open_info(&line, kind, ex);
#ifndef QDMP_STRICT
    if (status == QDMP_OK)
        status = check_marks(&line, response->deviations);
#endif
    if (status == QDMP_OK && line.field == QDMP_FIELD_DETAIL)
        status = check_detail(line.text);
    return encode_line(&line, status, out, size, err);
}
#endif

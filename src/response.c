/* SPDX-License-Identifier: MIT */
#include "input.h"

/* What the grammar finds; BROKEN where a byte behind the colon is one that no rule allows. */
enum response_shape {
    RESPONSE_INFO,
    RESPONSE_CME_ERROR,
    RESPONSE_OK,
    RESPONSE_ERROR,
    RESPONSE_INFO_BROKEN,
    RESPONSE_CME_BROKEN,
    RESPONSE_FOREIGN
};

#include "generated/response_grammar.h"

static qdmp_status fail(qdmp_status status, qdmp_field field, const unsigned char *at, qdmp__fault *fault) {
    fault->at = at;
    fault->field = field;
    return status;
}

/* A test line is its text and nothing else (R13): the first byte that differs is wrong. */
static qdmp_status read_test(const qdmp__command *command, const qdmp__slots *slots, qdmp_response *out,
                             qdmp__fault *fault) {
    const unsigned char *p = slots->at[0] + 1, *text = qdmp__bytes(command->test), *end = text + command->test.len;
    while (p < slots->end && text < end && *p == *text) {
        p++;
        text++;
    }
    if (p < slots->end || text < end)
        return fail(QDMP_SYNTAX, QDMP_FIELD_TYPE, p, fault);
    out->kind = command == &qdmp__commands[QDMP__EX] ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    return QDMP_OK;
}

static bool is_test(const qdmp__slots *slots) {
    const unsigned char *p = slots->at[0];
    return slots->end - p > 1 && p[0] == ' ' && p[1] == '<';
}

/* A string alone on its line runs to the line's end (R14). */
static bool is_rest(const qdmp__form *form) {
    return form->count == 1 && qdmp__params[form->first].kind == QDMP_KIND_TEXT;
}

static qdmp_status read_info(const qdmp__slots *slots, qdmp_response *out, qdmp__fault *fault) {
    /* The byte before the colon is the last of the command's name. */
    bool ex = slots->name[-2] == 'X';
    const qdmp__command *command = &qdmp__commands[ex];
    if (is_test(slots))
        return read_test(command, slots, out, fault);
    uint32_t type, defaulted;
    fault->field = QDMP_FIELD_TYPE;
    qdmp_status status = qdmp__read_index(slots, 0, &type, fault);
    if (status != QDMP_OK)
        return status;
    if (type >= command->types)
        return QDMP_RANGE;
    const qdmp__form *form = &qdmp__forms[command->first_form + type];
    if (!(form->direction & QDMP__INFO))
        return form->direction ? QDMP_RANGE : QDMP_RESERVED;
    out->kind = (qdmp_response_kind)(form - qdmp__forms);
    if (is_rest(form))
        return qdmp__read_rest(form, slots, &out->server, fault);
    return qdmp__read_params(form, slots, 1, ex ? QDMP__READ_EX : QDMP__READ_CFG, &out->server, &defaulted, fault);
}

static qdmp_status read_detail(const qdmp__slots *slots, qdmp_response *out, qdmp__fault *fault) {
    const unsigned char *detail = qdmp__skip_spaces(slots->at[0], slots->end);
    if (detail == slots->end)
        return fail(QDMP_MISSING, QDMP_FIELD_DETAIL, slots->end, fault);
    out->kind = QDMP_RESULT_CME_ERROR;
    out->detail = qdmp__span(detail, slots->end);
    return QDMP_OK;
}

/* Cuts the slots of a line that the grammar gave up on. */
static void recover(const qdmp__input *input, qdmp__slots *slots) {
    const unsigned char *broken = slots->end;
    qdmp__slots_recover(slots, slots->at[0], broken, qdmp__find_eol(broken, input->lim));
}

static qdmp_status read_shape(enum response_shape shape, const qdmp__slots *slots, qdmp_response *out,
                              qdmp__fault *fault) {
    switch (shape) {
    case RESPONSE_OK: out->kind = QDMP_RESULT_OK; return QDMP_OK;
    case RESPONSE_ERROR: out->kind = QDMP_RESULT_ERROR; return QDMP_OK;
    case RESPONSE_CME_ERROR: return read_detail(slots, out, fault);
    case RESPONSE_CME_BROKEN: return fail(QDMP_BAD_CHAR, QDMP_FIELD_DETAIL, slots->broken, fault);
    default: return read_info(slots, out, fault);
    }
}

qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
    qdmp__input input = qdmp__open(in, ends);
    qdmp__slots slots;
    qdmp__slots_open(&slots);
    enum response_shape shape = response_match(input.text, input.lim, &slots);
    if (shape == RESPONSE_FOREIGN)
        return qdmp__reject_foreign(&input, used, err);
    if (shape >= RESPONSE_INFO_BROKEN)
        recover(&input, &slots);
    qdmp_response response;
    qdmp__fault fault = {input.begin, QDMP_FIELD_NONE};
    qdmp_status status = read_shape(shape, &slots, &response, &fault);
    if (status != QDMP_OK || qdmp__is_cut(&input, slots.end))
        return qdmp__reject(&input, status, fault, used, err);
    *out = response;
    if (used)
        *used = (size_t)(slots.next - input.begin);
    return QDMP_OK;
}

/* --- encoding
 * --------------------------------------------------------------------------------------------------------- */

static qdmp_status check_detail(qdmp_span detail) {
    const unsigned char *begin = qdmp__bytes(detail), *end = begin + detail.len;
    if (begin == end)
        return QDMP_MISSING;
    if (*begin == ' ')
        return QDMP_NOT_REPRESENTABLE;
    for (const unsigned char *p = begin; p < end; p++) {
        if (!qdmp__is_text(*p))
            return QDMP_NOT_REPRESENTABLE;
    }
    return QDMP_OK;
}

static enum qdmp__reading reading_of(const qdmp_response *response) {
    return (unsigned)response->kind < qdmp__commands[QDMP__EX].first_form ? QDMP__READ_CFG : QDMP__READ_EX;
}

static qdmp_status check(const qdmp_response *response, qdmp_field *field) {
    *field = QDMP_FIELD_NONE;
    switch (response->kind) {
    case QDMP_INFO_TEST:
    case QDMP_EX_INFO_TEST:
    case QDMP_RESULT_OK:
    case QDMP_RESULT_ERROR: return QDMP_OK;
    case QDMP_RESULT_CME_ERROR: *field = QDMP_FIELD_DETAIL; return check_detail(response->detail);
    default: break;
    }
    if ((unsigned)response->kind >= QDMP__FORM_END || !(qdmp__forms[response->kind].direction & QDMP__INFO))
        return QDMP_FORM;
    return qdmp__check_params(&qdmp__forms[response->kind], reading_of(response), &response->server, field);
}

static void write_info(qdmp__writer *writer, const qdmp_response *response) {
    bool ex = response->kind == QDMP_EX_INFO_TEST ||
              (response->kind != QDMP_INFO_TEST && reading_of(response) == QDMP__READ_EX);
    const qdmp__command *command = &qdmp__commands[ex];
    qdmp__put_span(writer, command->name);
    qdmp__put_text(writer, ": ");
    if (response->kind == QDMP_INFO_TEST || response->kind == QDMP_EX_INFO_TEST) {
        qdmp__put_span(writer, command->test);
        return;
    }
    qdmp__put_number(writer, (uint32_t)response->kind - command->first_form);
    qdmp__write_params(writer, &qdmp__forms[response->kind], reading_of(response), &response->server);
}

static void write_response(qdmp__writer *writer, const qdmp_response *response, unsigned style) {
    const char *eol = style & QDMP_RESPONSE_TEXT_ALONE ? "" : "\r\n";
    qdmp__put_text(writer, eol);
    switch (response->kind) {
    case QDMP_RESULT_OK: qdmp__put_text(writer, "OK"); break;
    case QDMP_RESULT_ERROR: qdmp__put_text(writer, "ERROR"); break;
    case QDMP_RESULT_CME_ERROR:
        qdmp__put_text(writer, "+CME ERROR: ");
        qdmp__put_span(writer, response->detail);
        break;
    default: write_info(writer, response);
    }
    qdmp__put_text(writer, eol);
}

qdmp_status qdmp_response_encode(const qdmp_response *response, unsigned style, qdmp_room out, size_t *size,
                                 qdmp_error *err) {
    qdmp_field field;
    qdmp_status status = check(response, &field);
    if (status != QDMP_OK)
        return qdmp__report(err, status, field, 0);
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    write_response(&measure, response, style);
    if (size)
        *size = measure.size;
    if (measure.size > out.cap)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    write_response(&writer, response, style);
    return QDMP_OK;
}

/* --- answers
 * ---------------------------------------------------------------------------------------------------------- */

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

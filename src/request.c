/* SPDX-License-Identifier: MIT */
#include "input.h"

/* What the grammar finds. */
enum request_shape {
    REQUEST_TEST,
    REQUEST_READ,
    REQUEST_SET,
    REQUEST_EXECUTE,
    REQUEST_BROKEN, /* behind the name stands a byte that no rule allows */
    REQUEST_FOREIGN
};

#include "generated/request_grammar.h"

static bool is_name_char(unsigned char c) {
    unsigned char letter = c | 0x20;
    return qdmp__is_digit(c) || (letter >= 'a' && letter <= 'z') || c == '_';
}

static qdmp_status fail(qdmp_status status, qdmp_field field, const unsigned char *at, qdmp__fault *fault) {
    fault->at = at;
    fault->field = field;
    return status;
}

/* The form of <type>, or why there is none. */
static qdmp_status find_form(const qdmp__command *command, const qdmp__slots *slots, const qdmp__form **form,
                             qdmp__fault *fault) {
    uint32_t type;
    fault->field = QDMP_FIELD_TYPE;
    qdmp_status status = qdmp__read_index(slots, 0, &type, fault);
    if (status != QDMP_OK)
        return status;
    if (type >= command->types)
        return QDMP_RANGE;
    *form = &qdmp__forms[command->first_form + type];
    return (*form)->direction & QDMP__REQUEST ? QDMP_OK : QDMP_RESERVED;
}

static qdmp_request_kind kind_of(const qdmp__form *form) {
    return (qdmp_request_kind)(form - qdmp__forms);
}

static qdmp_status read_cfg(const qdmp__slots *slots, qdmp_request *out, qdmp__fault *fault) {
    const qdmp__form *form;
    qdmp_status status = find_form(&qdmp__commands[QDMP__CFG], slots, &form, fault);
    if (status != QDMP_OK)
        return status;
    out->kind = kind_of(form);
    return qdmp__read_params(form, slots, 1, QDMP__READ_REQUEST, &out->server, &out->defaulted, fault);
}

static qdmp_status read_ex(const qdmp__slots *slots, qdmp_request *out, qdmp__fault *fault) {
    static const qdmp__form no_params = {0, 0, QDMP__REQUEST};
    const qdmp__command *command = &qdmp__commands[QDMP__EX];
    const qdmp__form *form;
    uint32_t act;
    qdmp_status status = find_form(command, slots, &form, fault);
    if (status != QDMP_OK)
        return status;
    fault->field = QDMP_FIELD_ACT;
    status = qdmp__read_index(slots, 1, &act, fault);
    if (status != QDMP_OK)
        return status;
    out->kind = kind_of(form);
    if (act != QDMP_ACT_SAVE) {
        if (act != QDMP_ACT_READ && act != QDMP_ACT_ERASE)
            return QDMP_RANGE;
        out->ex_type = (uint32_t)out->kind - command->first_form;
        out->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
        form = &no_params;
    }
    return qdmp__read_params(form, slots, 2, QDMP__READ_REQUEST, &out->server, &out->defaulted, fault);
}

/* Cuts the slots of a command that the grammar gave up on, unless it did so before there could be any. */
static qdmp_status recover(const qdmp__input *input, qdmp__slots *slots, qdmp__fault *fault) {
    const unsigned char *broken = slots->end, *p = qdmp__skip_spaces(slots->name, broken);
    if (p < broken && *p == '=') {
        const unsigned char *first = qdmp__skip_spaces(p + 1, broken);
        if (first == broken || *first != '?') {
            qdmp__slots_recover(slots, p + 1, broken, qdmp__find_eol(broken, input->lim));
            return QDMP_OK;
        }
    }
    return fail(QDMP_SYNTAX, QDMP_FIELD_NONE, broken, fault);
}

static qdmp_status read_shape(enum request_shape shape, const qdmp__slots *slots, qdmp_request *out,
                              qdmp__fault *fault) {
    bool ex = (slots->name[-1] | 0x20) == 'x';
    out->defaulted = 0;
    switch (shape) {
    case REQUEST_TEST: out->kind = ex ? QDMP_EX_TEST : QDMP_TEST; return QDMP_OK;
    case REQUEST_READ: out->kind = QDMP_READ; break;
    case REQUEST_EXECUTE: return fail(QDMP_FORM, QDMP_FIELD_NONE, slots->name, fault);
    default: return ex ? read_ex(slots, out, fault) : read_cfg(slots, out, fault);
    }
    return ex ? fail(QDMP_FORM, QDMP_FIELD_NONE, slots->name, fault) : QDMP_OK;
}

qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    qdmp__input input = qdmp__open(in, ends);
    qdmp__slots slots;
    qdmp__slots_open(&slots);
    enum request_shape shape = request_match(input.text, input.lim, &slots);
    if (shape == REQUEST_FOREIGN || (shape == REQUEST_BROKEN && is_name_char(*slots.name)))
        return qdmp__reject_foreign(&input, used, err);
    qdmp_request request;
    qdmp__fault fault = {input.begin, QDMP_FIELD_NONE};
    qdmp_status status = shape == REQUEST_BROKEN ? recover(&input, &slots, &fault) : QDMP_OK;
    if (status == QDMP_OK)
        status = read_shape(shape, &slots, &request, &fault);
    if (status != QDMP_OK || qdmp__is_cut(&input, slots.end))
        return qdmp__reject(&input, status, fault, used, err);
    *out = request;
    if (used)
        *used = (size_t)(slots.next - input.begin);
    return QDMP_OK;
}

/* --- encoding
 * --------------------------------------------------------------------------------------------------------- */

/* How a request is put together: `=<type>[,<act>][,<parameters>]`, or a form that is one text. */
typedef struct layout {
    const qdmp__command *command;
    const char *form; /* "=", "?" or "=?" */
    const qdmp__form *params;
    uint32_t type;
    uint32_t act;
} layout;

static qdmp_status lay_out(const qdmp_request *request, layout *out, qdmp_field *field) {
    const qdmp__command *ex = &qdmp__commands[QDMP__EX];
    layout at = {&qdmp__commands[QDMP__CFG], "=", NULL, 0, QDMP_ACT_SAVE};
    *field = QDMP_FIELD_NONE;
    switch (request->kind) {
    case QDMP_TEST:
    case QDMP_EX_TEST:
        at.form = "=?";
        at.command = request->kind == QDMP_TEST ? at.command : ex;
        break;
    case QDMP_READ: at.form = "?"; break;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE:
        at.command = ex;
        at.act = request->kind == QDMP_EX_READ ? QDMP_ACT_READ : QDMP_ACT_ERASE;
        at.type = request->ex_type;
        *field = QDMP_FIELD_TYPE;
        if (at.type >= ex->types)
            return QDMP_RANGE;
        break;
    default:
        if ((unsigned)request->kind >= QDMP__FORM_END || !(qdmp__forms[request->kind].direction & QDMP__REQUEST))
            return QDMP_FORM;
        at.params = &qdmp__forms[request->kind];
        if (request->kind >= ex->first_form)
            at.command = ex;
        at.type = (uint32_t)request->kind - at.command->first_form;
    }
    *out = at;
    return at.params ? qdmp__check_params(at.params, QDMP__READ_REQUEST, &request->server, field) : QDMP_OK;
}

static void write_request(qdmp__writer *writer, const layout *at, const qdmp_request *request, unsigned style) {
    if (!(style & QDMP_REQUEST_WITHOUT_AT))
        qdmp__put(writer, "AT", 2);
    qdmp__put_span(writer, at->command->name);
    qdmp__put_text(writer, at->form);
    if (at->form[0] == '=' && !at->form[1]) {
        qdmp__put_number(writer, at->type);
        if (at->command == &qdmp__commands[QDMP__EX]) {
            qdmp__put_char(writer, ',');
            qdmp__put_number(writer, at->act);
        }
        if (at->params)
            qdmp__write_params(writer, at->params, QDMP__READ_REQUEST, &request->server);
    }
    if (!(style & QDMP_REQUEST_WITHOUT_END))
        qdmp__put_char(writer, style & QDMP_REQUEST_SEMICOLON ? ';' : '\r');
}

qdmp_status qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                qdmp_error *err) {
    layout at;
    qdmp_field field;
    qdmp_status status = lay_out(request, &at, &field);
    if (status != QDMP_OK)
        return qdmp__report(err, status, field, 0);
    qdmp__writer measure = {NULL, 0}, writer = {out.ptr, 0};
    write_request(&measure, &at, request, style);
    if (size)
        *size = measure.size;
    if (measure.size > out.cap)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_NONE, 0);
    write_request(&writer, &at, request, style);
    return QDMP_OK;
}

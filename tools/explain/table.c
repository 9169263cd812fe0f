/* SPDX-License-Identifier: MIT */
/* The lists of spec.def as JSON, and a request built from them. */
#include "explain.h"

#include "../fields.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void tell_member(json *out, const char *name, size_t number) {
    json_key(out, name);
    json_number(out, number);
}

static void tell_text_member(json *out, const char *name, const char *text) {
    json_key(out, name);
    json_text(out, text);
}

/* --- the rows --- */

#define FORM_NAME(cmd, type, KIND, PARAMS, direction) #KIND,
static const char *const form_names[] = {"", QDMP_FORMS(FORM_NAME)};

static void tell_forms(json *out) {
    json_key(out, "forms");
    json_open(out, '[');
    for (unsigned kind = 1; kind < FORMS_END; kind++) {
        const form_row *form = form_at(kind);
        json_open(out, '{');
        tell_member(out, "kind", kind);
        tell_text_member(out, "name", form_names[kind]);
        tell_member(out, "ex", form->ex);
        tell_member(out, "type", form->type);
        tell_member(out, "first", form->first);
        tell_member(out, "count", form->count);
        tell_member(out, "direction", form->direction);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void tell_params(json *out) {
    static const char *const kinds[] = {"number", "choice", "address", "digits", "text"};
    static const char *const forms[] = {"bare", "quoted", "output"};
    size_t count;
    const qdmp_param *param = qdmp_spec_params(&count);
    json_key(out, "params");
    json_open(out, '[');
    for (; count--; param++) {
        json_open(out, '{');
        tell_member(out, "field", param->field);
        tell_text_member(out, "name", param->name);
        tell_text_member(out, "kind", kinds[param->kind]);
        tell_text_member(out, "form", forms[param->form]);
        tell_member(out, "least", param->least);
        if (param->most != QDMP_NO_LIMIT)
            tell_member(out, "most", param->most);
        tell_text_member(out, "unit", param->unit);
        tell_text_member(out, "default", param->default_text);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void tell_choices(json *out) {
    size_t count;
    const qdmp_choice *choice = qdmp_spec_choices(&count);
    json_key(out, "choices");
    json_open(out, '[');
    for (; count--; choice++) {
        json_open(out, '{');
        tell_member(out, "field", choice->field);
        tell_member(out, "value", choice->value);
        tell_text_member(out, "text", choice->text);
        tell_member(out, "reserved", choice->reserved);
        json_close(out, '}');
    }
    json_close(out, ']');
}

/* --- the names --- */

#define TOKEN_KIND(KIND, name, rule, text)       #name, rule, text,
#define DEVIATION(DEVIATION, number, name, text) #name, text,
#define STATUS(CODE, number, name, text)         #name, text,
#define ACT(ACT, value)                          #ACT,
#define COMMAND(ID, name, test)                  name,

static const char *const tokens[] = {QDMP_TOKEN_KINDS(TOKEN_KIND)};
static const char *const deviations[] = {QDMP_DEVIATIONS(DEVIATION)};
static const char *const statuses[] = {QDMP_AT_STATUSES(STATUS)};
static const char *const acts[] = {QDMP_ACTS(ACT)};
static const char *const commands[] = {QDMP_COMMANDS(COMMAND)};

static void tell_list(json *out, const char *name, const char *const *texts, size_t count) {
    json_key(out, name);
    json_open(out, '[');
    while (count--)
        json_text(out, *texts++);
    json_close(out, ']');
}

/* The kinds of messages that have no row. */
static void tell_kinds(json *out) {
    static const struct {
        const char *name;
        uint8_t kind;
    } kinds[] = {{"test", QDMP_TEST},
                 {"read", QDMP_READ},
                 {"exTest", QDMP_EX_TEST},
                 {"exRead", QDMP_EX_READ},
                 {"exErase", QDMP_EX_ERASE},
                 {"infoTest", QDMP_INFO_TEST},
                 {"exInfoTest", QDMP_EX_INFO_TEST},
                 {"ok", QDMP_RESULT_OK},
                 {"error", QDMP_RESULT_ERROR},
                 {"cmeError", QDMP_RESULT_CME_ERROR}};
    json_key(out, "kinds");
    json_open(out, '{');
    for (size_t i = 0; i < COUNT(kinds); i++)
        tell_member(out, kinds[i].name, kinds[i].kind);
    json_close(out, '}');
}

void explain_table(json *out) {
    json_open(out, '{');
    tell_forms(out);
    tell_params(out);
    tell_choices(out);
    tell_list(out, "tokens", tokens, COUNT(tokens));
    tell_list(out, "deviations", deviations, COUNT(deviations));
    tell_list(out, "statuses", statuses, COUNT(statuses));
    tell_list(out, "acts", acts, COUNT(acts));
    tell_list(out, "commands", commands, COUNT(commands));
    tell_kinds(out);
    json_close(out, '}');
}

/* --- a request --- */

void explain_request(json *out, const qdmp_request *request, qdmp_room room) {
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_span line = {room.ptr, 0};
    qdmp_status status = qdmp_request_encode(request, QDMP_REQUEST_WITHOUT_END, room, &line.len, &err);
    json_open(out, '{');
    tell_text_member(out, "status", qdmp_status_name(status));
    tell_member(out, "field", err.field);
    if (status == QDMP_OK) {
        json_key(out, "line");
        json_bytes(out, line);
    }
    json_close(out, '}');
}

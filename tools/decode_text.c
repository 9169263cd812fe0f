/* SPDX-License-Identifier: MIT */
#include "decode_text.h"
#include "deviation.h"
#include "draw.h"
#include "fields.h"
#include "mask.h"
#include "message.h"

#include <inttypes.h>
#include <stdint.h>
#include <string.h>

static void print_shown(output *out, const char *text) {
    qdmp_span bytes = {text, strlen(text)};
    draw_text(out, bytes, SIZE_MAX);
}

/* Prints `FILE:LINE`, as far as they are known, and the separator. */
static void print_place(const text_printer *printer, output *out, size_t number, const char *separator) {
    if (!number)
        return;
    if (printer->file) {
        print_shown(out, printer->file);
        output_char(out, ':');
    }
    output_format(out, "%zu%s", number, separator);
}

/* --- fields ------------------------------------------------------------------------------------------------------- */

/* The meaning of `value`; "" if the field has no such value, which a tolerant decode accepts. */
static const char *choice_text(qdmp_field field, uint32_t value) {
    size_t count;
    const qdmp_choice *choices = qdmp_spec_choices(&count);
    for (size_t i = 0; i < count; i++) {
        if (choices[i].field == field && choices[i].value == value)
            return choices[i].text;
    }
    return "";
}

static void print_choice(output *out, qdmp_field field, uint32_t value) {
    const char *text = choice_text(field, value);
    output_format(out, "%" PRIu32, value);
    if (*text)
        output_format(out, " (%s)", text);
}

static void print_string(output *out, qdmp_span text) {
    output_char(out, '"');
    draw_text(out, text, SIZE_MAX);
    output_char(out, '"');
}

static void print_value(output *out, const qdmp_param *param, const void *value, bool mask) {
    char room[ADDRESS_TEXT + MASKED_PASSWORD];
    qdmp_span text;
    switch (param->kind) {
    case QDMP_KIND_NUMBER:
        output_format(out, "%" PRIu32 "%s%s", *(const uint32_t *)value, *param->unit ? " " : "", param->unit);
        return;
    case QDMP_KIND_CHOICE: print_choice(out, param->field, *(const uint32_t *)value); return;
    case QDMP_KIND_ADDRESS: output_put(out, room, address_text(value, room)); return;
    case QDMP_KIND_DIGITS: output_span(out, *(const qdmp_span *)value); return;
    case QDMP_KIND_TEXT: break;
    }
    text = *(const qdmp_span *)value;
    print_string(out, mask && param->field == QDMP_FIELD_PASSWORD ? mask_password(text, room) : text);
}

static void print_fields(output *out, unsigned kind, const void *body, unsigned direction, uint32_t defaulted,
                         bool mask) {
    const char *before = ": ";
    const form_row *form = form_at(kind);
    for (unsigned i = 0; i < form->count; i++) {
        const qdmp_param *param = param_at((qdmp_field)(form->first + i));
        if (!param_is_in(param, direction))
            continue;
        output_format(out, "%s%s ", before, param->name);
        print_value(out, param, field_in(body, param->field), mask);
        if (defaulted & QDMP_DEFAULTED(param->field))
            output_text(out, " (default)");
        before = ", ";
    }
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

static void print_request(output *out, const qdmp_request *request, bool mask) {
    unsigned kind = (unsigned)request->kind;
    switch (request->kind) {
    case QDMP_TEST:
    case QDMP_EX_TEST: output_format(out, "request %s test", command_name(kind == QDMP_EX_TEST)); return;
    case QDMP_READ: output_format(out, "request %s read", command_name(false)); return;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE:
        output_format(out, "request %s type %" PRIu32 " %s", command_name(true), request->ex_type,
                      kind == QDMP_EX_READ ? "read" : "erase");
        return;
    default: break;
    }
    const form_row *form = form_at(kind);
    output_format(out, "request %s type %u%s", command_name(form->ex), form->type, form->ex ? " save" : "");
    print_fields(out, kind, &request->server, IN_REQUEST, request->defaulted, mask);
}

static void print_deviations(output *out, const uint8_t *marks) {
    char text[DEVIATION_TEXT];
    for (unsigned i = 0; i < QDMP_DEVIATIONS_MAX && marks[i]; i++)
        output_format(out, "%s %s", i ? "," : "; deviations:", deviation_text(marks[i], text));
}

static void print_response(output *out, const qdmp_response *response) {
    unsigned kind = (unsigned)response->kind;
    switch (response->kind) {
    case QDMP_INFO_TEST:
    case QDMP_EX_INFO_TEST: output_format(out, "info %s test", command_name(kind == QDMP_EX_INFO_TEST)); return;
    case QDMP_RESULT_OK: output_text(out, "final OK"); return;
    case QDMP_RESULT_ERROR: output_text(out, "final ERROR"); return;
    case QDMP_RESULT_CME_ERROR:
        output_text(out, "final CME ERROR: ");
        draw_text(out, response->detail, SIZE_MAX);
        return;
    default: break;
    }
    const form_row *form = form_at(kind);
    output_format(out, "info %s type %u", command_name(form->ex), form->type);
    print_fields(out, kind, &response->server, IN_INFO, 0, false);
}

static void print_fault(const text_printer *printer, output *out, const item *it, line_place place) {
    message said = message_of_item(it);
    if (it->overlong) {
        print_place(printer, out, place.number, ": ");
        output_format(out, "%s: %s\n", qdmp_status_name(it->err.status), said.text);
        return;
    }
    print_place(printer, out, place.number, ":");
    if (place.number)
        output_format(out, "%zu: %s\n", place.offset + it->shown.fault + 1, qdmp_status_name(it->err.status));
    draw_fault(out, it->shown.line, it->shown.fault, said.text);
}

static void print_other(output *out, const item *it) {
    output_text(out, "other ");
    draw_text(out, item_other(it), DRAW_COLUMNS);
}

void text_print(const text_printer *printer, output *out, const item *it, line_place place) {
    if (it->err.status != QDMP_OK) {
        print_fault(printer, out, it, place);
        return;
    }
    print_place(printer, out, place.number, ": ");
    if (it->kind == ITEM_OTHER)
        print_other(out, it);
    else if (it->kind == ITEM_REQUEST)
        print_request(out, &it->request, printer->mask);
    else {
        print_response(out, &it->response);
        print_deviations(out, it->response.deviations);
    }
    output_char(out, '\n');
}

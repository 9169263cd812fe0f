/* SPDX-License-Identifier: MIT */
#include "decode_json.h"
#include "deviation.h"
#include "fields.h"
#include "json_text.h"
#include "mask.h"
#include "message.h"

#include <string.h>

static unsigned sheet_for(const item *it) {
    if (it->overlong)
        return SHEET_OVERLONG;
    if (it->err.status != QDMP_OK)
        return it->err.field == QDMP_FIELD_NONE ? SHEET_FAULT : SHEET_FIELD_FAULT;
    if (it->kind == ITEM_OTHER)
        return SHEET_OTHER;
    if (it->kind == ITEM_REQUEST)
        return SHEETS_REQUEST + (unsigned)it->request.kind;
    return SHEETS_RESPONSE + (unsigned)it->response.kind;
}

/* Sets the members that never change in this sheet. */
static void put_word(sheet *on, const char *key, const char *word) {
    if (on->fresh)
        json_put(on->object, key, json_string(word));
}

static void put_number(sheet *on, const char *key, unsigned number) {
    if (on->fresh)
        json_put(on->object, key, json_integer(number));
}

static void put_text(sheet *on, const char *key, const char *text) {
    qdmp_span bytes = {text, strlen(text)};
    json_put_bytes(on->object, key, bytes);
}

static void put_kind(sheet *on, const item *it) {
    static const char *const kinds[ITEM_KINDS] = {"request", "info", "final", "other"};
    if (it->err.status != QDMP_OK)
        put_text(on, "kind", kinds[it->kind]);
    else
        put_word(on, "kind", kinds[it->kind]);
}

/* --- fields ------------------------------------------------------------------------------------------------------- */

static void put_field(json_t *fields, const qdmp_param *param, const void *value, bool mask) {
    char room[ADDRESS_TEXT + MASKED_PASSWORD];
    qdmp_span text = {room, 0};
    switch (param->kind) {
    case QDMP_KIND_NUMBER:
    case QDMP_KIND_CHOICE: json_put_integer(fields, param->name, *(const uint32_t *)value); return;
    case QDMP_KIND_ADDRESS: text.len = address_text(value, room); break;
    default: text = *(const qdmp_span *)value;
    }
    if (mask && param->field == QDMP_FIELD_PASSWORD)
        text = mask_password(text, room);
    json_put_bytes(fields, param->name, text);
}

/* Puts the fields of the message whose union begins at `body`. */
static void put_fields(sheet *on, unsigned kind, const void *body, unsigned direction, bool mask) {
    if (on->fresh)
        json_put(on->object, "fields", on->fields = json_object());
    if (kind >= FORMS_END)
        return;
    const form_row *form = form_at(kind);
    for (unsigned i = 0; i < form->count; i++) {
        const qdmp_param *param = param_at((qdmp_field)(form->first + i));
        if (param_is_in(param, direction))
            put_field(on->fields, param, field_in(body, param->field), mask);
    }
}

static void put_defaulted(sheet *on, uint32_t defaulted) {
    if (on->fresh)
        json_put(on->object, "defaulted", on->defaulted = json_array());
    json_array_clear(on->defaulted);
    for (unsigned field = 0; defaulted >> field; field++) {
        if (defaulted >> field & 1)
            json_array_append_new(on->defaulted, json_string(qdmp_field_name((qdmp_field)field)));
    }
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

static unsigned act_of(qdmp_request_kind kind) {
    switch (kind) {
    case QDMP_EX_READ: return QDMP_ACT_READ;
    case QDMP_EX_ERASE: return QDMP_ACT_ERASE;
    default: return QDMP_ACT_SAVE;
    }
}

static void put_request(sheet *on, const qdmp_request *request, bool mask) {
    unsigned kind = (unsigned)request->kind;
    bool test = kind == QDMP_TEST || kind == QDMP_EX_TEST, other_act = kind == QDMP_EX_READ || kind == QDMP_EX_ERASE;
    bool ex = kind < FORMS_END ? form_at(kind)->ex : kind != QDMP_TEST && kind != QDMP_READ;
    put_word(on, "command", command_name(ex));
    put_word(on, "form", test ? "test" : kind == QDMP_READ ? "read" : "set");
    if (test || kind == QDMP_READ)
        return;
    if (other_act)
        json_put_integer(on->object, "type", request->ex_type);
    else
        put_number(on, "type", form_at(kind)->type);
    if (ex)
        put_number(on, "act", act_of(request->kind));
    put_fields(on, kind, &request->server, IN_REQUEST, mask);
    put_defaulted(on, request->defaulted);
}

static void put_info(sheet *on, const qdmp_response *response) {
    unsigned kind = (unsigned)response->kind;
    bool test = kind >= FORMS_END;
    put_word(on, "command", command_name(test ? kind == QDMP_EX_INFO_TEST : form_at(kind)->ex));
    if (test) {
        put_word(on, "form", "test");
        return;
    }
    put_number(on, "type", form_at(kind)->type);
    put_fields(on, kind, &response->server, IN_INFO, false);
}

static void put_final(sheet *on, const qdmp_response *response) {
    put_word(on, "result",
             response->kind == QDMP_RESULT_OK      ? "OK"
             : response->kind == QDMP_RESULT_ERROR ? "ERROR"
                                                   : "CME ERROR");
    if (response->kind == QDMP_RESULT_CME_ERROR)
        json_put_bytes(on->object, "detail", response->detail);
}

static void put_deviations(sheet *on, const uint8_t *marks) {
    char text[DEVIATION_TEXT];
    if (on->fresh)
        json_put(on->object, "deviations", on->deviations = json_array());
    json_array_clear(on->deviations);
    for (unsigned i = 0; i < QDMP_DEVIATIONS_MAX && marks[i]; i++)
        json_array_append_new(on->deviations, json_string(deviation_text(marks[i], text)));
}

static void put_response(sheet *on, const item *it, bool tolerant) {
    if (it->kind == ITEM_INFO)
        put_info(on, &it->response);
    else
        put_final(on, &it->response);
    if (tolerant)
        put_deviations(on, it->response.deviations);
}

static void put_fault(sheet *on, const item *it, line_place place) {
    put_text(on, "error", qdmp_status_name(it->err.status));
    if (it->err.field != QDMP_FIELD_NONE)
        put_text(on, "field", qdmp_field_name(it->err.field));
    if (!it->overlong)
        json_put_integer(on->object, "error_offset", (json_int_t)(place.offset + it->shown.fault));
    put_text(on, "message", message_of_item(it).text);
}

static void put_item(const json_printer *printer, sheet *on, const item *it, line_place place) {
    if (it->err.status != QDMP_OK)
        put_fault(on, it, place);
    else if (it->kind == ITEM_REQUEST)
        put_request(on, &it->request, printer->mask);
    else if (it->kind == ITEM_OTHER)
        json_put_bytes(on->object, "text", item_other(it));
    else
        put_response(on, it, printer->tolerant);
}

/* --- sheets ------------------------------------------------------------------------------------------------------- */

static void drop(sheet *on) {
    json_decref(on->object);
    memset(on, 0, sizeof *on);
}

static void open_sheet(sheet *on, const char *file) {
    on->fresh = !on->object;
    if (!on->fresh)
        return;
    on->object = need(json_object());
    if (file)
        put_text(on, "file", file);
    json_put(on->object, "line", on->line = json_integer(0));
    json_put(on->object, "offset", on->offset = json_integer(0));
}

void json_print(json_printer *printer, output *out, const item *it, line_place place) {
    sheet *on = &printer->sheets[sheet_for(it)];
    open_sheet(on, printer->file);
    json_integer_set(on->line, (json_int_t)place.number);
    json_integer_set(on->offset, (json_int_t)(place.offset + it->shown.offset));
    if (on->fresh)
        json_put(on->object, "ok", json_boolean(it->err.status == QDMP_OK));
    put_kind(on, it);
    put_item(printer, on, it, place);
    output_json(out, on->object);
}

void json_forget(json_printer *printer) {
    for (unsigned i = 0; i < SHEETS; i++)
        drop(&printer->sheets[i]);
}

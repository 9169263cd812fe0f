/* SPDX-License-Identifier: MIT */
#include "encode_object.h"
#include "deviation.h"
#include "fields.h"
#include "json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Records the error in `member`. Always returns false. */
static bool object_to(objection *why, const char *member, const char *text) {
    snprintf(why->member, sizeof why->member, "%s", member);
    snprintf(why->text, sizeof why->text, "%s", text);
    return false;
}

/* --- members ------------------------------------------------------------------------------------------------------ */

/* The members of an object, except those that decode adds about the place. Ends with NULL. */
typedef const char *const *members;

static bool is_among(const char *key, members known) {
    while (*known && strcmp(key, *known))
        known++;
    return *known != NULL;
}

static bool check_members(json_t *object, members known, objection *why) {
    static const char *const always[] = {"file", "line", "offset", "ok", "kind", NULL};
    for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i)) {
        const char *key = json_object_iter_key(i);
        if (!is_among(key, always) && !is_among(key, known))
            return object_to(why, key, "unknown member");
    }
    return true;
}

/* Reads member `key`, a string without a NUL. */
static bool read_word(json_t *object, const char *key, const char **word, objection *why) {
    const json_t *value = json_object_get(object, key);
    if (!value)
        return object_to(why, key, "missing");
    *word = json_string_value(value);
    if (!*word || strlen(*word) != json_string_length(value))
        return object_to(why, key, "not one of its words");
    return true;
}

/* `name` is the name of the member in an error message. */
static bool read_number(json_t *object, const char *key, const char *name, uint32_t *number, objection *why) {
    const json_t *value = json_object_get(object, key);
    if (!value)
        return object_to(why, name, "missing");
    if (!json_is_integer(value))
        return object_to(why, name, "not a whole number");
    json_int_t held = json_integer_value(value);
    if (held < 0 || held > UINT32_MAX)
        return object_to(why, name, "not a number from 0 to 4294967295");
    *number = (uint32_t)held;
    return true;
}

static bool read_bytes(json_t *object, const char *key, const char *name, qdmp_span *bytes, objection *why) {
    if (!json_object_get(object, key))
        return object_to(why, name, "missing");
    if (!json_get_bytes(object, key, bytes))
        return object_to(why, name, "neither a string nor {\"hex\":\"...\"}");
    return true;
}

static bool read_command(json_t *object, bool *ex, objection *why) {
    const char *word;
    if (!read_word(object, "command", &word, why))
        return false;
    *ex = !strcmp(word, command_name(true));
    if (!*ex && strcmp(word, command_name(false)))
        return object_to(why, "command", "neither QDMPCFG nor QDMPCFGEX");
    return true;
}

/* --- fields ------------------------------------------------------------------------------------------------------- */

/*
 * The library reads the address. It gets only text that could be an address, so that no other parameter can be
 * inserted.
 */
static bool read_address(qdmp_span text, uint8_t octets[4]) {
    static const char head[] = "AT" QDMP_CFG_NAME "=1,";
    char line[sizeof head + ADDRESS_TEXT];
    if (!text.len || text.len > ADDRESS_TEXT)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '.' && (text.ptr[i] < '0' || text.ptr[i] > '9'))
            return false;
    }
    int size = snprintf(line, sizeof line, "%s%.*s", head, (int)text.len, text.ptr);
    qdmp_span in = {line, (size_t)size};
    qdmp_request request;
    if (qdmp_request_decode(in, QDMP_WHOLE_LINE, &request, NULL, NULL) != QDMP_OK)
        return false;
    memcpy(octets, request.server.ip, 4);
    return true;
}

static bool read_field(json_t *fields, const qdmp_param *param, void *value, objection *why) {
    char name[sizeof why->member];
    snprintf(name, sizeof name, "fields.%s", param->name);
    if (param->kind == QDMP_KIND_NUMBER || param->kind == QDMP_KIND_CHOICE)
        return read_number(fields, param->name, name, value, why);
    qdmp_span text;
    if (!read_bytes(fields, param->name, name, &text, why))
        return false;
    if (param->kind != QDMP_KIND_ADDRESS)
        *(qdmp_span *)value = text;
    else if (!read_address(text, value))
        return object_to(why, name, "not an IPv4 address");
    return true;
}

/* The union of a request at `body`, with default values in its parameters that have a default. */
static void set_defaults(unsigned kind, qdmp_request *request) {
    static const qdmp_span server = QDMP_LITERAL("AT" QDMP_CFG_NAME "=1");
    if (kind == QDMP_SET_SERVER)
        qdmp_request_decode(server, QDMP_WHOLE_LINE, request, NULL, NULL);
}

static bool is_param_of(const char *key, const form_row *form, unsigned direction) {
    for (unsigned i = 0; i < form->count; i++) {
        const qdmp_param *param = param_at((qdmp_field)(form->first + i));
        if (param_is_in(param, direction) && !strcmp(key, param->name))
            return true;
    }
    return false;
}

static bool check_field_names(json_t *fields, const form_row *form, unsigned direction, objection *why) {
    char name[sizeof why->member];
    for (void *i = json_object_iter(fields); i; i = json_object_iter_next(fields, i)) {
        const char *key = json_object_iter_key(i);
        if (is_param_of(key, form, direction))
            continue;
        snprintf(name, sizeof name, "fields.%.32s", key);
        return object_to(why, name, "unknown member");
    }
    return true;
}

/* Reads member `fields` into the union at `body`. A request may leave out parameters with a default. */
static bool read_fields(json_t *object, const form_row *form, unsigned direction, void *body, objection *why) {
    json_t *fields = json_object_get(object, "fields");
    if (fields && !json_is_object(fields))
        return object_to(why, "fields", "not an object");
    if (fields && !check_field_names(fields, form, direction, why))
        return false;
    for (unsigned i = 0; i < form->count; i++) {
        const qdmp_param *param = param_at((qdmp_field)(form->first + i));
        bool may_lack = direction == IN_REQUEST && *param->default_text && !json_object_get(fields, param->name);
        if (!may_lack && param_is_in(param, direction) &&
            !read_field(fields, param, field_to_set(body, param->field), why))
            return false;
    }
    return true;
}

/* --- messages ----------------------------------------------------------------------------------------------------- */

/* Reads `type` of a message; 0 if the command has no such type. */
static unsigned read_kind(json_t *object, bool ex, unsigned direction, objection *why) {
    uint32_t type;
    if (!read_number(object, "type", "type", &type, why))
        return 0;
    unsigned kind = form_kind(ex, type, direction);
    if (!kind)
        object_to(why, "type", message_of_type(ex, type, direction).text);
    return kind;
}

static bool read_set(json_t *object, bool ex, qdmp_request *request, objection *why) {
    uint32_t act = QDMP_ACT_SAVE;
    unsigned kind = read_kind(object, ex, IN_REQUEST, why);
    if (!kind || (ex && !read_number(object, "act", "act", &act, why)))
        return false;
    if (act == QDMP_ACT_SAVE) {
        set_defaults(kind, request);
        request->kind = (qdmp_request_kind)kind;
        return read_fields(object, form_at(kind), IN_REQUEST, &request->server, why);
    }
    static const form_row no_params;
    if (act != QDMP_ACT_READ && act != QDMP_ACT_ERASE)
        return object_to(why, "act", message_of_value(QDMP_RANGE, QDMP_FIELD_ACT, act).text);
    request->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
    request->ex_type = form_at(kind)->type;
    return read_fields(object, &no_params, IN_REQUEST, &request->server, why);
}

static bool read_request(json_t *object, qdmp_request *request, objection *why) {
    static const char *const bare[] = {"command", "form", NULL};
    static const char *const set[] = {"command", "form", "type", "fields", "defaulted", NULL};
    static const char *const ex_set[] = {"command", "form", "type", "act", "fields", "defaulted", NULL};
    bool ex;
    const char *form;
    if (!read_command(object, &ex, why) || !read_word(object, "form", &form, why))
        return false;
    if (!strcmp(form, "set"))
        return check_members(object, ex ? ex_set : set, why) && read_set(object, ex, request, why);
    if (!strcmp(form, "test"))
        request->kind = ex ? QDMP_EX_TEST : QDMP_TEST;
    else if (!strcmp(form, "read") && !ex)
        request->kind = QDMP_READ;
    else
        return object_to(why, "form", ex ? "neither test nor set" : "none of test, read, set");
    return check_members(object, bare, why);
}

static bool check_deviation(const json_t *element, const form_row *form, objection *why) {
    char name[sizeof why->member];
    const char *text = json_string_value(element);
    uint8_t mark = text && strlen(text) == json_string_length(element) ? deviation_mark(text, form) : 0;
    if (!mark)
        return object_to(why, "deviations", "holds what is no deviation of such a line");
    if (QDMP_MARK_DEVIATION(mark) != QDMP_DEVIATION_UNSET)
        return true;
    snprintf(name, sizeof name, "fields.%s", qdmp_field_name(QDMP_MARK_FIELD(mark)));
    return object_to(why, name, "missing: it is among `deviations` as unset");
}

/*
 * Checks member `deviations`, which may be missing, of a line with the parameters of `form`, NULL for none. A parameter
 * without a value cannot be written. The other deviations do not exist in a canonical line.
 */
static bool check_deviations(json_t *object, const form_row *form, objection *why) {
    const json_t *marks = json_object_get(object, "deviations");
    if (marks && !json_is_array(marks))
        return object_to(why, "deviations", "not an array");
    for (size_t i = 0; i < json_array_size(marks); i++) {
        if (!check_deviation(json_array_get(marks, i), form, why))
            return false;
    }
    return true;
}

static bool read_info(json_t *object, qdmp_response *response, objection *why) {
    static const char *const test[] = {"command", "form", "deviations", NULL};
    static const char *const values[] = {"command", "type", "fields", "deviations", NULL};
    bool ex;
    const char *form;
    if (!read_command(object, &ex, why))
        return false;
    if (json_object_get(object, "form")) {
        if (!read_word(object, "form", &form, why))
            return false;
        if (strcmp(form, "test"))
            return object_to(why, "form", "not test");
        response->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
        return check_members(object, test, why) && check_deviations(object, NULL, why);
    }
    if (!check_members(object, values, why))
        return false;
    unsigned kind = read_kind(object, ex, IN_INFO, why);
    if (!kind || !check_deviations(object, form_at(kind), why))
        return false;
    response->kind = (qdmp_response_kind)kind;
    return read_fields(object, form_at(kind), IN_INFO, &response->server, why);
}

static bool read_final(json_t *object, qdmp_response *response, objection *why) {
    static const char *const plain[] = {"result", "deviations", NULL};
    static const char *const detailed[] = {"result", "detail", "deviations", NULL};
    const char *result;
    if (!read_word(object, "result", &result, why) || !check_deviations(object, NULL, why))
        return false;
    if (!strcmp(result, "OK"))
        response->kind = QDMP_RESULT_OK;
    else if (!strcmp(result, "ERROR"))
        response->kind = QDMP_RESULT_ERROR;
    else if (!strcmp(result, "CME ERROR")) {
        response->kind = QDMP_RESULT_CME_ERROR;
        return check_members(object, detailed, why) && read_bytes(object, "detail", "detail", &response->detail, why);
    } else
        return object_to(why, "result", "none of OK, ERROR, CME ERROR");
    return check_members(object, plain, why);
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static void make_room(line_room *room, size_t size) {
    if (size <= room->cap)
        return;
    room->bytes = need(realloc(room->bytes, size));
    room->cap = size;
}

/* The number that a message about `field` quotes: the value, or the length of a text. */
static uint64_t number_of(const void *body, qdmp_field field) {
    if (field <= QDMP_FIELD_DETAIL)
        return 0;
    const void *value = field_in(body, field);
    const qdmp_param *param = param_at(field);
    bool is_number = param->kind == QDMP_KIND_NUMBER || param->kind == QDMP_KIND_CHOICE;
    return is_number ? *(const uint32_t *)value : ((const qdmp_span *)value)->len;
}

/* The error that an encoder found in the message whose union begins at `body`. */
static bool object_to_value(objection *why, const qdmp_error *err, const void *body) {
    char name[sizeof why->member];
    bool in_fields = err->field > QDMP_FIELD_DETAIL;
    snprintf(name, sizeof name, "%s%s", in_fields ? "fields." : "", qdmp_field_name(err->field));
    return object_to(why, name, message_of_value(err->status, err->field, number_of(body, err->field)).text);
}

static bool write_request(json_t *object, line_room *room, qdmp_span *line, objection *why) {
    qdmp_request request = {.kind = QDMP_TEST};
    qdmp_error err;
    if (!read_request(object, &request, why))
        return false;
    for (;;) {
        qdmp_room out = {room->bytes, room->cap};
        qdmp_status status = qdmp_request_encode(&request, QDMP_REQUEST_WITHOUT_END, out, &line->len, &err);
        line->ptr = room->bytes;
        if (status != QDMP_NO_SPACE)
            return status == QDMP_OK || object_to_value(why, &err, &request.server);
        make_room(room, line->len);
    }
}

static bool write_response(json_t *object, bool final, line_room *room, qdmp_span *line, objection *why) {
    qdmp_response response = {.kind = QDMP_RESULT_OK};
    qdmp_error err;
    if (!(final ? read_final(object, &response, why) : read_info(object, &response, why)))
        return false;
    for (;;) {
        qdmp_room out = {room->bytes, room->cap};
        qdmp_status status = qdmp_response_encode(&response, QDMP_RESPONSE_TEXT_ALONE, out, &line->len, &err);
        line->ptr = room->bytes;
        if (status != QDMP_NO_SPACE)
            return status == QDMP_OK || object_to_value(why, &err, &response.server);
        make_room(room, line->len);
    }
}

static bool write_other(json_t *object, qdmp_span *line, objection *why) {
    static const char *const text[] = {"text", NULL};
    if (!check_members(object, text, why) || !read_bytes(object, "text", "text", line, why))
        return false;
    if (memchr(line->ptr, '\r', line->len) || memchr(line->ptr, '\n', line->len))
        return object_to(why, "text", "holds a line end");
    return true;
}

bool encode_object(json_t *object, line_room *room, qdmp_span *line, objection *why) {
    const char *kind;
    const json_t *ok = json_object_get(object, "ok");
    if (!json_is_object(object))
        return object_to(why, "", "not an object");
    if (ok && !json_is_boolean(ok))
        return object_to(why, "ok", "neither true nor false");
    if (json_is_false(ok))
        return object_to(why, "ok", "false: the line did not decode");
    if (!read_word(object, "kind", &kind, why))
        return false;
    if (!strcmp(kind, "request"))
        return write_request(object, room, line, why);
    if (!strcmp(kind, "info") || !strcmp(kind, "final"))
        return write_response(object, *kind == 'f', room, line, why);
    if (!strcmp(kind, "other"))
        return write_other(object, line, why);
    return object_to(why, "kind", "none of request, info, final, other");
}

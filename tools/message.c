/* SPDX-License-Identifier: MIT */
#include "message.h"
#include "complain.h"
#include "fields.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static void add(message *to, const char *format, ...) PRINTF_LIKE(2, 3);

static void add(message *to, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(to->text + to->size, sizeof to->text - to->size, format, arguments);
    va_end(arguments);
    if (size > 0)
        to->size += (size_t)size;
    if (to->size >= sizeof to->text)
        to->size = sizeof to->text - 1;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* --- limits ------------------------------------------------------------------------------------------------------- */

static void add_types(message *to, bool ex, unsigned directions) {
    const char *comma = "";
    for (unsigned kind = 1; kind < FORMS_END; kind++) {
        if (form_at(kind)->ex != ex || !(form_at(kind)->direction & directions))
            continue;
        add(to, "%s%u", comma, form_at(kind)->type);
        comma = ", ";
    }
}

#define ACT(NAME, value) ", " #value
static const char acts[] = QDMP_ACTS(ACT);

/* The values that are allowed instead of `value`. */
static void add_range(message *to, const char *value, const qdmp_param *param) {
    if (param->kind == QDMP_KIND_CHOICE) {
        char choices[CHOICES_TEXT];
        add(to, "%s is none of %s", value, choices_text(param->field, choices));
    } else {
        add(to, "%s is out of range %" PRIu32 "-%" PRIu32, value, param->least, param->most);
    }
}

static void add_length(message *to, uint64_t length, const qdmp_param *param) {
    add(to, "%" PRIu64 " byte%s; ", length, length == 1 ? "" : "s");
    if (length < param->least)
        add(to, "at least %" PRIu32, param->least);
    else
        add(to, "at most %" PRIu32, param->most);
}

static bool is_param(qdmp_field field) {
    return field > QDMP_FIELD_DETAIL && field < QDMP_FIELD_COUNT;
}

/* --- from a line -------------------------------------------------------------------------------------------------- */

static char byte_at(const item *it, size_t offset) {
    return offset < it->line.len ? it->line.ptr[offset] : '\0';
}

/* The byte at fault. */
static void add_byte(message *to, const item *it) {
    unsigned char byte = (unsigned char)byte_at(it, it->err.offset);
    if (byte == ' ')
        add(to, "a space");
    else if (byte > ' ' && byte < 0x7f)
        add(to, "'%c'", byte);
    else
        add(to, "byte 0x%02x", byte);
}

static void add_syntax(message *to, const item *it) {
    if (it->err.offset >= it->line.len) {
        add(to, "the line ends too early");
    } else if (it->shown.masked) {
        add(to, "this byte may not stand here");
    } else {
        add(to, "unexpected ");
        add_byte(to, it);
    }
}

static void add_bad_char(message *to, const item *it) {
    if (it->shown.masked) {
        add(to, "this byte may not stand in a string");
    } else {
        add_byte(to, it);
        add(to, " may not stand in a string");
    }
}

/* The digits at fault, as they are written. Those of an extremely large number are cut. */
enum { DIGITS_SHOWN = 20, DIGITS_ROOM = DIGITS_SHOWN + sizeof "…" };
static const char *digits_at(const item *it, char room[DIGITS_ROOM]) {
    size_t size = 0;
    if (it->shown.masked)
        return "the number";
    for (size_t i = it->err.offset; is_digit(byte_at(it, i)) && size <= DIGITS_SHOWN; i++)
        room[size++] = it->line.ptr[i];
    strcpy(room + (size > DIGITS_SHOWN ? DIGITS_SHOWN : size), size > DIGITS_SHOWN ? "…" : "");
    return room;
}

/* Whether the command at the item's offset is QDMPCFGEX: the text before its name contains no X. */
static bool names_ex(const item *it) {
    const char *longer = command_name(true);
    size_t size = strlen(longer);
    qdmp_span text = item_text(it);
    for (size_t i = 0; i + size <= text.len && i <= it->err.offset - it->offset; i++) {
        if (!strncasecmp(text.ptr + i, longer, size))
            return true;
    }
    return false;
}

static unsigned direction_of(const item *it) {
    return it->kind == ITEM_REQUEST ? IN_REQUEST : IN_INFO;
}

static void add_form(message *to, const item *it) {
    size_t next = it->err.offset;
    while (byte_at(it, next) == ' ')
        next++;
    add(to, "%s has no %s form", command_name(names_ex(it)), byte_at(it, next) == '?' ? "read" : "execute");
}

static void add_line_range(message *to, const item *it) {
    char room[DIGITS_ROOM];
    const char *value = digits_at(it, room);
    switch (it->err.field) {
    case QDMP_FIELD_TYPE:
        add(to, "%s is none of ", value);
        add_types(to, names_ex(it), direction_of(it));
        break;
    case QDMP_FIELD_ACT: add(to, "%s is none of %s", value, acts + 2); break;
    default: add_range(to, value, param_at(it->err.field));
    }
}

/* Bytes from `begin` to the first `stop`, or to the end of the line. */
static size_t run(const item *it, size_t begin, char stop) {
    const char *end = memchr(it->line.ptr + begin, stop, it->line.len - begin);
    return end ? (size_t)(end - it->line.ptr) - begin : it->line.len - begin;
}

static size_t digits_around(const item *it) {
    size_t begin = it->err.offset, end = begin;
    while (begin && is_digit(it->line.ptr[begin - 1]))
        begin--;
    while (is_digit(byte_at(it, end)))
        end++;
    return end - begin;
}

/* The length of a text that is too long: the offset is that of the first surplus byte. */
static size_t text_around(const item *it, const qdmp_param *param) {
    size_t begin = it->err.offset - param->most;
    if (begin && it->line.ptr[begin - 1] == '"')
        return run(it, begin, '"');
    unsigned kind = form_kind(true, param->type, IN_BOTH);
    return form_at(kind)->count == 1 ? it->line.len - begin : run(it, begin, ',');
}

static void add_line_length(message *to, const item *it) {
    const qdmp_param *param = param_at(it->err.field);
    size_t length;
    if (param->kind == QDMP_KIND_DIGITS)
        length = digits_around(it);
    else if (param->most == QDMP_NO_LIMIT)
        length = 0; /* the one text without a limit that can be too short is empty then */
    else
        length = text_around(it, param);
    add_length(to, length, param);
}

static void add_fault(message *to, const item *it) {
    const qdmp_error *err = &it->err;
    char room[DIGITS_ROOM];
    switch (err->status) {
    case QDMP_FORM: add_form(to, it); return;
    case QDMP_SYNTAX: add_syntax(to, it); return;
    case QDMP_BAD_CHAR: add_bad_char(to, it); return;
    case QDMP_UNTERMINATED: add(to, "the string has no closing quote"); return;
    case QDMP_TOO_MANY: add(to, "one parameter too many"); return;
    case QDMP_AMBIGUOUS: add(to, "one value too many, or a comma in a bare string"); return;
    case QDMP_QUOTING: add(to, byte_at(it, err->offset) == '"' ? "must not be quoted" : "must be quoted"); return;
    case QDMP_RESERVED: add(to, "%s is reserved", digits_at(it, room)); return;
    case QDMP_RANGE: add_line_range(to, it); return;
    case QDMP_LENGTH: add_line_length(to, it); return;
    default: add(to, "%s", qdmp_status_text(err->status));
    }
}

message message_of_item(const item *it) {
    message to = {.size = 0};
    const char *name = qdmp_field_name(it->err.field);
    if (it->overlong)
        add(&to, "the line is longer than %d bytes", LINE_ROOM);
    else if (it->err.status == QDMP_MISSING)
        add(&to, "%s is missing", name);
    else {
        add(&to, "%s%s", name, *name ? ": " : "");
        add_fault(&to, it);
    }
    return to;
}

/* --- from an encoder ---------------------------------------------------------------------------------------------- */

message message_of_value(qdmp_status status, qdmp_field field, uint64_t number) {
    message to = {.size = 0};
    char value[24];
    snprintf(value, sizeof value, "%" PRIu64, number);
    if (status == QDMP_RANGE && is_param(field))
        add_range(&to, value, param_at(field));
    else if (status == QDMP_RANGE && field == QDMP_FIELD_ACT)
        add(&to, "%s is none of %s", value, acts + 2);
    else if (status == QDMP_RESERVED)
        add(&to, "%s is reserved", value);
    else if (status == QDMP_LENGTH && is_param(field))
        add_length(&to, number, param_at(field));
    else if (status == QDMP_MISSING)
        add(&to, "missing");
    else if (status == QDMP_SYNTAX)
        add(&to, "not only digits"); /* an encoder looks at the syntax of nothing else */
    else if (status == QDMP_NOT_REPRESENTABLE)
        add(&to, "would not read back the same");
    else
        add(&to, "%s", qdmp_status_text(status));
    return to;
}

message message_of_type(bool ex, uint32_t type, unsigned directions) {
    message to = {.size = 0};
    add(&to, "%" PRIu32 " is none of ", type);
    add_types(&to, ex, directions);
    return to;
}

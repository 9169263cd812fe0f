/* SPDX-License-Identifier: MIT */
#include "compose.h"

#include <stdio.h>
#include <string.h>

/* ---- Bytes ---- */

void compose_bytes(struct composed *out, const void *bytes, size_t size) {
    size_t left = out->size < sizeof out->bytes ? sizeof out->bytes - out->size : 0;
    size_t fits = size < left ? size : left;
    if (fits > 0)
        memcpy(out->bytes + out->size, bytes, fits);
    out->size += size;
}

void compose_text(struct composed *out, const char *text) {
    compose_bytes(out, text, strlen(text));
}

void compose_span(struct composed *out, qdmp_span span) {
    compose_bytes(out, span.ptr, span.len);
}

void compose_number(struct composed *out, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    compose_bytes(out, digits + at, sizeof digits - at);
}

void compose_byte(struct composed *out, unsigned byte) {
    if (out->size < sizeof out->bytes)
        out->bytes[out->size] = (char)byte;
    out->size++;
}

void compose_drop(struct composed *out, size_t count) {
    size_t kept = out->size < sizeof out->bytes ? out->size : sizeof out->bytes;
    memmove(out->bytes, out->bytes + count, kept - count);
    out->size -= count;
}

bool compose_same(const struct composed *composed, qdmp_room room) {
    size_t kept = room.cap < sizeof composed->bytes ? room.cap : sizeof composed->bytes;
    return composed->size == room.cap && memcmp(composed->bytes, room.ptr, kept) == 0;
}

/* ---- Lines ---- */

static void compose_part(struct composed *out, const struct part *part, bool quoted) {
    const char *quote = quoted && part->rule->kind == RULE_TEXT ? "\"" : "";
    compose_text(out, ",");
    switch (part->rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: compose_number(out, part->number); return;
    case RULE_ADDRESS:
        for (unsigned i = 0; i < 4; i++) {
            compose_text(out, i == 0 ? "" : ".");
            compose_number(out, part->octets[i]);
        }
        return;
    case RULE_IMEI:
    case RULE_TEXT: break;
    }
    compose_text(out, quote);
    if (!quoted && part->rule->field == QDMP_FIELD_PASSWORD) {
        compose_span(out, rules_shown_part(part->text));
        compose_text(out, "****");
    } else {
        compose_span(out, part->text);
    }
    compose_text(out, quote);
}

static void compose_parts(struct composed *out, const struct parts *parts, bool quoted) {
    for (size_t i = 0; i < parts->count; i++)
        compose_part(out, &parts->list[i], quoted);
}

static void compose_request_form(struct composed *out, const struct parts *parts) {
    switch (parts->kind) {
    case QDMP_READ: compose_text(out, "?"); return;
    case QDMP_TEST:
    case QDMP_EX_TEST: compose_text(out, "=?"); return;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE:
        compose_text(out, "=");
        compose_number(out, parts->list[0].number);
        compose_text(out, parts->kind == QDMP_EX_READ ? ",1" : ",2");
        return;
    default: break;
    }
    compose_text(out, "=");
    compose_number(out, (uint32_t)parts->shape->type);
    compose_text(out, parts->shape->ex ? ",0" : "");
    compose_parts(out, parts, true);
}

static size_t size_of_sign(int kind) {
    return kind == QDMP_TEST || kind == QDMP_EX_TEST ? strlen("=?") : 1;
}

/* The text that a dispatcher writes (R29) is left out. */
void compose_request(struct composed *out, const struct parts *parts, unsigned style) {
    out->size = 0;
    compose_text(out, style & 1 ? "" : "AT");
    compose_text(out, parts->shape->ex ? "+QDMPCFGEX" : "+QDMPCFG");
    size_t name = out->size;
    compose_request_form(out, parts);
    compose_text(out, style & 4 ? "" : style & 2 ? ";" : "\r");
    if (style & (8 | 16))
        compose_drop(out, style & 16 ? name + size_of_sign(parts->kind) : name);
}

static void compose_response_text(struct composed *out, const struct parts *parts) {
    switch (parts->kind) {
    case QDMP_RESULT_OK: compose_text(out, "OK"); return;
    case QDMP_RESULT_ERROR: compose_text(out, "ERROR"); return;
    case QDMP_RESULT_CME_ERROR:
        compose_text(out, "+CME ERROR: ");
        compose_span(out, parts->list[0].text);
        return;
    case QDMP_INFO_TEST:
        compose_text(out, "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]");
        return;
    case QDMP_EX_INFO_TEST:
        compose_text(out, "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]");
        return;
    default: break;
    }
    compose_text(out, parts->shape->ex ? "+QDMPCFGEX: " : "+QDMPCFG: ");
    compose_number(out, (uint32_t)parts->shape->type);
    compose_parts(out, parts, false);
}

void compose_response(struct composed *out, const struct parts *parts, unsigned style) {
    out->size = 0;
    compose_text(out, style & 1 ? "" : "\r\n");
    size_t name = out->size + strlen(parts->shape->ex ? "+QDMPCFGEX" : "+QDMPCFG");
    compose_response_text(out, parts);
    compose_text(out, style & 1 ? "" : "\r\n");
    if (style & (2 | 4))
        compose_drop(out, style & 4 ? name + strlen(": ") : name);
}

/* ---- Obstacles to writing ---- */

static void forbid(struct obstacles *out, qdmp_status status, qdmp_field field) {
    if (status == QDMP_OK || out->count == COMPOSE_FAULTS_MAX)
        return;
    out->list[out->count].status = status;
    out->list[out->count++].field = field;
}

static bool holds(qdmp_span text, char byte) {
    return text.len > 0 && memchr(text.ptr, byte, text.len) != NULL;
}

static bool is_clean(qdmp_span text) {
    for (size_t i = 0; i < text.len; i++)
        if (!rules_is_text_byte((unsigned char)text.ptr[i]))
            return false;
    return true;
}

static void check_length(struct obstacles *out, const struct rule *rule, size_t size) {
    if (size < rule->least || size > rule->most)
        forbid(out, QDMP_LENGTH, rule->field);
}

static void check_imei(struct obstacles *out, const struct part *part) {
    qdmp_span text = part->text;
    size_t digits = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
        digits++;
    if (text.len == 0)
        forbid(out, QDMP_MISSING, part->rule->field);
    else if (digits < text.len)
        forbid(out, QDMP_SYNTAX, part->rule->field);
    else
        check_length(out, part->rule, text.len);
}

static void check_request_text(struct obstacles *out, const struct part *part) {
    check_length(out, part->rule, part->text.len);
    if (!is_clean(part->text) || holds(part->text, '"'))
        forbid(out, QDMP_NOT_REPRESENTABLE, part->rule->field);
}

/* `more`: several values share the line; `trims`: spaces around a value are lost (R16). */
static void check_response_text(struct obstacles *out, const struct part *part, bool more, bool trims) {
    qdmp_span text = part->text;
    bool masked = part->rule->field == QDMP_FIELD_PASSWORD;
    if (masked)
        text = rules_shown_part(text);
    if (text.len == 0 && part->rule->least > 0) {
        forbid(out, QDMP_MISSING, part->rule->field);
        return;
    }
    check_length(out, part->rule, text.len);
    bool loses = trims && text.len > 0 && (text.ptr[0] == ' ' || (!masked && text.ptr[text.len - 1] == ' '));
    if (!is_clean(text) || holds(text, '"') || (more && holds(text, ',')) || loses)
        forbid(out, QDMP_NOT_REPRESENTABLE, part->rule->field);
}

static void check_number(struct obstacles *out, const struct part *part) {
    forbid(out, rules_judge(part->rule, part->number), part->rule->field);
}

void obstacles_of_request(const struct parts *parts, struct obstacles *out) {
    out->count = 0;
    if (parts->shape == NULL)
        forbid(out, QDMP_FORM, QDMP_FIELD_NONE);
    for (size_t i = 0; parts->shape != NULL && i < parts->count; i++) {
        const struct part *part = &parts->list[i];
        switch (part->rule->kind) {
        case RULE_NUMBER:
        case RULE_CHOICE: check_number(out, part); break;
        case RULE_IMEI: check_imei(out, part); break;
        case RULE_TEXT: check_request_text(out, part); break;
        case RULE_ADDRESS: break;
        }
    }
}

static void check_detail(struct obstacles *out, qdmp_span detail) {
    if (detail.len == 0)
        forbid(out, QDMP_MISSING, QDMP_FIELD_DETAIL);
    else if (!is_clean(detail) || detail.ptr[0] == ' ')
        forbid(out, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_DETAIL);
}

static bool is_result(int kind) {
    return kind == QDMP_RESULT_OK || kind == QDMP_RESULT_ERROR || kind == QDMP_RESULT_CME_ERROR;
}

/* R28: a field that a tolerant decoder found unset has no value, whatever its member contains. */
static void check_part(struct obstacles *out, const struct parts *parts, const struct part *part) {
    if (parts_unset(parts, part->rule->field)) {
        forbid(out, QDMP_MISSING, part->rule->field);
        return;
    }
    switch (part->rule->kind) {
    case RULE_NUMBER:
    case RULE_CHOICE: check_number(out, part); break;
    case RULE_IMEI: check_imei(out, part); break;
    case RULE_TEXT: check_response_text(out, part, rules_texts(parts->shape) > 1, !parts->shape->ex); break;
    case RULE_ADDRESS: break;
    }
}

void obstacles_of_response(const struct parts *parts, unsigned style, struct obstacles *out) {
    out->count = 0;
    if (parts->shape == NULL || (is_result(parts->kind) && style & (2 | 4))) /* R29: a result code has no name */
        forbid(out, QDMP_FORM, QDMP_FIELD_NONE);
    if (parts->kind == QDMP_RESULT_CME_ERROR && !parts_unset(parts, QDMP_FIELD_DETAIL)) {
        check_detail(out, parts->list[0].text);
        return;
    }
    for (size_t i = 0; parts->shape != NULL && i < parts->count; i++)
        check_part(out, parts, &parts->list[i]);
}

bool obstacles_name(const struct obstacles *obstacles, const qdmp_error *err) {
    for (size_t i = 0; i < obstacles->count; i++)
        if (obstacles->list[i].status == err->status && obstacles->list[i].field == err->field)
            return true;
    return false;
}

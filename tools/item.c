/* SPDX-License-Identifier: MIT */
#include "item.h"

#include <string.h>
#include <strings.h>

bool begins_with(qdmp_span line, const char *start) {
    size_t size = strlen(start);
    return line.len >= size && !memcmp(line.ptr, start, size);
}

bool holds_name(qdmp_span text) {
    static const char name[] = QDMP_CFG_NAME;
    const char *plus = text.ptr, *lim = text.ptr + text.len;
    while (plus < lim && (plus = memchr(plus, *name, (size_t)(lim - plus)))) {
        if ((size_t)(lim - plus) >= sizeof name - 1 && !strncasecmp(plus, name, sizeof name - 1))
            return true;
        plus++;
    }
    return false;
}

static bool is(qdmp_span line, const char *text) {
    return line.len == strlen(text) && begins_with(line, text);
}

static bool is_name_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/*
 * A name and a colon: every information line and most unsolicited lines begin in this way. No command has a colon
 * there.
 */
static bool begins_with_label(qdmp_span line) {
    size_t begin = 0;
    while (begin < line.len && line.ptr[begin] == ' ')
        begin++;
    begin += begin < line.len && line.ptr[begin] == '+';
    size_t end = begin;
    while (end < line.len && is_name_byte(line.ptr[end]))
        end++;
    return end > begin && end < line.len && line.ptr[end] == ':';
}

static bool looks_like_response(qdmp_span line) {
    return is(line, "OK") || is(line, "ERROR") || begins_with(line, "+CME ERROR") || begins_with_label(line);
}

static bool is_blank(qdmp_span text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ')
            return false;
    }
    return true;
}

static qdmp_span from(qdmp_span line, size_t offset) {
    qdmp_span rest = {line.ptr + offset, line.len - offset};
    return rest;
}

/* Finds a response that noise or blanks hide from looks_like_response. To the decoder no request is a response. */
static bool is_tolerated(qdmp_span line) {
    qdmp_response response;
    return qdmp_response_decode_tolerant(line, QDMP_WHOLE_LINE, &response, NULL, NULL) != QDMP_NOT_OURS;
}

item_walk item_open(qdmp_span line, line_role as, bool tolerant) {
    item_walk walk = {.line = line, .answers = as == ROLE_RESPONSE, .tolerant = tolerant};
    if (as == ROLE_AUTO)
        walk.answers = looks_like_response(line) || (tolerant && is_tolerated(line));
    return walk;
}

bool item_decoded(const item *it) {
    return it->err.status == QDMP_OK && it->kind != ITEM_OTHER;
}

qdmp_span item_text(const item *it) {
    return from(it->line, it->offset);
}

qdmp_span item_other(const item *it) {
    qdmp_span text = {it->shown.line.ptr + it->shown.offset, it->shown.end - it->shown.offset};
    return text;
}

static void show(item *out) {
    showing shown = {.line = out->line, .offset = out->offset, .end = out->line.len};
    if (out->err.status != QDMP_OK)
        shown.fault = out->err.offset;
    out->shown = shown;
}

static qdmp_status decode_request(qdmp_span rest, size_t *used, item *out) {
    out->kind = ITEM_REQUEST;
    return qdmp_request_decode(rest, QDMP_WHOLE_LINE, &out->request, used, &out->err);
}

static qdmp_status decode_response(qdmp_span rest, bool tolerant, size_t *used, item *out) {
    qdmp_status status = tolerant
                             ? qdmp_response_decode_tolerant(rest, QDMP_WHOLE_LINE, &out->response, used, &out->err)
                             : qdmp_response_decode(rest, QDMP_WHOLE_LINE, &out->response, used, &out->err);
    bool final = status == QDMP_OK ? out->response.kind >= QDMP_RESULT_OK : out->err.field == QDMP_FIELD_DETAIL;
    out->kind = final ? ITEM_FINAL : ITEM_INFO;
    return status;
}

static void take(item_walk *walk, item *out) {
    qdmp_span rest = from(walk->line, walk->next);
    size_t used;
    qdmp_status status =
        walk->answers ? decode_response(rest, walk->tolerant, &used, out) : decode_request(rest, &used, out);
    if (status == QDMP_OK) {
        out->err.status = QDMP_OK;
        walk->next += used;
        return;
    }
    out->err.offset += walk->next;
    if (status == QDMP_NOT_OURS) {
        out->kind = ITEM_OTHER;
        out->err.status = QDMP_OK;
    }
    walk->next = walk->line.len;
}

bool item_next(item_walk *walk, item *out) {
    if (is_blank(from(walk->line, walk->next)))
        return false;
    out->line = walk->line;
    out->offset = walk->next;
    out->overlong = false;
    take(walk, out);
    show(out);
    return true;
}

item item_overlong(void) {
    item it = {.line = {"", 0}, .kind = ITEM_OTHER, .overlong = true, .err = {.status = QDMP_NO_SPACE}};
    return it;
}

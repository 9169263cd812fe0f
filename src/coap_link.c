/* SPDX-License-Identifier: MIT */
/* The link format (RFC 6690, 2). */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "coap_writer.h"

#include "text.h"

/*
 * The bytes that are not allowed in an attribute's name (parmname: RFC 5987, attr-char), in a value without quotes
 * (ptoken) and in a target (RFC 3986, 2).
 */
#define QDMP__NAME_STOPS   "\"%'()*,/:;<=>?@[\\]{}"
#define QDMP__TOKEN_STOPS  "\",;\\"
#define QDMP__TARGET_STOPS "\"<>\\^`{|}"

/* The first byte that is not printable or is one of `stops`; otherwise `end`. */
static const unsigned char *skip_until(const unsigned char *p, const unsigned char *end, const char *stops) {
    for (; p<end && * p> ' ' && *p < 0x7f; p++) {
        for (const char *stop = stops; *stop; stop++) {
            if (*p == (unsigned char)*stop)
                return p;
        }
    }
    return p;
}

/* The end of a name, with the star of an ext-name-star; `p` if there is no name. */
static const unsigned char *skip_name(const unsigned char *p, const unsigned char *end) {
    const unsigned char *stop = skip_until(p, end, QDMP__NAME_STOPS);
    return stop + (stop > p && stop < end && *stop == '*');
}

/* Whether a quoted-string (RFC 2616, 2.2) may contain `c`. An `escaped` byte has a backslash before it. */
static bool may_be_quoted(unsigned char c, bool escaped) {
    if (escaped)
        return c < 0x80;
    return qdmp__is_text(c) || c == '\t';
}

/* The place of the closing quote, or of the first byte or pair that may not be quoted. */
static const unsigned char *skip_quoted(const unsigned char *p, const unsigned char *end) {
    while (p < end && *p != '"') {
        const unsigned char *c = p + (*p == '\\');
        if (c == end || !may_be_quoted(*c, c > p))
            break;
        p = c + 1;
    }
    return p;
}

static const unsigned char *skip_value(qdmp_link_kind kind, const unsigned char *p, const unsigned char *end) {
    if (kind == QDMP_LINK_QUOTED)
        return skip_quoted(p, end);
    return skip_until(p, end, kind == QDMP_LINK_TARGET ? QDMP__TARGET_STOPS : QDMP__TOKEN_STOPS);
}

/* --- decoding --- */

/*
 * Reads the name of an attribute, and finds out the kind of its value. Returns the begin of the value; NULL without a
 * name.
 */
static const unsigned char *read_name(const unsigned char *p, const unsigned char *end, qdmp_link_item *out) {
    const unsigned char *stop = skip_name(p, end);
    if (stop == p)
        return NULL;
    out->name = qdmp__span(p, stop);
    if (stop == end || *stop != '=')
        return stop;
    stop++;
    out->kind = stop < end && *stop == '"' ? QDMP_LINK_QUOTED : QDMP_LINK_TOKEN;
    return stop + (out->kind == QDMP_LINK_QUOTED);
}

/* Reads a value, and the byte that closes it. */
static bool read_item_value(const unsigned char **at, const unsigned char *end, qdmp_link_item *out) {
    const unsigned char *begin = *at, *p = skip_value(out->kind, begin, end);
    bool token = out->kind == QDMP_LINK_TOKEN;
    unsigned char close = out->kind == QDMP_LINK_TARGET ? '>' : '"';
    out->value = qdmp__span(begin, p);
    *at = p + !token;
    if (token ? p > begin : p < end && *p == close)
        return true;
    *at = p;
    return false;
}

/* Reads the item at `*at`, which is not the end. Moves `*at` after it, or to the byte that does not fit. */
static bool read_item(bool first, const unsigned char **at, const unsigned char *end, qdmp_link_item *out) {
    const unsigned char *p = *at;
    if (!first && *p == ';') {
        *at = ++p;
        out->kind = QDMP_LINK_FLAG;
        p = read_name(p, end, out);
        if (!p)
            return false;
        *at = p;
        return out->kind == QDMP_LINK_FLAG || read_item_value(at, end, out);
    }
    if (!first) {
        if (*p != ',')
            return false;
        *at = ++p;
    }
    if (p == end || *p != '<')
        return false;
    ++*at;
    return read_item_value(at, end, out);
}

qdmp_links qdmp_links_open(qdmp_span text) {
    qdmp_links links = {text, 0};
    return links;
}

qdmp_status qdmp_links_next(qdmp_links *links, qdmp_link_item *out, qdmp_error *err) {
    const unsigned char *begin = qdmp__bytes(links->text), *at = begin + links->next, *end = begin + links->text.len;
    qdmp_link_item item = {QDMP_LINK_TARGET, {NULL, 0}, {NULL, 0}};
    if (at == end)
        return QDMP_END;
    if (!read_item(at == begin, &at, end, &item))
        return qdmp__report(err, QDMP_LINK, QDMP_FIELD_NONE, (size_t)(at - begin));
    links->next = (size_t)(at - begin);
    *out = item;
    return QDMP_OK;
}

qdmp_status qdmp__links_check(qdmp_span text, qdmp_error *err) {
    qdmp_links links = qdmp_links_open(text);
    qdmp_link_item item;
    qdmp_status status;
    do
        status = qdmp_links_next(&links, &item, err);
    while (status == QDMP_OK);
    return status == QDMP_END ? QDMP_OK : status;
}

/* --- encoding --- */

/* Whether qdmp_links_next would return `item`, as the first item or as a later one. */
static bool comes_back(const qdmp_link_item *item, bool first) {
    const unsigned char *name = qdmp__bytes(item->name), *name_end = name + item->name.len;
    const unsigned char *value = qdmp__bytes(item->value), *value_end = value + item->value.len;
    bool target = item->kind == QDMP_LINK_TARGET;
    if ((unsigned)item->kind > QDMP_LINK_QUOTED || (first && !target) || target != (name == name_end))
        return false;
    if (item->kind == QDMP_LINK_FLAG ? value < value_end : item->kind == QDMP_LINK_TOKEN && value == value_end)
        return false;
    return skip_name(name, name_end) == name_end && skip_value(item->kind, value, value_end) == value_end;
}

static void put_item(qdmp__writer *writer, const qdmp_link_item *item, bool first) {
    unsigned kind = (unsigned)item->kind;
    qdmp__put_text(writer, first ? "<" : kind == QDMP_LINK_TARGET ? ",<" : ";");
    qdmp__put(writer, item->name);
    qdmp__put_text(writer, qdmp__item("\0\0=\0=\"", kind));
    qdmp__put(writer, item->value);
    qdmp__put_text(writer, qdmp__item(">\0\0\0\"", kind));
}

/* The input of qdmp_links_encode. */
typedef struct qdmp__link_parts {
    const qdmp_link_item *items;
    size_t count;
} qdmp__link_parts;

static void put_items(qdmp__writer *writer, const void *what) {
    const qdmp__link_parts *parts = (const qdmp__link_parts *)what;
    for (size_t i = 0; i < parts->count; i++)
        put_item(writer, &parts->items[i], i == 0);
}

qdmp_status qdmp_links_encode(const qdmp_link_item *items, size_t count, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__link_parts parts = {items, count};
    for (size_t i = 0; i < count; i++)
        if (!comes_back(&items[i], i == 0))
            return qdmp__report(err, QDMP_LINK, QDMP_FIELD_NONE, i);
    qdmp_status status = qdmp__compose_fits(put_items, &parts, out, size, err);
    return status == QDMP_OK ? qdmp__compose_into(put_items, &parts, out.ptr, size) : status;
}

#endif

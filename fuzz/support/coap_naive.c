/* SPDX-License-Identifier: MIT */
#include "coap_naive.h"

#include <string.h>

/* ---- Reading messages ---- */

static unsigned byte_at(qdmp_span span, size_t at) {
    return (unsigned char)span.ptr[at];
}

static void blame(struct naive_coap *out, size_t at) {
    if (out->offset_count < NAIVE_OFFSETS_MAX)
        out->offsets[out->offset_count++] = at;
}

/* The number that a nibble and the bytes at `*at` stand for. Returns false if bytes are missing. */
static bool extended(qdmp_span in, size_t *at, unsigned nibble, uint32_t *number) {
    *number = nibble;
    if (nibble < 13)
        return true;
    size_t more = nibble == 13 ? 1 : 2;
    if (in.len - *at < more) {
        *at = in.len;
        return false;
    }
    *number = nibble == 13 ? 13 + byte_at(in, *at) : 269 + (byte_at(in, *at) * 256 + byte_at(in, *at + 1));
    *at += more;
    return true;
}

/* Reads the option at `*at`; `number` is that of the previous option. Returns false if it has a fault. */
static bool read_option(qdmp_span in, size_t *at, uint32_t number, struct naive_coap *out) {
    size_t head = *at;
    unsigned first = byte_at(in, (*at)++);
    uint32_t delta, length;
    bool reserved = first / 16 == 15 || first % 16 == 15;
    if (reserved)
        blame(out, head);
    bool whole = first / 16 == 15 || extended(in, at, first / 16, &delta);
    out->number_too_large = whole && first / 16 != 15 && number + delta > 65535;
    if (out->number_too_large)
        blame(out, head);
    whole = whole && (first % 16 == 15 || extended(in, at, first % 16, &length));
    if (!whole)
        blame(out, in.len);
    else if (first % 16 != 15 && in.len - *at < length)
        blame(out, in.len);
    if (out->offset_count > 0)
        return false;
    if (out->option_count < NAIVE_OPTIONS_MAX)
        out->options[out->option_count] = (struct naive_option){number + delta, {in.ptr + *at, length}};
    out->option_count++;
    *at += length;
    return true;
}

static void read_options(qdmp_span in, size_t at, struct naive_coap *out) {
    uint32_t number = 0;
    while (at < in.len && byte_at(in, at) != 0xFF) {
        if (out->option_count == NAIVE_OPTIONS_MAX)
            out->option_count--; /* the last entry is the previous option, whose number counts */
        if (!read_option(in, &at, number, out))
            return;
        number = out->options[out->option_count - 1].number;
    }
    if (at + 1 == in.len)
        blame(out, at);
    else if (at < in.len)
        out->payload = (qdmp_span){in.ptr + at + 1, in.len - at - 1};
}

void naive_coap_read(qdmp_span in, struct naive_coap *out) {
    out->option_count = out->offset_count = 0;
    out->number_too_large = false;
    out->payload = (qdmp_span){NULL, 0};
    if (in.len < 4)
        blame(out, in.len);
    if (in.len > 0 && (byte_at(in, 0) / 64 != 1 || byte_at(in, 0) % 16 > 8))
        blame(out, 0);
    if (out->offset_count > 0)
        return;
    size_t token = byte_at(in, 0) % 16;
    out->type = byte_at(in, 0) / 16 % 4;
    out->code = byte_at(in, 1);
    out->id = byte_at(in, 2) * 256 + byte_at(in, 3);
    if (out->code == 0 && (token > 0 || in.len > 4))
        blame(out, 4);
    if (in.len - 4 < token)
        blame(out, in.len);
    if (out->offset_count > 0)
        return;
    out->token = (qdmp_span){in.ptr + 4, token};
    read_options(in, 4 + token, out);
}

/* ---- Writing messages ---- */

static unsigned nibble_for(uint32_t number) {
    return number <= 12 ? number : number <= 268 ? 13 : 14;
}

static void write_rest(struct composed *out, uint32_t number) {
    if (number > 268) {
        compose_byte(out, (number - 269) / 256);
        compose_byte(out, (number - 269) % 256);
    } else if (number > 12) {
        compose_byte(out, number - 13);
    }
}

void naive_coap_write(struct composed *out, unsigned type, unsigned code, unsigned id, qdmp_span token,
                      const struct naive_option *options, size_t count, qdmp_span payload) {
    uint32_t number = 0;
    compose_byte(out, 64 + 16 * type + (unsigned)token.len);
    compose_byte(out, code);
    compose_byte(out, id / 256);
    compose_byte(out, id % 256);
    compose_span(out, token);
    for (size_t i = 0; i < count; i++) {
        uint32_t delta = options[i].number - number, length = (uint32_t)options[i].value.len;
        compose_byte(out, nibble_for(delta) * 16 + nibble_for(length));
        write_rest(out, delta);
        write_rest(out, length);
        compose_span(out, options[i].value);
        number = options[i].number;
    }
    if (payload.len > 0)
        compose_byte(out, 0xFF);
    compose_span(out, payload);
}

/* ---- Link lists ---- */

#define ALNUM "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static const char name_bytes[] = ALNUM "!#$&+-.^_`|~";                  /* attr-char: RFC 5987, 3.2.1 */
static const char token_bytes[] = ALNUM "!#$%&'()*+-./:<=>?@[]^_`{|}~"; /* ptokenchar: RFC 6690, 2 */
static const char target_bytes[] = ALNUM "-._~:/?#[]@!$&'()*+,;=%";     /* RFC 3986, 2 */

static size_t pass(qdmp_span text, size_t at, const char *bytes) {
    while (at < text.len && text.ptr[at] != '\0' && strchr(bytes, text.ptr[at]) != NULL)
        at++;
    return at;
}

static size_t pass_name(qdmp_span text, size_t at) {
    size_t end = pass(text, at, name_bytes);
    return end > at && end < text.len && text.ptr[end] == '*' ? end + 1 : end;
}

/* The place of the closing quote, or of the byte that is not allowed in quotes. */
static size_t pass_quoted(qdmp_span text, size_t at) {
    while (at < text.len && text.ptr[at] != '"') {
        unsigned c = byte_at(text, at);
        if (c == '\\') {
            if (at + 1 == text.len || byte_at(text, at + 1) > 127)
                return at;
            at++;
        } else if ((c < 32 && c != 9) || c == 127) {
            return at;
        }
        at++;
    }
    return at;
}

static bool fail_at(struct naive_links *out, size_t at) {
    out->at = at;
    return false;
}

static qdmp_span from_to(qdmp_span text, size_t from, size_t to) {
    return (qdmp_span){text.ptr + from, to - from};
}

/* A value from `at`, which is after its opening byte, to `close`. */
static bool read_closed(qdmp_span text, size_t *at, size_t end, char close, qdmp_span *value, struct naive_links *out) {
    *value = from_to(text, *at, end);
    if (end == text.len || text.ptr[end] != close)
        return fail_at(out, end);
    *at = end + 1;
    return true;
}

static bool read_attribute(qdmp_span text, size_t *at, qdmp_link_item *item, struct naive_links *out) {
    size_t end = pass_name(text, *at);
    if (end == *at)
        return fail_at(out, end);
    item->kind = QDMP_LINK_FLAG;
    item->name = from_to(text, *at, end);
    *at = end;
    if (end == text.len || text.ptr[end] != '=')
        return true;
    *at = end + 1;
    if (*at < text.len && text.ptr[*at] == '"') {
        item->kind = QDMP_LINK_QUOTED;
        ++*at;
        return read_closed(text, at, pass_quoted(text, *at), '"', &item->value, out);
    }
    item->kind = QDMP_LINK_TOKEN;
    end = pass(text, *at, token_bytes);
    item->value = from_to(text, *at, end);
    if (end == *at)
        return fail_at(out, end);
    *at = end;
    return true;
}

static bool read_item(qdmp_span text, size_t *at, qdmp_link_item *item, struct naive_links *out) {
    *item = (qdmp_link_item){QDMP_LINK_TARGET, {NULL, 0}, {NULL, 0}};
    if (*at > 0) {
        char mark = text.ptr[*at];
        if (mark != ',' && mark != ';')
            return fail_at(out, *at);
        ++*at;
        if (mark == ';')
            return read_attribute(text, at, item, out);
    }
    if (*at == text.len || text.ptr[*at] != '<')
        return fail_at(out, *at);
    ++*at;
    return read_closed(text, at, pass(text, *at, target_bytes), '>', &item->value, out);
}

void naive_links_read(qdmp_span text, struct naive_links *out) {
    size_t at = 0;
    qdmp_link_item item;
    out->count = 0;
    out->good = true;
    while (at < text.len && (out->good = read_item(text, &at, &item, out)))
        if (out->count < NAIVE_ITEMS_MAX)
            out->items[out->count++] = item;
}

bool naive_link_fits(const qdmp_link_item *item, bool first) {
    size_t value;
    if (item->kind == QDMP_LINK_TARGET)
        return item->name.len == 0 && pass(item->value, 0, target_bytes) == item->value.len;
    if (first || item->name.len == 0 || pass_name(item->name, 0) != item->name.len)
        return false;
    switch (item->kind) {
    case QDMP_LINK_FLAG: return item->value.len == 0;
    case QDMP_LINK_TOKEN: return item->value.len > 0 && pass(item->value, 0, token_bytes) == item->value.len;
    case QDMP_LINK_QUOTED: value = pass_quoted(item->value, 0); return value == item->value.len;
    default: return false;
    }
}

void naive_link_write(struct composed *out, const qdmp_link_item *item, bool first) {
    if (item->kind == QDMP_LINK_TARGET) {
        compose_text(out, first ? "<" : ",<");
        compose_span(out, item->value);
        compose_text(out, ">");
        return;
    }
    compose_text(out, ";");
    compose_span(out, item->name);
    compose_text(out, item->kind == QDMP_LINK_FLAG ? "" : item->kind == QDMP_LINK_TOKEN ? "=" : "=\"");
    compose_span(out, item->value);
    compose_text(out, item->kind == QDMP_LINK_QUOTED ? "\"" : "");
}

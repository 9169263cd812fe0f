/* SPDX-License-Identifier: MIT */
/*
 * The answers of modules of this command family that deviate from the rules (R28), and texts that are similar to each
 * of them.
 */
#include "bends.h"
#include "lines_parts.h"

#include <string.h>

enum { VALUES_MAX = 8 };

/* A line that is being changed. */
struct response {
    struct lines_rng *rng;
    char *data;
    size_t size;
    size_t cap;
};

/* The place of a value. */
struct value {
    size_t at;
    size_t end;
};

static int is_eol(char c) {
    return c == '\r' || c == '\n';
}

static size_t begin_of(const struct response *r) {
    size_t at = 0;
    while (at < r->size && is_eol(r->data[at]))
        at++;
    return at;
}

static size_t end_of(const struct response *r) {
    size_t at = begin_of(r);
    while (at < r->size && !is_eol(r->data[at]))
        at++;
    return at;
}

static void insert(struct response *r, size_t at, const char *bytes, size_t count) {
    r->size = bend_insert(r->data, r->size, r->cap, at, bytes, count);
}

static void insert_text(struct response *r, size_t at, const char *text) {
    insert(r, at, text, strlen(text));
}

/* The values after the commas. Values after the last place are left out. */
static size_t find_values(const struct response *r, struct value values[VALUES_MAX]) {
    size_t count = 0, end = end_of(r);
    for (size_t at = begin_of(r); at < end; at++) {
        if (r->data[at] != ',')
            continue;
        if (count > 0)
            values[count - 1].end = at;
        if (count == VALUES_MAX)
            return count;
        values[count++] = (struct value){at + 1, end};
    }
    return count;
}

/* Any of the values; if there is none, an empty one at the end of the line. */
static struct value any_value(const struct response *r) {
    struct value values[VALUES_MAX];
    size_t count = find_values(r, values);
    return count == 0 ? (struct value){end_of(r), end_of(r)} : values[lines_draw(r->rng, (uint32_t)count)];
}

static void replace(struct response *r, struct value value, const char *text) {
    r->size = bend_erase(r->data, r->size, value.at, value.end - value.at);
    insert_text(r, value.at, text);
}

/* ---- The deviations ---- */

static void add_noise(struct response *r) {
    static const char bytes[] = "\0\0\x01\t\x11\x1F\x7F\xFF  >>>\x80\xFE\x0B?\r\n";
    do
        insert(r, begin_of(r), &bytes[lines_draw(r->rng, sizeof bytes - 1)], 1);
    while (lines_one_in(r->rng, 2));
}

/* Adds spaces before or after a quote, or at the end. */
static void add_blanks(struct response *r) {
    size_t at = begin_of(r), end = end_of(r), from = at + lines_draw(r->rng, (uint32_t)(end - at) + 1);
    while (from < end && r->data[from] != '"')
        from++;
    insert(r, from < end ? from + lines_draw(r->rng, 2) : end, "   ", 1 + lines_draw(r->rng, 3));
}

static void quote(struct response *r, struct value value) {
    static const char *const closing[] = {"\"", "\"", "\"", "\"", "\" ", " \"", "\"x", ""};
    static const char *const opening[] = {"\"", "\"", "\"", "\"", "\"", "\"", " \"", "\" "};
    insert_text(r, value.end, LINES_PICK(r->rng, closing));
    insert_text(r, value.at, LINES_PICK(r->rng, opening));
}

/* From the last one on, because the others stay where they are. */
static void quote_all(struct response *r) {
    struct value values[VALUES_MAX];
    for (size_t i = find_values(r, values); i > 0; i--)
        if (!lines_one_in(r->rng, 8) && (values[i - 1].at == values[i - 1].end || r->data[values[i - 1].at] != '"')) {
            insert_text(r, values[i - 1].end, "\"");
            insert_text(r, values[i - 1].at, "\"");
        }
}

static void empty(struct response *r) {
    static const char *const nothing[] = {"", "", " ", "    ", "\"\"", "\"  \"", " \"\" ", "\"", "\" "};
    replace(r, any_value(r), LINES_PICK(r->rng, nothing));
}

static void exceed(struct response *r) {
    static const char more[] = "012345678901234567890123456789012345678901234567";
    struct value value = any_value(r);
    if (lines_one_in(r->rng, 2))
        replace(r, value, lines_odd_number(r->rng));
    else
        insert(r, value.at + (value.at < value.end && r->data[value.at] == '"'), more,
               1 + lines_draw(r->rng, sizeof more - 1));
}

static void add_surplus(struct response *r) {
    static const char *const surplus[] = {",",           ",1",     ",\"\"",    ",\"a,b\"", ", \"c\" ", ",  ",
                                          ",d \"",       ",\"e",   ",\"f\" g", ",,",       ",\x7F",    ",\"\x01\"",
                                          ",\xFF,\"h\"", ",OK,+Q", ",****",    ", i ,j"};
    insert_text(r, end_of(r), LINES_PICK(r->rng, surplus));
}

static void make_test(struct response *r) {
    static const char *const tests[] = {"<type>[,<parameter1>]",
                                        "(0-6)",
                                        "(0,1),(0-255)",
                                        "<",
                                        "(",
                                        "<a\x01>",
                                        "(\x80\xFF)",
                                        "\"<type>\"",
                                        "[0-6]",
                                        "<type>[,<parameter1>[,<parameter2>"};
    size_t at = begin_of(r), end = end_of(r);
    while (at < end && r->data[at] != ':')
        at++;
    if (at == end)
        return;
    replace(r, (struct value){at + 1, end}, LINES_PICK(r->rng, tests));
    insert(r, at + 1, "  ", lines_draw(r->rng, 6) % 3);
}

size_t lines_deviate(struct lines_rng *rng, char *data, size_t size, size_t cap) {
    struct response r = {rng, data, size, cap};
    switch (lines_draw(rng, 14)) {
    case 0:
    case 1: add_noise(&r); break;
    case 2:
    case 3: add_blanks(&r); break;
    case 4:
    case 5: quote(&r, any_value(&r)); break;
    case 6: quote_all(&r); break;
    case 7:
    case 8: empty(&r); break;
    case 9:
    case 10: exceed(&r); break;
    case 11: make_test(&r); break;
    default: add_surplus(&r); break;
    }
    return r.size;
}

/* SPDX-License-Identifier: MIT */
/* Tests the link format (RFC 6690, 2), encoded and decoded. */
#include "datagram.h"
#include "guard.h"

enum { PATTERN = 0x5A, ITEMS_MAX = 12 };

#define TEXT(literal) QDMP_LITERAL(literal)
#define TARGET(value)                                                                                                  \
    { QDMP_LINK_TARGET, TEXT(""), TEXT(value) }
#define FLAG(name)                                                                                                     \
    { QDMP_LINK_FLAG, TEXT(name), TEXT("") }
#define TOKEN(name, text)                                                                                              \
    { QDMP_LINK_TOKEN, TEXT(name), TEXT(text) }
#define QUOTED(name, text)                                                                                             \
    { QDMP_LINK_QUOTED, TEXT(name), TEXT(text) }

typedef struct list_row {
    qdmp_span text;
    size_t count;
    qdmp_link_item items[ITEMS_MAX];
} list_row;

static const list_row good_lists[] = {
    {TEXT(""), 0, {FLAG("")}},
    {TEXT("</>"), 1, {TARGET("/")}},
    {TEXT("<>"), 1, {TARGET("")}},
    {TEXT("</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>"),
     5,
     {TARGET("/"), QUOTED("rt", "oma.lwm2m"), TARGET("/1/0"), TARGET("/3/0"), TARGET("/666/0")}},
    {TEXT("</>;rt=\"oma.lwm2m\";ct=11543,</1/0>"),
     4,
     {TARGET("/"), QUOTED("rt", "oma.lwm2m"), TOKEN("ct", "11543"), TARGET("/1/0")}},
    /* RFC 6690, 5 */
    {TEXT("</sensors>;ct=40;title=\"Sensor Index\",</sensors/temp>;rt=\"temperature-c\";if=\"sensor\","
          "<http://www.example.com/sensors/t123>;anchor=\"/sensors/temp\";rel=\"describedby\""),
     9,
     {TARGET("/sensors"), TOKEN("ct", "40"), QUOTED("title", "Sensor Index"), TARGET("/sensors/temp"),
      QUOTED("rt", "temperature-c"), QUOTED("if", "sensor"), TARGET("http://www.example.com/sensors/t123"),
      QUOTED("anchor", "/sensors/temp"), QUOTED("rel", "describedby")}},
    {TEXT("</firmware/v2.1>;rt=\"firmware\";sz=262144"),
     3,
     {TARGET("/firmware/v2.1"), QUOTED("rt", "firmware"), TOKEN("sz", "262144")}},
    {TEXT("</a>;obs,</b>;obs;x"), 5, {TARGET("/a"), FLAG("obs"), TARGET("/b"), FLAG("obs"), FLAG("x")}},
    {TEXT("</a>;t=\"a;b,<c>=\\\"d\\\\\""), 2, {TARGET("/a"), QUOTED("t", "a;b,<c>=\\\"d\\\\")}},
    {TEXT("</a>;t=\"\""), 2, {TARGET("/a"), QUOTED("t", "")}},
    {TEXT("</a>;t=\"\\\x7f\\\t\""), 2, {TARGET("/a"), QUOTED("t", "\\\x7f\\\t")}},
    {TEXT("</a>;t=\"\xe5\xbe\xae\t \""), 2, {TARGET("/a"), QUOTED("t", "\xe5\xbe\xae\t ")}},
    {TEXT("</a>;t=!#$%&'()*+-./09:<=>?@AZ[]^_`az{|}~"),
     2,
     {TARGET("/a"), TOKEN("t", "!#$%&'()*+-./09:<=>?@AZ[]^_`az{|}~")}},
    {TEXT("</a>;!#$&+-.^_`|~9aZ=1"), 2, {TARGET("/a"), TOKEN("!#$&+-.^_`|~9aZ", "1")}},
    {TEXT("</a>;title*=UTF-8''%e2"), 2, {TARGET("/a"), TOKEN("title*", "UTF-8''%e2")}},
    {TEXT("<coap://[::1]:1/a?b=c&d;e,f#g!$'()*+@%20~>"), 1, {TARGET("coap://[::1]:1/a?b=c&d;e,f#g!$'()*+@%20~")}},
};

static bool item_equal(const qdmp_link_item *a, const qdmp_link_item *b) {
    return a->kind == b->kind && span_equal(a->name, b->name) && span_equal(a->value, b->value);
}

static void expect_list(const list_row *row) {
    qdmp_span text = span_from(guard_behind(row->text.len), row->text.len);
    memcpy(guard_behind(text.len), row->text.ptr, text.len);
    qdmp_links links = qdmp_links_open(text);
    qdmp_link_item item;
    for (size_t i = 0; i < row->count; i++) {
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
        qdmp_status status = qdmp_links_next(&links, &item, &err);
        cr_assert(status == QDMP_OK, "%s: item %zu: %s at %zu", shown(row->text), i, qdmp_status_name(status),
                  err.offset);
        cr_expect(item_equal(&item, &row->items[i]), "%s: item %zu", shown(row->text), i);
        cr_expect(span_inside(item.name, text) && span_inside(item.value, text), "%s: outside", shown(row->text));
    }
    memset(&item, PATTERN, sizeof item);
    for (int again = 0; again < 2; again++)
        cr_expect(qdmp_links_next(&links, &item, NULL) == QDMP_END, "%s: no end", shown(row->text));
    cr_expect(filled_with(&item, sizeof item, PATTERN), "%s: the output was touched", shown(row->text));
}

static qdmp_status encode_list(const void *what, qdmp_room out, size_t *size, qdmp_error *err) {
    const list_row *row = what;
    return qdmp_links_encode(row->count ? row->items : NULL, row->count, out, size, err);
}

Test(coap_link, decode) {
    for (size_t i = 0; i < COUNT(good_lists); i++)
        expect_list(&good_lists[i]);
    qdmp_links links = qdmp_links_open((qdmp_span){NULL, 0});
    qdmp_link_item item;
    cr_expect(qdmp_links_next(&links, &item, NULL) == QDMP_END);
}

Test(coap_link, encode) {
    for (size_t i = 0; i < COUNT(good_lists); i++)
        expect_encoded(encode_list, &good_lists[i], good_lists[i].text, shown(good_lists[i].text));
}

/* `good`: the number of items before the fault. */
static const struct {
    qdmp_span text;
    size_t good, offset;
} bad_lists[] = {
    {TEXT(" "), 0, 0},
    {TEXT("/a"), 0, 0},
    {TEXT(",</a>"), 0, 0},
    {TEXT(";x"), 0, 0},
    {TEXT("<"), 0, 1},
    {TEXT("</a"), 0, 3},
    {TEXT("</a b>"), 0, 3},
    {TEXT("</a<b>"), 0, 3},
    {TEXT("</a\">"), 0, 3},
    {TEXT("</a\\>"), 0, 3},
    {TEXT("</a\xe5>"), 0, 3},
    {TEXT("</a\0>"), 0, 3},
    {TEXT("</a\x7f>"), 0, 3},
    {TEXT("</a>,"), 1, 5},
    {TEXT("</a>,,</b>"), 1, 5},
    {TEXT("</a>, </b>"), 1, 5},
    {TEXT("</a> ,</b>"), 1, 4},
    {TEXT("</a></b>"), 1, 4},
    {TEXT("</a>;"), 1, 5},
    {TEXT("</a>;;x"), 1, 5},
    {TEXT("</a>;=1"), 1, 5},
    {TEXT("</a>;*=1"), 1, 5},
    {TEXT("</a>; x"), 1, 5},
    {TEXT("</a>;x="), 1, 7},
    {TEXT("</a>;x=,</b>"), 1, 7},
    {TEXT("</a>;x=;y"), 1, 7},
    {TEXT("</a>;x=a\\b"), 2, 8},
    {TEXT("</a>;x=a\"b"), 2, 8},
    {TEXT("</a>;x=a b"), 2, 8},
    {TEXT("</a>;x =a"), 2, 6},
    {TEXT("</a>;x**=a"), 2, 7},
    {TEXT("</a>;x*y=a"), 2, 7},
    {TEXT("</a>;x=\""), 1, 8},
    {TEXT("</a>;x=\"abc"), 1, 11},
    {TEXT("</a>;x=\"a\\"), 1, 9},
    {TEXT("</a>;x=\"a\\\""), 1, 11},
    {TEXT("</a>;x=\"a\\\xe5\""), 1, 9},
    {TEXT("</a>;x=\"a\r\""), 1, 9},
    {TEXT("</a>;x=\"a\x7f\""), 1, 9},
    {TEXT("</a>;x=\"a\"b"), 2, 10},
    {TEXT("</a>;x=\"a\",</b"), 2, 14},
};

static void expect_bad_list(qdmp_span row, size_t good, size_t offset) {
    qdmp_span text = span_from(guard_behind(row.len), row.len);
    memcpy(guard_behind(row.len), row.ptr, row.len);
    qdmp_links links = qdmp_links_open(text);
    qdmp_link_item item;
    for (size_t i = 0; i < good; i++)
        cr_expect(qdmp_links_next(&links, &item, NULL) == QDMP_OK, "%s: item %zu", shown(row), i);
    memset(&item, PATTERN, sizeof item);
    for (int again = 0; again < 2; again++) { /* an error does not advance the walk */
        qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
        qdmp_status status = qdmp_links_next(&links, &item, &err);
        cr_expect(status == QDMP_LINK && err.status == status && err.field == QDMP_FIELD_NONE, "%s: %s", shown(row),
                  qdmp_status_name(status));
        cr_expect(err.offset == offset, "%s: at %zu, not %zu", shown(row), err.offset, offset);
    }
    cr_expect(qdmp_links_next(&links, &item, NULL) == QDMP_LINK, "%s: without err", shown(row));
    cr_expect(filled_with(&item, sizeof item, PATTERN), "%s: the output was touched", shown(row));
}

Test(coap_link, errors) {
    for (size_t i = 0; i < COUNT(bad_lists); i++)
        expect_bad_list(bad_lists[i].text, bad_lists[i].good, bad_lists[i].offset);
}

static const struct {
    size_t offset;
    list_row row;
} bad_items[] = {
    {0, {TEXT("attribute first"), 1, {FLAG("x")}}},
    {1, {TEXT("no such kind"), 2, {TARGET("/"), {(qdmp_link_kind)4, TEXT("x"), TEXT("y")}}}},
    {0, {TEXT("target with a name"), 1, {{QDMP_LINK_TARGET, TEXT("x"), TEXT("/")}}}},
    {1, {TEXT("target with >"), 2, {TARGET("/"), TARGET("/>")}}},
    {0, {TEXT("target with a space"), 1, {TARGET("/ ")}}},
    {1, {TEXT("flag without a name"), 2, {TARGET("/"), FLAG("")}}},
    {2, {TEXT("flag with a value"), 3, {TARGET("/"), FLAG("x"), {QDMP_LINK_FLAG, TEXT("x"), TEXT("y")}}}},
    {1, {TEXT("flag with ="), 2, {TARGET("/"), FLAG("x=")}}},
    {1, {TEXT("a star first"), 2, {TARGET("/"), TOKEN("*", "1")}}},
    {1, {TEXT("a star inside"), 2, {TARGET("/"), TOKEN("x*y", "1")}}},
    {1, {TEXT("token without a value"), 2, {TARGET("/"), TOKEN("x", "")}}},
    {1, {TEXT("token with a comma"), 2, {TARGET("/"), TOKEN("x", "a,b")}}},
    {1, {TEXT("token with a quote"), 2, {TARGET("/"), TOKEN("x", "\"a\"")}}},
    {1, {TEXT("quoted with a quote"), 2, {TARGET("/"), QUOTED("x", "a\"b")}}},
    {1, {TEXT("quoted with a backslash last"), 2, {TARGET("/"), QUOTED("x", "a\\")}}},
    {1, {TEXT("quoted with a line end"), 2, {TARGET("/"), QUOTED("x", "a\n")}}},
};

Test(coap_link, what_is_not_written) {
    for (size_t i = 0; i < COUNT(bad_items); i++) {
        qdmp_error expected = {QDMP_LINK, QDMP_FIELD_NONE, bad_items[i].offset};
        expect_refused(encode_list, &bad_items[i].row, expected, shown(bad_items[i].row.text));
    }
}

/*
 * Reads a list to its end or to its first fault. If all of the list was read, the items must encode to the same text
 * again.
 */
static void expect_sound_list(qdmp_span text) {
    char *guarded = guard_behind(text.len), out[512];
    qdmp_link_item items[200];
    size_t count = 0, size = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    memcpy(guarded, text.ptr, text.len);
    text.ptr = guarded;
    qdmp_links links = qdmp_links_open(text);
    qdmp_status status;
    while ((status = qdmp_links_next(&links, &items[count], &err)) == QDMP_OK)
        count++;
    for (size_t i = 0; i < count; i++)
        CHECK(span_inside(items[i].name, text) && span_inside(items[i].value, text), "%s: outside", shown(text));
    CHECK(status == QDMP_END || (status == QDMP_LINK && err.offset <= text.len), "%s", shown(text));
    if (status != QDMP_END)
        return;
    status = qdmp_links_encode(items, count, (qdmp_room){out, sizeof out}, &size, NULL);
    CHECK(status == QDMP_OK && span_equal(span_from(out, size), text), "%s: %s", shown(text),
          shown(span_from(out, size)));
}

Test(coap_link, cut_or_changed_anywhere) {
    for (size_t i = 0; i < COUNT(good_lists); i++) {
        qdmp_span text = good_lists[i].text;
        char changed[256];
        memcpy(changed, text.ptr, text.len);
        for (size_t place = 0; place < text.len; place++) {
            expect_sound_list(span_from(text.ptr, place));
            for (int byte = 0; byte < 256; byte++) {
                changed[place] = (char)byte;
                expect_sound_list(span_from(changed, text.len));
            }
            changed[place] = text.ptr[place];
        }
    }
}

/* SPDX-License-Identifier: MIT */
/* Tests R26 for every accepted line, and the encoders with every style and every room. */
#include "guard.h"
#include "vector_file.h"

enum { PATTERN = 0x5A, NEED_MAX = 2048 };

/* Whether R15 covers the content of the line. Only then may an encoder refuse it. */
static bool has_quoted_value(message_direction direction, qdmp_span line) {
    return direction == RESPONSE && memchr(line.ptr, '"', line.len);
}

static void for_each_accepted(void (*visit)(const message *m, qdmp_span line)) {
    static const vector_set sets[] = {REQUEST_ACCEPT, RESPONSE_ACCEPT};
    message m;
    size_t count;
    const guide_line *lines = guide_load(&count);
    for (size_t i = 0; i < count; i++)
        if (message_decode(lines[i].direction, lines[i].text, QDMP_WHOLE_LINE, &m, NULL, NULL) == QDMP_OK)
            visit(&m, lines[i].text);
        else
            cr_expect(false, "%s is refused", shown(lines[i].text));
    for (size_t s = 0; s < COUNT(sets); s++) {
        vectors loaded = vectors_load(sets[s]);
        for (size_t i = 0; i < loaded.count; i++)
            if (message_decode(loaded.rows[i].reading.direction, loaded.rows[i].input, loaded.rows[i].ends, &m, NULL,
                               NULL) == QDMP_OK)
                visit(&m, loaded.rows[i].input);
            else
                cr_expect(false, "%s is refused", shown(loaded.rows[i].input));
    }
}

static void visit_round_trip(const message *m, qdmp_span line) {
    qdmp_status status = message_round_trip(m, line);
    cr_expect(status == QDMP_OK || has_quoted_value(m->direction, line), "%s: %s", shown(line),
              qdmp_status_name(status));
}

Test(roundtrip, every_accepted_line) {
    for_each_accepted(visit_round_trip);
}

/* Which quoted values cannot be written again, and which can: exactly as R15 says. */
static const struct {
    const char *line;
    qdmp_status status;
    qdmp_field field;
} quoted_rows[] = {
    {"+QDMPCFGEX: 3,\"a,b\",c", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_SW_VER},
    {"+QDMPCFGEX: 3,a,\"b,\"", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_SW_NAME},
    {"+QDMPCFGEX: 2,a,b,c,\",\"", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_OS_SYS_VER},
    {"+QDMPCFGEX: 4,\"off\",\",\",\"\",\"\"", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_NET_TYPE},
    {"+QDMPCFG: 2,\"k,\",p,1,863703030822519", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
    {"+QDMPCFG: 2,\" k\",p,1,863703030822519", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
    {"+QDMPCFG: 2,\"k \",p,1,863703030822519", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_APPKEY},
    {"+QDMPCFG: 2,k,\" p\",1,863703030822519", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_PASSWORD},
    {"+QDMPCFG: 2,k,\"p,q\",1,863703030822519", QDMP_NOT_REPRESENTABLE, QDMP_FIELD_PASSWORD},
    {"+QDMPCFGEX: 5,\"a,b\"", QDMP_OK, QDMP_FIELD_NONE},
    {"+QDMPCFGEX: 1,\" a \"", QDMP_OK, QDMP_FIELD_NONE},
    {"+QDMPCFGEX: 3,\" a \",\"\"", QDMP_OK, QDMP_FIELD_NONE},
    {"+QDMPCFG: 2,\"k k\",\"p\",1,863703030822519", QDMP_OK, QDMP_FIELD_NONE},
    {"+QDMPCFG: 2,k,\"abcd,e\",1,863703030822519", QDMP_OK, QDMP_FIELD_NONE},
};

Test(roundtrip, quoted_values) {
    for (size_t i = 0; i < COUNT(quoted_rows); i++) {
        static char out[NEED_MAX];
        qdmp_room room = {out, sizeof out};
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
        message m;
        const char *line = quoted_rows[i].line;
        cr_assert(message_decode(RESPONSE, span_of(line), QDMP_WHOLE_LINE, &m, NULL, NULL) == QDMP_OK, "%s", line);
        qdmp_status status = message_encode(&m, 0, room, NULL, &err);
        cr_expect(status == quoted_rows[i].status, "%s: %s", line, qdmp_status_name(status));
        cr_expect(err.field == quoted_rows[i].field, "%s: blames '%s'", line, qdmp_field_name(err.field));
    }
}

/* --- rooms -------------------------------------------------------------------------------------------------------- */

static void check_capacity(const message *m, unsigned style, qdmp_span full, size_t cap) {
    char *out = guard_behind(cap);
    qdmp_room room = {out, cap};
    size_t size = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    memset(out, PATTERN, cap);
    qdmp_status status = message_encode(m, style, room, &size, &err);
    CHECK(size == full.len, "%s: size %zu in a room of %zu", shown(full), size, cap);
    if (cap < full.len) {
        CHECK(status == QDMP_NO_SPACE && err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_NONE && err.offset == 0,
              "%s: %s in a room of %zu", shown(full), qdmp_status_name(status), cap);
        CHECK(filled_with(out, cap, PATTERN), "%s: written to in a room of %zu", shown(full), cap);
        return;
    }
    CHECK(status == QDMP_OK && memcmp(out, full.ptr, full.len) == 0, "%s: %s in a room of %zu", shown(full),
          qdmp_status_name(status), cap);
    CHECK(filled_with(out + full.len, cap - full.len, PATTERN), "%s: written past its end", shown(full));
}

static void check_capacities(const message *m, unsigned style) {
    static char full[NEED_MAX];
    qdmp_room room = {full, sizeof full}, none = {NULL, 0};
    size_t size = 0, need = 0;
    qdmp_status status = message_encode(m, style, room, &size, NULL);
    CHECK(status == QDMP_OK || status == QDMP_NOT_REPRESENTABLE, "%s", qdmp_status_name(status));
    if (status != QDMP_OK)
        return;
    CHECK(message_encode(m, style, none, &need, NULL) == QDMP_NO_SPACE && need == size, "measured %zu, wrote %zu", need,
          size);
    CHECK(message_encode(m, style, none, NULL, NULL) == QDMP_NO_SPACE, "without a size");
    for (size_t cap = 0; cap <= size + 1; cap++)
        check_capacity(m, style, span_from(full, size), cap);
}

static void visit_capacities(const message *m, qdmp_span line) {
    (void)line;
    static const unsigned request_styles[] = {0, 1, 2, 3, 4, 5}, response_styles[] = {0, 1};
    bool request = m->direction == REQUEST;
    size_t count = request ? COUNT(request_styles) : COUNT(response_styles);
    for (size_t i = 0; i < count; i++)
        check_capacities(m, request ? request_styles[i] : response_styles[i]);
}

Test(roundtrip, every_capacity) {
    for_each_accepted(visit_capacities);
}

/* --- styles ------------------------------------------------------------------------------------------------------- */

static qdmp_span encoded(const message *m, unsigned style, char *out) {
    qdmp_room room = {out, NEED_MAX};
    size_t size = 0;
    message_encode(m, style, room, &size, NULL);
    return span_from(out, size);
}

/* The style must write the text of `m` with `before` before it and `behind` after it. */
static void check_style(const message *m, qdmp_span text, unsigned style, const char *before, const char *behind) {
    static char expected[NEED_MAX], out[NEED_MAX];
    size_t head = strlen(before), tail = strlen(behind);
    memcpy(expected, before, head);
    memcpy(expected + head, text.ptr, text.len);
    memcpy(expected + head + text.len, behind, tail);
    qdmp_span wanted = span_from(expected, head + text.len + tail), got = encoded(m, style, out);
    CHECK(span_equal(got, wanted), "style %u: %s, not %s", style, shown(got), shown(wanted));
}

static void check_request_styles(const message *m) {
    static char bare[NEED_MAX];
    unsigned bare_style = QDMP_REQUEST_WITHOUT_AT | QDMP_REQUEST_WITHOUT_END;
    qdmp_span text = encoded(m, bare_style, bare);
    CHECK(text.len && text.ptr[0] == '+', "%s", shown(text));
    check_style(m, text, QDMP_REQUEST_CANONICAL, "AT", "\r");
    check_style(m, text, QDMP_REQUEST_WITHOUT_AT, "", "\r");
    check_style(m, text, QDMP_REQUEST_SEMICOLON, "AT", ";");
    check_style(m, text, QDMP_REQUEST_WITHOUT_END, "AT", "");
    check_style(m, text, QDMP_REQUEST_WITHOUT_AT | QDMP_REQUEST_SEMICOLON, "", ";");
}

static void visit_styles(const message *m, qdmp_span line) {
    static char alone[NEED_MAX];
    if (message_round_trip(m, line) != QDMP_OK)
        return;
    if (m->direction == REQUEST)
        check_request_styles(m);
    else
        check_style(m, encoded(m, QDMP_RESPONSE_TEXT_ALONE, alone), QDMP_RESPONSE_CANONICAL, "\r\n", "\r\n");
}

Test(roundtrip, styles) {
    for_each_accepted(visit_styles);
}

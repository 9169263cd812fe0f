/* SPDX-License-Identifier: MIT */
/* Tests every prefix and every single-byte change of every line of the guide, next to unreadable pages. */
#include "guard.h"
#include "vector_file.h"

enum { PATTERN = 0xA5, BYTES = 256 };

/* The place of the input in memory. */
typedef enum placing { TOUCHING_THE_PAGE_BEHIND, FOLLOWING_THE_PAGE_BEFORE, PLACINGS } placing;

static char *place(placing where, qdmp_span text) {
    char *at = where == TOUCHING_THE_PAGE_BEHIND ? guard_behind(text.len) : guard_before(text.len);
    if (text.len)
        memcpy(at, text.ptr, text.len);
    return at;
}

static void check_failure(qdmp_span in, qdmp_status status, const message *m, size_t used, const qdmp_error *err) {
    CHECK(err->status == status, "%s: returned %s, reported %s", shown(in), qdmp_status_name(status),
          qdmp_status_name(err->status));
    CHECK(err->offset <= in.len, "%s: offset %zu", shown(in), err->offset);
    CHECK(used <= in.len, "%s: used %zu", shown(in), used);
    CHECK(status != QDMP_TRUNCATED || (used == 0 && err->offset == in.len), "%s: truncated at %zu, used %zu", shown(in),
          err->offset, used);
    CHECK(status != QDMP_NOT_OURS || err->offset == 0, "%s: not ours at %zu", shown(in), err->offset);
    CHECK(filled_with(&m->request, sizeof m->request, PATTERN), "%s: the output was touched", shown(in));
}

static void check_success(message_direction direction, qdmp_span in, const message *m, size_t used) {
    CHECK(used <= in.len, "%s: used %zu", shown(in), used);
    CHECK(message_inside(m, in), "%s: a text outside the input", shown(in));
    if (direction == RESPONSE && m->response.deviations[0] != 0)
        return; /* R28: R26 does not hold */
    qdmp_status status = message_round_trip(m, in);
    bool may_fail = direction == RESPONSE && memchr(in.ptr, '"', in.len);
    CHECK(status == QDMP_OK || may_fail, "%s: accepted, but not representable", shown(in));
}

static qdmp_status probe_as(const message_reading *reading, qdmp_span in, qdmp_ends ends) {
    message m;
    size_t used = SIZE_MAX;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
    memset(&m, PATTERN, sizeof m);
    qdmp_status status = message_read(reading, in, ends, &m, &used, &err);
    if (status == QDMP_OK)
        check_success(reading->direction, in, &m, used);
    else
        check_failure(in, status, &m, used, &err);
    return status;
}

static qdmp_status probe(message_direction direction, qdmp_span in, qdmp_ends ends) {
    message_reading reading = {.direction = direction};
    return probe_as(&reading, in, ends);
}

static void check_prefixes(const guide_line *line, placing where) {
    for (size_t len = 0; len <= line->text.len; len++) {
        qdmp_span in = {place(where, span_from(line->text.ptr, len)), len};
        qdmp_status status = probe(line->direction, in, QDMP_MORE_MAY_COME);
        CHECK(status == QDMP_TRUNCATED, "%s: %s", shown(in), qdmp_status_name(status));
        probe(line->direction, in, QDMP_WHOLE_LINE);
    }
}

Test(hostile, prefixes) {
    size_t count;
    const guide_line *lines = guide_load(&count);
    for (size_t i = 0; i < count; i++)
        for (int where = 0; where < PLACINGS; where++)
            check_prefixes(&lines[i], (placing)where);
}

/* Whether an earlier line is the same: there are many lines OK. */
static bool seen_before(const guide_line *lines, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (span_equal(lines[k].text, lines[i].text))
            return true;
    return false;
}

static void check_changes(message_direction direction, qdmp_span text, qdmp_ends ends, placing where) {
    char *in = place(where, text);
    for (size_t i = 0; i < text.len; i++) {
        for (int byte = 0; byte < BYTES; byte++) {
            in[i] = (char)byte;
            probe(direction, span_from(in, text.len), ends);
        }
        in[i] = text.ptr[i];
    }
}

static void check_all_changes(bool with_end, qdmp_ends ends) {
    size_t count;
    const guide_line *lines = guide_load(&count);
    for (size_t i = 0; i < count; i++) {
        char line[512];
        qdmp_span text = {line, lines[i].text.len + with_end};
        if (seen_before(lines, i))
            continue;
        memcpy(line, lines[i].text.ptr, lines[i].text.len);
        line[lines[i].text.len] = '\r';
        for (int where = 0; where < PLACINGS; where++)
            check_changes(lines[i].direction, text, ends, (placing)where);
    }
}

Test(hostile, changes_in_a_whole_line) {
    check_all_changes(false, QDMP_WHOLE_LINE);
}

Test(hostile, changes_in_a_line_with_its_end) {
    check_all_changes(true, QDMP_MORE_MAY_COME);
}

Test(hostile, changes_in_a_line_without_its_end) {
    check_all_changes(false, QDMP_MORE_MAY_COME);
}

/* Inserts one byte at every place, with all values. */
static void check_insertions(const guide_line *line) {
    char bytes[512];
    size_t len = line->text.len;
    for (size_t i = 0; i <= len; i++)
        for (int byte = 0; byte < BYTES; byte++) {
            memcpy(bytes, line->text.ptr, i);
            bytes[i] = (char)byte;
            memcpy(bytes + i + 1, line->text.ptr + i, len - i);
            qdmp_span in = {place(TOUCHING_THE_PAGE_BEHIND, span_from(bytes, len + 1)), len + 1};
            probe(line->direction, in, QDMP_WHOLE_LINE);
        }
}

Test(hostile, insertions) {
    size_t count;
    const guide_line *lines = guide_load(&count);
    for (size_t i = 0; i < count; i++)
        if (!seen_before(lines, i))
            check_insertions(&lines[i]);
}

Test(hostile, lines_given_to_the_other_decoder) {
    size_t count;
    const guide_line *lines = guide_load(&count);
    for (size_t i = 0; i < count; i++) {
        message_direction other = lines[i].direction == REQUEST ? RESPONSE : REQUEST;
        qdmp_span in = {place(TOUCHING_THE_PAGE_BEHIND, lines[i].text), lines[i].text.len};
        qdmp_status status = probe(other, in, QDMP_WHOLE_LINE);
        CHECK(status != QDMP_OK, "%s: decoded", shown(in));
    }
}

Test(hostile, every_vector_against_the_pages) {
    for (int set = 0; set < VECTOR_SETS; set++) {
        vectors loaded = vectors_load((vector_set)set);
        for (size_t i = 0; i < loaded.count; i++)
            for (int where = 0; where < PLACINGS; where++) {
                const vector *v = &loaded.rows[i];
                qdmp_span in = {place((placing)where, v->input), v->input.len};
                probe_as(&v->reading, in, v->ends);
            }
    }
}

Test(hostile, empty_input_without_memory) {
    qdmp_span none = {NULL, 0};
    for (int d = REQUEST; d <= RESPONSE; d++) {
        cr_expect(probe((message_direction)d, none, QDMP_MORE_MAY_COME) == QDMP_TRUNCATED);
        cr_expect(probe((message_direction)d, none, QDMP_WHOLE_LINE) == QDMP_NOT_OURS);
    }
}

/* After eight marks no zero ends the list: the memory after them is not a mark, whatever its content. */
Test(hostile, marks_without_an_end) {
    qdmp_response response;
    memset(&response, QDMP_MARK(QDMP_DEVIATION_UNSET, QDMP_FIELD_SERVER_IP), sizeof response);
    memset(response.deviations, QDMP_MARK(QDMP_DEVIATION_NOISE, QDMP_FIELD_NONE), sizeof response.deviations);
    response.kind = QDMP_INFO_SERVER;
    response.server.port = 5683;
    response.server.update_period = 420;
    char text[64];
    qdmp_room out = {text, sizeof text};
    size_t size = 0;
    cr_expect(qdmp_response_encode(&response, QDMP_RESPONSE_TEXT_ALONE, out, &size, NULL) == QDMP_OK);
    cr_expect(span_equal(span_from(text, size), span_of("+QDMPCFG: 1,133.133.133.133,5683,420")));
}

/* SPDX-License-Identifier: MIT */
/*
 * Tests the rows of vectors/: the accepted and rejected lines of each rule, the decoded content, and the place of the
 * error.
 */
#include "encode.h"
#include "vector_file.h"

#include <stdio.h>

enum { PATTERN = 0xA5 };

/* The place of `$`: after the first text of the input. */
static size_t line_end(qdmp_span in) {
    size_t i = 0;
    while (i < in.len && (in.ptr[i] == '\r' || in.ptr[i] == '\n'))
        i++;
    while (i < in.len && in.ptr[i] != '\r' && in.ptr[i] != '\n')
        i++;
    return i;
}

/* The number of times that `text` occurs in `in`; the place of the last one in `*where`. */
static size_t occurrences(qdmp_span in, qdmp_span text, size_t *where) {
    size_t found = 0;
    for (size_t i = 0; i + text.len <= in.len; i++)
        if (!memcmp(in.ptr + i, text.ptr, text.len)) {
            *where = i;
            found++;
        }
    return found;
}

static size_t expected_offset(const vector *v) {
    if (v->at_end)
        return line_end(v->input);
    if (v->at.len == 0)
        return 0;
    size_t where = 0;
    size_t found = occurrences(v->input, v->at, &where);
    cr_expect(found == 1, "%s %s: the text at the offset stands %zu times in the input", v->rule, v->name, found);
    return where;
}

static void expect_rest(const vector *v, size_t used) {
    cr_assert(used <= v->input.len, "%s %s: used %zu of %zu bytes", v->rule, v->name, used, v->input.len);
    qdmp_span rest = span_from(v->input.ptr + used, v->input.len - used);
    cr_expect(span_equal(rest, v->rest), "%s %s: the rest is \"%s\", not \"%s\"", v->rule, v->name, shown(rest),
              shown(v->rest));
}

static void expect_accept(const vector *v) {
    char description[DESCRIPTION_MAX];
    message m;
    size_t used = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_status status = message_read(&v->reading, v->input, v->ends, &m, &used, &err);
    cr_expect(status == QDMP_OK, "%s %s: \"%s\" is refused: %s %s at %zu", v->rule, v->name, shown(v->input),
              qdmp_status_name(status), qdmp_field_name(err.field), err.offset);
    if (status != QDMP_OK)
        return;
    message_describe(&m, description);
    cr_expect(!strcmp(description, v->expected), "%s %s: \"%s\" is\n  %s, not\n  %s", v->rule, v->name, shown(v->input),
              description, v->expected);
    expect_rest(v, used);
    cr_expect(message_inside(&m, v->input), "%s %s: a text outside the input", v->rule, v->name);
}

static void expect_error(const vector *v, qdmp_error err) {
    size_t offset = expected_offset(v);
    const char *field = !strcmp(v->field, "-") ? "" : v->field;
    cr_expect(!strcmp(qdmp_status_name(err.status), v->code), "%s %s: \"%s\" is %s, not %s", v->rule, v->name,
              shown(v->input), qdmp_status_name(err.status), v->code);
    cr_expect(!strcmp(v->field, "?") || !strcmp(qdmp_field_name(err.field), field),
              "%s %s: \"%s\" (%s) blames '%s', not '%s'", v->rule, v->name, shown(v->input), v->code,
              qdmp_field_name(err.field), field);
    cr_expect(err.offset == offset, "%s %s: \"%s\" (%s) at %zu, not %zu", v->rule, v->name, shown(v->input), v->code,
              err.offset, offset);
}

static void expect_reject(const vector *v) {
    message m;
    size_t used = 0;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    memset(&m, PATTERN, sizeof m);
    qdmp_status status = message_read(&v->reading, v->input, v->ends, &m, &used, &err);
    m.direction = v->reading.direction;
    cr_expect(status == err.status, "%s %s: returned %s, reported %s", v->rule, v->name, qdmp_status_name(status),
              qdmp_status_name(err.status));
    expect_error(v, err);
    expect_rest(v, used);
    cr_expect(filled_with(&m.request, sizeof m.request, PATTERN), "%s %s: the output was touched", v->rule, v->name);
}

static void expect_optional_arguments(const vector *v) {
    message m;
    size_t used = 0;
    qdmp_error err;
    qdmp_status status = message_read(&v->reading, v->input, v->ends, &m, &used, &err);
    cr_expect(message_read(&v->reading, v->input, v->ends, &m, NULL, &err) == status, "%s: without used", v->name);
    cr_expect(message_read(&v->reading, v->input, v->ends, &m, &used, NULL) == status, "%s: without err", v->name);
}

static void expect_set(vector_set set) {
    vectors loaded = vectors_load(set);
    cr_expect(loaded.count > 0, "the file has no row");
    for (size_t i = 0; i < loaded.count; i++) {
        if (loaded.rows[i].reject)
            expect_reject(&loaded.rows[i]);
        else
            expect_accept(&loaded.rows[i]);
        expect_optional_arguments(&loaded.rows[i]);
    }
}

Test(vectors, accepted_requests) {
    expect_set(REQUEST_ACCEPT);
}

Test(vectors, rejected_requests) {
    expect_set(REQUEST_REJECT);
}

Test(vectors, accepted_responses) {
    expect_set(RESPONSE_ACCEPT);
}

Test(vectors, rejected_responses) {
    expect_set(RESPONSE_REJECT);
}

Test(vectors, accepted_tolerant_responses) {
    expect_set(RESPONSE_TOLERANT);
}

Test(vectors, rejected_tolerant_responses) {
    expect_set(RESPONSE_TOLERANT_REJECT);
}

Test(vectors, accepted_behind_the_name) {
    expect_set(BEHIND_NAME);
}

Test(vectors, rejected_behind_the_name) {
    expect_set(BEHIND_NAME_REJECT);
}

/* A line that only the tolerant decoder accepts is refused by the strict one. A line that both accept has no mark. */
Test(vectors, marks_are_of_lines_that_strict_decode_refuses) {
    vectors loaded = vectors_load(RESPONSE_TOLERANT);
    for (size_t i = 0; i < loaded.count; i++) {
        const vector *v = &loaded.rows[i];
        message m;
        qdmp_status status = message_decode(RESPONSE, v->input, v->ends, &m, NULL, NULL);
        CHECK((status == QDMP_OK) == !strstr(v->expected, " deviations="), "%s %s: strictly %s", v->rule, v->name,
              qdmp_status_name(status));
    }
}

static size_t rows_of(const char *rule, bool reject) {
    size_t found = 0;
    for (int set = REQUEST_ACCEPT + reject; set < VECTOR_SETS; set += 2) {
        vectors loaded = vectors_load((vector_set)set);
        for (size_t i = 0; i < loaded.count; i++)
            found += !strcmp(loaded.rows[i].rule, rule);
    }
    return found;
}

Test(vectors, every_rule_has_both_verdicts) {
    static const int last_wire_rule = 20, canonical_form = 27, last_rule = 29;
    for (int rule = 1; rule <= last_rule; rule = rule == last_wire_rule ? canonical_form : rule + 1) {
        char tag[16];
        snprintf(tag, sizeof tag, "R%d", rule);
        cr_expect(rows_of(tag, false), "%s has no accepted line", tag);
        cr_expect(rows_of(tag, true) + encode_rejects_of(tag), "%s has no rejected line", tag);
    }
}

Test(vectors, names_are_unique_within_a_file) {
    for (int set = 0; set < VECTOR_SETS; set++) {
        vectors loaded = vectors_load((vector_set)set);
        for (size_t i = 0; i < loaded.count; i++)
            for (size_t k = 0; k < i; k++)
                CHECK(strcmp(loaded.rows[i].name, loaded.rows[k].name), "two rows %s", loaded.rows[i].name);
    }
}

/* SPDX-License-Identifier: MIT */
#include "decoded_answer.h"

#include "check.h"

/* ---- Calling ---- */

void decoded_ask_request(decoded_request_call *call, const void *how, qdmp_span in, qdmp_ends ends, qdmp_request *out,
                         struct decoded_answer *answer) {
    fuzz_fill(out, sizeof *out);
    fuzz_fill(&answer->err, sizeof answer->err);
    answer->used = SIZE_MAX;
    answer->status = call(how, in, ends, out, &answer->used, &answer->err);
    if (answer->status == QDMP_OK)
        parts_of_request(out, &answer->parts);
    else
        FUZZ_CHECK(fuzz_is_filled(out, sizeof *out), "P4", "output touched, %s", qdmp_status_name(answer->status));
}

/* Only UNSET and BEYOND name a field, and the field must be one of the line. */
static bool is_sound(const struct parts *parts, uint8_t mark) {
    qdmp_deviation deviation = QDMP_MARK_DEVIATION(mark);
    qdmp_field field = QDMP_MARK_FIELD(mark);
    if (deviation != QDMP_DEVIATION_UNSET && deviation != QDMP_DEVIATION_BEYOND)
        return deviation != QDMP_DEVIATION_NONE && field == QDMP_FIELD_NONE;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->list[i].rule->field == field)
            return true;
    return false;
}

static bool is_marked(const struct parts *parts, qdmp_deviation deviation, qdmp_field field) {
    for (size_t i = 0; i < parts->mark_count; i++)
        if (QDMP_MARK_DEVIATION(parts->marks[i]) == deviation &&
            (field == QDMP_FIELD_NONE || QDMP_MARK_FIELD(parts->marks[i]) == field))
            return true;
    return false;
}

static void check_question(const qdmp_response *response, const struct parts *parts, qdmp_deviation deviation,
                           qdmp_field field) {
    int said = qdmp_response_deviates(response, deviation, field);
    FUZZ_CHECK(said == (int)is_marked(parts, deviation, field), "P64", "%d to whether it is %d in %s", said,
               (int)deviation, qdmp_field_name(field));
}

static void check_marks(const qdmp_response *response, const struct parts *parts) {
    FUZZ_CHECK(parts->mark_count < MARKS_MAX, "P64", "%zu deviations", parts->mark_count);
    for (size_t i = parts->mark_count; i < MARKS_MAX; i++)
        FUZZ_CHECK(response->deviations[i] == 0, "P64", "a deviation behind the last one");
    for (size_t i = 0; i < parts->mark_count; i++) {
        uint8_t mark = parts->marks[i];
        FUZZ_CHECK(is_sound(parts, mark), "P64", "deviation %02X in kind %d", mark, parts->kind);
        for (size_t k = 0; k < i; k++)
            FUZZ_CHECK(parts->marks[k] != mark, "P64", "deviation %02X twice", mark);
        check_question(response, parts, QDMP_MARK_DEVIATION(mark), QDMP_FIELD_NONE);
        check_question(response, parts, QDMP_MARK_DEVIATION(mark), QDMP_MARK_FIELD(mark));
    }
    if (parts->mark_count == 0)
        return;
    for (int deviation = QDMP_DEVIATION_NONE + 1; deviation < (int)QDMP__DEVIATION_END; deviation++)
        for (size_t i = 0; i < parts->count; i++)
            check_question(response, parts, (qdmp_deviation)deviation, parts->list[i].rule->field);
}

void decoded_ask_response(decoded_response_call *call, const void *how, qdmp_span in, qdmp_ends ends,
                          qdmp_response *out, struct decoded_answer *answer) {
    fuzz_fill(out, sizeof *out);
    fuzz_fill(&answer->err, sizeof answer->err);
    answer->used = SIZE_MAX;
    answer->status = call(how, in, ends, out, &answer->used, &answer->err);
    if (answer->status != QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(out, sizeof *out), "P4", "output touched, %s", qdmp_status_name(answer->status));
        return;
    }
    parts_of_response(out, &answer->parts);
    check_marks(out, &answer->parts);
}

/* ---- Comparing with the plain decoder ---- */

static void check_error(const struct naive_answer *expected, const qdmp_error *err) {
    for (size_t i = 0; i < expected->fault_count; i++) {
        const qdmp_error *fault = &expected->faults[i];
        if (fault->status == err->status && fault->field == err->field && fault->offset == err->offset)
            return;
    }
    fuzz_fail("P3", "%s, %s at %zu; but it is %s, %s at %zu", qdmp_status_name(err->status),
              qdmp_field_name(err->field), err->offset, qdmp_status_name(expected->faults[0].status),
              qdmp_field_name(expected->faults[0].field), expected->faults[0].offset);
}

static bool is_text(const struct part *part) {
    return part->rule->kind == RULE_TEXT || part->rule->kind == RULE_IMEI;
}

/* The texts are the bytes of the input themselves. */
static void check_places(qdmp_span in, const struct parts *parts, const struct parts *expected) {
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->list[i];
        if (!is_text(part))
            continue;
        FUZZ_CHECK(fuzz_inside(part->text, in), "P2", "%s lies outside the input", qdmp_field_name(part->rule->field));
        FUZZ_CHECK(part->text.len == 0 || part->text.ptr == expected->list[i].text.ptr, "P2",
                   "%s begins %td bytes from its place", qdmp_field_name(part->rule->field),
                   part->text.ptr - expected->list[i].text.ptr);
    }
}

static void check_parts(qdmp_span in, const struct parts *parts, const struct parts *expected) {
    FUZZ_CHECK(parts->shape != NULL, "P1", "kind %d does not exist", parts->kind);
    FUZZ_CHECK(parts_same(parts, expected), "P1", "kind %d, other values than of kind %d", parts->kind, expected->kind);
    FUZZ_CHECK(parts->defaulted == expected->defaulted, "P1", "defaulted %08x, not %08x", (unsigned)parts->defaulted,
               (unsigned)expected->defaulted);
    FUZZ_CHECK(parts_same_marks(parts, expected), "P63", "%zu deviations from %02X, not %zu from %02X",
               parts->mark_count, parts->mark_count > 0 ? parts->marks[0] : 0, expected->mark_count,
               expected->mark_count > 0 ? expected->marks[0] : 0);
    check_places(in, parts, expected);
}

static void check_verdict(const struct decoded_answer *answer, const struct naive_answer *expected) {
    const qdmp_error *err = &answer->err;
    FUZZ_CHECK(answer->status == QDMP_OK || expected->status != QDMP_OK, "P1", "%s, %s at %zu in a good line",
               qdmp_status_name(answer->status), qdmp_field_name(err->field), err->offset);
    FUZZ_CHECK(answer->status != QDMP_OK || expected->status == QDMP_OK, "P1", "accepted, but it is %s, %s at %zu",
               qdmp_status_name(expected->status), qdmp_field_name(expected->faults[0].field),
               expected->faults[0].offset);
    FUZZ_CHECK(answer->used == expected->used, "P7", "%zu bytes consumed, not %zu; %s", answer->used, expected->used,
               qdmp_status_name(answer->status));
}

void decoded_check(qdmp_span in, const struct decoded_answer *answer, const struct naive_answer *expected) {
    check_verdict(answer, expected);
    if (answer->status == QDMP_OK) {
        check_parts(in, &answer->parts, &expected->parts);
        return;
    }
    FUZZ_CHECK(answer->err.status == answer->status, "P5", "status %d in the error of a call that returned %d",
               (int)answer->err.status, (int)answer->status);
    check_error(expected, &answer->err);
}

bool decoded_same_message(const struct parts *a, const struct parts *b) {
    if (!parts_same(a, b) || a->defaulted != b->defaulted)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (is_text(&a->list[i]) && a->list[i].text.len > 0 && a->list[i].text.ptr != b->list[i].text.ptr)
            return false;
    return true;
}

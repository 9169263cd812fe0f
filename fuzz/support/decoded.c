/* SPDX-License-Identifier: MIT */
#include "decoded.h"

#include "check.h"
#include "naive.h"
#include "written.h"

#include <stdlib.h>
#include <string.h>

/* Longer lines are decoded, but not written again: that would take most of the time and find nothing new. */
enum { WRITTEN_MAX = 4096 };

/* ---- What both have in common ---- */

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

/* The texts are the very bytes of the input. */
static void check_places(qdmp_span in, const struct parts *parts, const struct parts *expected) {
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->list[i];
        if (part->rule->kind != RULE_TEXT && part->rule->kind != RULE_IMEI)
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
    check_places(in, parts, expected);
}

static void check_verdict(qdmp_status status, size_t used, const qdmp_error *err, const struct naive_answer *expected) {
    FUZZ_CHECK(status == QDMP_OK || expected->status != QDMP_OK, "P1", "%s, %s at %zu in a good line",
               qdmp_status_name(status), qdmp_field_name(err->field), err->offset);
    FUZZ_CHECK(status != QDMP_OK || expected->status == QDMP_OK, "P1", "accepted, but it is %s, %s at %zu",
               qdmp_status_name(expected->status), qdmp_field_name(expected->faults[0].field),
               expected->faults[0].offset);
    FUZZ_CHECK(used == expected->used, "P7", "%zu bytes consumed, not %zu; %s", used, expected->used,
               qdmp_status_name(status));
    if (status == QDMP_OK)
        return;
    FUZZ_CHECK(err->status == status, "P5", "status %d in the error of a call that returned %d", (int)err->status,
               (int)status);
    check_error(expected, err);
}

/* ---- Requests ---- */

size_t decoded_request(qdmp_span in, qdmp_ends ends) {
    struct naive_answer expected;
    struct parts parts;
    qdmp_request request;
    qdmp_error err;
    size_t used = SIZE_MAX;
    fuzz_fill(&request, sizeof request);
    fuzz_fill(&err, sizeof err);
    qdmp_status status = qdmp_request_decode(in, ends, &request, &used, &err);
    naive_request(in, ends, &expected);
    check_verdict(status, used, &err, &expected);
    if (status != QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(&request, sizeof request), "P4", "output touched, %s", qdmp_status_name(status));
        return 0;
    }
    parts_of_request(&request, &parts);
    check_parts(in, &parts, &expected.parts);
    if (ends == QDMP_WHOLE_LINE && in.len < WRITTEN_MAX) /* the same message as with the other, mostly */
        FUZZ_CHECK(written_request(&request, (unsigned)in.len % 8), "P15", "an accepted request cannot be written");
    return used;
}

/* ---- Responses ---- */

/* R15: what a quoted value can hold and a bare one cannot. */
static bool needs_quotes(const struct parts *parts) {
    for (size_t i = 0; i < parts->count; i++) {
        qdmp_span text = parts->list[i].text;
        bool trims = !parts->shape->ex && parts->list[i].rule->field != QDMP_FIELD_DETAIL && text.len > 0 &&
                     (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
        if (parts->list[i].rule->kind == RULE_TEXT && text.len > 0 && text.ptr[-1] == '"' &&
            (trims || memchr(text.ptr, ',', text.len) != NULL))
            return true;
    }
    return false;
}

size_t decoded_response(qdmp_span in, qdmp_ends ends) {
    struct naive_answer expected;
    struct parts parts;
    qdmp_response response;
    qdmp_error err;
    size_t used = SIZE_MAX;
    fuzz_fill(&response, sizeof response);
    fuzz_fill(&err, sizeof err);
    qdmp_status status = qdmp_response_decode(in, ends, &response, &used, &err);
    naive_response(in, ends, &expected);
    check_verdict(status, used, &err, &expected);
    if (status != QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(&response, sizeof response), "P4", "output touched, %s", qdmp_status_name(status));
        return 0;
    }
    parts_of_response(&response, &parts);
    check_parts(in, &parts, &expected.parts);
    if (ends == QDMP_WHOLE_LINE && in.len < WRITTEN_MAX)
        FUZZ_CHECK(written_response(&response, (unsigned)in.len % 2) || needs_quotes(&parts), "P15",
                   "an accepted response cannot be written");
    return used;
}

/* ---- Many ---- */

static void decode_to_the_end(decoded_first *first, qdmp_span in, qdmp_ends ends) {
    size_t used;
    do {
        used = first(in, ends);
        FUZZ_CHECK(used <= in.len, "P7", "more consumed than there is");
        in.ptr += used;
        in.len -= used;
    } while (used > 0 && in.len > 0);
}

/* A line that is cut is never a message where more may come, and one byte behind the cut is never read. */
static void decode_cut(decoded_first *first, const uint8_t *data, size_t size) {
    size_t cut = size * 7 % 11 < size ? size - size * 7 % 11 : 0;
    char *copy = fuzz_copy(data, cut);
    qdmp_span in = {copy, cut};
    size_t used = first(in, QDMP_MORE_MAY_COME);
    FUZZ_CHECK(used == 0 || copy[used - 1] == '\r' || copy[used - 1] == '\n' || copy[used - 1] == ';', "P16",
               "a message of %zu bytes without an end", used);
    free(copy);
}

void decoded_all(decoded_first *first, const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(data, size);
    qdmp_span in = {copy, size};
    decode_to_the_end(first, in, QDMP_MORE_MAY_COME);
    decode_to_the_end(first, in, QDMP_WHOLE_LINE);
    free(copy);
    decode_cut(first, data, size);
}

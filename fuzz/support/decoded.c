/* SPDX-License-Identifier: MIT */
#include "decoded.h"

#include "check.h"
#include "decoded_rest.h"
#include "tokens_check.h"
#include "written.h"

#include <stdlib.h>
#include <string.h>

/* Longer lines are decoded but not written again: that would take most of the time and find nothing new. */
enum { WRITTEN_MAX = 4096 };

/* ---- Requests ---- */

static qdmp_status strict_request(const void *how, qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used,
                                  qdmp_error *err) {
    (void)how;
    return qdmp_request_decode(in, ends, out, used, err);
}

/* With or without the name, the sign and the end; a number of any size chooses. */
static unsigned style_of_request(size_t number) {
    static const unsigned fronts[] = {0, QDMP_REQUEST_WITHOUT_AT, QDMP_REQUEST_WITHOUT_NAME, QDMP_REQUEST_WITHOUT_SIGN};
    static const unsigned ends[] = {0, QDMP_REQUEST_SEMICOLON, QDMP_REQUEST_WITHOUT_END};
    return fronts[number % 4] | ends[number / 4 % 3];
}

size_t decoded_request(qdmp_span in, qdmp_ends ends) {
    struct naive_answer expected;
    struct decoded_answer answer;
    qdmp_request request;
    decoded_ask_request(strict_request, NULL, in, ends, &request, &answer);
    naive_request(in, ends, &expected);
    decoded_check(in, &answer, &expected);
    decoded_request_rest(in, ends, &answer);
    if (ends == QDMP_WHOLE_LINE)
        tokens_check(in, QDMP_LINE_REQUEST, &answer);
    if (answer.status != QDMP_OK)
        return 0;
    if (ends == QDMP_WHOLE_LINE && in.len < WRITTEN_MAX) /* mostly the same message as with the other end */
        FUZZ_CHECK(written_request(&request, style_of_request(in.len)), "P15", "an accepted request cannot be written");
    return answer.used;
}

/* ---- Responses ---- */

static qdmp_status strict_response(const void *how, qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used,
                                   qdmp_error *err) {
    (void)how;
    return qdmp_response_decode(in, ends, out, used, err);
}

static qdmp_status tolerant_response(const void *how, qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used,
                                     qdmp_error *err) {
    (void)how;
    return qdmp_response_decode_tolerant(in, ends, out, used, err);
}

/* R15: text that a quoted value can contain and a bare value cannot. */
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

static bool is_result(int kind) {
    return kind == QDMP_RESULT_OK || kind == QDMP_RESULT_ERROR || kind == QDMP_RESULT_CME_ERROR;
}

/* With or without the line end and, if there is a name, the name; a number of any size chooses. */
static unsigned style_of_response(int kind, size_t number) {
    static const unsigned fronts[] = {0, QDMP_RESPONSE_FROM_COLON, QDMP_RESPONSE_BEHIND_COLON};
    return (unsigned)(number % 2) | (is_result(kind) ? 0 : fronts[number / 2 % 3]);
}

static void write_again(const qdmp_response *response, const struct parts *parts, size_t number) {
    bool written = written_response(response, style_of_response(parts->kind, number));
    FUZZ_CHECK(written || needs_quotes(parts) || parts->mark_count > 0, "P15",
               "an accepted response cannot be written");
}

/* Checks a line that the strict decoder accepts. */
static void check_without_marks(const struct decoded_answer *strict, const struct decoded_answer *tolerant) {
    FUZZ_CHECK(strict->parts.mark_count == 0, "P62", "a deviation in strict decode");
    FUZZ_CHECK(tolerant->status == QDMP_OK, "P62", "%s where strict decode accepts",
               qdmp_status_name(tolerant->status));
    FUZZ_CHECK(tolerant->used == strict->used, "P62", "%zu bytes consumed, %zu in strict decode", tolerant->used,
               strict->used);
    FUZZ_CHECK(tolerant->parts.mark_count == 0, "P62", "a deviation where strict decode accepts");
    FUZZ_CHECK(decoded_same_message(&tolerant->parts, &strict->parts), "P62", "another message than in strict decode");
}

static size_t decode_tolerantly(qdmp_span in, qdmp_ends ends, const struct decoded_answer *strict) {
    struct naive_answer expected;
    struct decoded_answer answer;
    qdmp_response response;
    decoded_ask_response(tolerant_response, NULL, in, ends, &response, &answer);
    if (strict->status == QDMP_OK) {
        check_without_marks(strict, &answer);
    } else {
        naive_response_tolerant(in, ends, &expected);
        decoded_check(in, &answer, &expected);
    }
    if (in.len % 2 == 0)
        decoded_response_rest(in, ends, true, &answer);
    if (ends == QDMP_WHOLE_LINE)
        tokens_check(in, QDMP_LINE_RESPONSE_TOLERANT, &answer);
    if (strict->status == QDMP_OK || answer.status != QDMP_OK)
        return answer.status == QDMP_OK ? answer.used : 0;
    FUZZ_CHECK(answer.parts.mark_count > 0, "P63", "no deviation where strict decode refuses");
    if (ends == QDMP_WHOLE_LINE && in.len < WRITTEN_MAX)
        write_again(&response, &answer.parts, in.len);
    return answer.used;
}

size_t decoded_response(qdmp_span in, qdmp_ends ends) {
    struct naive_answer expected;
    struct decoded_answer answer;
    qdmp_response response;
    decoded_ask_response(strict_response, NULL, in, ends, &response, &answer);
    naive_response(in, ends, &expected);
    decoded_check(in, &answer, &expected);
    if (in.len % 2 != 0)
        decoded_response_rest(in, ends, false, &answer);
    if (ends == QDMP_WHOLE_LINE)
        tokens_check(in, QDMP_LINE_RESPONSE, &answer);
    if (answer.status == QDMP_OK && ends == QDMP_WHOLE_LINE && in.len < WRITTEN_MAX)
        write_again(&response, &answer.parts, in.len);
    if (ends == QDMP_MORE_MAY_COME && in.len % 2 != 0) /* half of the lines show the effect of the other end */
        return answer.status == QDMP_OK ? answer.used : 0;
    return decode_tolerantly(in, ends, &answer);
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

/* A cut line is never a message if more bytes may come, and no byte after the cut is read. */
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

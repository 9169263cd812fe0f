/* SPDX-License-Identifier: MIT */
#include "decoded_rest.h"

#include "check.h"

/* The bytes before a text that begins at `at`. */
static qdmp_span behind(qdmp_span in, size_t at) {
    return (qdmp_span){in.ptr + at, in.len - at};
}

/* Expects the same answer as for the whole line, without its first `head` bytes. */
static void check_same(const struct decoded_answer *rest, const struct decoded_answer *whole, size_t head) {
    size_t used = whole->used == 0 ? 0 : whole->used - head;
    size_t offset = whole->err.offset < head ? 0 : whole->err.offset - head; /* a form may fail in removed bytes */
    FUZZ_CHECK(rest->status == whole->status, "P66", "%s, but %s of the whole line", qdmp_status_name(rest->status),
               qdmp_status_name(whole->status));
    FUZZ_CHECK(rest->used == used, "P66", "%zu bytes consumed, %zu behind the name of the whole line", rest->used,
               used);
    if (rest->status == QDMP_OK) {
        FUZZ_CHECK(decoded_same_message(&rest->parts, &whole->parts), "P66", "another message than of the whole line");
        return;
    }
    FUZZ_CHECK(rest->err.status == rest->status, "P5", "status in the error");
    FUZZ_CHECK(rest->err.field == whole->err.field && rest->err.offset == offset, "P66",
               "%s in %s at %zu, but in %s at %zu of the whole line", qdmp_status_name(rest->status),
               qdmp_field_name(rest->err.field), rest->err.offset, qdmp_field_name(whole->err.field), offset);
}

/* ---- Requests ---- */

struct request_rest {
    qdmp_command command;
    qdmp_request_rest rest;
};

static qdmp_status rest_of_request(const void *how, qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used,
                                   qdmp_error *err) {
    const struct request_rest *h = how;
    return qdmp_request_decode_rest(in, ends, h->command, h->rest, out, used, err);
}

static void compare_request(qdmp_span in, qdmp_ends ends, struct request_rest how, size_t head,
                            const struct decoded_answer *whole) {
    struct decoded_answer answer;
    qdmp_request request;
    decoded_ask_request(rest_of_request, &how, behind(in, head), ends, &request, &answer);
    check_same(&answer, whole, head);
}

/* Without a name before them: the bytes that a dispatcher passes on. */
static void check_request(qdmp_span in, qdmp_ends ends, struct request_rest how) {
    struct naive_answer expected;
    struct decoded_answer answer;
    qdmp_request request;
    decoded_ask_request(rest_of_request, &how, in, ends, &request, &answer);
    naive_request_rest(in, ends, how.command, how.rest, &expected);
    decoded_check(in, &answer, &expected);
}

static size_t skip_spaces(qdmp_span in, size_t at) {
    while (at < in.len && in.ptr[at] == ' ')
        at++;
    return at;
}

static bool byte_at(qdmp_span in, size_t at, char byte) {
    return at < in.len && in.ptr[at] == byte;
}

/* Decodes after the sign, which is at `sign`. */
static void compare_behind_sign(qdmp_span in, qdmp_ends ends, qdmp_command command, size_t sign,
                                const struct decoded_answer *whole) {
    size_t second = skip_spaces(in, sign + 1);
    if (byte_at(in, sign, '?'))
        compare_request(in, ends, (struct request_rest){command, QDMP_REQUEST_OF_READ}, sign + 1, whole);
    else if (byte_at(in, sign, '=') && byte_at(in, second, '?'))
        compare_request(in, ends, (struct request_rest){command, QDMP_REQUEST_OF_TEST}, second + 1, whole);
    else if (byte_at(in, sign, '='))
        compare_request(in, ends, (struct request_rest){command, QDMP_REQUEST_OF_SET}, sign + 1, whole);
}

void decoded_request_rest(qdmp_span in, qdmp_ends ends, const struct decoded_answer *whole) {
    struct naive_name name;
    if (!naive_request_name(in, &name))
        check_request(in, ends, (struct request_rest){(qdmp_command)(in.len / 4 % 2), (qdmp_request_rest)(in.len % 4)});
    else if (in.len % 2 == 0)
        compare_request(in, ends, (struct request_rest){name.command, QDMP_REQUEST_FROM_SIGN}, name.end, whole);
    else
        compare_behind_sign(in, ends, name.command, skip_spaces(in, name.end), whole);
}

/* ---- Responses ---- */

struct response_rest {
    qdmp_command command;
    unsigned rest;
};

static qdmp_status rest_of_response(const void *how, qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used,
                                    qdmp_error *err) {
    const struct response_rest *h = how;
    return qdmp_response_decode_rest(in, ends, h->command, h->rest, out, used, err);
}

static void check_response(qdmp_span in, qdmp_ends ends, struct response_rest how) {
    struct naive_answer expected;
    struct decoded_answer answer;
    qdmp_response response;
    decoded_ask_response(rest_of_response, &how, in, ends, &response, &answer);
    naive_response_rest(in, ends, how.command, how.rest, &expected);
    decoded_check(in, &answer, &expected);
}

/* The marks except noise, which is before the name. */
static struct parts without_noise(struct parts parts) {
    if (parts.mark_count > 0 && QDMP_MARK_DEVIATION(parts.marks[0]) == QDMP_DEVIATION_NOISE)
        memmove(parts.marks, parts.marks + 1, --parts.mark_count);
    return parts;
}

static void compare_response(qdmp_span in, qdmp_ends ends, struct response_rest how, size_t head,
                             const struct decoded_answer *whole) {
    struct decoded_answer answer;
    qdmp_response response;
    decoded_ask_response(rest_of_response, &how, behind(in, head), ends, &response, &answer);
    check_same(&answer, whole, head);
    if (answer.status != QDMP_OK)
        return;
    struct parts expected = without_noise(whole->parts);
    FUZZ_CHECK(parts_same_marks(&answer.parts, &expected), "P66", "other deviations than in the whole line");
}

void decoded_response_rest(qdmp_span in, qdmp_ends ends, bool tolerant, const struct decoded_answer *whole) {
    struct naive_name name;
    bool behind_colon = in.len / 2 % 2 != 0;
    struct response_rest how = {.rest = behind_colon ? QDMP_REST_BEHIND_COLON : QDMP_REST_FROM_COLON};
    how.rest |= tolerant ? QDMP_REST_TOLERANT : 0;
    if (!naive_response_name(in, tolerant, &name)) {
        how.command = (qdmp_command)(in.len / 4 % 2);
        check_response(in, ends, how);
        return;
    }
    size_t head = name.end + behind_colon;
    how.command = name.command;
    if (behind_colon && byte_at(in, head, '<')) /* a test line, which then needs no space there */
        check_response(behind(in, head), ends, how);
    else
        compare_response(in, ends, how, head, whole);
}

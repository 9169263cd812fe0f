/* SPDX-License-Identifier: MIT */
#include "written.h"

#include "check.h"
#include "compose.h"

#include <stdlib.h>

/* The styles in which a dispatcher writes the name (R29). */
enum {
    REQUEST_RESTS = QDMP_REQUEST_WITHOUT_NAME | QDMP_REQUEST_WITHOUT_SIGN,
    RESPONSE_RESTS = QDMP_RESPONSE_FROM_COLON | QDMP_RESPONSE_BEHIND_COLON
};

static struct composed expected;

/* ---- Requests ---- */

struct request_call {
    const qdmp_request *request;
    unsigned style;
};

static qdmp_status encode_request(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct request_call *c = call;
    return qdmp_request_encode(c->request, c->style, out, size, err);
}

static void check_refusal(const struct obstacles *obstacles, const qdmp_error *err) {
    FUZZ_CHECK(obstacles->count > 0, "P12", "a message that can be written is refused: %s, %s",
               qdmp_status_name(err->status), qdmp_field_name(err->field));
    FUZZ_CHECK(obstacles_name(obstacles, err), "P12", "refused for %s, %s; but it is %s, %s",
               qdmp_status_name(err->status), qdmp_field_name(err->field), qdmp_status_name(obstacles->list[0].status),
               qdmp_field_name(obstacles->list[0].field));
    FUZZ_CHECK(err->offset == 0, "P12", "offset %zu from an encoder", err->offset);
}

static void check_permission(const struct obstacles *obstacles, const struct parts *parts) {
    FUZZ_CHECK(!parts_unset(parts, QDMP_FIELD_NONE), "P65", "written, though a field is marked as unset");
    FUZZ_CHECK(obstacles->count == 0, "P13", "written, though it is %s, %s",
               qdmp_status_name(obstacles->list[0].status), qdmp_field_name(obstacles->list[0].field));
}

/* `rest`: the text that was written is the one behind the name (R29). */
static void check_canonical(qdmp_room line, bool rest) {
    FUZZ_CHECK(compose_same(&expected, line), rest ? "P67" : "P11", "not the canonical form:\n%.*s\n%.*s",
               (int)line.cap, line.ptr, (int)expected.size, expected.bytes);
}

/* The bounds in the header are kept. */
static void check_bound(size_t size, size_t most) {
    FUZZ_CHECK(size <= most, "P35", "%zu bytes, more than %zu", size, most);
}

static size_t most_of_request(const qdmp_request *request) {
    const qdmp_credentials *c = &request->credentials;
    return request->kind == QDMP_SET_CREDENTIALS ? QDMP_CREDENTIALS_REQUEST_MAX(c->appkey.len, c->password.len)
                                                 : QDMP_REQUEST_LINE_MAX;
}

/* The rest (R29) that a dispatcher must name to decode the text after a sign that it wrote. */
static qdmp_request_rest rest_of_request(qdmp_request_kind kind, unsigned style) {
    if (!(style & QDMP_REQUEST_WITHOUT_SIGN))
        return QDMP_REQUEST_FROM_SIGN;
    switch (kind) {
    case QDMP_TEST:
    case QDMP_EX_TEST: return QDMP_REQUEST_OF_TEST;
    case QDMP_READ: return QDMP_REQUEST_OF_READ;
    default: return QDMP_REQUEST_OF_SET;
    }
}

static qdmp_status decode_request(qdmp_span line, unsigned style, const struct parts *meant, qdmp_request *out,
                                  size_t *used, qdmp_error *err) {
    qdmp_ends ends = style & QDMP_REQUEST_WITHOUT_END ? QDMP_WHOLE_LINE : QDMP_MORE_MAY_COME;
    if (!(style & REQUEST_RESTS))
        return qdmp_request_decode(line, ends, out, used, err);
    qdmp_command command = meant->shape->ex ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
    qdmp_request_rest rest = rest_of_request((qdmp_request_kind)meant->kind, style);
    return qdmp_request_decode_rest(line, ends, command, rest, out, used, err);
}

/* The written text decodes to the same message, and all of it is used. */
static void read_request_back(qdmp_span line, unsigned style, const struct parts *meant) {
    qdmp_request request;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    struct parts parts;
    size_t used = 0;
    qdmp_status status = decode_request(line, style, meant, &request, &used, &err);
    FUZZ_CHECK(status == QDMP_OK, "P14", "what was written is refused: %s, %s at %zu", qdmp_status_name(status),
               qdmp_field_name(err.field), err.offset);
    parts_of_request(&request, &parts);
    FUZZ_CHECK(used == line.len, "P14", "%zu bytes written, %zu read", line.len, used);
    FUZZ_CHECK(parts_same(&parts, meant), "P14", "another request comes back");
    FUZZ_CHECK(request.defaulted == 0, "P14", "defaults in a line that has all parameters");
}

bool written_request(const qdmp_request *request, unsigned style) {
    struct request_call call = {request, style};
    struct parts parts;
    struct obstacles obstacles;
    qdmp_error err;
    parts_of_request(request, &parts);
    obstacles_of_request(&parts, &obstacles);
    qdmp_room line = fuzz_encode_exactly(encode_request, &call, &err);
    if (line.ptr == NULL) {
        check_refusal(&obstacles, &err);
        return false;
    }
    check_permission(&obstacles, &parts);
    compose_request(&expected, &parts, style);
    check_canonical(line, (style & REQUEST_RESTS) != 0);
    check_bound(line.cap, most_of_request(request));
    read_request_back((qdmp_span){line.ptr, line.cap}, style, &parts);
    free(line.ptr);
    return true;
}

/* ---- Responses ---- */

struct response_call {
    const qdmp_response *response;
    unsigned style;
};

static qdmp_status encode_response(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct response_call *c = call;
    return qdmp_response_encode(c->response, c->style, out, size, err);
}

/* A detail has no limit. */
static size_t most_of_response(const qdmp_response *response) {
    if (response->kind == QDMP_RESULT_CME_ERROR)
        return SIZE_MAX;
    return response->kind == QDMP_INFO_CREDENTIALS ? QDMP_CREDENTIALS_RESPONSE_MAX(response->credentials.appkey.len)
                                                   : QDMP_RESPONSE_LINE_MAX;
}

static qdmp_status decode_response(qdmp_span line, unsigned style, const struct parts *meant, qdmp_response *out,
                                   size_t *used, qdmp_error *err) {
    qdmp_ends ends = style & QDMP_RESPONSE_TEXT_ALONE ? QDMP_WHOLE_LINE : QDMP_MORE_MAY_COME;
    if (!(style & RESPONSE_RESTS))
        return qdmp_response_decode(line, ends, out, used, err);
    qdmp_command command = meant->shape->ex ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
    unsigned rest = style & QDMP_RESPONSE_BEHIND_COLON ? QDMP_REST_BEHIND_COLON : QDMP_REST_FROM_COLON;
    return qdmp_response_decode_rest(line, ends, command, rest, out, used, err);
}

static void read_response_back(qdmp_span line, unsigned style, struct parts *meant) {
    qdmp_response response;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    struct parts parts;
    size_t used = 0;
    qdmp_status status = decode_response(line, style, meant, &response, &used, &err);
    FUZZ_CHECK(status == QDMP_OK, "P14", "what was written is refused: %s, %s at %zu", qdmp_status_name(status),
               qdmp_field_name(err.field), err.offset);
    parts_of_response(&response, &parts);
    for (size_t i = 0; i < meant->count; i++)
        if (meant->list[i].rule->field == QDMP_FIELD_PASSWORD)
            meant->list[i].text = rules_shown_part(meant->list[i].text);
    FUZZ_CHECK(used == line.len, "P14", "%zu bytes written, %zu read", line.len, used);
    FUZZ_CHECK(parts_same(&parts, meant), "P14", "another response comes back");
    FUZZ_CHECK(parts.mark_count == 0, "P14", "a deviation in a canonical line");
}

bool written_response(const qdmp_response *response, unsigned style) {
    struct response_call call = {response, style};
    struct parts parts;
    struct obstacles obstacles;
    qdmp_error err;
    parts_of_response(response, &parts);
    obstacles_of_response(&parts, style, &obstacles);
    qdmp_room line = fuzz_encode_exactly(encode_response, &call, &err);
    if (line.ptr == NULL) {
        check_refusal(&obstacles, &err);
        return false;
    }
    check_permission(&obstacles, &parts);
    compose_response(&expected, &parts, style);
    check_canonical(line, (style & RESPONSE_RESTS) != 0);
    check_bound(line.cap, most_of_response(response));
    read_response_back((qdmp_span){line.ptr, line.cap}, style, &parts);
    free(line.ptr);
    return true;
}

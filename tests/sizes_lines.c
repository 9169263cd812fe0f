/* SPDX-License-Identifier: MIT */
/*
 * Lines, streams and values of each size in sizes.h. A text without a limit must be accepted whole. A text with a limit
 * must be refused when it is longer, and the error must name the first byte too many.
 */
#include "sizes.h"
#include "support.h"

#include "qdmp/tokens.h"

enum { AROUND = 100 };

static char line[3 * SIZES_MOST + AROUND], out[2 * SIZES_MOST + AROUND], expected[SIZES_MOST];

/* A line with a run of one byte in it. */
typedef struct run {
    const char *before;
    char byte;
    const char *after;
} run;

/* Builds the line with `count` times the byte. */
static qdmp_span line_of(const run *r, size_t count) {
    size_t before = strlen(r->before), after = strlen(r->after);
    memcpy(line, r->before, before);
    memset(line + before, r->byte, count);
    memcpy(line + before + count, r->after, after);
    return span_from(line, before + count + after);
}

/* Whether `span` is the run of `count` bytes. */
static bool is_run(qdmp_span span, const run *r, size_t count) {
    return span.len == count && (!count || span.ptr == line + strlen(r->before));
}

/* --- requests ----------------------------------------------------------------------------------------------------- */

static qdmp_status ask(qdmp_span in, qdmp_request *request, size_t *used, qdmp_error *err) {
    *err = (qdmp_error){QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    return qdmp_request_decode(in, QDMP_MORE_MAY_COME, request, used, err);
}

static void expect_fault(qdmp_span in, qdmp_status status, qdmp_field field, size_t offset) {
    qdmp_request request;
    qdmp_error err;
    size_t used;
    qdmp_status got = ask(in, &request, &used, &err);
    CHECK(got == status && err.status == status && err.field == field && err.offset == offset && used == in.len,
          "%.20s..., %zu bytes: %s of '%s' at %zu, not at %zu", in.ptr, in.len, qdmp_status_name(got),
          qdmp_field_name(err.field), err.offset, offset);
}

/* Decodes the line and encodes it again, into a room of exactly its size and into a room that is one byte too small. */
static void expect_request(qdmp_span in, qdmp_request *request) {
    qdmp_error err;
    size_t used, size = 0;
    qdmp_status status = ask(in, request, &used, &err);
    CHECK(status == QDMP_OK && used == in.len, "%zu bytes: %s at %zu", in.len, qdmp_status_name(status), err.offset);
    status = qdmp_request_encode(request, 0, (qdmp_room){out, in.len}, &size, NULL);
    CHECK(status == QDMP_OK && span_equal(span_from(out, size), in), "%zu bytes, %zu written", in.len, size);
    status = qdmp_request_encode(request, 0, (qdmp_room){out, in.len - 1}, &size, NULL);
    CHECK(status == QDMP_NO_SPACE && size == in.len, "%zu bytes, %zu needed", in.len, size);
}

Test(sizes_lines, credentials) {
    static const run appkey = {"AT+QDMPCFG=2,\"", 'k', "\",\"95Go\",1,863703030822519\r"};
    static const run password = {"AT+QDMPCFG=2,\"M1\",\"", 'p', "\",1,863703030822519\r"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_request request;
        expect_request(line_of(&password, size), &request);
        CHECK(is_run(request.credentials.password, &password, size), "a password of %zu", size);
        CHECK(size + 41 == QDMP_CREDENTIALS_REQUEST_MAX(2, size), "the bound for a password of %zu", size);
        if (size == 0) {
            expect_fault(line_of(&appkey, 0), QDMP_LENGTH, QDMP_FIELD_APPKEY, 14);
            continue;
        }
        expect_request(line_of(&appkey, size), &request);
        CHECK(is_run(request.credentials.appkey, &appkey, size), "an appkey of %zu", size);
    }
}

Test(sizes_lines, where_a_long_request_is_wrong) {
    static const run open = {"AT+QDMPCFG=2,\"", 'k', "\r"}, control = {"AT+QDMPCFG=2,\"", 'k', "\x01\",\r"};
    static const run quote = {"AT+QDMPCFG=2,\"k\",\"", 'p', "\"x\r"}, type = {"AT+QDMPCFG=2,\"k\",\"", 'p', "\",9,1\r"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        expect_fault(line_of(&open, size), QDMP_UNTERMINATED, QDMP_FIELD_APPKEY, 14 + size);
        expect_fault(line_of(&control, size), QDMP_BAD_CHAR, QDMP_FIELD_APPKEY, 14 + size);
        expect_fault(line_of(&quote, size), QDMP_SYNTAX, QDMP_FIELD_PASSWORD, 18 + size + 1);
        expect_fault(line_of(&type, size), QDMP_RANGE, QDMP_FIELD_TML_TYPE, 18 + size + 2);
    }
}

Test(sizes_lines, limited_texts) {
    static const struct {
        run text;
        size_t most;
        qdmp_field field;
    } texts[] = {
        {{"AT+QDMPCFGEX=0,0,\"", 'a', "\"\r"}, 255, QDMP_FIELD_APPL_INFO},
        {{"AT+QDMPCFGEX=1,0,\"", 'm', "\"\r"}, 19, QDMP_FIELD_MAC},
        {{"AT+QDMPCFGEX=2,0,\"\",\"", 'r', "\",\"\",\"\"\r"}, 19, QDMP_FIELD_RAM},
        {{"AT+QDMPCFGEX=2,0,\"\",\"\",\"\",\"", 'o', "\"\r"}, 47, QDMP_FIELD_OS_SYS_VER},
        {{"AT+QDMPCFGEX=4,0,\"", 'v', "\",\"\",\"\",\"\"\r"}, 7, QDMP_FIELD_VOLTE},
        {{"AT+QDMPCFGEX=5,0,\"", 'l', "\"\r"}, 255, QDMP_FIELD_LOCATION},
    };
    for (size_t i = 0; i < SIZES * COUNT(texts); i++) {
        size_t size = sizes_at(i / COUNT(texts)), row = i % COUNT(texts);
        qdmp_span in = line_of(&texts[row].text, size);
        qdmp_request request;
        if (size <= texts[row].most)
            expect_request(in, &request);
        else
            expect_fault(in, QDMP_LENGTH, texts[row].field, strlen(texts[row].text.before) + texts[row].most);
    }
}

Test(sizes_lines, imei) {
    static const run imei = {"AT+QDMPCFG=2,\"k\",\"p\",1,", '8', "\r"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), begin = strlen(imei.before);
        qdmp_span in = line_of(&imei, size);
        qdmp_request request;
        if (size >= 15 && size <= 17)
            expect_request(in, &request);
        else if (size == 0)
            expect_fault(in, QDMP_MISSING, QDMP_FIELD_TML_IMEI, begin);
        else
            expect_fault(in, QDMP_LENGTH, QDMP_FIELD_TML_IMEI, begin + (size < 15 ? size : 17));
    }
}

/* Bytes that may be repeated any number of times: zeros before a number, spaces around tokens, empty lines. */
static const run fillers[] = {
    {"AT+QDMPCFG=0,", '0', "1\r"}, {"AT+QDMPCFG=", '0', "0,1\r"},  {"", ' ', "AT+QDMPCFG=0,1\r"},
    {"AT", ' ', "+QDMPCFG=0,1\r"}, {"AT+QDMPCFG", ' ', "=0,1\r"},  {"AT+QDMPCFG=0", ' ', ",1\r"},
    {"AT+QDMPCFG=0,1", ' ', "\r"}, {"", '\n', "AT+QDMPCFG=0,1\r"},
};

Test(sizes_lines, fillers_of_requests) {
    for (size_t i = 0; i < SIZES * COUNT(fillers); i++) {
        qdmp_request request;
        qdmp_error err;
        size_t used;
        qdmp_span in = line_of(&fillers[i % COUNT(fillers)], sizes_at(i / COUNT(fillers)));
        qdmp_status status = ask(in, &request, &used, &err);
        CHECK(status == QDMP_OK && used == in.len && request.dm_mode == 1, "run %zu of %zu bytes: %s at %zu",
              i % COUNT(fillers), in.len, qdmp_status_name(status), err.offset);
    }
}

Test(sizes_lines, lines_of_others) {
    static const run other = {"A", 'B', "\r\n"}, open = {"AT+QDMPCFG=2,\"", 'k', ""};
    for (size_t i = 0; i < SIZES; i++) {
        qdmp_span in = line_of(&other, sizes_at(i));
        qdmp_request request;
        qdmp_response response;
        qdmp_error err;
        size_t used = 0;
        CHECK(ask(in, &request, &used, &err) == QDMP_NOT_OURS && used == in.len, "%zu bytes", in.len);
        CHECK(qdmp_response_decode(in, QDMP_MORE_MAY_COME, &response, &used, NULL) == QDMP_NOT_OURS && used == in.len,
              "%zu bytes", in.len);
        in = line_of(&open, sizes_at(i));
        CHECK(ask(in, &request, &used, &err) == QDMP_TRUNCATED && used == 0 && err.offset == in.len, "%zu bytes",
              in.len);
    }
}

/* --- tokens ------------------------------------------------------------------------------------------------------- */

/* Walks over the tokens, which must cover the line. Returns the last token that has the kind and the field. */
static qdmp_token last_token(qdmp_span in, qdmp_line decoder, qdmp_token_kind kind, qdmp_field field) {
    qdmp_tokens tokens;
    qdmp_token token, last = {QDMP_TOKEN_REST, QDMP_FIELD_COUNT, 0, 0};
    size_t used = 0, end = 0;
    qdmp_tokens_begin(&tokens, in, decoder, &used, NULL);
    while (qdmp_tokens_next(&tokens, &token)) {
        CHECK(token.offset == end, "%zu bytes: a token at %zu, not at %zu", in.len, token.offset, end);
        end = token.offset + token.len;
        if (token.kind == kind && token.field == field)
            last = token;
    }
    CHECK(used == in.len && end == in.len, "%zu bytes: %zu used, %zu covered", in.len, used, end);
    return last;
}

Test(sizes_lines, tokens_around_fillers) {
    for (size_t i = 0; i < SIZES * COUNT(fillers); i++) {
        qdmp_span in = line_of(&fillers[i % COUNT(fillers)], sizes_at(i / COUNT(fillers)));
        qdmp_token value = last_token(in, QDMP_LINE_REQUEST, QDMP_TOKEN_VALUE, QDMP_FIELD_DM_MODE);
        CHECK(value.len && line[value.offset + value.len - 1] == '1' && line[value.offset - 1] == ',',
              "run %zu of %zu bytes: %zu bytes at %zu", i % COUNT(fillers), in.len, value.len, value.offset);
    }
}

Test(sizes_lines, tokens_of_values) {
    static const run request = {"AT+QDMPCFG=2,\"", 'k', "\",\"p\",1,863703030822519\r"};
    static const run response = {"+QDMPCFG: 2,M1,", 'p', ",1,863703030822519\r"};
    static const run second = {"+QDMPCFG: 2,", 'k', ",95Go****,1,863703030822519\r"};
    static const run surplus = {"AT+QDMPCFG=0,1,", 'x', "\r"};
    for (size_t i = 1; i < SIZES; i++) {
        size_t size = sizes_at(i), shown = size < 4 ? size : 4;
        qdmp_token token = last_token(line_of(&request, size), QDMP_LINE_REQUEST, QDMP_TOKEN_VALUE, QDMP_FIELD_APPKEY);
        CHECK(token.offset == 14 && token.len == size, "an appkey of %zu: %zu at %zu", size, token.len, token.offset);
        token = last_token(line_of(&response, size), QDMP_LINE_RESPONSE, QDMP_TOKEN_VALUE, QDMP_FIELD_PASSWORD);
        CHECK(token.offset == 15 && token.len == shown, "a password of %zu: %zu", size, token.len);
        token = last_token(line_of(&response, size), QDMP_LINE_RESPONSE, QDMP_TOKEN_MASK, QDMP_FIELD_PASSWORD);
        CHECK(size == shown || (token.offset == 19 && token.len == size - shown), "a mask of %zu", token.len);
        token = last_token(line_of(&second, size), QDMP_LINE_RESPONSE, QDMP_TOKEN_MASK, QDMP_FIELD_PASSWORD);
        CHECK(token.offset == 12 + size + 5 && token.len == 4, "a mask behind %zu: %zu", size, token.offset);
        token = last_token(line_of(&surplus, size), QDMP_LINE_REQUEST, QDMP_TOKEN_REST, QDMP_FIELD_NONE);
        CHECK(token.offset == 15 && token.len == size, "a rest of %zu: %zu at %zu", size, token.len, token.offset);
    }
}

/* A line that is not ours, behind empty lines. */
Test(sizes_lines, tokens_of_others) {
    static const run other = {"", '\n', "AT+CSQ\r"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_token token = last_token(line_of(&other, size), QDMP_LINE_REQUEST, QDMP_TOKEN_REST, QDMP_FIELD_NONE);
        CHECK(token.offset == size && token.len == 6, "%zu: %zu at %zu", size, token.len, token.offset);
    }
}

/* --- responses ---------------------------------------------------------------------------------------------------- */

/* Decodes the line, all of whose bytes must be used. */
static qdmp_status tell(const run *r, size_t size, bool tolerant, qdmp_response *response, qdmp_error *err) {
    qdmp_span in = line_of(r, size);
    size_t used = 0;
    *err = (qdmp_error){QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    qdmp_status status = tolerant ? qdmp_response_decode_tolerant(in, QDMP_MORE_MAY_COME, response, &used, err)
                                  : qdmp_response_decode(in, QDMP_MORE_MAY_COME, response, &used, err);
    CHECK(used == in.len, "%s, %zu bytes: %zu used", r->before, in.len, used);
    return status;
}

Test(sizes_lines, responses) {
    static const run appkey = {"+QDMPCFG: 2,", 'k', ",95Go****,1,863703030822519\r"};
    static const run password = {"+QDMPCFG: 2,M1,", 'p', ",1,863703030822519\r"};
    static const run detail = {"+CME ERROR: ", 'd', "\r"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_response response;
        qdmp_error err;
        qdmp_status status = tell(&appkey, size, false, &response, &err), due = size ? QDMP_OK : QDMP_MISSING;
        CHECK(status == due, "an appkey of %zu: %s", size, qdmp_status_name(status));
        CHECK(!size || is_run(response.credentials.appkey, &appkey, size), "an appkey of %zu", size);
        CHECK(size || (err.field == QDMP_FIELD_APPKEY && err.offset == 12), "no appkey");
        CHECK(tell(&password, size, false, &response, &err) == QDMP_OK &&
                  is_run(response.credentials.password, &password, size < 4 ? size : 4),
              "a password of %zu", size);
        CHECK(tell(&detail, size, false, &response, &err) == due, "a detail of %zu", size);
        CHECK(!size || is_run(response.detail, &detail, size), "a detail of %zu", size);
    }
}

Test(sizes_lines, responses_written) {
    memset(expected, 'x', sizeof expected);
    for (size_t i = 1; i < SIZES; i++) {
        size_t len = sizes_at(i), size = 0;
        qdmp_response response = {.kind = QDMP_RESULT_CME_ERROR, .detail = {expected, len}};
        CHECK(qdmp_response_encode(&response, 0, (qdmp_room){out, len + 18}, &size, NULL) == QDMP_OK, "%zu", len);
        CHECK(size == len + 16 && !memcmp(out, "\r\n+CME ERROR: ", 14) && !memcmp(out + 14, expected, len), "%zu", len);
        response = (qdmp_response){.kind = QDMP_INFO_CREDENTIALS};
        response.credentials = (qdmp_credentials){{expected, len}, {expected, len}, 1, QDMP_LITERAL("863703030822519")};
        CHECK(qdmp_response_encode(&response, QDMP_RESPONSE_TEXT_ALONE, (qdmp_room){out, sizeof out}, &size, NULL) ==
                  QDMP_OK,
              "%zu", len);
        CHECK(size == 12 + len + 1 + (len < 4 ? len : 4) + 4 + 18 && !memcmp(out + 12, expected, len), "%zu: %zu", len,
              size);
    }
}

Test(sizes_lines, tolerant_responses) {
    static const struct {
        run text;
        size_t least; /* smallest size that is a deviation */
        uint8_t mark;
    } rows[] = {
        {{"", '\x7F', "+QDMPCFG: 0,1\r"}, 1, QDMP_DEVIATION_NOISE},
        {{"OK", ' ', "\r"}, 1, QDMP_DEVIATION_BLANKS},
        {{"+QDMPCFG: 0,1,", 's', "\r"}, 0, QDMP_DEVIATION_SURPLUS},
        {{"+QDMPCFG: <", 't', "\r"}, 0, QDMP_DEVIATION_TEST},
        {{"+QDMPCFGEX: 0,", 'a', "\r"}, 256, QDMP_DEVIATION_BEYOND},
        {{"+QDMPCFGEX: 1,", 'm', "\r"}, 20, QDMP_DEVIATION_BEYOND},
    };
    for (size_t i = 0; i < SIZES * COUNT(rows); i++) {
        size_t size = sizes_at(i / COUNT(rows)), row = i % COUNT(rows);
        qdmp_response response;
        qdmp_error err;
        qdmp_status status = tell(&rows[row].text, size, true, &response, &err);
        CHECK(status == QDMP_OK, "row %zu, %zu bytes: %s at %zu", row, size, qdmp_status_name(status), err.offset);
        uint8_t due = size >= rows[row].least ? rows[row].mark : 0;
        CHECK(QDMP_MARK_DEVIATION(response.deviations[0]) == due && !response.deviations[1], "row %zu, %zu bytes", row,
              size);
        CHECK(row < 4 || is_run(response.appl_info, &rows[row].text, size), "row %zu, %zu bytes", row, size);
    }
}

/* --- streams ------------------------------------------------------------------------------------------------------ */

/* Passes a line of `len` bytes in chunks of `step` to a stream with a buffer of `cap`. */
static void expect_line(size_t cap, size_t len, size_t step) {
    static char buffer[SIZES_MOST];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, cap});
    qdmp_stream_event event = QDMP_STREAM_EMPTY;
    qdmp_span found = {NULL, 0};
    line[len] = '\r';
    for (size_t at = 0; at <= len && event == QDMP_STREAM_EMPTY; at += step) {
        size_t used = SIZE_MAX, left = len + 1 - at;
        event = qdmp_stream_next(&stream, span_from(line + at, left < step ? left : step), &used, &found);
    }
    line[len] = 'l';
    CHECK(event == (len > cap ? QDMP_STREAM_OVERLONG : QDMP_STREAM_LINE), "%zu bytes of %zu, in steps of %zu: %d", len,
          cap, step, (int)event);
    CHECK(len > cap || span_equal(found, span_from(line, len)), "%zu bytes of %zu, in steps of %zu", len, cap, step);
}

Test(sizes_lines, streams) {
    memset(line, 'l', sizeof line);
    for (size_t i = 0; i < SIZES; i++) {
        size_t cap = sizes_at(i);
        for (size_t len = cap ? cap - 1 : 0; len <= cap + 1; len++) {
            expect_line(cap, len, SIZES_MOST + 2);
            expect_line(cap, len, 1 + len / 2);
            expect_line(cap, len, 1 + len / 7);
        }
        expect_line(SIZES_MOST, cap, 65536);
        expect_line(cap, SIZES_MOST, 4097);
    }
}

/* --- values ------------------------------------------------------------------------------------------------------- */

static void expect_app(const run *r, size_t size, size_t name, size_t package) {
    qdmp_span in = line_of(r, size);
    qdmp_app_info list = qdmp_app_info_open(in);
    qdmp_app app = {.count = 0};
    CHECK(qdmp_app_info_next(&list, &app, NULL) == QDMP_OK, "%zu bytes", in.len);
    CHECK(app.name.len == name && app.package.len == package && app.milliseconds == 3 && app.count == 7, "%zu bytes",
          in.len);
    CHECK(qdmp_app_info_next(&list, &app, NULL) == QDMP_END, "%zu bytes", in.len);
}

Test(sizes_lines, application_lists) {
    static const run name = {"", 'n', "|p|3|7"}, package = {"n|", 'p', "|3|7"}, bad = {"n|", 'p', "|3|x"};
    static const run large = {"n|", 'p', "|18446744073709551616|7"};
    static const run milliseconds = {"n|p|", '0', "3|7"}, count = {"n|p|3|", '0', "7"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i), need = 0;
        expect_app(&name, size, size, 1);
        expect_app(&package, size, 1, size);
        expect_app(&milliseconds, size, 1, 1);
        expect_app(&count, size, 1, 1);
        qdmp_app_info list = qdmp_app_info_open(line_of(&bad, size));
        qdmp_app app;
        qdmp_error err;
        CHECK(qdmp_app_info_next(&list, &app, &err) == QDMP_SYNTAX && err.offset == 2 + size + 3, "%zu", err.offset);
        list = qdmp_app_info_open(line_of(&large, size));
        CHECK(qdmp_app_info_next(&list, &app, &err) == QDMP_RANGE && err.offset == 2 + size + 1, "%zu", err.offset);
        app = (qdmp_app){{line + 2, size}, QDMP_LITERAL("p"), 3, 7};
        qdmp_status status = qdmp_app_info_encode(&app, 1, (qdmp_room){out, sizeof out}, &need, &err);
        CHECK(status == (size + 6 <= 255 ? QDMP_OK : QDMP_LENGTH) && (status != QDMP_OK || need == size + 6),
              "a name of %zu: %s", size, qdmp_status_name(status));
    }
}

static void expect_position(const run *r, size_t size, size_t latitude, size_t longitude, size_t method) {
    qdmp_position position = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    qdmp_span in = line_of(r, size);
    CHECK(qdmp_location_decode(in, &position, NULL) == QDMP_OK && position.latitude.len == latitude &&
              position.longitude.len == longitude && position.method.len == method,
          "%zu bytes", in.len);
}

Test(sizes_lines, locations_and_addresses) {
    static const run latitude = {"1.1", '1', ",2,m"}, longitude = {"1,2", '2', ",m"}, method = {"1,2,", 'm', ""};
    static const run bad = {"1,2,", 'm', "\x01"};
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_position position;
        qdmp_error err;
        uint8_t mac[6];
        expect_position(&latitude, size, size + 3, 1, 1);
        expect_position(&longitude, size, 1, size + 1, 1);
        expect_position(&method, size, 1, 1, size);
        CHECK(qdmp_location_decode(line_of(&bad, size), &position, &err) == QDMP_BAD_CHAR && err.offset == size + 4,
              "%zu", err.offset);
        for (size_t k = 0; k < size; k++)
            line[k] = k % 3 == 2 ? '-' : 'A';
        qdmp_status status = qdmp_mac_decode(span_from(line, size), mac, &err);
        CHECK(status == (size == 17 ? QDMP_OK : QDMP_LENGTH) && (size == 17 || err.offset == (size < 17 ? size : 17)),
              "an address of %zu bytes: %s at %zu", size, qdmp_status_name(status), err.offset);
    }
}

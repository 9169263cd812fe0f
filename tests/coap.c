/* SPDX-License-Identifier: MIT */
/* Tests CoAP messages (RFC 7252, 3), encoded and decoded. */
#include "datagram.h"
#include "guard.h"

#include <stdio.h>
#include <stdlib.h>

enum { PATTERN = 0x5A, OPTIONS_MAX = 4, BIG = 70000 };

#define TEXT(literal) QDMP_LITERAL(literal)

/* A message, and its bytes as the RFC defines them. */
typedef struct message_row {
    const char *name, *hex;
    qdmp_coap_type type;
    uint8_t code;
    uint16_t id;
    qdmp_span token, payload;
    size_t count;
    qdmp_coap_option options[OPTIONS_MAX];
} message_row;

static const message_row messages[] = {
    {"empty ack", "60 00 12 34", QDMP_COAP_ACK, 0, 0x1234, TEXT(""), TEXT(""), 0, {{0}}},
    {"ping", "40 00 00 00", QDMP_COAP_CON, 0, 0, TEXT(""), TEXT(""), 0, {{0}}},
    {"reset", "70 00 ff ff", QDMP_COAP_RST, 0, 0xFFFF, TEXT(""), TEXT(""), 0, {{0}}},
    /* RFC 7252, appendix A, figures 16 and 19 */
    {"get",
     "40 01 7d 34 bb 74 65 6d 70 65 72 61 74 75 72 65",
     QDMP_COAP_CON,
     QDMP_COAP_GET,
     0x7D34,
     TEXT(""),
     TEXT(""),
     1,
     {{QDMP_COAP_URI_PATH, TEXT("temperature")}}},
    {"content",
     "60 45 7d 34 ff 32 32 2e 33 20 43",
     QDMP_COAP_ACK,
     QDMP_COAP_CONTENT,
     0x7D34,
     TEXT(""),
     TEXT("22.3 C"),
     0,
     {{0}}},
    {"get with token",
     "41 01 7d 35 20 bb 74 65 6d 70 65 72 61 74 75 72 65",
     QDMP_COAP_CON,
     QDMP_COAP_GET,
     0x7D35,
     TEXT("\x20"),
     TEXT(""),
     1,
     {{QDMP_COAP_URI_PATH, TEXT("temperature")}}},
    {"non",
     "58 a5 00 01 01 02 03 04 05 06 07 08",
     QDMP_COAP_NON,
     QDMP_COAP_CODE(5, 5),
     1,
     TEXT("\1\2\3\4\5\6\7\10"),
     TEXT(""),
     0,
     {{0}}},
    {"empty values, equal numbers",
     "40 02 00 00 10 00 00 a1 00 ff ff",
     QDMP_COAP_CON,
     QDMP_COAP_POST,
     0,
     TEXT(""),
     TEXT("\xff"),
     4,
     {{1, TEXT("")}, {1, TEXT("")}, {1, TEXT("")}, {11, TEXT("\0")}}},
    {"reserved class", "40 ff 00 00", QDMP_COAP_CON, 0xFF, 0, TEXT(""), TEXT(""), 0, {{0}}},
};

static qdmp_coap_message message_of(const message_row *row) {
    qdmp_coap_message message = {row->type, row->code, row->id, row->token, {{NULL, 0}, 0}, row->payload};
    return message;
}

static qdmp_status encode_row(const void *what, qdmp_room out, size_t *size, qdmp_error *err) {
    const message_row *row = what;
    qdmp_coap_message message = message_of(row);
    return qdmp_coap_encode(&message, row->count ? row->options : NULL, row->count, out, size, err);
}

static void expect_options(const qdmp_coap_message *message, const message_row *row) {
    qdmp_coap_options walk = message->options;
    qdmp_coap_option option;
    for (size_t i = 0; i < row->count; i++) {
        cr_assert(qdmp_coap_option_next(&walk, &option) == QDMP_OK, "%s: option %zu", row->name, i);
        cr_expect(option.number == row->options[i].number, "%s: option %zu: %u", row->name, i, option.number);
        cr_expect(span_equal(option.value, row->options[i].value), "%s: option %zu", row->name, i);
    }
    for (int again = 0; again < 2; again++)
        cr_expect(qdmp_coap_option_next(&walk, &option) == QDMP_END, "%s: more options", row->name);
}

Test(coap, encode) {
    for (size_t i = 0; i < COUNT(messages); i++)
        expect_encoded(encode_row, &messages[i], unhex(messages[i].hex), messages[i].name);
}

Test(coap, decode) {
    for (size_t i = 0; i < COUNT(messages); i++) {
        const message_row *row = &messages[i];
        qdmp_coap_message message;
        qdmp_status status = qdmp_coap_decode(unhex(row->hex), &message, NULL);
        cr_assert(status == QDMP_OK, "%s: %s", row->name, qdmp_status_name(status));
        cr_expect(message.type == row->type && message.code == row->code && message.id == row->id, "%s", row->name);
        cr_expect(span_equal(message.token, row->token), "%s: token", row->name);
        cr_expect(span_equal(message.payload, row->payload), "%s: payload", row->name);
        expect_options(&message, row);
    }
}

/* --- invalid messages --------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *hex;
    size_t offset;
} bad_messages[] = {
    {"nothing", "", 0},
    {"one byte", "40", 1},
    {"three bytes", "40 00 00", 3},
    {"version 0", "00 00 00 00", 0},
    {"version 2", "80 00 00 00", 0},
    {"version 3", "c0 00 00 00", 0},
    {"token of 9", "49 01 00 00 01 02 03 04 05 06 07 08 09", 0},
    {"token of 10", "4a 01 00 00 01 02 03 04 05 06 07 08 09 0a", 0},
    {"token of 11", "4b 01 00 00 00 00 00 00 00 00 00 00 00 00 00", 0},
    {"token of 12", "4c 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00", 0},
    {"token of 13", "4d 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", 0},
    {"token of 14", "4e 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", 0},
    {"token of 15", "4f 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", 0},
    {"token cut", "48 01 00 00 01 02 03 04 05 06 07", 11},
    {"empty with a token length", "41 00 00 00", 4},
    {"empty with a token", "41 00 00 00 01", 4},
    {"empty with an option", "40 00 00 00 10", 4},
    {"empty with a payload", "40 00 00 00 ff 01", 4},
    {"empty with a marker", "40 00 00 00 ff", 4},
    {"marker alone", "40 01 00 00 ff", 4},
    {"marker behind an option", "40 01 00 00 11 61 ff", 6},
    {"delta of 15", "40 01 00 00 f0", 4},
    {"length of 15", "40 01 00 00 1f", 4},
    {"delta of 15 with a length", "40 01 00 00 11 61 fe 00 00", 6},
    {"value cut", "40 01 00 00 12 61", 6},
    {"value missing", "40 01 00 00 1c", 5},
    {"delta of 13 cut", "40 01 00 00 d0", 5},
    {"delta of 14 cut", "40 01 00 00 e0 00", 6},
    {"length of 13 cut", "40 01 00 00 1d", 5},
    {"length of 14 cut", "40 01 00 00 1e 00", 6},
    {"both of 13, one byte", "40 01 00 00 dd 00", 6},
    {"number of 65536", "40 01 00 00 e0 fe f3", 4},
    {"number of 65804", "40 01 00 00 e0 ff ff", 4},
    {"number of 65535 and one", "40 01 00 00 e0 fe f2 10", 7},
};

/* RFC 7252, 3: 2 is a success, 4 and 5 are errors, 0 is a request or nothing, the rest is reserved. */
Test(coap, responses) {
    static const int is_response[8] = {0, 0, 1, 0, 1, 1, 0, 0};
    for (unsigned code = 0; code < 256; code++)
        cr_expect(qdmp_coap_is_response((uint8_t)code) == is_response[code / 32], "%u.%02u", code / 32, code % 32);
}

Test(coap, what_is_no_message) {
    for (size_t i = 0; i < COUNT(bad_messages); i++) {
        qdmp_span bytes = unhex(bad_messages[i].hex);
        qdmp_coap_message message;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
        char *guarded = guard_behind(bytes.len);
        memcpy(guarded, bytes.ptr, bytes.len);
        memset(&message, PATTERN, sizeof message);
        qdmp_status status = qdmp_coap_decode(span_from(guarded, bytes.len), &message, &err);
        cr_expect(status == QDMP_COAP && err.status == status && err.field == QDMP_FIELD_NONE, "%s: %s",
                  bad_messages[i].name, qdmp_status_name(status));
        cr_expect(err.offset == bad_messages[i].offset, "%s: at %zu, not %zu", bad_messages[i].name, err.offset,
                  bad_messages[i].offset);
        cr_expect(filled_with(&message, sizeof message, PATTERN), "%s: touched", bad_messages[i].name);
        cr_expect(qdmp_coap_decode(bytes, &message, NULL) == QDMP_COAP, "%s: without err", bad_messages[i].name);
    }
    qdmp_coap_message message;
    cr_expect(qdmp_coap_decode((qdmp_span){NULL, 0}, &message, NULL) == QDMP_COAP);
}

Test(coap, last_number) {
    qdmp_coap_message message;
    qdmp_coap_option option;
    cr_assert(qdmp_coap_decode(unhex("40 01 00 00 e0 fe f2 00"), &message, NULL) == QDMP_OK);
    for (int i = 0; i < 2; i++)
        cr_expect(qdmp_coap_option_next(&message.options, &option) == QDMP_OK && option.number == 65535);
}

static const message_row bad_rows[] = {
    {"token of 9", "", QDMP_COAP_CON, 1, 0, TEXT("123456789"), TEXT(""), 0, {{0}}},
    {"no such type", "", (qdmp_coap_type)4, 1, 0, TEXT(""), TEXT(""), 0, {{0}}},
    {"empty with a token", "", QDMP_COAP_ACK, 0, 0, TEXT("1"), TEXT(""), 0, {{0}}},
    {"empty with a payload", "", QDMP_COAP_ACK, 0, 0, TEXT(""), TEXT("1"), 0, {{0}}},
    {"empty with an option", "", QDMP_COAP_ACK, 0, 0, TEXT(""), TEXT(""), 1, {{1, TEXT("")}}},
    {"order", "", QDMP_COAP_CON, 1, 0, TEXT(""), TEXT(""), 3, {{1, TEXT("")}, {12, TEXT("")}, {11, TEXT("")}}},
};
static const struct {
    qdmp_status status;
    size_t offset;
} bad_row_verdicts[] = {{QDMP_TOKEN, 0}, {QDMP_RANGE, 0}, {QDMP_COAP, 0},
                        {QDMP_COAP, 0},  {QDMP_COAP, 0},  {QDMP_OPTION_ORDER, 2}};

Test(coap, what_is_not_written) {
    for (size_t i = 0; i < COUNT(bad_rows); i++) {
        qdmp_error expected = {bad_row_verdicts[i].status, QDMP_FIELD_NONE, bad_row_verdicts[i].offset};
        expect_refused(encode_row, &bad_rows[i], expected, bad_rows[i].name);
    }
}

Test(coap, tokens) {
    static const char token[] = "12345678";
    for (size_t len = 0; len <= QDMP_COAP_TOKEN_MAX; len++) {
        char hex[64];
        message_row row = {"token", "", QDMP_COAP_CON, 1, 2, {token, len}, TEXT(""), 0, {{0}}};
        int at = sprintf(hex, "4%zu010002", len);
        for (size_t i = 0; i < len; i++)
            at += sprintf(hex + at, "3%zu", i + 1);
        expect_encoded(encode_row, &row, unhex(hex), hex);
        expect_cuts(unhex(hex));
    }
}

/* --- deltas and lengths ------------------------------------------------------------------------------------------- */

/* How a delta or a length is written (RFC 7252, 3.1). */
static const struct {
    size_t number;
    const char *nibble, *more;
} extended[] = {
    {0, "0", ""},     {1, "1", ""},       {12, "c", ""},      {13, "d", "00"},      {14, "d", "01"},
    {268, "d", "ff"}, {269, "e", "0000"}, {270, "e", "0001"}, {65535, "e", "fef2"}, {65804, "e", "ffff"},
};

static void expect_option(size_t delta, size_t length) {
    static char value[BIG], whole[BIG];
    char head[32], name[48];
    size_t number = extended[delta].number, len = extended[length].number;
    sprintf(head, "40010000 %s%s%s%s", extended[delta].nibble, extended[length].nibble, extended[delta].more,
            extended[length].more);
    sprintf(name, "option %zu of %zu bytes", number, len);
    memset(value, 'v', len);
    message_row row = {name, "", QDMP_COAP_CON, 1, 0, TEXT(""), TEXT(""), 1, {{(uint16_t)number, {value, len}}}};
    qdmp_span begin = unhex(head);
    memcpy(whole, begin.ptr, begin.len);
    memcpy(whole + begin.len, value, len);
    qdmp_span datagram = span_from(whole, begin.len + len);
    expect_encoded(encode_row, &row, datagram, name);
    qdmp_coap_message message;
    cr_assert(qdmp_coap_decode(datagram, &message, NULL) == QDMP_OK, "%s", name);
    expect_options(&message, &row);
    qdmp_error err;
    datagram.len--; /* one byte short: the value is cut, or the bytes that give its length */
    if (len || datagram.len > QDMP_COAP_HEADER)
        cr_expect(qdmp_coap_decode(datagram, &message, &err) == QDMP_COAP && err.offset == datagram.len, "%s", name);
}

Test(coap, deltas_and_lengths) {
    for (size_t delta = 0; delta < COUNT(extended); delta++)
        for (size_t length = 0; length < COUNT(extended); length++)
            if (extended[delta].number <= 65535)
                expect_option(delta, length);
}

Test(coap, longest_value) {
    static char value[BIG];
    message_row row = {"beyond", "", QDMP_COAP_CON,
                       1,        0,  TEXT(""),
                       TEXT(""), 2,  {{1, TEXT("")}, {1, {value, QDMP_COAP_OPTION_MAX + 1}}}};
    cr_expect(QDMP_COAP_OPTION_MAX == 65804);
    qdmp_error expected = {QDMP_LENGTH, QDMP_FIELD_NONE, 1};
    expect_refused(encode_row, &row, expected, row.name);
}

/* --- cut and changed bytes ---------------------------------------------------------------------------------------- */

Test(coap, cut_anywhere) {
    for (size_t i = 0; i < COUNT(messages); i++)
        expect_cuts(unhex(messages[i].hex));
    for (size_t i = 0; i < COUNT(bad_messages); i++)
        expect_cuts(unhex(bad_messages[i].hex));
}

Test(coap, any_byte_changed) {
    for (size_t i = 0; i < COUNT(messages); i++) {
        qdmp_span bytes = unhex(messages[i].hex);
        char changed[64];
        memcpy(changed, bytes.ptr, bytes.len);
        for (size_t place = 0; place < bytes.len; place++)
            for (int byte = 0; byte < 256; byte++) {
                changed[place] = (char)byte;
                expect_sound(span_from(changed, bytes.len));
                changed[place] = bytes.ptr[place];
            }
    }
}

Test(coap, random_bytes) {
    srand(1);
    for (int round = 0; round < 200000; round++) {
        char bytes[40];
        size_t len = (size_t)rand() % sizeof bytes;
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(i == 0 ? 0x40 | (rand() & 0x37) : rand() & (round & 1 ? 0x33 : 0xFF));
        expect_sound(span_from(bytes, len));
    }
}

/* SPDX-License-Identifier: MIT */
/*
 * Tests what the accelerators of a host skip (grammar/README.md): heads of lines, with every pair of digits after them;
 * OK; and texts of every length, which they read and write many bytes at a time. The verdicts on pairs and on OK are
 * typed by hand from the protocol. The verdicts on texts are computed byte by byte. `criterion_small` runs the same
 * tests without accelerators.
 */
#include "guard.h"
#include "message.h"

#include <stdio.h>

enum { DIGITS = 10, BYTES = 256, LONGEST = 40, PATTERN = 0xA5 };

/* The result of a decoder for a line. */
typedef struct answer {
    qdmp_status status;
    size_t used;
    qdmp_error err;
    message message;
} answer;

static answer decode(message_direction direction, qdmp_span in, qdmp_ends ends) {
    answer a = {.used = SIZE_MAX};
    memset(&a.message, PATTERN, sizeof a.message);
    a.status = message_decode(direction, in, ends, &a.message, &a.used, &a.err);
    return a;
}

/* As decode, but the line ends at an unreadable page, and no byte follows it. */
static answer decode_guarded(message_direction direction, const char *line, size_t len, qdmp_ends ends) {
    char *in = guard_behind(len);
    memcpy(in, line, len);
    return decode(direction, span_from(in, len), ends);
}

static void expect_failure(const answer *a, qdmp_span line, qdmp_status status, qdmp_field field, size_t offset) {
    CHECK(a->status == status && a->err.status == status && a->err.field == field && a->err.offset == offset,
          "%s: %s %s at %zu, not %s %s at %zu", shown(line), qdmp_status_name(a->status), qdmp_field_name(a->err.field),
          a->err.offset, qdmp_status_name(status), qdmp_field_name(field), offset);
    CHECK(filled_with(&a->message.request, sizeof a->message.request, PATTERN), "%s: the output was touched",
          shown(line));
}

/* --- pairs --- */

/*
 * One verdict for each of the digits 0 to 9 after <type> and a comma. `+`: the digit is accepted. `R`: the request
 * reads. `E`: it erases. `a`: the digit is not an <act>. `r`: it is out of range. `v`: it is reserved. `s`: it is not
 * an address. `q`: it is not quoted. `t`: it is one parameter too many. `m`: the value after it is missing. `T`: <type>
 * does not exist. `V`: <type> is reserved.
 */
typedef struct pair_row {
    message_direction direction;
    const char *head;
    const char *types;
    const char *verdicts;
    qdmp_field field;  /* at fault, if it is a parameter */
    const char *taken; /* the description of the message, up to the digit */
} pair_row;

#define ASK     REQUEST, "AT+QDMPCFG="
#define ASK_EX  REQUEST, "AT+QDMPCFGEX="
#define TELL    RESPONSE, "+QDMPCFG: "
#define TELL_EX RESPONSE, "+QDMPCFGEX: "

static const pair_row pairs[] = {
    {ASK, "0", "++rrrrrrrr", QDMP_FIELD_DM_MODE, "set-access-mode dmMode="},
    {ASK, "1", "ssssssssss", QDMP_FIELD_SERVER_IP, ""},
    {ASK, "2", "qqqqqqqqqq", QDMP_FIELD_APPKEY, ""},
    {ASK, "3", "VVVVVVVVVV", QDMP_FIELD_NONE, ""},
    {ASK, "4", "+++vrrrrrr", QDMP_FIELD_QUERY_OPT, "query queryOpt="},
    {ASK, "5", "+++v+rrrrr", QDMP_FIELD_ERASE_OPT, "erase eraseOpt="},
    {ASK, "6", "tttttttttt", QDMP_FIELD_NONE, ""},
    {ASK, "789", "TTTTTTTTTT", QDMP_FIELD_NONE, ""},
    {ASK_EX, "0", "mREaaaaaaa", QDMP_FIELD_APPL_INFO, ""},
    {ASK_EX, "1", "mREaaaaaaa", QDMP_FIELD_MAC, ""},
    {ASK_EX, "2", "mREaaaaaaa", QDMP_FIELD_ROM, ""},
    {ASK_EX, "3", "mREaaaaaaa", QDMP_FIELD_SW_VER, ""},
    {ASK_EX, "4", "mREaaaaaaa", QDMP_FIELD_VOLTE, ""},
    {ASK_EX, "5", "mREaaaaaaa", QDMP_FIELD_LOCATION, ""},
    {ASK_EX, "6789", "TTTTTTTTTT", QDMP_FIELD_NONE, ""},
    {TELL, "0", "++rrrrrrrr", QDMP_FIELD_DM_MODE, "info-access-mode dmMode="},
    {TELL, "1", "ssssssssss", QDMP_FIELD_SERVER_IP, ""},
    {TELL, "2", "mmmmmmmmmm", QDMP_FIELD_PASSWORD, ""},
    {TELL, "3", "VVVVVVVVVV", QDMP_FIELD_NONE, ""},
    {TELL, "6", "+rrr++++++", QDMP_FIELD_DMSTATE, "info-state dmstate="},
    {TELL, "45789", "TTTTTTTTTT", QDMP_FIELD_NONE, ""},
    {TELL_EX, "0", "++++++++++", QDMP_FIELD_NONE, "ex-info-appl-info applInfo=\""},
    {TELL_EX, "1", "++++++++++", QDMP_FIELD_NONE, "ex-info-mac mac=\""},
    {TELL_EX, "2", "mmmmmmmmmm", QDMP_FIELD_RAM, ""},
    {TELL_EX, "3", "mmmmmmmmmm", QDMP_FIELD_SW_NAME, ""},
    {TELL_EX, "4", "mmmmmmmmmm", QDMP_FIELD_NET_TYPE, ""},
    {TELL_EX, "5", "++++++++++", QDMP_FIELD_NONE, "ex-info-location location=\""},
    {TELL_EX, "6789", "TTTTTTTTTT", QDMP_FIELD_NONE, ""},
};

static void expect_pair_taken(const answer *a, qdmp_span line, size_t used, const char *taken, char digit) {
    char description[DESCRIPTION_MAX], wanted[64];
    const char *quote = strchr(taken, '"') ? "\"" : "";
    snprintf(wanted, sizeof wanted, "%s%c%s", taken, digit, quote);
    CHECK(a->status == QDMP_OK && a->used == used, "%s: %s, used %zu", shown(line), qdmp_status_name(a->status),
          a->used);
    if (a->status == QDMP_OK)
        CHECK(!strcmp(message_describe(&a->message, description), wanted), "%s: %s", shown(line), description);
}

/* `line` ends after the value, or has one more CR. */
static void expect_pair(const pair_row *row, const answer *a, qdmp_span line, char verdict) {
    size_t value = strlen(row->head) + 2, end = value + 1;
    char type = line.ptr[value - 2], digit = line.ptr[value];
    switch (verdict) {
    case '+': expect_pair_taken(a, line, line.len, row->taken, digit); break;
    case 'R': expect_pair_taken(a, line, line.len, "ex-read type=", type); break;
    case 'E': expect_pair_taken(a, line, line.len, "ex-erase type=", type); break;
    case 'a': expect_failure(a, line, QDMP_RANGE, QDMP_FIELD_ACT, value); break;
    case 'r': expect_failure(a, line, QDMP_RANGE, row->field, value); break;
    case 'v': expect_failure(a, line, QDMP_RESERVED, row->field, value); break;
    case 's': expect_failure(a, line, QDMP_SYNTAX, row->field, end); break;
    case 'q': expect_failure(a, line, QDMP_QUOTING, row->field, value); break;
    case 't': expect_failure(a, line, QDMP_TOO_MANY, QDMP_FIELD_NONE, value); break;
    case 'm': expect_failure(a, line, QDMP_MISSING, row->field, end); break;
    case 'T': expect_failure(a, line, QDMP_RANGE, QDMP_FIELD_TYPE, value - 2); break;
    case 'V': expect_failure(a, line, QDMP_RESERVED, QDMP_FIELD_TYPE, value - 2); break;
    default: cr_assert(false, "no verdict: %c", verdict);
    }
    CHECK(a->used == line.len, "%s: used %zu", shown(line), a->used);
}

/* Decodes the line with three endings: the end of the input, a CR, and an input that may continue. */
static void check_pair(const pair_row *row, char type, int digit) {
    char line[32];
    size_t len = (size_t)snprintf(line, sizeof line, "%s%c,%d\r", row->head, type, digit);
    answer a = decode_guarded(row->direction, line, len - 1, QDMP_WHOLE_LINE);
    expect_pair(row, &a, span_from(line, len - 1), row->verdicts[digit]);
    a = decode_guarded(row->direction, line, len, QDMP_MORE_MAY_COME);
    expect_pair(row, &a, span_from(line, len), row->verdicts[digit]);
    a = decode_guarded(row->direction, line, len - 1, QDMP_MORE_MAY_COME);
    expect_failure(&a, span_from(line, len - 1), QDMP_TRUNCATED, QDMP_FIELD_NONE, len - 1);
    CHECK(a.used == 0, "%s: used %zu", shown(span_from(line, len - 1)), a.used);
}

Test(accelerators, pairs) {
    for (size_t i = 0; i < COUNT(pairs); i++)
        for (const char *type = pairs[i].types; *type; type++)
            for (int digit = 0; digit < DIGITS; digit++)
                check_pair(&pairs[i], *type, digit);
}

Test(accelerators, every_pair_has_a_verdict) {
    size_t seen = 0;
    for (size_t i = 0; i < COUNT(pairs); i++)
        seen += strlen(pairs[i].types);
    cr_expect(seen == 4 * DIGITS, "%zu types", seen);
}

/* Any bytes: a line alone has the same meaning as after an empty line and with a line end of its own. */
static void check_bytes(message_direction direction, const char *head, const char bytes[3]) {
    char framed[32] = "\n", *line = framed + 1;
    size_t len = (size_t)snprintf(line, sizeof framed - 1, "%s%c...", head, direction == REQUEST ? '=' : ' ');
    memcpy(line + len - 3, bytes, 3);
    line[len] = '\r';
    answer whole = decode_guarded(direction, line, len, QDMP_WHOLE_LINE);
    if (direction == REQUEST)
        line[0] = 'a'; /* no accelerator accepts a small letter */
    answer ended = decode(direction, span_from(framed, len + 2), QDMP_MORE_MAY_COME);
    line[0] = head[0];
    qdmp_span in = span_from(line, len);
    size_t used = ended.used - 1 < len ? ended.used - 1 : len;
    if (ended.status != QDMP_OK && ended.err.status != QDMP_NOT_OURS)
        ended.err.offset--;
    CHECK(whole.status == ended.status && whole.used == used, "%s: %s, used %zu", shown(in),
          qdmp_status_name(whole.status), whole.used);
    if (ended.status != QDMP_OK)
        expect_failure(&whole, in, ended.status, ended.err.field, ended.err.offset);
    else
        CHECK(message_equal(&whole.message, &ended.message), "%s", shown(in));
}

static bool is_eol(char byte) {
    return byte == '\r' || byte == '\n';
}

static void check_bytes_everywhere(char type, char comma, char value) {
    static const char *const heads[][2] = {{"AT+QDMPCFG", "AT+QDMPCFGEX"}, {"+QDMPCFG:", "+QDMPCFGEX:"}};
    const char bytes[] = {type, comma, value};
    if (is_eol(type) || is_eol(comma) || is_eol(value))
        return;
    for (int d = REQUEST; d <= RESPONSE; d++)
        for (int ex = 0; ex < 2; ex++)
            check_bytes((message_direction)d, heads[d][ex], bytes);
}

Test(accelerators, pairs_of_any_bytes) {
    for (int type = 0; type < BYTES; type++)
        for (int value = 0; value < BYTES; value++)
            check_bytes_everywhere((char)type, ',', (char)value);
}

Test(accelerators, pairs_with_any_byte_for_the_comma) {
    for (int pair = 0; pair < DIGITS * DIGITS; pair++)
        for (int comma = 0; comma < BYTES; comma++)
            check_bytes_everywhere((char)('0' + pair / DIGITS), (char)comma, (char)('0' + pair % DIGITS));
}

/* --- OK --- */

typedef struct ok_row {
    const char *line;
    qdmp_ends ends;
    qdmp_status status;
    size_t used;
} ok_row;

static const ok_row oks[] = {
    {"OK", QDMP_WHOLE_LINE, QDMP_OK, 2},
    {"OK", QDMP_MORE_MAY_COME, QDMP_TRUNCATED, 0},
    {"OK\r", QDMP_WHOLE_LINE, QDMP_OK, 3},
    {"OK\r", QDMP_MORE_MAY_COME, QDMP_OK, 3},
    {"OK\r\nOK", QDMP_WHOLE_LINE, QDMP_OK, 4},
    {"\r\nOK", QDMP_WHOLE_LINE, QDMP_OK, 4},
    {"\r\nOK", QDMP_MORE_MAY_COME, QDMP_TRUNCATED, 0},
    {"\r\nOK\r\n", QDMP_MORE_MAY_COME, QDMP_OK, 6},
    {"O", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 1},
    {"KO", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 2},
    {"Ok", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 2},
    {"ok", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 2},
    {"OKK", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 3},
    {"OK ", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 3},
    {" OK", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 3},
    {"OK;", QDMP_WHOLE_LINE, QDMP_NOT_OURS, 3},
};

Test(accelerators, ok) {
    for (size_t i = 0; i < COUNT(oks); i++) {
        qdmp_span line = span_of(oks[i].line);
        answer a = decode_guarded(RESPONSE, line.ptr, line.len, oks[i].ends);
        if (oks[i].status == QDMP_OK)
            cr_expect(a.status == QDMP_OK && a.message.response.kind == QDMP_RESULT_OK, "%s", shown(line));
        else
            expect_failure(&a, line, oks[i].status, QDMP_FIELD_NONE, oks[i].status == QDMP_TRUNCATED ? line.len : 0);
        cr_expect(a.used == oks[i].used, "%s: used %zu", shown(line), a.used);
    }
}

Test(accelerators, ok_without_used_and_error) {
    qdmp_response response;
    cr_expect(qdmp_response_decode(span_of("OK"), QDMP_WHOLE_LINE, &response, NULL, NULL) == QDMP_OK);
    cr_expect(qdmp_response_decode(span_of("OK"), QDMP_MORE_MAY_COME, &response, NULL, NULL) == QDMP_TRUNCATED);
}

/* --- texts --- */

/* A line around one text: the text before and after it, and whether a comma ends it. */
typedef struct text_row {
    message_direction direction;
    const char *before;
    const char *behind;
    qdmp_field field;
    bool one_of_several;
} text_row;

static const text_row texts[] = {
    {REQUEST, "AT+QDMPCFGEX=5,0,\"", "\"", QDMP_FIELD_LOCATION, false},
    {REQUEST, "AT+QDMPCFGEX=3,0,\"\",\"", "\"", QDMP_FIELD_SW_NAME, true},
    {RESPONSE, "+QDMPCFGEX: 5,", "", QDMP_FIELD_LOCATION, false},
    {RESPONSE, "+QDMPCFGEX: 3,v,", "", QDMP_FIELD_SW_NAME, true},
    {RESPONSE, "+QDMPCFGEX: 3,v,\"", "\"", QDMP_FIELD_SW_NAME, true},
    {RESPONSE, "+CME ERROR: .", "", QDMP_FIELD_DETAIL, false},
};

/*
 * Bytes in the middle of texts of letters: those with a meaning, and those that a faulty accelerator may confuse with
 * them.
 */
static const unsigned char odd_bytes[] = {0x00, 0x1F, ' ',  '!',  '"',  '#',  '+',  ',', '-',
                                          ';',  '|',  0x7E, 0x7F, 0x80, 0xA2, 0xAC, 0xFF};

static bool is_text(unsigned char byte) {
    return byte >= 0x20 && byte != 0x7F;
}

/* `line` is `row` around `len` letters, of which the one at `place` is `odd`. */
static void expect_text(const text_row *row, const answer *a, qdmp_span line, size_t len, size_t place) {
    size_t begin = strlen(row->before), at = begin + place;
    unsigned char odd = place < len ? (unsigned char)line.ptr[at] : 't';
    bool quoted = *row->behind, detail = row->field == QDMP_FIELD_DETAIL;
    if (!is_text(odd))
        expect_failure(a, line, QDMP_BAD_CHAR, row->field, at);
    else if (odd == '"' && quoted)
        expect_failure(a, line, QDMP_SYNTAX, row->field, at + 1);
    else if (odd == '"' && !detail && place > 0)
        expect_failure(a, line, QDMP_BAD_CHAR, row->field, at);
    else if (odd == '"' && !detail)
        expect_failure(a, line, QDMP_UNTERMINATED, row->field, line.len);
    else if (odd == ',' && !quoted && row->one_of_several)
        expect_failure(a, line, QDMP_AMBIGUOUS, QDMP_FIELD_NONE, at + 1);
    else
        CHECK(a->status == QDMP_OK &&
                  span_equal(message_text(&a->message, row->field), span_from(line.ptr + begin - detail, len + detail)),
              "%s: %s", shown(line), qdmp_status_name(a->status));
    CHECK(a->used == line.len, "%s: used %zu", shown(line), a->used);
}

static void check_text(const text_row *row, size_t len, size_t place, unsigned char odd) {
    char line[96];
    size_t begin = strlen(row->before), size = begin + len;
    memcpy(line, row->before, begin);
    memset(line + begin, 't', len);
    if (place < len)
        line[begin + place] = (char)odd;
    if (*row->behind)
        line[size++] = *row->behind;
    answer a = decode_guarded(row->direction, line, size, QDMP_WHOLE_LINE);
    expect_text(row, &a, span_from(line, size), len, place);
}

/* Tests every length, with an odd byte at every place, and without an odd byte. */
Test(accelerators, texts_read) {
    for (size_t i = 0; i < COUNT(texts); i++)
        for (size_t len = 0; len <= LONGEST; len++)
            for (size_t place = 0; place <= len; place++)
                for (size_t b = 0; b < COUNT(odd_bytes); b++)
                    check_text(&texts[i], len, place, odd_bytes[b]);
}

/* Computes byte by byte whether a text that ends at any of `stops` may be written. */
static qdmp_status verdict_on(qdmp_span text, const char *stops) {
    for (size_t i = 0; i < text.len; i++)
        if (!is_text((unsigned char)text.ptr[i]) || strchr(stops, text.ptr[i]))
            return QDMP_NOT_REPRESENTABLE;
    return QDMP_OK;
}

static void check_written(message m, qdmp_field field, const char *stops, qdmp_span text) {
    char out[96];
    memcpy(message_at(&m, field), &text, sizeof text);
    qdmp_status status = message_encode(&m, 0, (qdmp_room){out, sizeof out}, NULL, NULL);
    CHECK(status == verdict_on(text, stops), "%s '%s': %s", qdmp_field_name(field), shown(text),
          qdmp_status_name(status));
}

static void check_application_written(qdmp_span text) {
    char out[96];
    qdmp_app app = {text, text, 1, 1};
    qdmp_status status = qdmp_app_info_encode(&app, 1, (qdmp_room){out, sizeof out}, NULL, NULL);
    CHECK(status == verdict_on(text, "\"|;"), "application '%s': %s", shown(text), qdmp_status_name(status));
}

static void check_written_everywhere(qdmp_span text) {
    static const qdmp_software software = {QDMP_LITERAL("v"), QDMP_LITERAL("n")};
    message ask_one = {REQUEST, .request = {.kind = QDMP_EX_SAVE_LOCATION}};
    message ask_two = {REQUEST, .request = {.kind = QDMP_EX_SAVE_SOFTWARE, .software = software}};
    message tell_one = {RESPONSE, .response = {.kind = QDMP_EX_INFO_LOCATION}};
    message tell_two = {RESPONSE, .response = {.kind = QDMP_EX_INFO_SOFTWARE, .software = software}};
    check_written(ask_one, QDMP_FIELD_LOCATION, "\"", text);
    check_written(ask_two, QDMP_FIELD_SW_NAME, "\"", text);
    check_written(tell_one, QDMP_FIELD_LOCATION, "\"", text);
    check_written(tell_two, QDMP_FIELD_SW_NAME, "\",", text);
    check_application_written(text);
}

/* Every text lies in front of an unreadable page. */
Test(accelerators, texts_written) {
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t place = 0; place <= len; place++)
            for (size_t b = 0; b < COUNT(odd_bytes); b++) {
                char *text = guard_behind(len);
                memset(text, 't', len);
                if (place < len)
                    text[place] = (char)odd_bytes[b];
                check_written_everywhere(span_from(text, len));
            }
}

/* SPDX-License-Identifier: MIT */
/*
 * Tests every byte value before a line, and at each place in the beginning of a line. The verdicts are typed by hand,
 * byte by byte, from R1 to R3, R11, R20, R28 and R29 of docs/protocol.md.
 */
#include "support.h"

#include <stdio.h>

enum { ANY_BYTE = 256, LINE_MAX = 64 };

/* The expected result for a line. `used`: bytes used; 0 for all of them. */
typedef struct verdict {
    qdmp_status status;
    qdmp_field field;
    size_t offset, used;
    qdmp_deviation deviation; /* the marked deviation, 0 for none */
} verdict;

static const verdict fine = {.status = QDMP_OK};
static const verdict foreign = {.status = QDMP_NOT_OURS};
static const verdict noisy = {.status = QDMP_OK, .deviation = QDMP_DEVIATION_NOISE};
static const verdict other_test = {.status = QDMP_OK, .deviation = QDMP_DEVIATION_TEST};

static verdict fault(qdmp_status status, qdmp_field field, size_t offset) {
    verdict v = {.status = status, .field = field, .offset = offset};
    return v;
}

/* The line ends at `used`. */
static verdict cut(verdict v, size_t used) {
    v.used = used;
    return v;
}

static bool is_one_of(int byte, const char *bytes) {
    return byte && strchr(bytes, byte) != NULL;
}

/* --- ways to decode ----------------------------------------------------------------------------------------------- */

typedef struct answer {
    qdmp_status status;
    qdmp_error err;
    size_t used;
    qdmp_deviation deviation; /* the first one, 0 for none */
    bool value_is_right;      /* the access mode is 1; true for a test line, which has no mode */
} answer;

typedef answer decode_way(qdmp_span line, qdmp_ends ends);

static answer of_request(qdmp_status status, const qdmp_request *r, qdmp_error err, size_t used) {
    answer a = {status, err, used, (qdmp_deviation)0, r->kind == QDMP_SET_ACCESS_MODE && r->dm_mode == 1};
    return a;
}

static answer of_response(qdmp_status status, const qdmp_response *r, qdmp_error err, size_t used) {
    bool right = r->kind == QDMP_INFO_TEST || (r->kind == QDMP_INFO_ACCESS_MODE && r->dm_mode == 1);
    answer a = {status, err, used, QDMP_MARK_DEVIATION(r->deviations[0]), right};
    return a;
}

#define WAY(name, message, call)                                                                                       \
    static answer name(qdmp_span line, qdmp_ends ends) {                                                               \
        qdmp_##message m = {0};                                                                                        \
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};                                                                \
        size_t used = SIZE_MAX;                                                                                        \
        qdmp_status status = call;                                                                                     \
        return of_##message(status, &m, err, used);                                                                    \
    }

#define REST(rest)      qdmp_request_decode_rest(line, ends, QDMP_COMMAND_CFG, rest, &m, &used, &err)
#define INFO_REST(rest) qdmp_response_decode_rest(line, ends, QDMP_COMMAND_CFG, rest, &m, &used, &err)
WAY(request, request, qdmp_request_decode(line, ends, &m, &used, &err))
WAY(from_sign, request, REST(QDMP_REQUEST_FROM_SIGN))
WAY(of_set, request, REST(QDMP_REQUEST_OF_SET))
WAY(response, response, qdmp_response_decode(line, ends, &m, &used, &err))
WAY(tolerant, response, qdmp_response_decode_tolerant(line, ends, &m, &used, &err))
WAY(from_colon, response, INFO_REST(QDMP_REST_FROM_COLON))
WAY(tolerant_from_colon, response, INFO_REST((unsigned)QDMP_REST_FROM_COLON | QDMP_REST_TOLERANT))
WAY(behind_colon, response, INFO_REST(QDMP_REST_BEHIND_COLON))
WAY(tolerant_behind_colon, response, INFO_REST((unsigned)QDMP_REST_BEHIND_COLON | QDMP_REST_TOLERANT))

static void expect_verdict(decode_way *decode, const char *bytes, size_t len, qdmp_ends ends, verdict v) {
    qdmp_span line = {bytes, len};
    answer a = decode(line, ends);
    size_t used = v.used ? v.used : len;
    CHECK(a.status == v.status, "%s: %s, not %s", shown(line), qdmp_status_name(a.status), qdmp_status_name(v.status));
    CHECK(a.used == used, "%s: %zu bytes used, not %zu", shown(line), a.used, used);
    if (v.status == QDMP_OK)
        CHECK(a.value_is_right && a.deviation == v.deviation, "%s: another message", shown(line));
    else
        CHECK(a.err.status == v.status && a.err.field == v.field && a.err.offset == v.offset,
              "%s: %s of '%s' at %zu, not at %zu", shown(line), qdmp_status_name(a.err.status),
              qdmp_field_name(a.err.field), a.err.offset, v.offset);
}

typedef verdict verdict_of(int byte, size_t place);

/*
 * Tests the line with each byte in front of it, then with each byte at each of the first `places`; ended by CR, and by
 * the end of the input.
 */
static void expect_every_byte(decode_way *decode, const char *text, verdict_of *in_front, size_t places,
                              verdict_of *in_place) {
    for (int byte = 0; byte < ANY_BYTE; byte++) {
        char line[LINE_MAX];
        int len = sprintf(line, "?%s\r", text);
        line[0] = (char)(unsigned char)byte;
        expect_verdict(decode, line, (size_t)len, QDMP_MORE_MAY_COME, in_front(byte, 0));
        expect_verdict(decode, line, (size_t)len - 1, QDMP_WHOLE_LINE, in_front(byte, 0));
        for (size_t place = 0; place < places; place++) {
            len = sprintf(line, "%s\r", text);
            line[place] = (char)(unsigned char)byte;
            expect_verdict(decode, line, (size_t)len, QDMP_MORE_MAY_COME, in_place(byte, place));
            expect_verdict(decode, line, (size_t)len - 1, QDMP_WHOLE_LINE, in_place(byte, place));
        }
    }
}

/* --- requests ----------------------------------------------------------------------------------------------------- */

/* R2, R3: spaces and empty lines. */
static verdict before_request(int byte, size_t place) {
    (void)place;
    return is_one_of(byte, " \r\n") ? fine : foreign;
}

/* A line that is not ours: it ends at a CR or LF, unless the CR or LF is in front of it. */
static verdict other_line(int byte, size_t place) {
    return is_one_of(byte, "\r\n") && place ? cut(foreign, place + 1) : foreign;
}

/* R1, R20: at each place of AT+QDMPCFG its letter is accepted, capital or small. */
static verdict in_request(int byte, size_t place) {
    static const char *const letters[] = {"Aa", "Tt", "+", "Qq", "Dd", "Mm", "Pp", "Cc", "Ff", "Gg"};
    return is_one_of(byte, letters[place]) ? fine : other_line(byte, place);
}

/* Spaces and line ends may replace AT; one of its two letters alone may not. */
static verdict in_request_without_at(int byte, size_t place) {
    return in_request(byte, place + 2).status == QDMP_OK ? fine : other_line(byte, place);
}

Test(first_bytes, requests) {
    expect_every_byte(request, "AT+QDMPCFG=0,1", before_request, 10, in_request);
    expect_every_byte(request, "+QDMPCFG=0,1", before_request, 8, in_request_without_at);
}

/* R20: a letter, digit or `_` after the name makes another name; a sign (R3) follows the name at `at`. */
static verdict behind_name(int byte, size_t at) {
    static const char word[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
    if (byte == '=')
        return fine;
    if (is_one_of(byte, word))
        return foreign;
    switch (byte) {
    case '\r':
    case '\n': return cut(fault(QDMP_FORM, QDMP_FIELD_NONE, at), at + 1); /* section 3: no execute form */
    case ';': return fault(QDMP_FORM, QDMP_FIELD_NONE, at);
    case ' ':
    case '?': return fault(QDMP_SYNTAX, QDMP_FIELD_NONE, at + 1);
    default: return fault(QDMP_SYNTAX, QDMP_FIELD_NONE, at);
    }
}

Test(first_bytes, behind_the_name_of_a_request) {
    for (int byte = 0; byte < ANY_BYTE; byte++) {
        char line[] = "AT+QDMPCFG?0,1\r";
        line[10] = (char)(unsigned char)byte;
        expect_verdict(request, line, sizeof line - 1, QDMP_MORE_MAY_COME, behind_name(byte, 10));
        expect_verdict(request, line, sizeof line - 2, QDMP_WHOLE_LINE, behind_name(byte, 10));
    }
}

/*
 * R1, R20: the letters of EX, capital or small. Any other letter makes another name. Any other byte makes a QDMPCFG
 * without a sign.
 */
static verdict in_ex(int byte, size_t place) {
    if (is_one_of(byte, place == 10 ? "Ee" : "Xx"))
        return fault(QDMP_MISSING, QDMP_FIELD_APPL_INFO, 16);
    if (place == 11)
        return other_line(byte, place);
    verdict v = behind_name(byte, 10);
    return byte == '=' ? fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 11) : v;
}

Test(first_bytes, extended_name) {
    for (int byte = 0; byte < ANY_BYTE; byte++) {
        for (size_t place = 10; place < 12; place++) {
            char line[] = "AT+QDMPCFGEX=0,0\r";
            line[place] = (char)(unsigned char)byte;
            expect_verdict(request, line, sizeof line - 1, QDMP_MORE_MAY_COME, in_ex(byte, place));
            expect_verdict(request, line, sizeof line - 2, QDMP_WHOLE_LINE, in_ex(byte, place));
        }
    }
}

/* R29: only spaces may precede the sign; no empty line is skipped. */
static verdict before_sign(int byte, size_t place) {
    (void)place;
    switch (byte) {
    case ' ': return fine;
    case '=': return fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 1);
    case '?': return fault(QDMP_SYNTAX, QDMP_FIELD_NONE, 1);
    case ';': return fault(QDMP_FORM, QDMP_FIELD_NONE, 0);
    case '\r':
    case '\n': return cut(fault(QDMP_FORM, QDMP_FIELD_NONE, 0), 1);
    default: return fault(QDMP_SYNTAX, QDMP_FIELD_NONE, 0);
    }
}

/* The byte in the place of the sign. */
static verdict in_sign(int byte, size_t place) {
    if (byte == '=')
        return fine;
    return byte == ' ' ? fault(QDMP_SYNTAX, QDMP_FIELD_NONE, 1) : before_sign(byte, place);
}

/* R29, R4: bytes before the <type> of `0,1`. Two digits are a number; only 00 to 02 and 04 to 06 are types. */
static verdict before_type(int byte, size_t place) {
    (void)place;
    if (is_one_of(byte, " 0"))
        return fine;
    if (byte > '0' && byte <= '9')
        return fault(QDMP_RANGE, QDMP_FIELD_TYPE, 0);
    switch (byte) {
    case '\r':
    case '\n': return cut(fault(QDMP_MISSING, QDMP_FIELD_TYPE, 0), 1);
    case ';':
    case ',': return fault(QDMP_MISSING, QDMP_FIELD_TYPE, 0);
    case '"': return fault(QDMP_QUOTING, QDMP_FIELD_TYPE, 0);
    default: return fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 0);
    }
}

Test(first_bytes, requests_behind_the_name) {
    expect_every_byte(from_sign, "=0,1", before_sign, 1, in_sign);
    expect_every_byte(of_set, "0,1", before_type, 0, NULL);
}

/* --- responses ---------------------------------------------------------------------------------------------------- */

/* R11: no space may precede the text; R2: empty lines may. */
static verdict before_response(int byte, size_t place) {
    (void)place;
    return is_one_of(byte, "\r\n") ? fine : foreign;
}

/* R20: the name is exactly `+QDMPCFG:`, in capitals. */
static verdict in_response(int byte, size_t place) {
    return byte == "+QDMPCFG:"[place] ? fine : other_line(byte, place);
}

/* R28: noise is any byte below a space except CR and LF, a space, DEL, 0xFF, and one `>`. */
static verdict before_tolerant(int byte, size_t place) {
    (void)place;
    if (is_one_of(byte, "\r\n"))
        return fine;
    return byte <= ' ' || byte == '>' || byte == 0x7F || byte == 0xFF ? noisy : foreign;
}

Test(first_bytes, responses) {
    expect_every_byte(response, "+QDMPCFG: 0,1", before_response, 9, in_response);
    expect_every_byte(tolerant, "+QDMPCFG: 0,1", before_tolerant, 9, in_response);
}

/*
 * R12, R20: the other texts that are ours, each exactly as written there. A `:` in the place of the E of EX ends
 * another name.
 */
Test(first_bytes, heads_of_responses) {
    static const char *const heads[] = {"OK", "ERROR", "+CME ERROR:", "+QDMPCFGEX:"};
    for (size_t i = 0; i < COUNT(heads); i++) {
        for (size_t place = 0; place < strlen(heads[i]); place++) {
            for (int byte = 0; byte < ANY_BYTE; byte++) {
                char line[LINE_MAX];
                size_t len = (size_t)sprintf(line, "%s%s\r", heads[i], strchr(heads[i], '+') ? " 1,2" : "");
                verdict v = other_line(byte, place);
                if (byte == heads[i][place])
                    continue;
                if (byte == ':' && place == 8 && heads[i][place] == 'E')
                    v = fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 9);
                line[place] = (char)(unsigned char)byte;
                expect_verdict(response, line, len, QDMP_MORE_MAY_COME, v);
                expect_verdict(response, line, len - 1, QDMP_WHOLE_LINE, v);
                expect_verdict(tolerant, line, len, QDMP_MORE_MAY_COME, v);
            }
        }
    }
}

/* R29: the text begins with the colon; nothing before it is skipped, in a strict or a tolerant decode. */
static verdict before_colon(int byte, size_t place) {
    (void)place;
    if (is_one_of(byte, "\r\n"))
        return cut(fault(QDMP_SYNTAX, QDMP_FIELD_NONE, 0), 1);
    return byte == ':' ? fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 1) : fault(QDMP_SYNTAX, QDMP_FIELD_NONE, 0);
}

static verdict in_colon(int byte, size_t place) {
    return byte == ':' ? fine : before_colon(byte, place);
}

/* R13, R16, R19: the bytes before ` 0,1`. Spaces around the type are skipped. A `;` does not end a response. */
static verdict before_value(int byte, size_t place) {
    (void)place;
    switch (byte) {
    case ' ':
    case '0': break;
    case '\r':
    case '\n': return cut(fault(QDMP_MISSING, QDMP_FIELD_TYPE, 0), 1);
    case ',': return fault(QDMP_MISSING, QDMP_FIELD_TYPE, 0);
    case '"': return fault(QDMP_QUOTING, QDMP_FIELD_TYPE, 0);
    case '<': return fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 1); /* a test line begins with it */
    default:
        return byte > '0' && byte <= '9' ? fault(QDMP_RANGE, QDMP_FIELD_TYPE, 0)
                                         : fault(QDMP_SYNTAX, QDMP_FIELD_TYPE, 0);
    }
    return fine;
}

/* R28: a text that begins with `<` or `(` is the test line. */
static verdict before_tolerant_value(int byte, size_t place) {
    return is_one_of(byte, "<(") ? other_test : before_value(byte, place);
}

Test(first_bytes, responses_behind_the_name) {
    expect_every_byte(from_colon, ": 0,1", before_colon, 1, in_colon);
    expect_every_byte(tolerant_from_colon, ": 0,1", before_colon, 1, in_colon);
    expect_every_byte(behind_colon, "0,1", before_value, 0, NULL);
    expect_every_byte(tolerant_behind_colon, "0,1", before_tolerant_value, 0, NULL);
}

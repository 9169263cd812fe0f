/* SPDX-License-Identifier: MIT */
/*
 * Tests finite sets of inputs completely: exhaustive [ci | nightly]. The verdicts are computed from numbers and bytes
 * by docs/protocol.md. Without an argument: ports and dmstates of up to six digits, octets of up to four, pairs of
 * <type> and the value after it of up to three, all combinations of the first three bytes of a line, and all heads of a
 * CoAP option. `ci`: pairs of up to four digits. `nightly`: in addition, every updatePeriod of 32 bits and a few
 * beyond.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exhaustive_options.h"
#include "qdmp/qdmp.h"

enum { ANY_OFFSET = -1, SHOWN_MAX = 20, DIGITS_MAX = 16 };

static unsigned long tried, failed;

/* The result of a decoder for a line. */
typedef struct answer {
    qdmp_status status;
    size_t used;
    qdmp_error err;
    union {
        qdmp_request request;
        qdmp_response response;
    };
} answer;

static void fail(const char *line, size_t len, const answer *a, const char *wanted) {
    if (++failed > SHOWN_MAX)
        return;
    printf("FAILED '");
    for (size_t i = 0; i < len; i++)
        printf(line[i] >= ' ' && line[i] < 0x7F ? "%c" : "\\x%02x", (unsigned char)line[i]);
    printf("': %s at %zu, used %zu, not %s\n", qdmp_status_name(a->status), a->err.offset, a->used, wanted);
}

static answer ask(const char *line, size_t len) {
    answer a;
    a.status = qdmp_request_decode((qdmp_span){line, len}, QDMP_MORE_MAY_COME, &a.request, &a.used, &a.err);
    tried++;
    return a;
}

static answer tell(const char *line, size_t len) {
    answer a;
    a.status = qdmp_response_decode((qdmp_span){line, len}, QDMP_MORE_MAY_COME, &a.response, &a.used, &a.err);
    tried++;
    return a;
}

static bool failed_as(const answer *a, qdmp_status status, qdmp_field field, long offset) {
    return a->status == status && a->err.status == status && a->err.field == field &&
           (offset == ANY_OFFSET || a->err.offset == (size_t)offset);
}

/* --- numbers --- */

/* The next text of digits, shorter texts first: "0" ... "9", "00" ... */
static bool next_digits(char *digits, size_t longest) {
    size_t len = strlen(digits);
    for (size_t i = len; i-- > 0; digits[i] = '0')
        if (digits[i]++ < '9')
            return true;
    memset(digits, '0', len + 1);
    digits[len + 1] = '\0';
    return len < longest;
}

static bool port_is_right(const answer *a, unsigned port, const qdmp_server *server, long at) {
    if (port >= 1 && port <= 65535)
        return a->status == QDMP_OK && server->port == port;
    return failed_as(a, QDMP_RANGE, QDMP_FIELD_SERVER_PORT, at);
}

static void ports(void) {
    char line[80], digits[DIGITS_MAX] = "0";
    do {
        unsigned port = (unsigned)strtoul(digits, NULL, 10);
        size_t len = (size_t)sprintf(line, "AT+QDMPCFG=1,1.2.3.4,%s,300\r", digits);
        answer a = ask(line, len);
        if (!port_is_right(&a, port, &a.request.server, 21))
            fail(line, len, &a, "as the port is");
        len = (size_t)sprintf(line, "+QDMPCFG: 1,1.2.3.4,%s,300\r", digits);
        a = tell(line, len);
        if (!port_is_right(&a, port, &a.response.server, 20))
            fail(line, len, &a, "as the port is");
    } while (next_digits(digits, 6));
}

/* A fourth digit, and a digit after a leading zero, are faults of their own. Of two faults either may be reported. */
static bool octet_is_right(const answer *a, const char *digits, unsigned place, long at) {
    size_t len = strlen(digits);
    unsigned octet = (unsigned)strtoul(digits, NULL, 10);
    if (len > 1 && digits[0] == '0')
        return failed_as(a, QDMP_SYNTAX, QDMP_FIELD_SERVER_IP, at + 1);
    if (octet <= 255)
        return a->status == QDMP_OK && a->request.server.ip[place] == octet;
    return failed_as(a, QDMP_RANGE, QDMP_FIELD_SERVER_IP, at) ||
           (len > 3 && failed_as(a, QDMP_SYNTAX, QDMP_FIELD_SERVER_IP, at + 3));
}

static void octets(void) {
    static const char *const addresses[] = {"%s.2.3.4", "1.%s.3.4", "1.2.%s.4", "1.2.3.%s"};
    for (unsigned place = 0; place < 4; place++) {
        char line[80], address[32], digits[DIGITS_MAX] = "0";
        do {
            sprintf(address, addresses[place], digits);
            size_t len = (size_t)sprintf(line, "AT+QDMPCFG=1,%s,5683,300\r", address);
            answer a = ask(line, len);
            if (!octet_is_right(&a, digits, place, 13 + 2 * (long)place))
                fail(line, len, &a, "as the octet is");
        } while (next_digits(digits, 4));
    }
}

static bool is_dmstate(unsigned number) {
    return number == 0 || (number >= 4 && number <= 9) || (number >= 11 && number <= 13);
}

static void dmstates(void) {
    char line[80], digits[DIGITS_MAX] = "0";
    do {
        unsigned number = (unsigned)strtoul(digits, NULL, 10);
        size_t len = (size_t)sprintf(line, "+QDMPCFG: 6,%s\r", digits);
        answer a = tell(line, len);
        if (is_dmstate(number) ? a.status != QDMP_OK || a.response.dmstate != number
                               : !failed_as(&a, QDMP_RANGE, QDMP_FIELD_DMSTATE, 12))
            fail(line, len, &a, "as the dmstate is");
    } while (next_digits(digits, 6));
}

/* --- types and acts --- */

static bool ex_is_right(const answer *a, unsigned type, unsigned act, long at) {
    if (type > 5 && failed_as(a, QDMP_RANGE, QDMP_FIELD_TYPE, 13))
        return true;
    if (act > 2)
        return failed_as(a, QDMP_RANGE, QDMP_FIELD_ACT, at);
    if (type > 5)
        return false;
    if (act == 0)
        return a->status == QDMP_MISSING && a->err.offset == a->used - 1;
    return a->status == QDMP_OK && a->request.kind == (act == 1 ? QDMP_EX_READ : QDMP_EX_ERASE) &&
           a->request.ex_type == type;
}

static bool cfg_is_right(const answer *a, unsigned type, unsigned value, long at) {
    const qdmp_request *r = &a->request;
    switch (type) {
    case 0:
        return value < 2 ? a->status == QDMP_OK && r->kind == QDMP_SET_ACCESS_MODE && r->dm_mode == value
                         : failed_as(a, QDMP_RANGE, QDMP_FIELD_DM_MODE, at);
    case 1: return a->err.field == QDMP_FIELD_SERVER_IP && (a->status == QDMP_SYNTAX || a->status == QDMP_RANGE);
    case 2: return failed_as(a, QDMP_QUOTING, QDMP_FIELD_APPKEY, at);
    case 3: return failed_as(a, QDMP_RESERVED, QDMP_FIELD_TYPE, 11);
    case 4:
        if (value < 3)
            return a->status == QDMP_OK && r->kind == QDMP_QUERY && r->query_opt == value;
        return failed_as(a, value == 3 ? QDMP_RESERVED : QDMP_RANGE, QDMP_FIELD_QUERY_OPT, at);
    case 5:
        if (value < 3 || value == 4)
            return a->status == QDMP_OK && r->kind == QDMP_ERASE && r->erase_opt == value;
        return failed_as(a, value == 3 ? QDMP_RESERVED : QDMP_RANGE, QDMP_FIELD_ERASE_OPT, at);
    case 6: return failed_as(a, QDMP_TOO_MANY, QDMP_FIELD_NONE, at);
    default: return failed_as(a, QDMP_RANGE, QDMP_FIELD_TYPE, 11);
    }
}

static size_t put(char *to, const char *text) {
    size_t len = strlen(text);
    memcpy(to, text, len);
    return len;
}

/* Tests every pair of up to `longest` digits after `head`. */
static void pairs(const char *head, size_t longest,
                  bool (*is_right)(const answer *a, unsigned type, unsigned value, long at)) {
    char line[80], type[DIGITS_MAX] = "0";
    do {
        size_t at = put(line, head);
        at += put(line + at, type);
        line[at++] = ',';
        unsigned type_number = (unsigned)strtoul(type, NULL, 10);
        char *value = line + at;
        strcpy(value, "0");
        do {
            size_t end = at + strlen(value);
            unsigned number = 0;
            for (const char *digit = value; *digit; digit++)
                number = number * 10 + (unsigned)(*digit - '0');
            line[end] = '\r';
            answer a = ask(line, end + 1);
            if (!is_right(&a, type_number, number, (long)at) || a.used != end + 1)
                fail(line, end + 1, &a, "as <type> and the value behind it are");
            line[end] = '\0';
        } while (next_digits(value, longest));
    } while (next_digits(type, longest));
}

/* --- first bytes --- */

static bool is_eol(char byte) {
    return byte == '\r' || byte == '\n';
}

/* The beginning of the first line that is not empty. */
static size_t skip_empty_lines(const char *line, size_t len) {
    for (size_t begin = 0, i = 0;; begin = ++i) {
        while (i < len && line[i] == ' ')
            i++;
        if (i == len || !is_eol(line[i]))
            return begin;
    }
}

static size_t end_of_line(const char *line, size_t begin) {
    while (!is_eol(line[begin]))
        begin++;
    return begin + (line[begin] == '\r' && line[begin + 1] == '\n' ? 2 : 1);
}

static bool is_foreign(const answer *a, const char *line, size_t len) {
    return failed_as(a, QDMP_NOT_OURS, QDMP_FIELD_NONE, 0) && a->used == end_of_line(line, skip_empty_lines(line, len));
}

static bool is_blank(char byte) {
    return byte == ' ' || is_eol(byte);
}

/* Texts before `QDMPCFG=0,1`: AT or text that is skipped, and a `+`. */
static void first_bytes_of_request(char *line, size_t len) {
    bool at = (line[0] == 'A' || line[0] == 'a') && (line[1] == 'T' || line[1] == 't');
    bool ours = line[2] == '+' && (at || (is_blank(line[0]) && is_blank(line[1])));
    answer a = ask(line, len);
    if (ours ? a.status != QDMP_OK || a.used != len || a.request.kind != QDMP_SET_ACCESS_MODE || a.request.dm_mode != 1
             : !is_foreign(&a, line, len))
        fail(line, len, &a, ours ? "ok" : "not-ours");
}

/* Texts before `MPCFG: 0,1`: +QD; or a result code and its line end. */
static void first_bytes_of_response(char *line, size_t len) {
    bool info = !memcmp(line, "+QD", 3), result = line[0] == 'O' && line[1] == 'K' && is_eol(line[2]);
    answer a = tell(line, len);
    bool right = info     ? a.status == QDMP_OK && a.used == len && a.response.kind == QDMP_INFO_ACCESS_MODE
                 : result ? a.status == QDMP_OK && a.used == 3 && a.response.kind == QDMP_RESULT_OK
                          : is_foreign(&a, line, len);
    if (!right)
        fail(line, len, &a, info || result ? "ok" : "not-ours");
}

static void first_bytes(void) {
    char request[] = "AT+QDMPCFG=0,1\r", response[] = "+QDMPCFG: 0,1\r";
    for (unsigned long bytes = 0; bytes < 1ul << 24; bytes++) {
        for (unsigned i = 0; i < 3; i++)
            request[i] = response[i] = (char)(bytes >> (8 * i) & 0xFF);
        first_bytes_of_request(request, sizeof request - 1);
        first_bytes_of_response(response, sizeof response - 1);
    }
}

/* --- update periods --- */

static bool period_is_right(const answer *a, uint64_t period, const qdmp_server *server, long at) {
    if (period >= 300 && period <= 4294966)
        return a->status == QDMP_OK && server->update_period == period;
    return failed_as(a, QDMP_RANGE, QDMP_FIELD_UPDATE_PERIOD, at);
}

/* Decodes the digits after the text before a period, in a request and in an information line. */
static void expect_period(const char *digits, uint64_t period) {
    static char request[80] = "AT+QDMPCFG=1,,,", response[80] = "+QDMPCFG: 1,1.2.3.4,5683,";
    enum { IN_REQUEST = 15, IN_RESPONSE = 25 };
    size_t len = put(request + IN_REQUEST, digits);
    memcpy(response + IN_RESPONSE, digits, len);
    request[IN_REQUEST + len] = response[IN_RESPONSE + len] = '\r';
    answer a = ask(request, IN_REQUEST + len + 1);
    if (!period_is_right(&a, period, &a.request.server, IN_REQUEST))
        fail(request, IN_REQUEST + len + 1, &a, "as the period is");
    a = tell(response, IN_RESPONSE + len + 1);
    if (!period_is_right(&a, period, &a.response.server, IN_RESPONSE))
        fail(response, IN_RESPONSE + len + 1, &a, "as the period is");
}

/* The next number, without a leading zero. */
static void next_number(char *digits) {
    next_digits(digits, DIGITS_MAX);
    if (digits[0] == '0')
        digits[0] = '1';
}

/* Tests all numbers of 32 bits, and the numbers after them whose remainder modulo 2^32 is a valid period. */
static void periods(uint64_t last) {
    char digits[DIGITS_MAX + 1] = "0";
    for (uint64_t period = 0; period <= last; period++, next_number(digits))
        expect_period(digits, period);
    if (strtoull(digits, NULL, 10) != last + 1) {
        printf("FAILED: counted to %s\n", digits);
        failed++;
    }
}

int main(int argc, char **argv) {
    bool nightly = argc > 1 && !strcmp(argv[1], "nightly"), ci = nightly || (argc > 1 && !strcmp(argv[1], "ci"));
    size_t longest = ci ? 4 : 3;
    if (argc > 2 || (argc > 1 && !ci)) {
        fputs("usage: exhaustive [ci | nightly]\n", stderr);
        return 2;
    }
    ports();
    octets();
    dmstates();
    pairs("AT+QDMPCFG=", longest, cfg_is_right);
    pairs("AT+QDMPCFGEX=", longest, ex_is_right);
    first_bytes();
    unsigned long messages = exhaustive_options(&failed);
    if (nightly)
        periods(((uint64_t)1 << 32) + 4294966);
    printf("%lu lines, %lu messages, %lu FAILED\n", tried, messages, failed);
    return failed != 0;
}

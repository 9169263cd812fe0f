/* SPDX-License-Identifier: MIT */
/*
 * Tests what encoders refuse without writing anything, what they write in every form, and the shown part of a password.
 */
#include "encode.h"
#include "message.h"

#include <stdio.h>

enum { PATTERN = 0x5A, OUT_SIZE = 4096, SIZE_BEFORE = 12345 };

#define TEXT(literal) QDMP_LITERAL(literal)
#define IMEI          TEXT("863703030822519")
#define TEXT_20       TEXT("12345678901234567890")
#define TEXT_48       TEXT("123456789012345678901234567890123456789012345678")

static const char bytes_256[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

#define TEXT_256                                                                                                       \
    { bytes_256, 256 }

typedef struct reject_row {
    const char *rule;
    const char *name;
    message message;
    qdmp_status status;
    qdmp_field field;
} reject_row;

#define ASK(rule, name, status, field, ...)                                                                            \
    { rule, "request " name, {REQUEST, .request = {__VA_ARGS__}}, QDMP_##status, QDMP_FIELD_##field }
#define ANSWER(rule, name, status, field, ...)                                                                         \
    { rule, "response " name, {RESPONSE, .response = {__VA_ARGS__}}, QDMP_##status, QDMP_FIELD_##field }
#define ASK_SERVER(name, status, field, ...)                                                                           \
    ASK("R15", name, status, field, .kind = QDMP_SET_SERVER, .server = __VA_ARGS__)
#define ASK_KEYS(rule, name, status, field, ...)                                                                       \
    ASK(rule, name, status, field, .kind = QDMP_SET_CREDENTIALS, .credentials = __VA_ARGS__)
#define ANSWER_KEYS(rule, name, status, field, ...)                                                                    \
    ANSWER(rule, name, status, field, .kind = QDMP_INFO_CREDENTIALS, .credentials = __VA_ARGS__)
#define ASK_MAC(rule, name, status, ...) ASK(rule, name, status, MAC, .kind = QDMP_EX_SAVE_MAC, .mac = __VA_ARGS__)
#define ANSWER_MAC(rule, name, status, ...)                                                                            \
    ANSWER(rule, name, status, MAC, .kind = QDMP_EX_INFO_MAC, .mac = __VA_ARGS__)

#define UNSET(field) QDMP_MARK(QDMP_DEVIATION_UNSET, QDMP_FIELD_##field)

static const reject_row rejects[] = {
    ASK("R27", "zeroed", FORM, NONE, .defaulted = 0),
    ASK("R27", "of the reserved type", FORM, NONE, .kind = (qdmp_request_kind)QDMP__FORM_RESERVED),
    ASK("R27", "behind the last kind", FORM, NONE, .kind = (qdmp_request_kind)(QDMP_EX_ERASE + 1)),
    ASK("R27", "of a wild kind", FORM, NONE, .kind = (qdmp_request_kind)999),
    ANSWER("R27", "zeroed", FORM, NONE, .dm_mode = 0),
    ANSWER("R27", "of the reserved type", FORM, NONE, .kind = (qdmp_response_kind)QDMP__FORM_RESERVED),
    ANSWER("R27", "of a query", FORM, NONE, .kind = (qdmp_response_kind)QDMP__FORM_QUERY),
    ANSWER("R27", "of an erasure", FORM, NONE, .kind = (qdmp_response_kind)QDMP__FORM_ERASE),
    ANSWER("R27", "behind the last kind", FORM, NONE, .kind = (qdmp_response_kind)(QDMP_RESULT_CME_ERROR + 1)),
    ANSWER("R27", "of a wild kind", FORM, NONE, .kind = (qdmp_response_kind)999),

    ASK("R15", "mode 2", RANGE, DM_MODE, .kind = QDMP_SET_ACCESS_MODE, .dm_mode = 2),
    ASK("R15", "mode 32", RANGE, DM_MODE, .kind = QDMP_SET_ACCESS_MODE, .dm_mode = 32),
    ASK("R15", "mode at the most", RANGE, DM_MODE, .kind = QDMP_SET_ACCESS_MODE, .dm_mode = UINT32_MAX),
    ASK_SERVER("port 0", RANGE, SERVER_PORT, {{1, 2, 3, 4}, 0, 420}),
    ASK_SERVER("port 65536", RANGE, SERVER_PORT, {{1, 2, 3, 4}, 65536, 420}),
    ASK_SERVER("period 299", RANGE, UPDATE_PERIOD, {{1, 2, 3, 4}, 1, 299}),
    ASK_SERVER("period 4294967", RANGE, UPDATE_PERIOD, {{1, 2, 3, 4}, 1, 4294967}),
    ASK_KEYS("R15", "terminal type 3", RANGE, TML_TYPE, {TEXT("k"), TEXT("p"), 3, IMEI}),
    ASK("R15", "query option 3", RESERVED, QUERY_OPT, .kind = QDMP_QUERY, .query_opt = 3),
    ASK("R15", "query option 4", RANGE, QUERY_OPT, .kind = QDMP_QUERY, .query_opt = 4),
    ASK("R15", "erase option 3", RESERVED, ERASE_OPT, .kind = QDMP_ERASE, .erase_opt = 3),
    ASK("R15", "erase option 5", RANGE, ERASE_OPT, .kind = QDMP_ERASE, .erase_opt = 5),
    ASK("R15", "type 6 to read", RANGE, TYPE, .kind = QDMP_EX_READ, .ex_type = 6),
    ASK("R15", "type 6 to erase", RANGE, TYPE, .kind = QDMP_EX_ERASE, .ex_type = 6),
    ASK("R15", "type at the most", RANGE, TYPE, .kind = QDMP_EX_READ, .ex_type = UINT32_MAX),
    ANSWER("R15", "mode 2", RANGE, DM_MODE, .kind = QDMP_INFO_ACCESS_MODE, .dm_mode = 2),
    ANSWER("R15", "port 0", RANGE, SERVER_PORT, .kind = QDMP_INFO_SERVER, .server = {{1, 2, 3, 4}, 0, 420}),
    ANSWER("R15", "period 0", RANGE, UPDATE_PERIOD, .kind = QDMP_INFO_SERVER, .server = {{1, 2, 3, 4}, 1, 0}),
    ANSWER_KEYS("R15", "terminal type 3", RANGE, TML_TYPE, {TEXT("k"), TEXT("p"), 3, IMEI}),
    ANSWER("R18", "state 1", RANGE, DMSTATE, .kind = QDMP_INFO_STATE, .dmstate = 1),
    ANSWER("R18", "state 10", RANGE, DMSTATE, .kind = QDMP_INFO_STATE, .dmstate = 10),
    ANSWER("R18", "state 99", RANGE, DMSTATE, .kind = QDMP_INFO_STATE, .dmstate = 99),

    ASK_KEYS("R15", "IMEI of 14", LENGTH, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("86370303082251")}),
    ASK_KEYS("R15", "IMEI of 18", LENGTH, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("863703030822519012")}),
    ASK_KEYS("R15", "IMEI with a letter", SYNTAX, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("86370303082251X")}),
    ASK_KEYS("R15", "IMEI with a comma", SYNTAX, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("86370303,822519")}),
    ASK_KEYS("R15", "IMEI with a NUL", SYNTAX, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("86370303082251\0")}),
    ASK_KEYS("R15", "IMEI with a CR", SYNTAX, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("8637030308225\r9")}),
    ASK_KEYS("R15", "no IMEI", MISSING, TML_IMEI, {TEXT("k"), TEXT("p"), 0, {NULL, 0}}),
    ASK_KEYS("R15", "appkey empty", LENGTH, APPKEY, {{NULL, 0}, TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R19", "no appkey", MISSING, APPKEY, {{NULL, 0}, TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R19", "no IMEI", MISSING, TML_IMEI, {TEXT("k"), TEXT("p"), 0, {NULL, 0}}),
    ANSWER_KEYS("R19", "IMEI of 18", LENGTH, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("863703030822519012")}),
    ANSWER_KEYS("R19", "IMEI with a letter", SYNTAX, TML_IMEI, {TEXT("k"), TEXT("p"), 0, TEXT("8637030308225X9")}),
    ANSWER("R12", "no detail", MISSING, DETAIL, .kind = QDMP_RESULT_CME_ERROR, .detail = {NULL, 0}),

    ASK("R10", "application list of 256", LENGTH, APPL_INFO, .kind = QDMP_EX_SAVE_APPL_INFO, .appl_info = TEXT_256),
    ASK("R15", "location of 256", LENGTH, LOCATION, .kind = QDMP_EX_SAVE_LOCATION, .location = TEXT_256),
    ASK_MAC("R15", "MAC of 20", LENGTH, TEXT_20),
    ASK("R15", "CPU of 20", LENGTH, CPU, .kind = QDMP_EX_SAVE_SYSTEM,
        .system = {TEXT(""), TEXT(""), TEXT_20, TEXT("")}),
    ASK("R15", "software name of 48", LENGTH, SW_NAME, .kind = QDMP_EX_SAVE_SOFTWARE, .software = {TEXT(""), TEXT_48}),
    ASK("R15", "VoLTE of 8", LENGTH, VOLTE, .kind = QDMP_EX_SAVE_NETWORK,
        .network = {TEXT("12345678"), TEXT(""), TEXT(""), TEXT("")}),
    ANSWER("R15", "location of 256", LENGTH, LOCATION, .kind = QDMP_EX_INFO_LOCATION, .location = TEXT_256),
    ANSWER_MAC("R15", "MAC of 20", LENGTH, TEXT_20),
    ANSWER("R15", "telephone number of 20", LENGTH, PHONE_NUM, .kind = QDMP_EX_INFO_NETWORK,
           .network = {TEXT(""), TEXT(""), TEXT(""), TEXT_20}),

    ASK_MAC("R5", "quote", NOT_REPRESENTABLE, TEXT("a\"b")),
    ASK_MAC("R5", "quote first", NOT_REPRESENTABLE, TEXT("\"")),
    ASK_MAC("R5", "NUL", NOT_REPRESENTABLE, TEXT("a\0b")),
    ASK_MAC("R5", "CR", NOT_REPRESENTABLE, TEXT("a\r")),
    ASK_MAC("R5", "LF", NOT_REPRESENTABLE, TEXT("\nb")),
    ASK_MAC("R5", "tab", NOT_REPRESENTABLE, TEXT("\t")),
    ASK_MAC("R5", "byte 1F", NOT_REPRESENTABLE, TEXT("\x1f")),
    ASK_MAC("R5", "DEL", NOT_REPRESENTABLE, TEXT("\x7f")),
    ASK_KEYS("R15", "quote in the appkey", NOT_REPRESENTABLE, APPKEY, {TEXT("k\""), TEXT("p"), 0, IMEI}),
    ASK_KEYS("R15", "quote in the password", NOT_REPRESENTABLE, PASSWORD, {TEXT("k"), TEXT("pass\"word"), 0, IMEI}),
    ANSWER_MAC("R15", "quote first", NOT_REPRESENTABLE, TEXT("\"ab")),
    ANSWER_MAC("R15", "quoted", NOT_REPRESENTABLE, TEXT("\"ab\"")),
    ANSWER_MAC("R15", "quote inside", NOT_REPRESENTABLE, TEXT("a\"b")),
    ANSWER_MAC("R15", "quote last", NOT_REPRESENTABLE, TEXT("a\"")),
    ANSWER_MAC("R5", "CR", NOT_REPRESENTABLE, TEXT("a\rb")),
    ANSWER_MAC("R5", "NUL", NOT_REPRESENTABLE, TEXT("a\0b")),
    ANSWER("R15", "comma in the first of two", NOT_REPRESENTABLE, SW_VER, .kind = QDMP_EX_INFO_SOFTWARE,
           .software = {TEXT("a,b"), TEXT("c")}),
    ANSWER("R15", "comma in the last of two", NOT_REPRESENTABLE, SW_NAME, .kind = QDMP_EX_INFO_SOFTWARE,
           .software = {TEXT("a"), TEXT("c,")}),
    ANSWER("R15", "comma in the third of four", NOT_REPRESENTABLE, CPU, .kind = QDMP_EX_INFO_SYSTEM,
           .system = {TEXT(""), TEXT(""), TEXT(","), TEXT("")}),
    ANSWER("R15", "comma in the account", NOT_REPRESENTABLE, ACCOUNT, .kind = QDMP_EX_INFO_NETWORK,
           .network = {TEXT(""), TEXT(""), TEXT("a,b"), TEXT("")}),
    ANSWER_KEYS("R15", "comma in the appkey", NOT_REPRESENTABLE, APPKEY, {TEXT("k,k"), TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R15", "comma in the shown part", NOT_REPRESENTABLE, PASSWORD, {TEXT("k"), TEXT("p,q"), 0, IMEI}),
    ANSWER_KEYS("R15", "appkey begins with a space", NOT_REPRESENTABLE, APPKEY, {TEXT(" k"), TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R15", "appkey ends with a space", NOT_REPRESENTABLE, APPKEY, {TEXT("k "), TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R15", "appkey of a space", NOT_REPRESENTABLE, APPKEY, {TEXT(" "), TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R15", "appkey begins with a quote", NOT_REPRESENTABLE, APPKEY, {TEXT("\"k"), TEXT("p"), 0, IMEI}),
    ANSWER_KEYS("R15", "password begins with a space", NOT_REPRESENTABLE, PASSWORD, {TEXT("k"), TEXT(" p"), 0, IMEI}),
    ANSWER_KEYS("R17", "quote in the shown part", NOT_REPRESENTABLE, PASSWORD, {TEXT("k"), TEXT("p\"q"), 0, IMEI}),
    ANSWER("R12", "detail with a CR", NOT_REPRESENTABLE, DETAIL, .kind = QDMP_RESULT_CME_ERROR, .detail = TEXT("3\r")),
    ANSWER("R12", "detail with a NUL", NOT_REPRESENTABLE, DETAIL, .kind = QDMP_RESULT_CME_ERROR, .detail = TEXT("\0")),
    ANSWER("R12", "detail begins with a space", NOT_REPRESENTABLE, DETAIL, .kind = QDMP_RESULT_CME_ERROR,
           .detail = TEXT(" 3")),

    ANSWER("R28", "with an unset port", MISSING, SERVER_PORT, .kind = QDMP_INFO_SERVER,
           .deviations = {UNSET(SERVER_PORT)}, .server = {{1, 2, 3, 4}, 0, 420}),
    ANSWER("R28", "with an unset address, which is one as well", MISSING, SERVER_IP, .kind = QDMP_INFO_SERVER,
           .deviations = {QDMP_MARK(QDMP_DEVIATION_NOISE, 0), UNSET(SERVER_IP)}, .server = {{0, 0, 0, 0}, 5683, 420}),
    ANSWER("R28", "with an unset period behind others", MISSING, UPDATE_PERIOD, .kind = QDMP_INFO_SERVER,
           .deviations = {QDMP_MARK(QDMP_DEVIATION_QUOTED, 0), UNSET(UPDATE_PERIOD)}, .server = {{1, 2, 3, 4}, 1, 0}),
    ANSWER("R28", "with an unset appkey", MISSING, APPKEY, .kind = QDMP_INFO_CREDENTIALS, .deviations = {UNSET(APPKEY)},
           .credentials = {TEXT(""), TEXT("p"), 1, IMEI}),
    ANSWER("R28", "with an unset type of terminal, which is one as well", MISSING, TML_TYPE,
           .kind = QDMP_INFO_CREDENTIALS, .deviations = {UNSET(TML_TYPE)},
           .credentials = {TEXT("k"), TEXT("p"), 0, IMEI}),
    ANSWER("R28", "with an unset IMEI", MISSING, TML_IMEI, .kind = QDMP_INFO_CREDENTIALS,
           .deviations = {UNSET(TML_IMEI)}, .credentials = {TEXT("k"), TEXT("p"), 1, TEXT("")}),
    ANSWER("R28", "with an unset detail, which no line has as well", MISSING, DETAIL, .kind = QDMP_RESULT_CME_ERROR,
           .deviations = {UNSET(DETAIL)}, .detail = TEXT("\0")),
    ANSWER("R28", "beyond its values", RANGE, DMSTATE, .kind = QDMP_INFO_STATE,
           .deviations = {QDMP_MARK(QDMP_DEVIATION_BEYOND, QDMP_FIELD_DMSTATE)}, .dmstate = 1),
};

size_t encode_rejects_of(const char *rule) {
    size_t found = 0;
    for (size_t i = 0; i < COUNT(rejects); i++)
        found += !strcmp(rejects[i].rule, rule);
    return found;
}

static void expect_reject(const reject_row *row, unsigned style, size_t cap) {
    static char out[OUT_SIZE];
    qdmp_room room = {cap ? out : NULL, cap};
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
    size_t size = SIZE_BEFORE;
    memset(out, PATTERN, sizeof out);
    qdmp_status status = message_encode(&row->message, style, room, &size, &err);
    cr_expect(status == row->status, "%s: %s, not %s", row->name, qdmp_status_name(status),
              qdmp_status_name(row->status));
    cr_expect(err.status == status && err.field == row->field && err.offset == 0, "%s: reports %s '%s' at %zu",
              row->name, qdmp_status_name(err.status), qdmp_field_name(err.field), err.offset);
    cr_expect(filled_with(out, sizeof out, PATTERN), "%s: something was written", row->name);
    cr_expect(size == SIZE_BEFORE, "%s: the size was touched", row->name);
    status = message_encode(&row->message, style, room, NULL, NULL);
    cr_expect(status == row->status, "%s: without size and err: %s", row->name, qdmp_status_name(status));
}

Test(encode, rejects) {
    for (size_t i = 0; i < COUNT(rejects); i++) {
        expect_reject(&rejects[i], 0, OUT_SIZE);
        expect_reject(&rejects[i], 1, OUT_SIZE);
    }
}

/* A message that no decoder would accept is refused with the status of its fault, however small the room is. */
Test(encode, rejects_without_room) {
    for (size_t i = 0; i < COUNT(rejects); i++)
        expect_reject(&rejects[i], 0, 0);
}

/* Every byte that a string cannot hold: at its beginning, inside it and at its end. */
Test(encode, bytes_of_strings) {
    for (int byte = 0; byte < 256; byte++) {
        bool allowed = byte >= 0x20 && byte != '"' && byte != 0x7F;
        for (size_t place = 0; place < 3; place++) {
            char text[] = "abc", out[64];
            qdmp_room room = {out, sizeof out};
            text[place] = (char)byte;
            message ask = {REQUEST, .request = {.kind = QDMP_EX_SAVE_MAC, .mac = {text, 3}}};
            message answer = {RESPONSE, .response = {.kind = QDMP_EX_INFO_MAC, .mac = {text, 3}}};
            qdmp_status wanted = allowed ? QDMP_OK : QDMP_NOT_REPRESENTABLE;
            CHECK(message_encode(&ask, 0, room, NULL, NULL) == wanted, "request: %02x at %zu", byte, place);
            CHECK(message_encode(&answer, 0, room, NULL, NULL) == wanted, "response: %02x at %zu", byte, place);
        }
    }
}

/* --- written lines ------------------------------------------------------------------------------------------------ */

typedef struct accept_row {
    const char *text; /* canonical, with CR and LF */
    message message;
} accept_row;

#define WRITE(text, ...)                                                                                               \
    {                                                                                                                  \
        text "\r", {                                                                                                   \
            REQUEST, .request = { __VA_ARGS__ }                                                                        \
        }                                                                                                              \
    }
#define SAY(text, ...)                                                                                                 \
    {                                                                                                                  \
        "\r\n" text "\r\n", {                                                                                          \
            RESPONSE, .response = { __VA_ARGS__ }                                                                      \
        }                                                                                                              \
    }

static const accept_row accepts[] = {
    WRITE("AT+QDMPCFG=?", .kind = QDMP_TEST),
    WRITE("AT+QDMPCFG?", .kind = QDMP_READ),
    WRITE("AT+QDMPCFGEX=?", .kind = QDMP_EX_TEST),
    WRITE("AT+QDMPCFG=0,1", .kind = QDMP_SET_ACCESS_MODE, .dm_mode = QDMP_DM_MODE_ALLOWED),
    WRITE("AT+QDMPCFG=1,0.0.0.0,1,300", .kind = QDMP_SET_SERVER, .server = {{0, 0, 0, 0}, 1, 300}),
    WRITE("AT+QDMPCFG=1,255.10.100.9,65535,4294966", .kind = QDMP_SET_SERVER,
          .server = {{255, 10, 100, 9}, 65535, 4294966}),
    WRITE("AT+QDMPCFG=1,117.161.2.41,5683,86400", .kind = QDMP_SET_SERVER, .defaulted = UINT32_MAX,
          .server = {{117, 161, 2, 41}, 5683, 86400}),
    WRITE("AT+QDMPCFG=2,\" k \",\"\",2,00000000000000000", .kind = QDMP_SET_CREDENTIALS,
          .credentials = {TEXT(" k "), {NULL, 0}, QDMP_TML_TYPE_ANDROID, TEXT("00000000000000000")}),
    WRITE("AT+QDMPCFG=2,\"a,b;\",\"secret99\",0,863703030822519", .kind = QDMP_SET_CREDENTIALS,
          .credentials = {TEXT("a,b;"), TEXT("secret99"), 0, IMEI}),
    WRITE("AT+QDMPCFG=4,2", .kind = QDMP_QUERY, .query_opt = QDMP_QUERY_OPT_CREDENTIALS),
    WRITE("AT+QDMPCFG=5,4", .kind = QDMP_ERASE, .erase_opt = QDMP_ERASE_OPT_ALL),
    WRITE("AT+QDMPCFG=6", .kind = QDMP_QUERY_STATE),
    WRITE("AT+QDMPCFGEX=0,0,\"\"", .kind = QDMP_EX_SAVE_APPL_INFO, .appl_info = {NULL, 0}),
    WRITE("AT+QDMPCFGEX=1,0,\"NULL\"", .kind = QDMP_EX_SAVE_MAC, .mac = TEXT("NULL")),
    WRITE("AT+QDMPCFGEX=2,0,\"\",\"b\",\"\",\"d\"", .kind = QDMP_EX_SAVE_SYSTEM,
          .system = {{NULL, 0}, TEXT("b"), TEXT(""), TEXT("d")}),
    WRITE("AT+QDMPCFGEX=3,0,\"\xe5\xbe\xae\",\"\\\"", .kind = QDMP_EX_SAVE_SOFTWARE,
          .software = {TEXT("\xe5\xbe\xae"), TEXT("\\")}),
    WRITE("AT+QDMPCFGEX=4,0,\"1234567\",\"\",\"\",\"\"", .kind = QDMP_EX_SAVE_NETWORK,
          .network = {TEXT("1234567"), TEXT(""), TEXT(""), TEXT("")}),
    WRITE("AT+QDMPCFGEX=5,0,\"1,2,X\"", .kind = QDMP_EX_SAVE_LOCATION, .location = TEXT("1,2,X")),
    WRITE("AT+QDMPCFGEX=5,1", .kind = QDMP_EX_READ, .ex_type = QDMP_EX_TYPE_LOCATION),
    WRITE("AT+QDMPCFGEX=0,2", .kind = QDMP_EX_ERASE, .ex_type = QDMP_EX_TYPE_APPL_INFO),
    SAY("OK", .kind = QDMP_RESULT_OK),
    SAY("ERROR", .kind = QDMP_RESULT_ERROR),
    SAY("+CME ERROR: 3", .kind = QDMP_RESULT_CME_ERROR, .detail = TEXT("3")),
    SAY("+CME ERROR: \"a\" b ", .kind = QDMP_RESULT_CME_ERROR, .detail = TEXT("\"a\" b ")),
    SAY("+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]", .kind = QDMP_INFO_TEST),
    SAY("+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]",
        .kind = QDMP_EX_INFO_TEST),
    SAY("+QDMPCFG: 0,0", .kind = QDMP_INFO_ACCESS_MODE, .dm_mode = QDMP_DM_MODE_FORBIDDEN),
    SAY("+QDMPCFG: 1,10.0.0.255,65535,300", .kind = QDMP_INFO_SERVER, .server = {{10, 0, 0, 255}, 65535, 300}),
    SAY("+QDMPCFG: 6,13", .kind = QDMP_INFO_STATE, .dmstate = QDMP_DMSTATE_UPDATE_TIMEOUT),
    SAY("+QDMPCFGEX: 0,", .kind = QDMP_EX_INFO_APPL_INFO, .appl_info = {NULL, 0}),
    SAY("+QDMPCFGEX: 1, ,a, ", .kind = QDMP_EX_INFO_MAC, .mac = TEXT(" ,a, ")),
    SAY("+QDMPCFGEX: 2,,,,", .kind = QDMP_EX_INFO_SYSTEM, .system = {TEXT(""), TEXT(""), TEXT(""), TEXT("")}),
    SAY("+QDMPCFGEX: 3, a , b ", .kind = QDMP_EX_INFO_SOFTWARE, .software = {TEXT(" a "), TEXT(" b ")}),
    SAY("+QDMPCFGEX: 4,NULL,NULL,NULL,NULL", .kind = QDMP_EX_INFO_NETWORK,
        .network = {TEXT("NULL"), TEXT("NULL"), TEXT("NULL"), TEXT("NULL")}),
    SAY("+QDMPCFGEX: 5,a;b", .kind = QDMP_EX_INFO_LOCATION, .location = TEXT("a;b")),
};

Test(encode, canonical_forms) {
    for (size_t i = 0; i < COUNT(accepts); i++) {
        static char out[OUT_SIZE];
        qdmp_room room = {out, sizeof out};
        qdmp_span wanted = span_of(accepts[i].text);
        size_t size = 0;
        qdmp_status status = message_encode(&accepts[i].message, 0, room, &size, NULL);
        cr_expect(status == QDMP_OK, "%s: %s", shown(wanted), qdmp_status_name(status));
        cr_expect(span_equal(span_from(out, size), wanted), "%s, not %s", shown(span_from(out, size)), shown(wanted));
    }
}

/* --- without the name (R29) --------------------------------------------------------------------------------------- */

#define REQUEST_OF(...)                                                                                                \
    {                                                                                                                  \
        REQUEST, .request = { __VA_ARGS__ }                                                                            \
    }
#define RESPONSE_OF(...)                                                                                               \
    {                                                                                                                  \
        RESPONSE, .response = { __VA_ARGS__ }                                                                          \
    }

static const struct {
    const char *text;
    unsigned style;
    message message;
} rests[] = {
    {"=0,1\r", QDMP_REQUEST_WITHOUT_NAME, REQUEST_OF(.kind = QDMP_SET_ACCESS_MODE, .dm_mode = 1)},
    {"=0,1", QDMP_REQUEST_WITHOUT_NAME | QDMP_REQUEST_WITHOUT_END,
     REQUEST_OF(.kind = QDMP_SET_ACCESS_MODE, .dm_mode = 1)},
    {"0,1;", QDMP_REQUEST_WITHOUT_SIGN | QDMP_REQUEST_SEMICOLON,
     REQUEST_OF(.kind = QDMP_SET_ACCESS_MODE, .dm_mode = 1)},
    {"=?\r", QDMP_REQUEST_WITHOUT_NAME, REQUEST_OF(.kind = QDMP_TEST)},
    {"?;", QDMP_REQUEST_WITHOUT_NAME | QDMP_REQUEST_SEMICOLON, REQUEST_OF(.kind = QDMP_READ)},
    {"\r", QDMP_REQUEST_WITHOUT_SIGN, REQUEST_OF(.kind = QDMP_EX_TEST)},
    {"", QDMP_REQUEST_WITHOUT_SIGN | QDMP_REQUEST_WITHOUT_END, REQUEST_OF(.kind = QDMP_READ)},
    {"=1,0,\"NULL\"\r", QDMP_REQUEST_WITHOUT_NAME, REQUEST_OF(.kind = QDMP_EX_SAVE_MAC, .mac = TEXT("NULL"))},
    {"5,2\r", QDMP_REQUEST_WITHOUT_SIGN, REQUEST_OF(.kind = QDMP_EX_ERASE, .ex_type = 5)},
    {": 0,1\r\n", QDMP_RESPONSE_FROM_COLON, RESPONSE_OF(.kind = QDMP_INFO_ACCESS_MODE, .dm_mode = 1)},
    {"0,1\r\n", QDMP_RESPONSE_BEHIND_COLON, RESPONSE_OF(.kind = QDMP_INFO_ACCESS_MODE, .dm_mode = 1)},
    {": 1,a,b", QDMP_RESPONSE_FROM_COLON | QDMP_RESPONSE_TEXT_ALONE,
     RESPONSE_OF(.kind = QDMP_EX_INFO_MAC, .mac = TEXT("a,b"))},
    {"6,13", QDMP_RESPONSE_BEHIND_COLON | QDMP_RESPONSE_TEXT_ALONE,
     RESPONSE_OF(.kind = QDMP_INFO_STATE, .dmstate = 13)},
    {"<type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]\r\n", QDMP_RESPONSE_BEHIND_COLON,
     RESPONSE_OF(.kind = QDMP_EX_INFO_TEST)},
};

Test(encode, without_the_name) {
    for (size_t i = 0; i < COUNT(rests); i++) {
        static char out[OUT_SIZE];
        qdmp_room room = {out, sizeof out};
        qdmp_span wanted = span_of(rests[i].text);
        size_t size = SIZE_BEFORE;
        qdmp_status status = message_encode(&rests[i].message, rests[i].style, room, &size, NULL);
        cr_expect(status == QDMP_OK, "%s: %s", shown(wanted), qdmp_status_name(status));
        cr_expect(span_equal(span_from(out, size), wanted), "%s, not %s", shown(span_from(out, size)), shown(wanted));
    }
}

Test(encode, result_codes_have_no_name_to_leave_out) {
    static const qdmp_response_kind results[] = {QDMP_RESULT_OK, QDMP_RESULT_ERROR, QDMP_RESULT_CME_ERROR};
    for (size_t i = 0; i < COUNT(results); i++)
        for (unsigned style = QDMP_RESPONSE_FROM_COLON; style <= QDMP_RESPONSE_BEHIND_COLON; style *= 2) {
            reject_row row = {"R29", "result code", RESPONSE_OF(.kind = results[i], .detail = TEXT("3")), QDMP_FORM,
                              QDMP_FIELD_NONE};
            expect_reject(&row, style, OUT_SIZE);
        }
}

/* --- passwords (R17) ---------------------------------------------------------------------------------------------- */

static const struct {
    qdmp_span password;
    const char *written;
} shown_rows[] = {
    {TEXT("secret99"), "secr****"}, {TEXT("95Go****"), "95Go****"},
    {TEXT("95Go"), "95Go****"},     {TEXT("95"), "95****"},
    {TEXT("95**"), "95****"},       {TEXT("95**secret"), "95****"},
    {TEXT("*a*b"), "*a*b****"},     {TEXT("****"), "****"},
    {TEXT("****secret"), "****"},   {TEXT(""), "****"},
    {TEXT("abc def"), "abc ****"},  {TEXT("a  "), "a  ****"},
    {TEXT("abcd,e"), "abcd****"},
};

Test(encode, passwords_show_four_bytes) {
    for (size_t i = 0; i < COUNT(shown_rows); i++) {
        char expected[128], out[128];
        qdmp_room room = {out, sizeof out};
        size_t size = 0;
        message m = {RESPONSE, .response = {.kind = QDMP_INFO_CREDENTIALS,
                                            .credentials = {TEXT("k"), shown_rows[i].password, 1, IMEI}}};
        sprintf(expected, "\r\n+QDMPCFG: 2,k,%s,1,863703030822519\r\n", shown_rows[i].written);
        qdmp_status status = message_encode(&m, 0, room, &size, NULL);
        cr_expect(status == QDMP_OK, "%s: %s", shown_rows[i].written, qdmp_status_name(status));
        cr_expect(span_equal(span_from(out, size), span_of(expected)), "%s, not %s", shown(span_from(out, size)),
                  shown_rows[i].written);
    }
}

/* Whether `text` holds any byte of the hidden part. These bytes occur nowhere else on the line. */
static bool leaks(const char *bytes, size_t len) {
    for (size_t i = 0; i < len; i++)
        if (bytes[i] == 'Z')
            return true;
    return false;
}

Test(encode, no_secret_leaks_past_four_bytes) {
    char secret[64], out[256];
    memset(secret, 'Z', sizeof secret);
    memcpy(secret, "abcd", 4);
    for (size_t len = 4; len <= sizeof secret; len++)
        for (size_t cap = 0; cap <= sizeof out; cap++) {
            message m = {RESPONSE, .response = {.kind = QDMP_INFO_CREDENTIALS,
                                                .credentials = {TEXT("k"), {secret, len}, 1, IMEI}}};
            qdmp_room room = {out, cap};
            memset(out, 0, sizeof out);
            message_encode(&m, 0, room, NULL, NULL);
            CHECK(!leaks(out, sizeof out), "%zu bytes in a room of %zu", len, cap);
        }
}

Test(encode, decoded_passwords_hold_four_bytes) {
    char line[128];
    for (int len = 0; len < 20; len++) {
        message m;
        sprintf(line, "+QDMPCFG: 2,k,%.*s,1,863703030822519", len, "abcdefghijklmnopqrst");
        cr_expect(message_decode(RESPONSE, span_of(line), QDMP_WHOLE_LINE, &m, NULL, NULL) == QDMP_OK, "%s", line);
        qdmp_span password = message_text(&m, QDMP_FIELD_PASSWORD);
        cr_expect(password.len == (size_t)(len < 4 ? len : 4), "%s: %zu bytes", line, password.len);
    }
}

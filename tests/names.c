/* SPDX-License-Identifier: MIT */
/*
 * Tests names, numbers and texts of statuses, fields and deviations. They are typed here a second time, because the
 * numbers must never change, and a changed letter must be noticed.
 */
#include "support.h"

static const struct {
    qdmp_status status;
    int number;
    const char *name, *text;
} statuses[] = {
    {QDMP_OK, 0, "ok", "decoded"},
    {QDMP_TRUNCATED, 1, "truncated", "the line is cut"},
    {QDMP_NOT_OURS, 2, "not_ours", "another line"},
    {QDMP_END, 3, "end", "nothing is left"},
    {QDMP_FORM, 10, "form", "no such form"},
    {QDMP_SYNTAX, 11, "syntax", "unexpected byte"},
    {QDMP_UNTERMINATED, 12, "unterminated", "no closing quote"},
    {QDMP_BAD_CHAR, 13, "bad_char", "byte not allowed in strings"},
    {QDMP_QUOTING, 14, "quoting", "quotes missing or misplaced"},
    {QDMP_MISSING, 15, "missing", "missing parameter"},
    {QDMP_TOO_MANY, 16, "too_many", "too many parameters"},
    {QDMP_AMBIGUOUS, 17, "ambiguous", "ambiguous comma"},
    {QDMP_LENGTH, 20, "length", "wrong length"},
    {QDMP_RANGE, 21, "range", "out of range"},
    {QDMP_RESERVED, 22, "reserved", "reserved value"},
    {QDMP_NOT_REPRESENTABLE, 30, "not_representable", "would not read back"},
    {QDMP_NO_SPACE, 31, "no_space", "buffer too small"},
    {QDMP_COAP, 40, "coap", "not a CoAP message"},
    {QDMP_OPTION_ORDER, 41, "option_order", "CoAP options out of order"},
    {QDMP_TOKEN, 42, "token", "CoAP token too long"},
    {QDMP_LINK, 43, "link", "not a link format"},
    {QDMP_ENDPOINT, 44, "endpoint", "endpoint name too long"},
    {QDMP_MODULE_IMEI, 45, "module_imei", "hyphen in the module's IMEI"},
    {QDMP_IMSI, 46, "imsi", "hyphen in the IMSI"},
    {QDMP_NO_ANSWER, 47, "no_answer", "a message that gets no answer"},
    {QDMP_LOCATION_PATH, 48, "location_path", "unfit Location-Path"},
    {QDMP_CRYPTO, 49, "crypto", "cryptography failed"},
    {QDMP_TIMING, 50, "timing", "ACK_TIMEOUT too long for the lifetime"},
    {QDMP_SAVED, 51, "saved", "not a saved session, or damaged"},
    {QDMP_SAVED_VERSION, 52, "saved_version", "session saved in another version"},
    {QDMP_SAVED_OTHER, 53, "saved_other", "session saved of another registration"},
    {QDMP_DAMAGED, 60, "damaged", "image damaged"},
    {QDMP_NEWER, 61, "newer", "image of a newer version"},
    {QDMP_TOO_LARGE, 62, "too_large", "stored image larger than the room"},
    {QDMP_STORAGE, 63, "storage", "storage failed"},
    {QDMP_NOT_SET, 64, "not_set", "never set"},
};

static bool is_listed(int number) {
    for (size_t i = 0; i < COUNT(statuses); i++)
        if (statuses[i].number == number)
            return true;
    return false;
}

Test(names, version) {
    cr_expect(qdmp_version() == QDMP_VERSION);
}

Test(names, statuses) {
    for (size_t i = 0; i < COUNT(statuses); i++) {
        cr_expect((int)statuses[i].status == statuses[i].number, "%s", statuses[i].name);
        cr_expect_str_eq(qdmp_status_name(statuses[i].status), statuses[i].name);
        cr_expect_str_eq(qdmp_status_text(statuses[i].status), statuses[i].text, "%s", statuses[i].name);
    }
}

static void expect_unknown(int number) {
    cr_expect_str_eq(qdmp_status_name((qdmp_status)number), "unknown", "%d", number);
    cr_expect_str_eq(qdmp_status_text((qdmp_status)number), "unknown status", "%d", number);
}

Test(names, unknown_statuses) {
    for (int number = 0; number < 300; number++)
        if (!is_listed(number))
            expect_unknown(number);
    expect_unknown(0x7FFF);
    expect_unknown(0x7FFE);
}

static const struct {
    qdmp_field field;
    const char *name;
} fields[] = {
    {QDMP_FIELD_NONE, ""},
    {QDMP_FIELD_TYPE, "type"},
    {QDMP_FIELD_ACT, "act"},
    {QDMP_FIELD_DETAIL, "detail"},
    {QDMP_FIELD_DM_MODE, "dmMode"},
    {QDMP_FIELD_SERVER_IP, "serverIp"},
    {QDMP_FIELD_SERVER_PORT, "serverPort"},
    {QDMP_FIELD_UPDATE_PERIOD, "updatePeriod"},
    {QDMP_FIELD_APPKEY, "appkey"},
    {QDMP_FIELD_PASSWORD, "password"},
    {QDMP_FIELD_TML_TYPE, "tmlType"},
    {QDMP_FIELD_TML_IMEI, "tmlIMEI"},
    {QDMP_FIELD_QUERY_OPT, "queryOpt"},
    {QDMP_FIELD_ERASE_OPT, "eraseOpt"},
    {QDMP_FIELD_DMSTATE, "dmstate"},
    {QDMP_FIELD_APPL_INFO, "applInfo"},
    {QDMP_FIELD_MAC, "mac"},
    {QDMP_FIELD_ROM, "rom"},
    {QDMP_FIELD_RAM, "ram"},
    {QDMP_FIELD_CPU, "cpu"},
    {QDMP_FIELD_OS_SYS_VER, "osSysVer"},
    {QDMP_FIELD_SW_VER, "swVer"},
    {QDMP_FIELD_SW_NAME, "swName"},
    {QDMP_FIELD_VOLTE, "volte"},
    {QDMP_FIELD_NET_TYPE, "netType"},
    {QDMP_FIELD_ACCOUNT, "account"},
    {QDMP_FIELD_PHONE_NUM, "phoneNum"},
    {QDMP_FIELD_LOCATION, "location"},
};

Test(names, fields) {
    cr_expect(COUNT(fields) == QDMP_FIELD_COUNT, "%zu rows, %d fields", COUNT(fields), QDMP_FIELD_COUNT);
    for (size_t i = 0; i < COUNT(fields); i++)
        cr_expect_str_eq(qdmp_field_name(fields[i].field), fields[i].name);
}

Test(names, unknown_fields) {
    cr_expect_str_eq(qdmp_field_name(QDMP_FIELD_COUNT), "");
    cr_expect_str_eq(qdmp_field_name((qdmp_field)(QDMP_FIELD_COUNT + 1)), "");
    cr_expect_str_eq(qdmp_field_name((qdmp_field)31), "");
}

typedef struct deviation_row {
    int number;
    const char *name, *text;
} deviation_row;

/* The deviations in the order of R28 in docs/protocol.md. */
static const deviation_row deviations[] = {
    {1, "noise", "bytes before the line that are none of its text"},
    {2, "blanks", "spaces behind a result code or around a quoted string"},
    {3, "quoted", "quotes around a value that is no string"},
    {4, "unset", "a parameter without a value"},
    {5, "beyond", "a value outside its limits"},
    {6, "surplus", "parameters behind the last one"},
    {7, "test", "another text in place of the test line's"},
};

#define DEVIATION_ROW(DEVIATION, number, name, text) {QDMP_DEVIATION_##DEVIATION, #name, text},
static const deviation_row deviation_rows[] = {QDMP_DEVIATIONS(DEVIATION_ROW)};

Test(names, deviations) {
    cr_assert(COUNT(deviation_rows) == COUNT(deviations));
    for (size_t i = 0; i < COUNT(deviations); i++) {
        cr_expect(deviation_rows[i].number == deviations[i].number, "%s", deviations[i].name);
        cr_expect_str_eq(deviation_rows[i].name, deviations[i].name);
        cr_expect_str_eq(deviation_rows[i].text, deviations[i].text, "%s", deviations[i].name);
        cr_expect_str_eq(qdmp_deviation_name((qdmp_deviation)deviations[i].number), deviations[i].name);
    }
    for (int number = 0; number < 256; number++)
        if (number < 1 || number > 7)
            cr_expect_str_eq(qdmp_deviation_name((qdmp_deviation)number), "", "%d", number);
}

/* SPDX-License-Identifier: MIT */
/*
 * Names and numbers of statuses and fields. The numbers never change: they are typed here once more.
 */
#include "support.h"

static const struct {
    qdmp_status status;
    int number;
    const char *name;
} statuses[] = {
    {QDMP_OK, 0, "ok"},
    {QDMP_TRUNCATED, 1, "truncated"},
    {QDMP_NOT_OURS, 2, "not_ours"},
    {QDMP_END, 3, "end"},
    {QDMP_FORM, 10, "form"},
    {QDMP_SYNTAX, 11, "syntax"},
    {QDMP_UNTERMINATED, 12, "unterminated"},
    {QDMP_BAD_CHAR, 13, "bad_char"},
    {QDMP_QUOTING, 14, "quoting"},
    {QDMP_MISSING, 15, "missing"},
    {QDMP_TOO_MANY, 16, "too_many"},
    {QDMP_AMBIGUOUS, 17, "ambiguous"},
    {QDMP_LENGTH, 20, "length"},
    {QDMP_RANGE, 21, "range"},
    {QDMP_RESERVED, 22, "reserved"},
    {QDMP_NOT_REPRESENTABLE, 30, "not_representable"},
    {QDMP_NO_SPACE, 31, "no_space"},
    {QDMP_COAP, 40, "coap"},
    {QDMP_OPTION_ORDER, 41, "option_order"},
    {QDMP_TOKEN, 42, "token"},
    {QDMP_LINK, 43, "link"},
    {QDMP_ENDPOINT, 44, "endpoint"},
    {QDMP_MODULE_IMEI, 45, "module_imei"},
    {QDMP_IMSI, 46, "imsi"},
    {QDMP_NO_ANSWER, 47, "no_answer"},
    {QDMP_LOCATION_PATH, 48, "location_path"},
    {QDMP_CRYPTO, 49, "crypto"},
    {QDMP_TIMING, 50, "timing"},
    {QDMP_SAVED, 51, "saved"},
    {QDMP_SAVED_VERSION, 52, "saved_version"},
    {QDMP_SAVED_OTHER, 53, "saved_other"},
    {QDMP_DAMAGED, 60, "damaged"},
    {QDMP_NEWER, 61, "newer"},
    {QDMP_TOO_LARGE, 62, "too_large"},
    {QDMP_STORAGE, 63, "storage"},
};

static bool is_listed(int number) {
    for (size_t i = 0; i < COUNT(statuses); i++)
        if (statuses[i].number == number)
            return true;
    return false;
}

Test(names, statuses) {
    for (size_t i = 0; i < COUNT(statuses); i++) {
        cr_expect((int)statuses[i].status == statuses[i].number, "%s", statuses[i].name);
        cr_expect_str_eq(qdmp_status_name(statuses[i].status), statuses[i].name);
    }
}

Test(names, texts_are_sentences_of_their_own) {
    for (size_t i = 0; i < COUNT(statuses); i++) {
        const char *text = qdmp_status_text(statuses[i].status);
        size_t len = strlen(text);
        cr_expect(len > 0 && text[len - 1] != '.', "%s: %s", statuses[i].name, text);
        cr_expect(strcmp(text, "unknown status") != 0, "%s", statuses[i].name);
        for (size_t k = 0; k < i; k++)
            cr_expect(strcmp(text, qdmp_status_text(statuses[k].status)) != 0, "%s says the same as %s",
                      statuses[i].name, statuses[k].name);
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

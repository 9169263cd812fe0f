/* SPDX-License-Identifier: MIT */
/* Tests the effect of requests on settings (R21 to R23). */
#include "settings_line.h"

enum { PATTERN = 0x5A };

static const char everything[] = "AT+QDMPCFG=0,1;+QDMPCFG=1,10.1.2.3,1234,300;"
                                 "+QDMPCFG=2,\"key\",\"secret\",2,863703030822519;"
                                 "+QDMPCFGEX=0,0,\"appl\";+QDMPCFGEX=1,0,\"mac\";"
                                 "+QDMPCFGEX=2,0,\"rom\",\"ram\",\"cpu\",\"os\";+QDMPCFGEX=3,0,\"ver\",\"name\";"
                                 "+QDMPCFGEX=4,0,\"volte\",\"net\",\"account\",\"phone\";+QDMPCFGEX=5,0,\"location\"";

static const unsigned forms[] = {QDMP_SET_ACCESS_MODE,   QDMP_SET_SERVER,      QDMP_SET_CREDENTIALS,
                                 QDMP_EX_SAVE_APPL_INFO, QDMP_EX_SAVE_MAC,     QDMP_EX_SAVE_SYSTEM,
                                 QDMP_EX_SAVE_SOFTWARE,  QDMP_EX_SAVE_NETWORK, QDMP_EX_SAVE_LOCATION};

static uint32_t all_bits(void) {
    uint32_t bits = 0;
    for (size_t i = 0; i < COUNT(forms); i++)
        bits |= QDMP_WAS_SET(forms[i]);
    return bits;
}

Test(settings, defaults) {
    qdmp_settings settings;
    memset(&settings, PATTERN, sizeof settings);
    qdmp_settings_defaults(&settings);
    cr_expect(settings.set == 0);
    cr_expect(settings_are_defaults(&settings));
}

Test(settings, every_form) {
    qdmp_settings s = settings_of(everything),
                  expected = {
                      .set = all_bits(),
                      .dm_mode = 1,
                      .server = {{10, 1, 2, 3}, 1234, 300},
                      .credentials = {QDMP_LITERAL("key"), QDMP_LITERAL("secret"), 2, QDMP_LITERAL("863703030822519")},
                      .appl_info = QDMP_LITERAL("appl"),
                      .mac = QDMP_LITERAL("mac"),
                      .system = {QDMP_LITERAL("rom"), QDMP_LITERAL("ram"), QDMP_LITERAL("cpu"), QDMP_LITERAL("os")},
                      .software = {QDMP_LITERAL("ver"), QDMP_LITERAL("name")},
                      .network = {QDMP_LITERAL("volte"), QDMP_LITERAL("net"), QDMP_LITERAL("account"),
                                  QDMP_LITERAL("phone")},
                      .location = QDMP_LITERAL("location")};
    cr_expect(settings_equal(&s, &expected));
    cr_expect(span_inside(s.credentials.password, span_of(everything)), "texts are not copied");
}

/* A single form sets only its own bit, and leaves the values of the other forms. */
Test(settings, each_form) {
    static const struct {
        const char *line;
        unsigned kind;
    } rows[] = {{"AT+QDMPCFG=0,1", QDMP_SET_ACCESS_MODE},
                {"AT+QDMPCFG=1,1.2.3.4,1,301", QDMP_SET_SERVER},
                {"AT+QDMPCFG=2,\"k\",\"\",0,863703030822519", QDMP_SET_CREDENTIALS},
                {"AT+QDMPCFGEX=0,0,\"\"", QDMP_EX_SAVE_APPL_INFO},
                {"AT+QDMPCFGEX=1,0,\"\"", QDMP_EX_SAVE_MAC},
                {"AT+QDMPCFGEX=2,0,\"\",\"\",\"\",\"\"", QDMP_EX_SAVE_SYSTEM},
                {"AT+QDMPCFGEX=3,0,\"\",\"\"", QDMP_EX_SAVE_SOFTWARE},
                {"AT+QDMPCFGEX=4,0,\"\",\"\",\"\",\"\"", QDMP_EX_SAVE_NETWORK},
                {"AT+QDMPCFGEX=5,0,\"\"", QDMP_EX_SAVE_LOCATION}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of(rows[i].line);
        cr_expect(settings.set == QDMP_WAS_SET(rows[i].kind), "%s: %x", rows[i].line, (unsigned)settings.set);
        cr_expect(!settings_are_defaults(&settings), "%s", rows[i].line);
    }
}

/* A form that is set to its default values counts as set. */
Test(settings, set_to_defaults) {
    static const struct {
        const char *line;
        unsigned kind;
    } rows[] = {{"AT+QDMPCFG=1", QDMP_SET_SERVER},
                {"AT+QDMPCFG=1,,,", QDMP_SET_SERVER},
                {"AT+QDMPCFG=1,117.161.2.41,5683,86400", QDMP_SET_SERVER},
                {"AT+QDMPCFG=0,0", QDMP_SET_ACCESS_MODE},
                {"AT+QDMPCFGEX=1,0,\"NULL\"", QDMP_EX_SAVE_MAC}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of(rows[i].line);
        cr_expect(settings.set == QDMP_WAS_SET(rows[i].kind), "%s", rows[i].line);
        settings.set = 0;
        cr_expect(settings_are_defaults(&settings), "%s", rows[i].line);
    }
}

/* The state after an erase of everything: as if the erased forms had never been set. */
Test(settings, erase) {
    static const struct {
        const char *line;
        unsigned erased[3];
    } rows[] = {{"AT+QDMPCFG=5,0", {QDMP_SET_ACCESS_MODE}},
                {"AT+QDMPCFG=5,1", {QDMP_SET_SERVER}},
                {"AT+QDMPCFG=5,2", {QDMP_SET_CREDENTIALS}},
                {"AT+QDMPCFG=5,4", {QDMP_SET_ACCESS_MODE, QDMP_SET_SERVER, QDMP_SET_CREDENTIALS}},
                {"AT+QDMPCFGEX=0,2", {QDMP_EX_SAVE_APPL_INFO}},
                {"AT+QDMPCFGEX=1,2", {QDMP_EX_SAVE_MAC}},
                {"AT+QDMPCFGEX=2,2", {QDMP_EX_SAVE_SYSTEM}},
                {"AT+QDMPCFGEX=3,2", {QDMP_EX_SAVE_SOFTWARE}},
                {"AT+QDMPCFGEX=4,2", {QDMP_EX_SAVE_NETWORK}},
                {"AT+QDMPCFGEX=5,2", {QDMP_EX_SAVE_LOCATION}}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of(everything), expected = settings, defaults = settings_of("AT");
        for (size_t j = 0; j < 3 && rows[i].erased[j]; j++) {
            expected.set &= ~QDMP_WAS_SET(rows[i].erased[j]);
            switch (rows[i].erased[j]) {
            case QDMP_SET_ACCESS_MODE: expected.dm_mode = defaults.dm_mode; break;
            case QDMP_SET_SERVER: expected.server = defaults.server; break;
            case QDMP_SET_CREDENTIALS: expected.credentials = defaults.credentials; break;
            case QDMP_EX_SAVE_APPL_INFO: expected.appl_info = defaults.appl_info; break;
            case QDMP_EX_SAVE_MAC: expected.mac = defaults.mac; break;
            case QDMP_EX_SAVE_SYSTEM: expected.system = defaults.system; break;
            case QDMP_EX_SAVE_SOFTWARE: expected.software = defaults.software; break;
            case QDMP_EX_SAVE_NETWORK: expected.network = defaults.network; break;
            default: expected.location = defaults.location; break;
            }
        }
        settings_take(&settings, span_of(rows[i].line));
        cr_expect(settings_equal(&settings, &expected), "%s", rows[i].line);
        settings_take(&settings, span_of(rows[i].line));
        cr_expect(settings_equal(&settings, &expected), "%s a second time", rows[i].line);
    }
}

/* A number that is no kind. Its low byte is a kind where an enum has more bytes than one. */
enum { BEYOND_A_BYTE = sizeof(qdmp_request_kind) > 1 ? 0x100 + QDMP_SET_ACCESS_MODE : 0xFF };

/* A request that sets, saves and erases nothing is refused, and so is an erase of an unknown form. */
Test(settings, refused) {
    static const struct {
        qdmp_request request;
        qdmp_status status;
        qdmp_field field;
    } rows[] = {{{.kind = (qdmp_request_kind)0}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_READ}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_TEST}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_EX_TEST}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_QUERY, .query_opt = 1}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_QUERY_STATE}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_EX_READ, .ex_type = 1}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = (qdmp_request_kind)QDMP__FORM_RESERVED}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = (qdmp_request_kind)(QDMP_EX_ERASE + 1)}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = (qdmp_request_kind)BEYOND_A_BYTE}, QDMP_FORM, QDMP_FIELD_NONE},
                {{.kind = QDMP_ERASE, .erase_opt = 3}, QDMP_RESERVED, QDMP_FIELD_ERASE_OPT},
                {{.kind = QDMP_ERASE, .erase_opt = 5}, QDMP_RANGE, QDMP_FIELD_ERASE_OPT},
                {{.kind = QDMP_ERASE, .erase_opt = UINT32_MAX}, QDMP_RANGE, QDMP_FIELD_ERASE_OPT},
                {{.kind = QDMP_EX_ERASE, .ex_type = 6}, QDMP_RANGE, QDMP_FIELD_TYPE},
                {{.kind = QDMP_EX_ERASE, .ex_type = UINT32_MAX - 7}, QDMP_RANGE, QDMP_FIELD_TYPE}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_settings settings = settings_of(everything), before = settings;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 1};
        qdmp_status status = qdmp_settings_apply(&settings, &rows[i].request, &err);
        cr_expect(status == rows[i].status && err.status == status, "row %zu: %s", i, qdmp_status_name(status));
        cr_expect(err.field == rows[i].field && err.offset == 0, "row %zu: %s", i, qdmp_field_name(err.field));
        cr_expect(settings_equal(&settings, &before), "row %zu: changed", i);
        cr_expect(qdmp_settings_apply(&settings, &rows[i].request, NULL) == rows[i].status, "row %zu", i);
    }
}

/* The texts are in the order of the resources of object 666. */
Test(settings, extended_values_stand_in_order) {
    const size_t offsets[] = {offsetof(qdmp_settings, appl_info),       offsetof(qdmp_settings, mac),
                              offsetof(qdmp_settings, system.rom),      offsetof(qdmp_settings, system.ram),
                              offsetof(qdmp_settings, system.cpu),      offsetof(qdmp_settings, system.os_sys_ver),
                              offsetof(qdmp_settings, software.sw_ver), offsetof(qdmp_settings, software.sw_name),
                              offsetof(qdmp_settings, network.volte),   offsetof(qdmp_settings, network.net_type),
                              offsetof(qdmp_settings, network.account), offsetof(qdmp_settings, network.phone_num),
                              offsetof(qdmp_settings, location)};
    for (size_t i = 0; i < COUNT(offsets); i++)
        cr_expect(offsets[i] == offsets[0] + i * sizeof(qdmp_span), "value %zu", i);
}

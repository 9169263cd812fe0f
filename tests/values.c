/* SPDX-License-Identifier: MIT */
/* Tests the inner structure of values: NULL, MAC addresses, locations, application lists (R9, R10). */
#include "guard.h"
#include "support.h"

#include <stdio.h>

enum { PATTERN = 0x5A, APPS_MAX = 8 };

#define TEXT(literal) QDMP_LITERAL(literal)

/* --- NULL --------------------------------------------------------------------------------------------------------- */

Test(values, null) {
    static const qdmp_span others[] = {TEXT(""),      TEXT("NUL"),   TEXT("NULLL"),    TEXT("null"),  TEXT("Null"),
                                       TEXT(" NULL"), TEXT("NULL "), TEXT("\"NULL\""), TEXT("NUL\0"), {NULL, 0}};
    cr_expect(qdmp_is_null((qdmp_span)TEXT("NULL")) == 1);
    for (size_t i = 0; i < COUNT(others); i++)
        cr_expect(qdmp_is_null(others[i]) == 0, "%s", shown(others[i]));
    char *guarded = guard_behind(3);
    memcpy(guarded, "NUL", 3);
    cr_expect(qdmp_is_null(span_from(guarded, 3)) == 0);
}

/* --- MAC ---------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    uint8_t mac[6];
} good_macs[] = {
    {"00-01-6C-06-A6-29", {0x00, 0x01, 0x6C, 0x06, 0xA6, 0x29}},
    {"00:01:6c:06:a6:29", {0x00, 0x01, 0x6C, 0x06, 0xA6, 0x29}},
    {"ff-FF-fF-Ff-00-ff", {255, 255, 255, 255, 0, 255}},
    {"aB:Cd:eF:01:23:45", {0xAB, 0xCD, 0xEF, 0x01, 0x23, 0x45}},
    {"67-89-0a-bc-de-f0", {0x67, 0x89, 0x0A, 0xBC, 0xDE, 0xF0}},
};

static const struct {
    qdmp_span text;
    qdmp_status status;
    size_t offset;
} bad_macs[] = {
    {TEXT("00-01-6C-06-A6:29"), QDMP_SYNTAX, 14},
    {TEXT("00:01:6C-06:A6:29"), QDMP_SYNTAX, 8},
    {TEXT("00.01.6C.06.A6.29"), QDMP_SYNTAX, 2},
    {TEXT("G0-01-6C-06-A6-29"), QDMP_SYNTAX, 0},
    {TEXT("0g-01-6C-06-A6-29"), QDMP_SYNTAX, 1},
    {TEXT("00-01-6C-06-A6-2:"), QDMP_SYNTAX, 16},
    {TEXT("00-01-6C-06-A6-29-"), QDMP_LENGTH, 17},
    {TEXT("00-01-6C-06-A6-290"), QDMP_LENGTH, 17},
    {TEXT("00016C06A629"), QDMP_SYNTAX, 2},
    {TEXT("0-01-6C-06-A6-29"), QDMP_SYNTAX, 1},
    {TEXT("00-01-6C-06-A6-2\0"), QDMP_SYNTAX, 16},
    {TEXT(" 00-01-6C-06-A6-29"), QDMP_SYNTAX, 0},
    {TEXT("00-01-6C-06-A6-@9"), QDMP_SYNTAX, 15},
    {TEXT("00-01-6C-06-A6-`9"), QDMP_SYNTAX, 15},
    {TEXT("00-01-6C-06-A6-/9"), QDMP_SYNTAX, 15},
    {TEXT("NULL"), QDMP_SYNTAX, 0},
    {TEXT("00-01-6C-06-A6-\x10"
          "9"),
     QDMP_SYNTAX, 15},
};

static void expect_bad_mac(qdmp_span text, qdmp_status status, size_t offset) {
    uint8_t mac[6] = {1, 2, 3, 4, 5, 6};
    static const uint8_t before[6] = {1, 2, 3, 4, 5, 6};
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
    char *guarded = guard_behind(text.len);
    memcpy(guarded, text.ptr, text.len);
    qdmp_status got = qdmp_mac_decode(span_from(guarded, text.len), mac, &err);
    cr_expect(got == status && err.status == status, "%s: %s", shown(text), qdmp_status_name(got));
    cr_expect(err.field == QDMP_FIELD_MAC, "%s: blames '%s'", shown(text), qdmp_field_name(err.field));
    cr_expect(err.offset == offset, "%s: at %zu, not %zu", shown(text), err.offset, offset);
    cr_expect(memcmp(mac, before, sizeof mac) == 0, "%s: the output was touched", shown(text));
    cr_expect(qdmp_mac_decode(text, mac, NULL) == status, "%s: without err", shown(text));
}

Test(values, mac_decode) {
    for (size_t i = 0; i < COUNT(good_macs); i++) {
        struct {
            uint8_t bytes[6], behind;
        } mac = {{0}, PATTERN};
        qdmp_span text = {guard_behind(QDMP_MAC_TEXT), QDMP_MAC_TEXT};
        memcpy(guard_behind(QDMP_MAC_TEXT), good_macs[i].text, QDMP_MAC_TEXT);
        cr_expect(qdmp_mac_decode(text, mac.bytes, NULL) == QDMP_OK, "%s", good_macs[i].text);
        cr_expect(memcmp(mac.bytes, good_macs[i].mac, 6) == 0, "%s", good_macs[i].text);
        cr_expect(mac.behind == PATTERN, "%s: more is written", good_macs[i].text);
    }
    for (size_t i = 0; i < COUNT(bad_macs); i++)
        expect_bad_mac(bad_macs[i].text, bad_macs[i].status, bad_macs[i].offset);
}

/* The beginning of a valid value is too short: the error is at its end, wherever the cut is. */
Test(values, mac_cut) {
    for (size_t len = 0; len < QDMP_MAC_TEXT; len++)
        expect_bad_mac(span_from("00-01-6C-06-A6-29", len), QDMP_LENGTH, len);
}

/* A byte that is wrong everywhere is a fault at its own place. */
Test(values, mac_bad_byte_at_every_place) {
    for (size_t place = 0; place < QDMP_MAC_TEXT; place++) {
        char text[] = "00-01-6C-06-A6-29";
        text[place] = '!';
        expect_bad_mac(span_from(text, QDMP_MAC_TEXT), QDMP_SYNTAX, place);
    }
}

Test(values, mac_encode) {
    static const uint8_t mac[6] = {0x00, 0x01, 0x6C, 0x06, 0xA6, 0xF9};
    for (size_t cap = 0; cap <= QDMP_MAC_TEXT + 1; cap++) {
        char *out = guard_behind(cap);
        size_t size = 0;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
        memset(out, PATTERN, cap);
        qdmp_status status = qdmp_mac_encode(mac, (qdmp_room){out, cap}, &size, &err);
        cr_expect(size == QDMP_MAC_TEXT, "room of %zu: %zu", cap, size);
        if (cap < QDMP_MAC_TEXT) {
            cr_expect(status == QDMP_NO_SPACE && err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_MAC &&
                          err.offset == 0,
                      "room of %zu", cap);
            cr_expect(filled_with(out, cap, PATTERN), "room of %zu: written to", cap);
            continue;
        }
        cr_expect(status == QDMP_OK && memcmp(out, "00-01-6C-06-A6-F9", QDMP_MAC_TEXT) == 0, "room of %zu", cap);
        cr_expect(filled_with(out + QDMP_MAC_TEXT, cap - QDMP_MAC_TEXT, PATTERN), "room of %zu: past its end", cap);
    }
    cr_expect(qdmp_mac_encode(mac, (qdmp_room){NULL, 0}, NULL, NULL) == QDMP_NO_SPACE);
}

/* --- location ----------------------------------------------------------------------------------------------------- */

static const struct {
    const char *text, *latitude, *longitude, *method;
} good_locations[] = {
    {"31.8438799075,117.2025477950,OTDOA", "31.8438799075", "117.2025477950", "OTDOA"},
    {"-31.5,+117.25,GPS", "-31.5", "+117.25", "GPS"},
    {"0,0,", "0", "0", ""},
    {"+0,-0,x", "+0", "-0", "x"},
    {"00031,999999999999999999999999,CELL ID", "00031", "999999999999999999999999", "CELL ID"},
    {"1.0,2.000000000000000000000000000001,a;b|c", "1.0", "2.000000000000000000000000000001", "a;b|c"},
    {"1,2,\xe5\xbe\xae", "1", "2", "\xe5\xbe\xae"},
    {"1,2, ", "1", "2", " "},
};

static const struct {
    qdmp_span text;
    qdmp_status status;
    size_t offset;
} bad_locations[] = {
    {TEXT(""), QDMP_SYNTAX, 0},          {TEXT("NULL"), QDMP_SYNTAX, 0},      {TEXT("1"), QDMP_SYNTAX, 1},
    {TEXT("1,"), QDMP_SYNTAX, 2},        {TEXT("1,2"), QDMP_SYNTAX, 3},       {TEXT(",2,x"), QDMP_SYNTAX, 0},
    {TEXT("1,,x"), QDMP_SYNTAX, 2},      {TEXT("1,2,x,"), QDMP_SYNTAX, 5},    {TEXT("1,2,,"), QDMP_SYNTAX, 4},
    {TEXT("1.,2,x"), QDMP_SYNTAX, 2},    {TEXT(".5,2,x"), QDMP_SYNTAX, 0},    {TEXT("-,2,x"), QDMP_SYNTAX, 1},
    {TEXT("+-1,2,x"), QDMP_SYNTAX, 1},   {TEXT("1e5,2,x"), QDMP_SYNTAX, 1},   {TEXT("1.2.3,2,x"), QDMP_SYNTAX, 3},
    {TEXT(" 1,2,x"), QDMP_SYNTAX, 0},    {TEXT("1 ,2,x"), QDMP_SYNTAX, 1},    {TEXT("1, 2,x"), QDMP_SYNTAX, 2},
    {TEXT("1,2N,x"), QDMP_SYNTAX, 3},    {TEXT("1,2,x\0"), QDMP_BAD_CHAR, 5}, {TEXT("1,2,x\x7f"), QDMP_BAD_CHAR, 5},
    {TEXT("1,2,\"x"), QDMP_BAD_CHAR, 4}, {TEXT("1,2,x\r"), QDMP_BAD_CHAR, 5},
};

Test(values, location_decode) {
    for (size_t i = 0; i < COUNT(good_locations); i++) {
        qdmp_position position;
        qdmp_span text = span_of(good_locations[i].text);
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
        char *guarded = guard_behind(text.len);
        memcpy(guarded, text.ptr, text.len);
        text.ptr = guarded;
        qdmp_status status = qdmp_location_decode(text, &position, &err);
        cr_expect(status == QDMP_OK, "%s: %s at %zu", shown(text), qdmp_status_name(status), err.offset);
        if (status != QDMP_OK)
            continue;
        cr_expect(span_equal(position.latitude, span_of(good_locations[i].latitude)), "%s", shown(text));
        cr_expect(span_equal(position.longitude, span_of(good_locations[i].longitude)), "%s", shown(text));
        cr_expect(span_equal(position.method, span_of(good_locations[i].method)), "%s", shown(text));
        cr_expect(span_inside(position.latitude, text) && span_inside(position.longitude, text) &&
                  span_inside(position.method, text));
    }
}

Test(values, location_errors) {
    for (size_t i = 0; i < COUNT(bad_locations); i++) {
        qdmp_position position;
        qdmp_span text = bad_locations[i].text;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
        char *guarded = guard_behind(text.len);
        memcpy(guarded, text.ptr, text.len);
        memset(&position, PATTERN, sizeof position);
        qdmp_status status = qdmp_location_decode(span_from(guarded, text.len), &position, &err);
        cr_expect(status == bad_locations[i].status && err.status == status, "%s: %s", shown(text),
                  qdmp_status_name(status));
        cr_expect(err.field == QDMP_FIELD_LOCATION, "%s: blames '%s'", shown(text), qdmp_field_name(err.field));
        cr_expect(err.offset == bad_locations[i].offset, "%s: at %zu, not %zu", shown(text), err.offset,
                  bad_locations[i].offset);
        cr_expect(filled_with(&position, sizeof position, PATTERN), "%s: the output was touched", shown(text));
    }
}

/* --- application lists -------------------------------------------------------------------------------------------- */

typedef struct app_row {
    const char *name, *package;
    uint64_t milliseconds;
    uint32_t count;
} app_row;

typedef struct list_row {
    const char *text;
    size_t count;
    app_row apps[APPS_MAX];
} list_row;

static const list_row good_lists[] = {
    {"", 0, {{NULL, NULL, 0, 0}}},
    {"NULL", 0, {{NULL, NULL, 0, 0}}},
    {"a|b|1|2", 1, {{"a", "b", 1, 2}}},
    {"a|b|1|2;c|d|3|4", 2, {{"a", "b", 1, 2}, {"c", "d", 3, 4}}},
    {"Douyin|FW1|990650|9123;Wechat|FW02|80650|9201;QQ|FW03|11650|92551;Alipay|FW88|22650|5555;Zhihu|FW333|77750|65101",
     5,
     {{"Douyin", "FW1", 990650, 9123},
      {"Wechat", "FW02", 80650, 9201},
      {"QQ", "FW03", 11650, 92551},
      {"Alipay", "FW88", 22650, 5555},
      {"Zhihu", "FW333", 77750, 65101}}},
    {"||0|0", 1, {{"", "", 0, 0}}},
    {"a||0|0", 1, {{"a", "", 0, 0}}},
    {"a|b|4294967295|4294967295", 1, {{"a", "b", UINT32_MAX, UINT32_MAX}}},
    {"a|b|00000000004294967295|007", 1, {{"a", "b", UINT32_MAX, 7}}},
    {"Douyin|FW1|5000000000|9123;QQ|b|1|2", 2, {{"Douyin", "FW1", 5000000000, 9123}, {"QQ", "b", 1, 2}}},
    {"a|b|4294967296|2", 1, {{"a", "b", 0x100000000, 2}}},
    {"a|b|9999999999999999999|1", 1, {{"a", "b", 9999999999999999999u, 1}}},
    {"a|b|10000000000000000000|1", 1, {{"a", "b", 10000000000000000000u, 1}}},
    {"a|b|18446744073709551615|4294967295", 1, {{"a", "b", UINT64_MAX, UINT32_MAX}}},
    {"a|b|000000018446744073709551615|1", 1, {{"a", "b", UINT64_MAX, 1}}},
    {" a b | c,d |1|2", 1, {{" a b ", " c,d ", 1, 2}}},
    {"\xe5\xbe\xae|\x80\xff|1|2", 1, {{"\xe5\xbe\xae", "\x80\xff", 1, 2}}},
    {"NULL|NULL|1|2", 1, {{"NULL", "NULL", 1, 2}}},
    {"\xce|x|1|2", 1, {{"\xce", "x", 1, 2}}}, /* a GBK trail byte 7C is still a separator */
    {"1|2|3|4;5|6|7|8;9|10|11|12", 3, {{"1", "2", 3, 4}, {"5", "6", 7, 8}, {"9", "10", 11, 12}}},
};

/* `good`: the number of records before the fault. */
static const struct {
    qdmp_span text;
    size_t good;
    qdmp_status status;
    size_t offset;
} bad_lists[] = {
    {TEXT("a|b|1|2;"), 1, QDMP_SYNTAX, 8},
    {TEXT("a"), 0, QDMP_SYNTAX, 1},
    {TEXT("null"), 0, QDMP_SYNTAX, 4},
    {TEXT("NULL;"), 0, QDMP_SYNTAX, 4},
    {TEXT("a|b"), 0, QDMP_SYNTAX, 3},
    {TEXT("a|b|"), 0, QDMP_SYNTAX, 4},
    {TEXT("a|b|1"), 0, QDMP_SYNTAX, 5},
    {TEXT("a|b|1|"), 0, QDMP_SYNTAX, 6},
    {TEXT("a|b|1|;c|d|1|2"), 0, QDMP_SYNTAX, 6},
    {TEXT("a|b||2"), 0, QDMP_SYNTAX, 4},
    {TEXT("a|b|x|2"), 0, QDMP_SYNTAX, 4},
    {TEXT("a|b|1x|2"), 0, QDMP_SYNTAX, 5},
    {TEXT("a|b|-1|2"), 0, QDMP_SYNTAX, 4},
    {TEXT("a|b|1|+2"), 0, QDMP_SYNTAX, 6},
    {TEXT("a|b| 1|2"), 0, QDMP_SYNTAX, 4},
    {TEXT("a|b|1|2 "), 0, QDMP_SYNTAX, 7},
    {TEXT("a|b|1|2|"), 0, QDMP_SYNTAX, 7},
    {TEXT(";a|b|1|2"), 0, QDMP_SYNTAX, 0},
    {TEXT("a;b|c|1|2"), 0, QDMP_SYNTAX, 1},
    {TEXT("a|b|1|2;;c|d|3|4"), 1, QDMP_SYNTAX, 8},
    {TEXT("a|b|1|2;c|d|3|4;e"), 2, QDMP_SYNTAX, 17},
    {TEXT("a|b|1|2;c|d|3"), 1, QDMP_SYNTAX, 13},
    {TEXT("a|b|1|2;NULL"), 1, QDMP_SYNTAX, 12},
    {TEXT("a|b|18446744073709551616|2"), 0, QDMP_RANGE, 4},
    {TEXT("a|b|18446744073709551620|2"), 0, QDMP_RANGE, 4},
    {TEXT("a|b|20000000000000000000|2"), 0, QDMP_RANGE, 4},
    {TEXT("a|b|184467440737095516150|2"), 0, QDMP_RANGE, 4},
    {TEXT("a|b|99999999999999999999999999999999999999999|2"), 0, QDMP_RANGE, 4},
    {TEXT("a|b|1|4294967296"), 0, QDMP_RANGE, 6},
    {TEXT("a|b|1|18446744073709551617"), 0, QDMP_RANGE, 6},
    {TEXT("a|b|1|9999999999"), 0, QDMP_RANGE, 6},
    {TEXT("a|b|1|2;c|d|99999999999999999999|4"), 1, QDMP_RANGE, 12},
    {TEXT("a\0|b|1|2"), 0, QDMP_BAD_CHAR, 1},
    {TEXT("a|b\x7f|1|2"), 0, QDMP_BAD_CHAR, 3},
    {TEXT("a|\"b\"|1|2"), 0, QDMP_BAD_CHAR, 2},
    {TEXT("a|b|1|2;\tc|d|1|2"), 1, QDMP_BAD_CHAR, 8},
};

static bool app_equal(const qdmp_app *app, const app_row *row) {
    return span_equal(app->name, span_of(row->name)) && span_equal(app->package, span_of(row->package)) &&
           app->milliseconds == row->milliseconds && app->count == row->count;
}

static void expect_list(const list_row *row) {
    qdmp_span text = span_of(row->text);
    char *guarded = guard_behind(text.len);
    memcpy(guarded, text.ptr, text.len);
    text.ptr = guarded;
    qdmp_app_info list = qdmp_app_info_open(text);
    qdmp_app app;
    for (size_t i = 0; i < row->count; i++) {
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
        qdmp_status status = qdmp_app_info_next(&list, &app, &err);
        cr_assert(status == QDMP_OK, "%s: record %zu: %s at %zu", row->text, i, qdmp_status_name(status), err.offset);
        cr_expect(app_equal(&app, &row->apps[i]), "%s: record %zu", row->text, i);
        cr_expect(span_inside(app.name, text) && span_inside(app.package, text), "%s: outside", row->text);
    }
    memset(&app, PATTERN, sizeof app);
    for (int again = 0; again < 2; again++)
        cr_expect(qdmp_app_info_next(&list, &app, NULL) == QDMP_END, "%s: no end", row->text);
    cr_expect(filled_with(&app, sizeof app, PATTERN), "%s: the output was touched at the end", row->text);
}

Test(values, application_lists) {
    for (size_t i = 0; i < COUNT(good_lists); i++)
        expect_list(&good_lists[i]);
}

Test(values, application_list_without_memory) {
    qdmp_app_info list = qdmp_app_info_open((qdmp_span){NULL, 0});
    qdmp_app app;
    cr_expect(qdmp_app_info_next(&list, &app, NULL) == QDMP_END);
}

static void expect_bad_list(size_t row) {
    qdmp_span text = bad_lists[row].text;
    char *guarded = guard_behind(text.len);
    memcpy(guarded, text.ptr, text.len);
    qdmp_app_info list = qdmp_app_info_open(span_from(guarded, text.len));
    qdmp_app app;
    for (size_t i = 0; i < bad_lists[row].good; i++)
        cr_expect(qdmp_app_info_next(&list, &app, NULL) == QDMP_OK, "%s: record %zu", shown(text), i);
    memset(&app, PATTERN, sizeof app);
    for (int again = 0; again < 3; again++) { /* an error does not advance the walk */
        qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
        qdmp_status status = qdmp_app_info_next(&list, &app, again == 2 ? NULL : &err);
        cr_expect(status == bad_lists[row].status, "%s: %s", shown(text), qdmp_status_name(status));
        cr_expect(again == 2 || (err.status == status && err.field == QDMP_FIELD_APPL_INFO &&
                                 err.offset == bad_lists[row].offset),
                  "%s: '%s' at %zu, not %zu", shown(text), qdmp_field_name(err.field), err.offset,
                  bad_lists[row].offset);
    }
    cr_expect(filled_with(&app, sizeof app, PATTERN), "%s: the output was touched", shown(text));
}

Test(values, application_list_errors) {
    for (size_t i = 0; i < COUNT(bad_lists); i++)
        expect_bad_list(i);
}

/* --- encoded application lists ------------------------------------------------------------------------------------ */

static size_t apps_of(const list_row *row, qdmp_app apps[APPS_MAX]) {
    for (size_t i = 0; i < row->count; i++) {
        const app_row *a = &row->apps[i];
        apps[i] = (qdmp_app){span_of(a->name), span_of(a->package), a->milliseconds, a->count};
    }
    return row->count;
}

static const list_row written_lists[] = {
    {"NULL", 0, {{NULL, NULL, 0, 0}}},
    {"a|b|1|2", 1, {{"a", "b", 1, 2}}},
    {"a|b|1|2;c|d|3|4", 2, {{"a", "b", 1, 2}, {"c", "d", 3, 4}}},
    {"||0|0", 1, {{"", "", 0, 0}}},
    {"||4294967295|4294967295;||0|0", 2, {{"", "", UINT32_MAX, UINT32_MAX}, {"", "", 0, 0}}},
    {"||18446744073709551615|4294967295", 1, {{"", "", UINT64_MAX, UINT32_MAX}}},
    {"||4294967296|1;||5000000000|2", 2, {{"", "", 0x100000000, 1}, {"", "", 5000000000, 2}}},
    {"||10000000000000000000|0;||9999999999999999999|0",
     2,
     {{"", "", 10000000000000000000u, 0}, {"", "", 9999999999999999999u, 0}}},
    {" a |,|1000000000|999999999", 1, {{" a ", ",", 1000000000, 999999999}}},
    {"\xe5\xbe\xae\xe4\xbf\xa1|com.tencent.mm|80650|9201",
     1,
     {{"\xe5\xbe\xae\xe4\xbf\xa1", "com.tencent.mm", 80650, 9201}}},
    {"NULL|NULL|1|2", 1, {{"NULL", "NULL", 1, 2}}},
    {"Douyin|FW1|990650|9123;Wechat|FW02|80650|9201;QQ|FW03|11650|92551;Alipay|FW88|22650|5555;Zhihu|FW333|77750|65101",
     5,
     {{"Douyin", "FW1", 990650, 9123},
      {"Wechat", "FW02", 80650, 9201},
      {"QQ", "FW03", 11650, 92551},
      {"Alipay", "FW88", 22650, 5555},
      {"Zhihu", "FW333", 77750, 65101}}},
    {"\\|'|10|100", 1, {{"\\", "'", 10, 100}}},
};

static void expect_written(const list_row *row, size_t cap) {
    qdmp_app apps[APPS_MAX];
    size_t count = apps_of(row, apps), size = 0, need = strlen(row->text);
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
    char *out = guard_behind(cap);
    memset(out, PATTERN, cap);
    qdmp_status status = qdmp_app_info_encode(count ? apps : NULL, count, (qdmp_room){out, cap}, &size, &err);
    cr_expect(size == need, "%s: size %zu in a room of %zu", row->text, size, cap);
    if (cap < need) {
        cr_expect(status == QDMP_NO_SPACE && err.status == QDMP_NO_SPACE && err.field == QDMP_FIELD_APPL_INFO &&
                      err.offset == 0,
                  "%s: %s", row->text, qdmp_status_name(status));
        cr_expect(filled_with(out, cap, PATTERN), "%s: written to in a room of %zu", row->text, cap);
        return;
    }
    cr_expect(status == QDMP_OK && memcmp(out, row->text, need) == 0, "%s: %s", row->text, qdmp_status_name(status));
    cr_expect(filled_with(out + need, cap - need, PATTERN), "%s: written past its end", row->text);
}

Test(values, application_list_encode) {
    for (size_t i = 0; i < COUNT(written_lists); i++)
        for (size_t cap = 0; cap <= strlen(written_lists[i].text) + 1; cap++)
            expect_written(&written_lists[i], cap);
}

#define GOOD_APP                                                                                                       \
    { TEXT("a"), TEXT("b"), 1, 2 }

static const struct {
    const char *what;
    qdmp_app app; /* the second of three; the others are valid */
} bad_apps[] = {
    {"bar in the name", {TEXT("a|"), TEXT("b"), 1, 2}},
    {"bar in the package", {TEXT("a"), TEXT("|b"), 1, 2}},
    {"semicolon in the name", {TEXT(";"), TEXT("b"), 1, 2}},
    {"semicolon in the package", {TEXT("a"), TEXT("b;c"), 1, 2}},
    {"quote in the name", {TEXT("\"a"), TEXT("b"), 1, 2}},
    {"quote in the package", {TEXT("a"), TEXT("b\""), 1, 2}},
    {"NUL in the name", {TEXT("a\0"), TEXT("b"), 1, 2}},
    {"CR in the package", {TEXT("a"), TEXT("\r"), 1, 2}},
    {"tab in the name", {TEXT("\t"), TEXT("b"), 1, 2}},
    {"DEL in the package", {TEXT("a"), TEXT("\x7f"), 1, 2}},
};

static void expect_refused(const qdmp_app *apps, size_t count, size_t cap, qdmp_status status, const char *what,
                           size_t *index) {
    static char out[1024];
    size_t size = 12345;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, SIZE_MAX};
    memset(out, PATTERN, sizeof out);
    qdmp_status got = qdmp_app_info_encode(apps, count, (qdmp_room){out, cap}, &size, &err);
    cr_expect(got == status && err.status == status && err.field == QDMP_FIELD_APPL_INFO, "%s: %s", what,
              qdmp_status_name(got));
    cr_expect(filled_with(out, sizeof out, PATTERN), "%s: something was written", what);
    cr_expect(size == 12345, "%s: the size was touched", what);
    *index = err.offset;
}

Test(values, application_list_not_representable) {
    for (size_t i = 0; i < COUNT(bad_apps); i++) {
        qdmp_app apps[] = {GOOD_APP, GOOD_APP, GOOD_APP};
        size_t index;
        apps[1] = bad_apps[i].app;
        expect_refused(apps, 3, 1024, QDMP_NOT_REPRESENTABLE, bad_apps[i].what, &index);
        cr_expect(index == 1, "%s: record %zu", bad_apps[i].what, index);
    }
}

Test(values, application_list_length) {
    static char text[300], out[300];
    qdmp_app apps[] = {GOOD_APP, {{text, 0}, TEXT("b"), 1, 2}};
    size_t index, size = 0;
    memset(text, 'x', sizeof text);
    /* "a|b|1|2;" is 8 bytes, "|b|1|2" is 6: 241 more make 255. */
    apps[1].name.len = 241;
    cr_expect(qdmp_app_info_encode(apps, 2, (qdmp_room){out, sizeof out}, &size, NULL) == QDMP_OK && size == 255, "%zu",
              size);
    apps[1].name.len = 242;
    expect_refused(apps, 2, sizeof out, QDMP_LENGTH, "256 bytes", &index);
    cr_expect(index == 1, "record %zu", index);
    expect_refused(apps, 2, 0, QDMP_LENGTH, "256 bytes without room", &index);
}

/* A number of any size is decoded again, also above 32 bits; sprintf gives its digits. */
Test(values, application_list_of_any_number) {
    for (uint64_t base = 1; base; base <<= 1) {
        for (unsigned i = 0; i < 3; i++) {
            qdmp_app app = GOOD_APP, back;
            char out[64], expected[64];
            size_t size = 0;
            app.milliseconds = base - 1 + i;
            sprintf(expected, "a|b|%llu|2", (unsigned long long)app.milliseconds);
            cr_assert(qdmp_app_info_encode(&app, 1, (qdmp_room){out, sizeof out}, &size, NULL) == QDMP_OK);
            cr_expect(span_equal(span_from(out, size), span_of(expected)), "%s", expected);
            qdmp_app_info list = qdmp_app_info_open(span_from(out, size));
            cr_expect(qdmp_app_info_next(&list, &back, NULL) == QDMP_OK && back.milliseconds == app.milliseconds, "%s",
                      expected);
        }
    }
}

/* A length that wraps must not be reported as a small one. */
Test(values, application_list_of_very_many) {
    static qdmp_app apps[5000];
    size_t index;
    for (size_t i = 0; i < COUNT(apps); i++)
        apps[i] = (qdmp_app)GOOD_APP;
    expect_refused(apps, COUNT(apps), 1024, QDMP_LENGTH, "5000 records", &index);
    cr_expect(index <= COUNT(apps), "record %zu", index);
}

Test(app_info, size_may_be_left_out) {
    qdmp_app app = {QDMP_LITERAL("QQ"), QDMP_LITERAL("FW03"), 11650, 92551};
    char out[64];
    qdmp_room room = {out, sizeof out};
    cr_expect(qdmp_app_info_encode(&app, 1, room, NULL, NULL) == QDMP_OK);
    cr_expect(memcmp(out, "QQ|FW03|11650|92551", 19) == 0);
}

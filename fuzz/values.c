/* SPDX-License-Identifier: MIT */
/*
 * The bytes as a value: application list, MAC address, location, NULL. Such values are also written from them: P2-P6,
 * P8-P14, P18, P22-P25.
 */
#include "support/bytes.h"
#include "support/check.h"
#include "support/compose.h"
#include "support/rules.h"

#include "qdmp/app_info.h"
#include "qdmp/values.h"

#include <stdlib.h>
#include <string.h>

static struct composed expected;

static void check_fault(const qdmp_error *err, qdmp_status status, qdmp_status is, qdmp_field field, size_t at,
                        const char *property) {
    FUZZ_CHECK(status == is, property, "%s, not %s", qdmp_status_name(status), qdmp_status_name(is));
    FUZZ_CHECK(err->status == status, "P5", "status in the error");
    FUZZ_CHECK(err->field == field, property, "'%s' is blamed", qdmp_field_name(err->field));
    FUZZ_CHECK(err->offset == at, property, "%s at %zu, not %zu", qdmp_status_name(status), err->offset, at);
}

/* The reason why a byte does not fit: R5 forbids it in every string, or only the form of the value forbids it. */
static qdmp_status fault_of(qdmp_span value, size_t at) {
    bool forbidden = at < value.len && (!rules_is_text_byte((unsigned char)value.ptr[at]) || value.ptr[at] == '"');
    return forbidden ? QDMP_BAD_CHAR : QDMP_SYNTAX;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static size_t digits_end(qdmp_span value, size_t at) {
    while (at < value.len && is_digit(value.ptr[at]))
        at++;
    return at;
}

/* ---- Application lists ---- */

/* Whether the digits from `begin` to `end` are a number up to `most`. Compares texts, without leading zeros. */
static bool fits_number(qdmp_span value, size_t begin, size_t end, const char *most) {
    while (begin < end && value.ptr[begin] == '0')
        begin++;
    size_t length = end - begin, longest = strlen(most);
    return length < longest || (length == longest && memcmp(value.ptr + begin, most, length) <= 0);
}

/* One record, checked by hand: the end of each of its four words. Returns the error, at `*at`, or QDMP_OK. */
static qdmp_status cut_record(qdmp_span value, size_t *at, size_t ends[4], uint64_t numbers[2]) {
    for (unsigned i = 0; i < 4; i++) {
        size_t begin = *at, end = begin;
        if (i < 2)
            while (end < value.len && strchr("\"|;", value.ptr[end]) == NULL &&
                   rules_is_text_byte((unsigned char)value.ptr[end]))
                end++;
        else
            end = digits_end(value, begin);
        if (i >= 2) {
            if (!fits_number(value, begin, end, i == 2 ? "18446744073709551615" : "4294967295"))
                return QDMP_RANGE;
            numbers[i - 2] = 0;
            for (size_t k = begin; k < end; k++)
                numbers[i - 2] = numbers[i - 2] * 10 + (uint64_t)(value.ptr[k] - '0');
        }
        *at = ends[i] = end;
        bool closed = i < 3 ? end < value.len && value.ptr[end] == '|' : end == value.len || value.ptr[end] == ';';
        if (!closed || (i >= 2 && end == begin))
            return fault_of(value, end);
        *at = end + 1;
    }
    return QDMP_OK;
}

static void check_record(qdmp_span value, const qdmp_app *app, size_t begin, const size_t ends[4],
                         const uint64_t numbers[2]) {
    qdmp_span name = {value.ptr + begin, ends[0] - begin};
    qdmp_span package = {value.ptr + ends[0] + 1, ends[1] - ends[0] - 1};
    FUZZ_CHECK(fuzz_same_text(app->name, name) && fuzz_inside(app->name, value), "P22", "name");
    FUZZ_CHECK(fuzz_same_text(app->package, package) && fuzz_inside(app->package, value), "P22", "package");
    FUZZ_CHECK(app->milliseconds == numbers[0] && app->count == numbers[1], "P22", "numbers %llu and %u",
               (unsigned long long)app->milliseconds, (unsigned)app->count);
}

enum { APPS_MAX = 64 };

struct apps_call {
    const qdmp_app *apps;
    size_t count;
};

static qdmp_status encode_apps(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct apps_call *c = call;
    return qdmp_app_info_encode(c->apps, c->count, out, size, err);
}

static bool fits_word(qdmp_span word) {
    for (size_t i = 0; i < word.len; i++)
        if (!rules_is_text_byte((unsigned char)word.ptr[i]) || memchr("\"|;", word.ptr[i], 3) != NULL)
            return false;
    return true;
}

/* Composes the list by hand. Returns the status that must come, and of which record. */
static qdmp_status compose_apps(const struct apps_call *call, size_t *index) {
    expected.size = 0;
    compose_text(&expected, call->count == 0 ? "NULL" : "");
    for (*index = 0; *index < call->count; ++*index) {
        const qdmp_app *app = &call->apps[*index];
        if (!fits_word(app->name) || !fits_word(app->package))
            return QDMP_NOT_REPRESENTABLE;
        compose_text(&expected, *index == 0 ? "" : ";");
        compose_span(&expected, app->name);
        compose_text(&expected, "|");
        compose_span(&expected, app->package);
        compose_text(&expected, "|");
        compose_number(&expected, app->milliseconds);
        compose_text(&expected, "|");
        compose_number(&expected, app->count);
        if (expected.size > 255)
            return QDMP_LENGTH;
    }
    return QDMP_OK;
}

static void read_apps_back(qdmp_span list, const struct apps_call *call) {
    qdmp_app_info walk = qdmp_app_info_open(list);
    qdmp_app app;
    for (size_t i = 0; i < call->count; i++) {
        FUZZ_CHECK(qdmp_app_info_next(&walk, &app, NULL) == QDMP_OK, "P14", "record %zu does not come back", i);
        FUZZ_CHECK(fuzz_same_text(app.name, call->apps[i].name) && fuzz_same_text(app.package, call->apps[i].package) &&
                       app.milliseconds == call->apps[i].milliseconds && app.count == call->apps[i].count,
                   "P14", "another record comes back");
    }
    FUZZ_CHECK(qdmp_app_info_next(&walk, &app, NULL) == QDMP_END, "P14", "a record too many comes back");
}

/* `read`: a list that was seen to have these records. */
static void write_apps(const qdmp_app *apps, size_t count, qdmp_span read) {
    struct apps_call call = {apps, count};
    qdmp_error err;
    size_t index;
    qdmp_room list = fuzz_encode_value(encode_apps, &call, QDMP_FIELD_APPL_INFO, &err);
    qdmp_status status = compose_apps(&call, &index);
    if (list.ptr == NULL) {
        /* A list may be both too long and not representable: at a later record, or the same. */
        FUZZ_CHECK(status != QDMP_OK, "P12", "a list that can be written is refused: %s", qdmp_status_name(err.status));
        check_fault(&err, err.status, status, QDMP_FIELD_APPL_INFO, index, "P12");
        return;
    }
    FUZZ_CHECK(status == QDMP_OK, "P13", "written, though it is %s", qdmp_status_name(status));
    FUZZ_CHECK(compose_same(&expected, list), "P11", "not the canonical form");
    qdmp_span written = {list.ptr, list.cap};
    if (!fuzz_same_text(written, read))
        read_apps_back(written, &call);
    free(list.ptr);
}

static void walk_apps(qdmp_span value) {
    qdmp_app_info walk = qdmp_app_info_open(value);
    qdmp_app apps[APPS_MAX];
    size_t at = 0, count = 0, ends[4];
    bool none = value.len == 0 || (value.len == 4 && memcmp(value.ptr, "NULL", 4) == 0);
    while (!none && at <= value.len) {
        uint64_t numbers[2];
        qdmp_app app;
        qdmp_error err;
        size_t begin = at;
        fuzz_fill(&app, sizeof app);
        qdmp_status is = cut_record(value, &at, ends, numbers);
        qdmp_status status = qdmp_app_info_next(&walk, &app, &err);
        if (is != QDMP_OK) {
            FUZZ_CHECK(fuzz_is_filled(&app, sizeof app), "P4", "record touched");
            check_fault(&err, status, is, QDMP_FIELD_APPL_INFO, at, "P22");
            FUZZ_CHECK(qdmp_app_info_next(&walk, &app, NULL) == status, "P22", "an error moves the walk");
            return;
        }
        FUZZ_CHECK(status == QDMP_OK, "P22", "%s at %zu in a good record", qdmp_status_name(status), err.offset);
        check_record(value, &app, begin, ends, numbers);
        if (count < APPS_MAX)
            apps[count++] = app;
    }
    qdmp_app app;
    FUZZ_CHECK(qdmp_app_info_next(&walk, &app, NULL) == QDMP_END, "P22", "no end");
    write_apps(apps, count, value);
}

static void make_apps(struct bytes *bytes) {
    qdmp_app apps[APPS_MAX];
    size_t count = bytes_u8(bytes) % 8;
    for (size_t i = 0; i < count; i++) {
        apps[i].name = bytes_text(bytes, bytes_any_length(bytes, 0, 60));
        apps[i].package = bytes_text(bytes, bytes_any_length(bytes, 0, 250));
        uint32_t number = bytes_number(bytes, 0, UINT32_MAX);
        apps[i].milliseconds = number % 4 < 3 ? number : number * (uint64_t)0x100000001; /* up to 2^64-1 */
        apps[i].count = bytes_number(bytes, 0, UINT32_MAX);
    }
    write_apps(apps, count, (qdmp_span){NULL, 0});
}

/* ---- MAC addresses ---- */

static int hex_digit(char c) {
    const char *digits = "0123456789abcdef0123456789ABCDEF", *digit = c == '\0' ? NULL : strchr(digits, c);
    return digit == NULL ? -1 : (int)(digit - digits) % 16;
}

/* Whether byte `i` of a MAC address may stand there. */
static bool fits_mac(qdmp_span value, size_t i) {
    if (i % 3 != 2)
        return hex_digit(value.ptr[i]) >= 0;
    return (value.ptr[i] == '-' || value.ptr[i] == ':') && value.ptr[i] == value.ptr[2];
}

struct mac_call {
    uint8_t bytes[6];
};

static qdmp_status encode_mac(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    const struct mac_call *c = call;
    return qdmp_mac_encode(c->bytes, out, size, err);
}

static void write_mac(const struct mac_call *mac) {
    uint8_t back[6];
    qdmp_error err;
    qdmp_room text = fuzz_encode_value(encode_mac, mac, QDMP_FIELD_MAC, &err);
    FUZZ_CHECK(text.ptr != NULL && text.cap == 17, "P23", "no MAC address is written");
    for (size_t i = 0; i < 17; i++) {
        unsigned byte = mac->bytes[i / 3];
        char c = i % 3 == 2 ? '-' : "0123456789ABCDEF"[i % 3 == 0 ? byte / 16 : byte % 16];
        FUZZ_CHECK(text.ptr[i] == c, "P23", "%.17s", text.ptr);
    }
    FUZZ_CHECK(qdmp_mac_decode((qdmp_span){text.ptr, text.cap}, back, NULL) == QDMP_OK, "P14", "it is not read");
    FUZZ_CHECK(memcmp(back, mac->bytes, 6) == 0, "P14", "another MAC address comes back");
    free(text.ptr);
}

static void read_mac(qdmp_span value) {
    struct mac_call mac;
    qdmp_error err;
    size_t good = 0;
    fuzz_fill(&mac, sizeof mac);
    fuzz_fill(&err, sizeof err);
    while (good < value.len && good < 17 && fits_mac(value, good))
        good++;
    qdmp_status status = qdmp_mac_decode(value, mac.bytes, &err);
    FUZZ_CHECK(qdmp_mac_decode(value, mac.bytes, NULL) == status, "P6", "another answer without err");
    if (good < 17 || value.len > 17) {
        FUZZ_CHECK(fuzz_is_filled(&mac, sizeof mac), "P4", "bytes touched");
        check_fault(&err, status, good == value.len || good == 17 ? QDMP_LENGTH : QDMP_SYNTAX, QDMP_FIELD_MAC, good,
                    "P23");
        return;
    }
    FUZZ_CHECK(status == QDMP_OK, "P23", "%s at %zu in a MAC address", qdmp_status_name(status), err.offset);
    for (size_t i = 0; i < 6; i++)
        FUZZ_CHECK(mac.bytes[i] == hex_digit(value.ptr[3 * i]) * 16 + hex_digit(value.ptr[3 * i + 1]), "P23",
                   "byte %zu is %02x", i, mac.bytes[i]);
    write_mac(&mac);
}

/* ---- Locations ---- */

/* The end of signed decimal degrees, and whether they are whole. */
static size_t degrees_end(qdmp_span value, size_t at, bool *whole) {
    if (at < value.len && (value.ptr[at] == '-' || value.ptr[at] == '+'))
        at++;
    size_t end = digits_end(value, at);
    *whole = end > at;
    if (*whole && end < value.len && value.ptr[end] == '.') {
        size_t fraction = end + 1;
        end = digits_end(value, fraction);
        *whole = end > fraction;
    }
    return end;
}

/* Returns the error, at `*at`, or QDMP_OK and the places of the commas. */
static qdmp_status cut_location(qdmp_span value, size_t *at, size_t commas[2]) {
    *at = 0;
    for (unsigned i = 0; i < 2; i++) {
        bool whole;
        *at = commas[i] = degrees_end(value, *at, &whole);
        if (!whole || *at == value.len || value.ptr[*at] != ',')
            return fault_of(value, *at);
        ++*at;
    }
    for (; *at < value.len; ++*at)
        if (!rules_is_text_byte((unsigned char)value.ptr[*at]) || value.ptr[*at] == '"' || value.ptr[*at] == ',')
            return fault_of(value, *at);
    return QDMP_OK;
}

static void read_location(qdmp_span value) {
    qdmp_position position;
    qdmp_error err;
    size_t at, commas[2];
    fuzz_fill(&position, sizeof position);
    fuzz_fill(&err, sizeof err);
    qdmp_status is = cut_location(value, &at, commas);
    qdmp_status status = qdmp_location_decode(value, &position, &err);
    if (is != QDMP_OK) {
        FUZZ_CHECK(fuzz_is_filled(&position, sizeof position), "P4", "position touched");
        check_fault(&err, status, is, QDMP_FIELD_LOCATION, at, "P24");
        return;
    }
    FUZZ_CHECK(status == QDMP_OK, "P24", "%s at %zu in a location", qdmp_status_name(status), err.offset);
    const qdmp_span parts[] = {position.latitude, position.longitude, position.method};
    const size_t begins[] = {0, commas[0] + 1, commas[1] + 1}, ends[] = {commas[0], commas[1], value.len};
    for (unsigned i = 0; i < 3; i++)
        FUZZ_CHECK(parts[i].len == ends[i] - begins[i] && (parts[i].len == 0 || parts[i].ptr == value.ptr + begins[i]),
                   "P24", "part %u", i);
}

/* ---- Names ---- */

/* The fields of docs/protocol.md, sections 4 to 6, in the order of the guide. */
static const char *const fields[] = {"",           "type",         "act",      "detail",   "dmMode",  "serverIp",
                                     "serverPort", "updatePeriod", "appkey",   "password", "tmlType", "tmlIMEI",
                                     "queryOpt",   "eraseOpt",     "dmstate",  "applInfo", "mac",     "rom",
                                     "ram",        "cpu",          "osSysVer", "swVer",    "swName",  "volte",
                                     "netType",    "account",      "phoneNum", "location"};

static const char *status_name(unsigned status) {
    static const struct {
        unsigned status;
        const char *name;
    } names[] = {{0, "ok"},
                 {1, "truncated"},
                 {2, "not_ours"},
                 {3, "end"},
                 {10, "form"},
                 {11, "syntax"},
                 {12, "unterminated"},
                 {13, "bad_char"},
                 {14, "quoting"},
                 {15, "missing"},
                 {16, "too_many"},
                 {17, "ambiguous"},
                 {20, "length"},
                 {21, "range"},
                 {22, "reserved"},
                 {30, "not_representable"},
                 {31, "no_space"},
                 {40, "coap"},
                 {41, "option_order"},
                 {42, "token"},
                 {43, "link"},
                 {44, "endpoint"},
                 {45, "module_imei"},
                 {46, "imsi"},
                 {48, "location_path"},
                 {49, "crypto"},
                 {47, "no_answer"},
                 {50, "timing"},
                 {51, "saved"},
                 {52, "saved_version"},
                 {53, "saved_other"},
                 {60, "damaged"},
                 {61, "newer"},
                 {62, "too_large"},
                 {63, "storage"},
                 {64, "not_set"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].status == status)
            return names[i].name;
    return "unknown";
}

static const char *deviation_name(unsigned number) {
    static const char *const names[] = {"", "noise", "blanks", "quoted", "unset", "beyond", "surplus", "test"};
    return number < sizeof names / sizeof *names ? names[number] : "";
}

static void check_names(unsigned number) {
    const char *field = qdmp_field_name((qdmp_field)number), *status = qdmp_status_name((qdmp_status)number);
    const char *expected_field = number < sizeof fields / sizeof *fields ? fields[number] : "";
    bool unknown = strcmp(status_name(number), "unknown") == 0;
    FUZZ_CHECK(strcmp(field, expected_field) == 0, "P18", "field %u is %s", number, field);
    FUZZ_CHECK(strcmp(qdmp_deviation_name((qdmp_deviation)number), deviation_name(number)) == 0, "P18",
               "deviation %u is %s", number, qdmp_deviation_name((qdmp_deviation)number));
    FUZZ_CHECK(strcmp(status, status_name(number)) == 0, "P18", "status %u is %s", number, status);
    FUZZ_CHECK((strcmp(qdmp_status_text((qdmp_status)number), "unknown status") == 0) == unknown, "P18", "text of %u",
               number);
}

/* What begins with no byte of a text is also what values are made of. */
static void write_values(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data + 1, size - 1);
    struct mac_call mac;
    for (size_t i = 0; i < sizeof mac.bytes; i++)
        mac.bytes[i] = i < size ? data[i] : 0;
    write_mac(&mac);
    make_apps(&bytes);
    for (unsigned number = 0; size == 1 && number < 64; number++)
        check_names(number);
    bytes_close(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *copy = fuzz_copy(data, size);
    qdmp_span value = {copy, size};
    bool is_null = size == 4 && copy[0] == 'N' && copy[1] == 'U' && copy[2] == 'L' && copy[3] == 'L';
    FUZZ_CHECK(qdmp_is_null(value) == is_null, "P25", "%d", qdmp_is_null(value));
    walk_apps(value);
    read_mac(value);
    read_location(value);
    free(copy);
    if (size > 0 && !rules_is_text_byte(data[0]))
        write_values(data, size);
    return 0;
}

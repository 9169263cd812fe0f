/* SPDX-License-Identifier: MIT */
#include "parameters.h"

#define BIT(n)   (1U << (n))
#define NO_LIMIT UINT64_MAX

const struct spec oracle_type_of_cfg = {
    .name = "type",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(4) | BIT(5) | BIT(6),
    .reserved = BIT(3),
};
const struct spec oracle_type_of_cfg_line = {
    .name = "type",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(6),
    .reserved = BIT(3),
};
const struct spec oracle_type_of_ex = {
    .name = "type",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(3) | BIT(4) | BIT(5),
};
const struct spec oracle_act = {.name = "act", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2)};
const struct spec oracle_dm_mode = {.name = "dmMode", .kind = CHOICE, .allowed = BIT(0) | BIT(1)};
const struct spec oracle_server_ip = {.unset = 1, .name = "serverIp", .kind = ADDRESS, .fallback = "117.161.2.41"};
const struct spec oracle_server_port = {
    .unset = 1, .name = "serverPort", .kind = NUMBER, .least = 1, .most = 65535, .fallback = "5683"};
const struct spec oracle_update_period = {
    .unset = 1, .name = "updatePeriod", .kind = NUMBER, .least = 300, .most = 4294966, .fallback = "86400"};
const struct spec oracle_appkey = {.unset = 1, .name = "appkey", .kind = TEXT, .least = 1, .most = NO_LIMIT};
const struct spec oracle_password = {.name = "password", .kind = TEXT, .most = NO_LIMIT};
const struct spec oracle_tml_type = {
    .unset = 1, .name = "tmlType", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2)};
const struct spec oracle_tml_imei = {.unset = 1, .name = "tmlIMEI", .kind = IMEI, .least = 15, .most = 17};
const struct spec oracle_query_opt = {
    .name = "queryOpt", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2), .reserved = BIT(3)};
const struct spec oracle_erase_opt = {
    .name = "eraseOpt", .kind = CHOICE, .allowed = BIT(0) | BIT(1) | BIT(2) | BIT(4), .reserved = BIT(3)};
const struct spec oracle_dmstate = {
    .name = "dmstate",
    .kind = CHOICE,
    .allowed = BIT(0) | BIT(4) | BIT(5) | BIT(6) | BIT(7) | BIT(8) | BIT(9) | BIT(11) | BIT(12) | BIT(13),
};
const struct spec oracle_appl_info = {.name = "applInfo", .kind = TEXT, .most = 255};
const struct spec oracle_mac = {.name = "mac", .kind = TEXT, .most = 19};
const struct spec oracle_rom = {.name = "rom", .kind = TEXT, .most = 19};
const struct spec oracle_ram = {.name = "ram", .kind = TEXT, .most = 19};
const struct spec oracle_cpu = {.name = "cpu", .kind = TEXT, .most = 19};
const struct spec oracle_os_sys_ver = {.name = "osSysVer", .kind = TEXT, .most = 47};
const struct spec oracle_sw_ver = {.name = "swVer", .kind = TEXT, .most = 47};
const struct spec oracle_sw_name = {.name = "swName", .kind = TEXT, .most = 47};
const struct spec oracle_volte = {.name = "volte", .kind = TEXT, .most = 7};
const struct spec oracle_net_type = {.name = "netType", .kind = TEXT, .most = 19};
const struct spec oracle_account = {.name = "account", .kind = TEXT, .most = 47};
const struct spec oracle_phone_num = {.name = "phoneNum", .kind = TEXT, .most = 19};
const struct spec oracle_location = {.name = "location", .kind = TEXT, .most = 255};
const struct spec oracle_detail = {.name = "detail", .kind = TEXT, .least = 1, .most = NO_LIMIT};

uint64_t limits_number(const char *digits, size_t count) {
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (number > UINT64_MAX / 100)
            return UINT64_MAX;
        number = number * 10 + (uint64_t)(digits[i] - '0');
    }
    return number;
}

static void read_octets(const char *text, size_t size, uint8_t octets[4]) {
    unsigned octet = 0;
    size_t index = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '.') {
            octets[index++] = (uint8_t)octet;
            octet = 0;
        } else {
            octet = octet * 10 + (unsigned)(text[i] - '0');
        }
    }
    octets[index] = (uint8_t)octet;
}

static enum oracle_verdict check_choice(const struct spec *spec, uint64_t number) {
    if (number < 32 && (spec->allowed & BIT(number)) != 0)
        return ORACLE_ACCEPTED;
    return number < 32 && (spec->reserved & BIT(number)) != 0 ? ORACLE_RESERVED : ORACLE_RANGE;
}

enum oracle_verdict limits_check(const struct spec *spec, uint64_t number) {
    if (spec->kind == CHOICE)
        return check_choice(spec, number);
    return number >= spec->least && number <= spec->most ? ORACLE_ACCEPTED : ORACLE_RANGE;
}

int limits_read(const struct spec *spec, const char *text, size_t size, struct oracle_value *value) {
    *value = (struct oracle_value){.name = spec->name, .text = text, .text_size = size};
    switch (spec->kind) {
    case NUMBER:
    case CHOICE:
        value->kind = ORACLE_NUMBER;
        value->number = limits_number(text, size);
        return limits_check(spec, value->number) == ORACLE_ACCEPTED;
    case ADDRESS:
        value->kind = ORACLE_OCTETS;
        read_octets(text, size, value->octets);
        return 1;
    case IMEI:
    case TEXT: break;
    }
    value->kind = ORACLE_TEXT;
    return size >= spec->least && size <= spec->most;
}

int limits_take_beyond(const struct spec *spec, const struct oracle_value *value) {
    switch (spec->kind) {
    case NUMBER:
    case CHOICE: return value->number <= UINT32_MAX;
    case IMEI:
    case TEXT: return value->text_size > spec->most;
    case ADDRESS: break;
    }
    return 0;
}

size_t limits_count_texts(const struct spec *const *specs) {
    size_t count = 0;
    for (size_t i = 0; i < ORACLE_VALUES_MAX && specs[i] != NULL; i++)
        count += specs[i]->kind == TEXT;
    return count;
}

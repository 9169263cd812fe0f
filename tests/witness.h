/* SPDX-License-Identifier: MIT */
/*
 * The parameters and values of the guide, typed by hand from its tables, with nothing from the library. Limits that the
 * guide does not give are those of docs/protocol.md, sections 4 and 5, and are marked `ours`.
 */
#ifndef QDMP_TESTS_WITNESS_H
#define QDMP_TESTS_WITNESS_H

#include <stdbool.h>
#include <stdint.h>

/* The library's value for "no limit". */
#define WITNESS_NO_LIMIT UINT32_C(0x7FFF)

typedef enum witness_kind {
    WITNESS_NUMBER,
    WITNESS_CHOICE,
    WITNESS_ADDRESS,
    WITNESS_DIGITS,
    WITNESS_TEXT
} witness_kind;

typedef enum witness_form { WITNESS_BARE, WITNESS_QUOTED, WITNESS_OUTPUT } witness_form;

typedef struct witness_param {
    const char *command;
    int type;
    int position;
    const char *name;
    witness_kind kind;
    uint32_t least; /* for a choice: 0, its values are listed below */
    uint32_t most;
    const char *default_text;
    witness_form form;
    const char *unit;
    bool least_is_ours;
    bool most_is_ours;
} witness_param;

typedef struct witness_choice {
    const char *param;
    unsigned value;
    bool reserved;
    const char *name, *text;
} witness_choice;

static const witness_param witness_params[] = {
    {"+QDMPCFG", 0, 1, "dmMode", WITNESS_CHOICE, 0, 0, "", WITNESS_BARE, "", false, false},
    {"+QDMPCFG", 1, 1, "serverIp", WITNESS_ADDRESS, 0, 255, "117.161.2.41", WITNESS_BARE, "", true, true},
    {"+QDMPCFG", 1, 2, "serverPort", WITNESS_NUMBER, 1, 65535, "5683", WITNESS_BARE, "", true, true},
    {"+QDMPCFG", 1, 3, "updatePeriod", WITNESS_NUMBER, 300, 4294966, "86400", WITNESS_BARE, "s", false, false},
    {"+QDMPCFG", 2, 1, "appkey", WITNESS_TEXT, 1, WITNESS_NO_LIMIT, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFG", 2, 2, "password", WITNESS_TEXT, 0, WITNESS_NO_LIMIT, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFG", 2, 3, "tmlType", WITNESS_CHOICE, 0, 0, "", WITNESS_BARE, "", false, false},
    {"+QDMPCFG", 2, 4, "tmlIMEI", WITNESS_DIGITS, 15, 17, "", WITNESS_BARE, "bytes", false, false},
    {"+QDMPCFG", 4, 1, "queryOpt", WITNESS_CHOICE, 0, 0, "", WITNESS_BARE, "", false, false},
    {"+QDMPCFG", 5, 1, "eraseOpt", WITNESS_CHOICE, 0, 0, "", WITNESS_BARE, "", false, false},
    {"+QDMPCFG", 6, 1, "dmstate", WITNESS_CHOICE, 0, 0, "", WITNESS_OUTPUT, "", false, false},
    {"+QDMPCFGEX", 0, 1, "applInfo", WITNESS_TEXT, 0, 255, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 1, 1, "mac", WITNESS_TEXT, 0, 19, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 2, 1, "rom", WITNESS_TEXT, 0, 19, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 2, 2, "ram", WITNESS_TEXT, 0, 19, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 2, 3, "cpu", WITNESS_TEXT, 0, 19, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 2, 4, "osSysVer", WITNESS_TEXT, 0, 47, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 3, 1, "swVer", WITNESS_TEXT, 0, 47, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 3, 2, "swName", WITNESS_TEXT, 0, 47, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 4, 1, "volte", WITNESS_TEXT, 0, 7, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 4, 2, "netType", WITNESS_TEXT, 0, 19, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 4, 3, "account", WITNESS_TEXT, 0, 47, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 4, 4, "phoneNum", WITNESS_TEXT, 0, 19, "", WITNESS_QUOTED, "bytes", true, false},
    {"+QDMPCFGEX", 5, 1, "location", WITNESS_TEXT, 0, 255, "", WITNESS_QUOTED, "bytes", true, false},
};

static const witness_choice witness_choices[] = {
    {"dmMode", 0, false, "FORBIDDEN", "access forbidden"},
    {"dmMode", 1, false, "ALLOWED", "access allowed"},
    {"tmlType", 0, false, "INTERFACE", "interface"},
    {"tmlType", 1, false, "LINUX", "Linux"},
    {"tmlType", 2, false, "ANDROID", "Android"},
    {"queryOpt", 0, false, "ACCESS_MODE", "the access mode"},
    {"queryOpt", 1, false, "SERVER", "the server"},
    {"queryOpt", 2, false, "CREDENTIALS", "the credentials"},
    {"queryOpt", 3, true, "RESERVED", "reserved"},
    {"eraseOpt", 0, false, "ACCESS_MODE", "the access mode"},
    {"eraseOpt", 1, false, "SERVER", "the server"},
    {"eraseOpt", 2, false, "CREDENTIALS", "the credentials"},
    {"eraseOpt", 3, true, "RESERVED", "reserved"},
    {"eraseOpt", 4, false, "ALL", "all of these"},
    {"dmstate", 0, false, "INITIAL_STATE", "initial state"},
    {"dmstate", 4, false, "CONNECT_SUCCESS", "connect success"},
    {"dmstate", 5, false, "CONNECT_FAILED", "connect failed"},
    {"dmstate", 6, false, "REG_SUCCESS", "register success"},
    {"dmstate", 7, false, "REG_FAILED", "register failed"},
    {"dmstate", 8, false, "REG_TIMEOUT", "register timeout"},
    {"dmstate", 9, false, "LIFETIME_TIMEOUT", "lifetime timeout"},
    {"dmstate", 11, false, "UPDATE_SUCCESS", "update success"},
    {"dmstate", 12, false, "UPDATE_FAILED", "update failed"},
    {"dmstate", 13, false, "UPDATE_TIMEOUT", "update timeout"},
};

#endif

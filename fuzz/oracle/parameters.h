/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The limits of docs/protocol.md, sections 4 to 6, as the oracle knows them, and verdicts on values by these limits.
 */
#ifndef QDMP_ORACLE_PARAMETERS_H
#define QDMP_ORACLE_PARAMETERS_H

#include "oracle.h"

enum spec_kind { NUMBER, CHOICE, ADDRESS, IMEI, TEXT };

/**
 * A parameter. A NUMBER lies between `least` and `most`. A TEXT or an IMEI has that number of bytes. For a CHOICE the
 * bits of `allowed` and `reserved` say which numbers are valid and which are reserved.
 */
struct spec {
    const char *name;
    enum spec_kind kind;
    uint64_t least;
    uint64_t most;
    unsigned allowed;
    unsigned reserved;
    const char *fallback; /* the default, as it is written on the line; NULL: there is none */
    int unset;            /* whether it may be unset in a tolerant decode (R28) */
};

extern const struct spec oracle_type_of_cfg, oracle_type_of_cfg_line, oracle_type_of_ex, oracle_act, oracle_dm_mode,
    oracle_server_ip, oracle_server_port, oracle_update_period, oracle_appkey, oracle_password, oracle_tml_type,
    oracle_tml_imei, oracle_query_opt, oracle_erase_opt, oracle_dmstate, oracle_appl_info, oracle_mac, oracle_rom,
    oracle_ram, oracle_cpu, oracle_os_sys_ver, oracle_sw_ver, oracle_sw_name, oracle_volte, oracle_net_type,
    oracle_account, oracle_phone_num, oracle_location, oracle_detail;

/** A number that is too large for the type becomes the largest one, which is beyond every limit (R4). */
uint64_t limits_number(const char *digits, size_t count);

/** ORACLE_ACCEPTED, ORACLE_RANGE or ORACLE_RESERVED. */
enum oracle_verdict limits_check(const struct spec *spec, uint64_t number);

/** Reads a value with a correct shape. Returns 0 if it is outside its limits. */
int limits_read(const struct spec *spec, const char *text, size_t size, struct oracle_value *value);

/** R28: whether a value outside its limits is returned unchanged. */
int limits_take_beyond(const struct spec *spec, const struct oracle_value *value);

size_t limits_count_texts(const struct spec *const *specs);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The settings that requests carry to the module and information lines carry back: one struct for each <type> that has
 * more than one parameter. Texts are spans into the decoded line, or into whatever a caller encodes from.
 */
#ifndef QDMP_SETTINGS_H
#define QDMP_SETTINGS_H

#include "qdmp/spec.h"

#ifdef __cplusplus
extern "C" {
#endif

#define QDMP__FORM(cmd, type, KIND, PARAMS, direction) QDMP__FORM_##KIND,

/* The numbers that qdmp_request_kind and qdmp_response_kind share. */
enum qdmp__form_id { QDMP__FORM_NONE, QDMP_FORMS(QDMP__FORM) QDMP__FORM_END };

#undef QDMP__FORM

/** QDMPCFG type 1: where the platform is, and how often the module reports to it. */
typedef struct qdmp_server {
    uint8_t ip[4];          /**< IPv4, in the order it is written, which is network order */
    uint32_t port;          /**< UDP, QDMP_SERVER_PORT_MIN to QDMP_SERVER_PORT_MAX */
    uint32_t update_period; /**< seconds, QDMP_UPDATE_PERIOD_MIN to QDMP_UPDATE_PERIOD_MAX */
} qdmp_server;

/** QDMPCFG type 2: what the module registers with. */
typedef struct qdmp_credentials {
    qdmp_span appkey; /**< at least QDMP_APPKEY_MIN byte */
    qdmp_span
        password;      /**< whole in a request; in a response its shown part, QDMP_PASSWORD_SHOWN bytes at most (R17) */
    uint32_t tml_type; /**< QDMP_TML_TYPE_... */
    qdmp_span tml_imei; /**< QDMP_TML_IMEI_MIN to QDMP_TML_IMEI_MAX digits */
} qdmp_credentials;

/** QDMPCFGEX type 2: the platform that the terminal runs on. */
typedef struct qdmp_system {
    qdmp_span rom;        /**< up to QDMP_ROM_MAX bytes */
    qdmp_span ram;        /**< up to QDMP_RAM_MAX bytes */
    qdmp_span cpu;        /**< up to QDMP_CPU_MAX bytes */
    qdmp_span os_sys_ver; /**< up to QDMP_OS_SYS_VER_MAX bytes */
} qdmp_system;

/** QDMPCFGEX type 3: the terminal's software. */
typedef struct qdmp_software {
    qdmp_span sw_ver;  /**< up to QDMP_SW_VER_MAX bytes */
    qdmp_span sw_name; /**< up to QDMP_SW_NAME_MAX bytes */
} qdmp_software;

/** QDMPCFGEX type 4: how the terminal is connected. */
typedef struct qdmp_network {
    qdmp_span volte;     /**< up to QDMP_VOLTE_MAX bytes */
    qdmp_span net_type;  /**< up to QDMP_NET_TYPE_MAX bytes */
    qdmp_span account;   /**< up to QDMP_ACCOUNT_MAX bytes */
    qdmp_span phone_num; /**< up to QDMP_PHONE_NUM_MAX bytes */
} qdmp_network;

#ifdef __cplusplus
}
#endif

#endif

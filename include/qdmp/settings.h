/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The settings that requests carry to the module and information lines carry back: one struct for each `<type>` that
 * has more than one parameter, and one for all settings that a module saves. Texts are spans into the decoded line, or
 * into the caller's memory when the caller encodes.
 */
#ifndef QDMP_SETTINGS_H
#define QDMP_SETTINGS_H

#include "qdmp/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup settings
 * @{ */

#define QDMP__FORM(cmd, type, KIND, PARAMS, direction) QDMP__FORM_##KIND,

/* The numbers that qdmp_request_kind and qdmp_response_kind share. */
enum qdmp__form_id { QDMP__FORM_NONE, QDMP_FORMS(QDMP__FORM) QDMP__FORM_END };

#undef QDMP__FORM

/** QDMPCFG type 1: the address of the platform, and the period of updates. */
typedef struct qdmp_server {
    uint8_t ip[4];          /**< IPv4, in the order in which it is written, which is network order */
    uint32_t port;          /**< UDP, QDMP_SERVER_PORT_MIN to QDMP_SERVER_PORT_MAX */
    uint32_t update_period; /**< seconds, QDMP_UPDATE_PERIOD_MIN to QDMP_UPDATE_PERIOD_MAX */
} qdmp_server;

/** QDMPCFG type 2: the credentials with which the module registers. */
typedef struct qdmp_credentials {
    qdmp_span appkey; /**< at least QDMP_APPKEY_MIN byte */
    qdmp_span
        password; /**< whole in a request; in a response only its shown part, at most QDMP_PASSWORD_SHOWN bytes (R17) */
    uint32_t tml_type;  /**< QDMP_TML_TYPE_... */
    qdmp_span tml_imei; /**< QDMP_TML_IMEI_MIN to QDMP_TML_IMEI_MAX digits */
} qdmp_credentials;

/** QDMPCFGEX type 2: the hardware and the operating system of the terminal. */
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

/* --- all that a module saves --- */

/** The bit in qdmp_settings.set of a form; `kind`: QDMP_SET_... or QDMP_EX_SAVE_... of qdmp_request_kind. */
#define QDMP_WAS_SET(kind) (UINT32_C(1) << (kind))

/**
 * All settings that the commands save (docs/protocol.md, section 8). Every member is always valid: a form that was
 * never set, or was erased, has its defaults (R23). The extended values are in the order of object 666's resources.
 */
typedef struct qdmp_settings {
    uint32_t set;                 /**< QDMP_WAS_SET bits of the forms that were set or saved, and not erased since */
    uint32_t dm_mode;             /**< QDMP_DM_MODE_...; by default QDMP_DM_MODE_FORBIDDEN */
    qdmp_server server;           /**< by default the values that `AT+QDMPCFG=1` sets */
    qdmp_credentials credentials; /**< by default all texts are empty, and tml_type is 0 */
    qdmp_span appl_info;          /**< by default `NULL`, like all members after it */
    qdmp_span mac;                /**< of QDMPCFGEX type 1 */
    qdmp_system system;           /**< of type 2 */
    qdmp_software software;       /**< of type 3 */
    qdmp_network network;         /**< of type 4 */
    qdmp_span location;           /**< of type 5 */
} qdmp_settings;

/**
 * Sets all settings to those of a module in which nothing was ever saved.
 *
 * @param settings  written; its texts are static
 *
 * @snippet settings.c qdmp_settings_defaults
 */
QDMP_API void qdmp_settings_defaults(qdmp_settings *settings);

struct qdmp_request;

/**
 * Applies a set, save or erase to `settings` (R21). A set with all its values left out also sets its form: a form with
 * default values differs from one that was never set.
 *
 * Values are not checked, because a decoded request has only valid ones; qdmp_image_encode (image.h) judges them. Texts
 * are not copied. They stay where those of the request are, usually in the command line, and must live until the
 * settings were encoded.
 *
 * @param settings  untouched unless QDMP_OK is returned
 * @param request   as qdmp_request_decode returned it
 * @param err       the error, with offset 0; may be NULL
 * @return QDMP_OK; QDMP_FORM: the request is not a set, save or erase; QDMP_RANGE, QDMP_RESERVED, eraseOpt: not one of
 *         its values; QDMP_RANGE, type: the `<type>` of an erase is not one of QDMPCFGEX
 *
 * @snippet settings.c qdmp_settings_apply
 */
QDMP_API qdmp_status qdmp_settings_apply(qdmp_settings *settings, const struct qdmp_request *request, qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

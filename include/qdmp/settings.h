/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The settings that requests carry to the module and information lines carry back: one struct for each `<type>` that has
 * more than one parameter, and one for all that a module saves. Texts are spans into the decoded line, or into whatever
 * a caller encodes from.
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

/* --- all that a module saves --- */

/** The bit in qdmp_settings.set of a form; `kind`: QDMP_SET_... or QDMP_EX_SAVE_... of qdmp_request_kind. */
#define QDMP_WAS_SET(kind) (UINT32_C(1) << (kind))

/**
 * All that the commands save (docs/protocol.md, section 8). Every member holds at any time: of a form that was never
 * set, or was erased, its defaults (R23). The extended values stand in the order of object 666's resources.
 */
typedef struct qdmp_settings {
    uint32_t set;                 /**< QDMP_WAS_SET bits of the forms that were set or saved, and not erased since */
    uint32_t dm_mode;             /**< QDMP_DM_MODE_...; by default QDMP_DM_MODE_FORBIDDEN */
    qdmp_server server;           /**< by default the values that `AT+QDMPCFG=1` sets */
    qdmp_credentials credentials; /**< all empty, and tml_type 0, unless they were set */
    qdmp_span appl_info;          /**< by default `NULL`, as all that follow */
    qdmp_span mac;                /**< of QDMPCFGEX type 1 */
    qdmp_system system;           /**< of type 2 */
    qdmp_software software;       /**< of type 3 */
    qdmp_network network;         /**< of type 4 */
    qdmp_span location;           /**< of type 5 */
} qdmp_settings;

/**
 * Makes settings what a module has that nothing was ever saved in.
 *
 * @param settings  is written; its texts are static
 *
 * @snippet settings.c qdmp_settings_defaults
 */
QDMP_API void qdmp_settings_defaults(qdmp_settings *settings);

struct qdmp_request;

/**
 * Does to `settings` what a set, save or erase asks for (R21). A set with all its values left out sets its form, too: a
 * part with default values differs from one that was never set.
 *
 * Values are taken as they are, for a decoded request has none but good ones; qdmp_image_encode (image.h) judges them.
 * Texts are not copied: they stay where those of the request are, usually in the command line, and must stay there until
 * the settings were encoded.
 *
 * @param settings  untouched unless QDMP_OK is returned
 * @param request   as qdmp_request_decode gave it
 * @param err       what, with offset 0; may be NULL
 * @return QDMP_OK; QDMP_FORM: another request than a set, save or erase; QDMP_RANGE, QDMP_RESERVED, eraseOpt: none of
 *         its values; QDMP_RANGE, type: the `<type>` of an erase is none of QDMPCFGEX
 *
 * @snippet settings.c qdmp_settings_apply
 */
QDMP_API qdmp_status qdmp_settings_apply(qdmp_settings *settings, const struct qdmp_request *request, qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

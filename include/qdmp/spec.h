/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The numbers of the guide and of docs/protocol.md, as constants, and as tables to print or to test with. All of it is
 * expanded from spec.def.
 */
#ifndef QDMP_SPEC_H
#define QDMP_SPEC_H

#include "qdmp/span.h"
#include "qdmp/spec.def"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup spec
 * @{ */

/* --- commands --- */

#define QDMP__COMMAND(ID, name, test) QDMP_COMMAND_##ID,

/** QDMP_COMMAND_CFG and QDMP_COMMAND_EX. */
typedef enum qdmp_command { QDMP_COMMANDS(QDMP__COMMAND) QDMP__COMMAND_END } qdmp_command;

#undef QDMP__COMMAND

/* --- fields --- */

#define QDMP__FIELD(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form) QDMP_FIELD_##ID,

/** A parameter of the guide, or one of three other parts of a line. The order is that of the table. */
typedef enum qdmp_field {
    QDMP_FIELD_NONE = 0, /**< no field is at fault */
    QDMP_FIELD_TYPE,     /**< the `<type>` of both commands */
    QDMP_FIELD_ACT,      /**< the `<act>` of QDMPCFGEX */
    QDMP_FIELD_DETAIL,   /**< the text after `+CME ERROR:` (3GPP TS 27.007, 9.2) */
    QDMP_PARAMS(QDMP__FIELD) QDMP_FIELD_COUNT
} qdmp_field;

#undef QDMP__FIELD

/**
 * The guide's name of a field: "updatePeriod"; "type", "act", "detail".
 *
 * @param field  any number
 * @return a static text; "" for QDMP_FIELD_NONE and for a number that is no field
 *
 * @snippet spec.c qdmp_field_name
 */
QDMP_API const char *qdmp_field_name(qdmp_field field);

/* --- limits --- */

/*
 * A word of spec.def gets its prefix in the macro where it is first used. Otherwise a macro of the program with the
 * same name, such as PASSWORD or SERVER, would be expanded when the word is passed on.
 */
#define QDMP__LIMITS_NUMBER(PREFIXED, least, most)  PREFIXED##_MIN = (least),
#define QDMP__LIMITS_ADDRESS(PREFIXED, least, most) PREFIXED##_OCTET_MAX = (most),
#define QDMP__LIMITS_TEXT(PREFIXED, least, most)    PREFIXED##_MIN = (least), PREFIXED##_MAX = (most),
#define QDMP__LIMITS_DIGITS(PREFIXED, least, most)  PREFIXED##_MIN = (least), PREFIXED##_MAX = (most),
#define QDMP__LIMITS_CHOICE(PREFIXED, least, most)
#define QDMP__LIMITS(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)                     \
    QDMP__LIMITS_##KIND(QDMP_##ID, least, most)

/**
 * `QDMP_<ID>_MIN` and `QDMP_<ID>_MAX`: values of a number (QDMP_UPDATE_PERIOD_MAX, seconds), bytes of a text
 * (QDMP_MAC_MAX; neither quote nor NUL counts). QDMP_NO_LIMIT if there is none. `QDMP_<ID>_DEFAULT`: the value of a
 * number that is left out. For a number, _MAX and _DEFAULT are macros of spec.def.
 */
enum qdmp_limit { QDMP_PARAMS(QDMP__LIMITS) QDMP__LIMIT_END };

#undef QDMP__LIMITS

#define QDMP__VALUE(ID, value, NAME, standing, text) QDMP_##ID##_##NAME = (value),

/** The values of the parameters that choose from a list: QDMP_DM_MODE_ALLOWED, QDMP_DMSTATE_REG_SUCCESS ... */
enum qdmp_value { QDMP_VALUES(QDMP__VALUE) QDMP__VALUE_END };

#undef QDMP__VALUE

#define QDMP__TYPE(cmd, type, KIND, PARAMS, direction) QDMP_##cmd##_TYPE_##KIND = (type),
#define QDMP__ACT(ACT, value)                          QDMP_ACT_##ACT = (value),

/** The `<type>` of each command, QDMP_CFG_TYPE_SERVER, QDMP_EX_TYPE_MAC ..., and the `<act>` of QDMPCFGEX. */
enum qdmp_type { QDMP_FORMS(QDMP__TYPE) QDMP_ACTS(QDMP__ACT) QDMP__TYPE_END };

#undef QDMP__TYPE
#undef QDMP__ACT

/* --- the longest canonical lines (R27) --- */

/* Bits of the values that a choice allows, and of those it reserves. */
#define QDMP__BIT_VALID(value) | UINT32_C(1) << (value)
#define QDMP__BIT_RESERVED(value)
#define QDMP__VALID(ID, value, NAME, standing, text) QDMP__BIT_##standing(value)
#define QDMP__KEPT_VALID(value)
#define QDMP__KEPT_RESERVED(value)                  | UINT32_C(1) << (value)
#define QDMP__KEPT(ID, value, NAME, standing, text) QDMP__KEPT_##standing(value)

/* clang-format off */
#define QDMP__DIGITS(n) ((n) < 10 ? 1 : (n) < 100 ? 2 : (n) < 1000 ? 3 : (n) < 10000 ? 4 : (n) < 100000 ? 5 : (n) < 1000000 ? 6 : \
                         (n) < 10000000 ? 7 : (n) < 100000000 ? 8 : (n) < 1000000000 ? 9 : 10)
/* clang-format on */
#define QDMP__WIDTH_NUMBER(PREFIXED, most)  QDMP__DIGITS(most)
#define QDMP__WIDTH_ADDRESS(PREFIXED, most) (4 * QDMP__DIGITS(most) + 3)
#define QDMP__WIDTH_TEXT(PREFIXED, most)    ((most) == QDMP_NO_LIMIT ? 0 : (most))
#define QDMP__WIDTH_DIGITS(PREFIXED, most)  (most)
#define QDMP__WIDTH_CHOICE(PREFIXED, most)  ((0 PREFIXED##_VALUES(QDMP__VALID)) < UINT32_C(1) << 10 ? 1 : 2)
#define QDMP__QUOTES_BARE                   0
#define QDMP__QUOTES_QUOTED                 2
#define QDMP__QUOTES_OUTPUT                 0
#define QDMP__REQUEST_PART(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)               \
    +1 + QDMP__QUOTES_##form + QDMP__WIDTH_##KIND(QDMP_##ID, most)
#define QDMP__RESPONSE_PART(cmd, type, pos, ID, name, path, KIND, least, lby, most, mby, unit, def, form)              \
    +1 + QDMP__WIDTH_##KIND(QDMP_##ID, most)
#define QDMP__HEAD_CFG sizeof(QDMP_CFG_NAME)
#define QDMP__HEAD_EX  sizeof(QDMP_EX_NAME)
#define QDMP__ACT_CFG  0
#define QDMP__ACT_EX   2
#define QDMP__REQUEST_LINE(cmd, type, KIND, PARAMS, direction)                                                         \
    char qdmp__##KIND[sizeof("AT=\r") - 1 + QDMP__HEAD_##cmd + QDMP__ACT_##cmd PARAMS(QDMP__REQUEST_PART)];
#define QDMP__RESPONSE_LINE(cmd, type, KIND, PARAMS, direction)                                                        \
    char qdmp__##KIND[sizeof("\r\n: \r\n") - 1 + QDMP__HEAD_##cmd PARAMS(QDMP__RESPONSE_PART)];

/* The two lines with credentials. */
struct qdmp__credentials_request {
    QDMP__REQUEST_LINE(CFG, , CREDENTIALS, QDMP_CREDENTIALS_PARAMS, )
};
struct qdmp__credentials_response {
    QDMP__RESPONSE_LINE(CFG, , CREDENTIALS, QDMP_CREDENTIALS_PARAMS, )
};

/*
 * One array per form, as long as its line without the texts of the credentials. The NUL that sizeof counts stands for
 * <type>.
 */
union qdmp__request_lines {
    QDMP_FORMS(QDMP__REQUEST_LINE)
};
union qdmp__response_lines {
    QDMP_FORMS(QDMP__RESPONSE_LINE)
};

/**
 * Bytes of the longest canonical request, `AT` and CR included; except requests with credentials. No information line
 * is longer. It is the size of a stream's buffer where requests are received, echoed requests included (stream.h).
 */
#define QDMP_REQUEST_LINE_MAX sizeof(union qdmp__request_lines)

/**
 * Bytes of the longest canonical information line, both CR LF included, except lines with credentials. It is the size
 * of a stream's buffer for a module that does not echo: the longest request is longer (stream.h).
 */
#define QDMP_RESPONSE_LINE_MAX sizeof(union qdmp__response_lines)

/** Bytes of the longest request that sets credentials, for an appkey and a password of these lengths. */
#define QDMP_CREDENTIALS_REQUEST_MAX(appkey, password)                                                                 \
    (sizeof(struct qdmp__credentials_request) + (appkey) + (password))

/** Bytes of the longest information line with credentials, for an appkey of this length. A password shows 8 at most. */
#define QDMP_CREDENTIALS_RESPONSE_MAX(appkey)                                                                          \
    (sizeof(struct qdmp__credentials_response) + (appkey) + QDMP_PASSWORD_SHOWN + sizeof(QDMP_PASSWORD_MASK) - 1)

/* --- the table, to print or to test from --- */

/** The meaning of `least` and `most` of a parameter. */
typedef enum qdmp_param_kind {
    QDMP_KIND_NUMBER,  /**< the value */
    QDMP_KIND_CHOICE,  /**< nothing: the values are listed (qdmp_spec_choices) */
    QDMP_KIND_ADDRESS, /**< each octet of a dotted IPv4 address */
    QDMP_KIND_DIGITS,  /**< the length of a text of decimal digits, bytes */
    QDMP_KIND_TEXT     /**< the length of a text, bytes */
} qdmp_param_kind;

/** How a request writes a parameter (R6). */
typedef enum qdmp_param_form {
    QDMP_FORM_BARE,   /**< without quotes */
    QDMP_FORM_QUOTED, /**< between quotes */
    QDMP_FORM_OUTPUT  /**< not at all: only an information line carries it */
} qdmp_param_form;

/** Who set a bound. */
typedef enum qdmp_param_source {
    QDMP_BY_GUIDE, /**< Quectel's guide */
    QDMP_BY_OURS   /**< this implementation, where the guide is silent */
} qdmp_param_source;

/** One parameter of the guide. All texts are static and end with a NUL. */
typedef struct qdmp_param {
    const char *command;        /**< "+QDMPCFG" or "+QDMPCFGEX" */
    const char *name;           /**< the guide's spelling */
    const char *unit;           /**< "s", "bytes", or "" */
    const char *default_text;   /**< the default as a request would write it; "" for none */
    uint32_t least;             /**< see qdmp_param_kind */
    uint32_t most;              /**< QDMP_NO_LIMIT for none */
    qdmp_field field;           /**< the field of its errors */
    uint8_t type;               /**< `<type>` of the form that carries it */
    uint8_t position;           /**< 1 for the first after `<type>` (QDMPCFG) or `<act>` (QDMPCFGEX) */
    qdmp_param_kind kind;       /**< the meaning of least and most */
    qdmp_param_form form;       /**< how a request writes it */
    qdmp_param_source least_by; /**< who set least */
    qdmp_param_source most_by;  /**< who set most */
} qdmp_param;

/** One value of a parameter that chooses from a list. All texts are static and end with a NUL. */
typedef struct qdmp_choice {
    const char *name; /**< the NAME of the constant `QDMP_<PARAMETER>_<NAME>` */
    const char *text; /**< its meaning */
    qdmp_field field; /**< the parameter that has this value */
    uint8_t value;    /**< the value in a line */
    uint8_t reserved; /**< 1: no line may have it */
} qdmp_choice;

/**
 * All parameters, in the order of the guide.
 *
 * @param count  number of rows of the table
 * @return a static table
 *
 * @snippet spec.c qdmp_spec_params
 */
QDMP_API const qdmp_param *qdmp_spec_params(size_t *count);

/**
 * All listed values, in the order of the guide.
 *
 * @param count  number of rows of the table
 * @return a static table
 *
 * @snippet spec.c qdmp_spec_choices
 */
QDMP_API const qdmp_choice *qdmp_spec_choices(size_t *count);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The result of a call: a status and, for an error, also the field and the place.
 */
#ifndef QDMP_STATUS_H
#define QDMP_STATUS_H

#include "qdmp/spec.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup span
 * @{ */

#define QDMP__STATUS(CODE, number, name, text) QDMP_##CODE = (number),

/**
 * The result of every call that can fail. The list, with numbers that never change, is QDMP_STATUSES in spec.def.
 */
typedef enum qdmp_status { QDMP_STATUSES(QDMP__STATUS) QDMP__STATUS_WIDTH = 0x7FFF } qdmp_status;

#undef QDMP__STATUS

/** What is wrong and where. Every call that gets a pointer to it writes it, unless it returns QDMP_OK. */
typedef struct qdmp_error {
    qdmp_status status; /**< the status that the call returned */
    qdmp_field field;   /**< QDMP_FIELD_NONE if no field is at fault */
    size_t offset; /**< 0-based, from the first byte of the input; 0 from encoders (docs/protocol.md, section 10) */
} qdmp_error;

/**
 * The short name of a status, as the tool prints it: "range", "bad_char".
 *
 * @param status  any number
 * @return a static text; "unknown" for a number that is no status
 *
 * @snippet span.c qdmp_status_name
 */
QDMP_API const char *qdmp_status_name(qdmp_status status);

/**
 * The meaning of a status, in a few words.
 *
 * @param status  any number
 * @return a static text; "unknown status" for a number that is no status
 *
 * @snippet span.c qdmp_status_text
 */
QDMP_API const char *qdmp_status_text(qdmp_status status);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

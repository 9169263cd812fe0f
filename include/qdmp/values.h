/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The inner structure of some values: the text NULL, MAC addresses, locations (R9, R10). The application list has a
 * header of its own, app_info.h. Error offsets count from the first byte of the value.
 */
#ifndef QDMP_VALUES_H
#define QDMP_VALUES_H

#include "qdmp/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup values
 * @{ */

/**
 * Whether a value is exactly the four bytes `NULL`, which mean "no information" (R9).
 *
 * @param value  of any parameter that is a text
 * @return 1 or 0
 *
 * @snippet values.c qdmp_is_null
 */
QDMP_API int qdmp_is_null(qdmp_span value);

/** Bytes of a MAC address as a text: six pairs of hex digits, five separators. */
#define QDMP_MAC_TEXT 17

/**
 * Reads a MAC address: hex digits of either case, `-` or `:` between the pairs, one kind throughout.
 *
 * @param value  the text, QDMP_MAC_TEXT bytes
 * @param mac    the six bytes in the order they are written; untouched unless QDMP_OK is returned
 * @param err    the error and its place; may be NULL
 * @return QDMP_OK; QDMP_SYNTAX at the first byte that does not fit; QDMP_LENGTH at the end of a correct beginning, or
 *         at the first byte after a whole address
 *
 * @snippet values.c qdmp_mac_decode
 */
QDMP_API qdmp_status qdmp_mac_decode(qdmp_span value, uint8_t mac[6], qdmp_error *err);

/**
 * Writes a MAC address with capital hex digits and `-`, QDMP_MAC_TEXT bytes, no NUL.
 *
 * @param mac   six bytes
 * @param out   where to write; untouched unless QDMP_OK is returned
 * @param size  bytes written, or needed on QDMP_NO_SPACE; may be NULL
 * @param err   may be NULL
 * @return QDMP_OK or QDMP_NO_SPACE
 *
 * @snippet values.c qdmp_mac_encode
 */
QDMP_API qdmp_status qdmp_mac_encode(const uint8_t mac[6], qdmp_room out, size_t *size, qdmp_error *err);

/** The parts of a location; the spans point into the value. */
typedef struct qdmp_position {
    qdmp_span latitude;  /**< signed decimal degrees: optional sign, digits, optional fraction */
    qdmp_span longitude; /**< the same format */
    qdmp_span method;    /**< method that found the location, such as "OTDOA"; may be empty */
} qdmp_position;

/**
 * Splits a location `latitude,longitude,method`.
 *
 * The numbers stay texts: the module chooses their precision, and a Cortex-M0 should not need a strtod.
 *
 * @param value  the text
 * @param out    untouched unless QDMP_OK is returned
 * @param err    the error and its place; may be NULL
 * @return QDMP_OK; QDMP_SYNTAX at the first byte that does not fit (the end, if a part is missing); QDMP_BAD_CHAR
 *
 * @snippet values.c qdmp_location_decode
 */
QDMP_API qdmp_status qdmp_location_decode(qdmp_span value, qdmp_position *out, qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The application list of QDMPCFGEX type 0: records `name|package|milliseconds|count`, joined by `;` (R10).
 *
 *     qdmp_app_info list = qdmp_app_info_open(request.appl_info);
 *     qdmp_app app;
 *     while ((status = qdmp_app_info_next(&list, &app, &err)) == QDMP_OK)
 *         use(app.name, app.milliseconds);
 *     if (status != QDMP_END)
 *         complain(err);
 */
#ifndef QDMP_APP_INFO_H
#define QDMP_APP_INFO_H

#include "qdmp/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup values
 * @{ */

/** One record; its texts point into the value. Neither text can contain `|` or `;`. */
typedef struct qdmp_app {
    qdmp_span name;        /**< may be empty */
    qdmp_span package;     /**< may be empty */
    uint64_t milliseconds; /**< time for which the application was in use */
    uint32_t count;        /**< number of times that it was opened */
} qdmp_app;

/** A walk over a list. Its members are private. */
typedef struct qdmp_app_info {
    /** @privatesection */
    qdmp_span value;
    size_t next; /* offset of the next record; beyond the end of the value if none is left */
} qdmp_app_info;

/**
 * Starts a walk over a list.
 *
 * @param value  the value of applInfo; must live as long as the walk and its records
 * @return the walk, in front of the first record
 *
 * @snippet values.c qdmp_app_info_open
 */
QDMP_API qdmp_app_info qdmp_app_info_open(qdmp_span value);

/**
 * Takes the next record.
 *
 * `NULL` and the empty text contain no record. An error does not move the walk: the next call reports it again.
 *
 * @param list  the walk
 * @param out   untouched unless QDMP_OK is returned
 * @param err   the error and its place, counted from the first byte of the value; may be NULL
 * @return QDMP_OK; QDMP_END: no record is left; QDMP_SYNTAX at the first byte that does not fit; QDMP_BAD_CHAR at a
 *         byte that no string may contain (R5); QDMP_RANGE at the first digit of milliseconds above 2^64-1 or a count
 *         above 2^32-1
 *
 * @snippet values.c qdmp_app_info_next
 */
QDMP_API qdmp_status qdmp_app_info_next(qdmp_app_info *list, qdmp_app *out, qdmp_error *err);

/**
 * Writes a list. A list without records is written as `NULL`. No NUL is added.
 *
 * @param apps   `count` records; may be NULL if there is none
 * @param count  number of records
 * @param out    where to write; untouched unless QDMP_OK is returned
 * @param size   bytes written, or needed on QDMP_NO_SPACE; untouched otherwise. May be NULL
 * @param err    the error; its offset is the index of the record at fault. May be NULL
 * @return QDMP_OK; QDMP_NO_SPACE; QDMP_NOT_REPRESENTABLE: a name or package contains `|`, `;`, `"` or a byte that no
 *         string may contain; QDMP_LENGTH: the list is longer than QDMP_APPL_INFO_MAX bytes
 *
 * @snippet values.c qdmp_app_info_encode
 */
QDMP_API qdmp_status qdmp_app_info_encode(const qdmp_app *apps, size_t count, qdmp_room out, size_t *size,
                                          qdmp_error *err);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

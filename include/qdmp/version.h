/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The version of headers and library.
 */
#ifndef QDMP_VERSION_H
#define QDMP_VERSION_H

#include "qdmp/abi.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup build
 * @{ */

/** The version as one number, for a comparison: 200 is 0.2.0, 10203 is 1.2.3. */
#define QDMP_VERSION                                (QDMP_VERSION_MAJOR * 10000L + QDMP_VERSION_MINOR * 100L + QDMP_VERSION_PATCH)

#define QDMP__TEXT_OF_VERSION(major, minor, patch)  #major "." #minor "." #patch
#define QDMP__TEXT_OF_VERSIONS(major, minor, patch) QDMP__TEXT_OF_VERSION(major, minor, patch)

/** The version as a text: "0.2.0". */
#define QDMP_VERSION_STRING QDMP__TEXT_OF_VERSIONS(QDMP_VERSION_MAJOR, QDMP_VERSION_MINOR, QDMP_VERSION_PATCH)

/**
 * QDMP_VERSION of the library that is linked; a shared library may be newer than the headers.
 *
 * @return 200 for 0.2.0
 *
 * @snippet build.c qdmp_version
 */
QDMP_API uint32_t qdmp_version(void);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

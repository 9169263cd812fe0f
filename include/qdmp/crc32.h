/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The checksum of images and of flash records.
 */
#ifndef QDMP_CRC32_H
#define QDMP_CRC32_H

#include "qdmp/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup settings
 * @{ */

/**
 * Computes CRC-32/IEEE (IEEE 802.3, reflected, polynomial 0xEDB88320).
 *
 * @param crc    of the bytes before these; 0 to begin
 * @param bytes  any number of them
 * @return the CRC of all bytes so far
 *
 * @snippet settings.c qdmp_crc32
 */
QDMP_API uint32_t qdmp_crc32(uint32_t crc, qdmp_span bytes);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

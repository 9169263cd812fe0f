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

/**
 * CRC-32/IEEE (IEEE 802.3, reflected, polynomial 0xEDB88320) of `bytes` behind those whose CRC is `crc`; 0 to begin.
 */
QDMP_API uint32_t qdmp_crc32(uint32_t crc, qdmp_span bytes);

#ifdef __cplusplus
}
#endif

#endif

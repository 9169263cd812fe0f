/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What both fuzz targets with the oracle of the AT language check (P49).
 */
#ifndef QDMP_ORACLE_PROPERTY_H
#define QDMP_ORACLE_PROPERTY_H

#include <stddef.h>
#include <stdint.h>

/** The library and the regular expressions decode these bytes to the same result, with both meanings of their end. */
void oracle_check(const uint8_t *data, size_t size, int is_response);

#endif

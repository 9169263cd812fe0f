/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What both oracle targets of the AT language check (P49).
 */
#ifndef QDMP_ORACLE_PROPERTY_H
#define QDMP_ORACLE_PROPERTY_H

#include <stddef.h>
#include <stdint.h>

/** The library and the regular expressions make the same of these bytes, with both meanings of their end. */
void oracle_check(const uint8_t *data, size_t size, int is_response);

#endif

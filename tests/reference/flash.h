/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Two slots of flash memory, in RAM, for the examples.
 */
#ifndef QDMP_TESTS_REFERENCE_FLASH_H
#define QDMP_TESTS_REFERENCE_FLASH_H

#include "qdmp/port/storage_flash.h"

/** Bytes of a slot. */
#define FLASH_SLOT 64

/* The calls of qdmp_storage_flash. */
int read_flash(void *context, unsigned slot, uint32_t offset, void *out, size_t size);
int erase_flash(void *context, unsigned slot);
int program_flash(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size);

/** Erases both slots. */
void blank_flash(void);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Flash records as docs/storage.md has them, read from and written to the cells of a flash model plainly.
 */
#ifndef QDMP_FUZZ_STORAGE_NAIVE_H
#define QDMP_FUZZ_STORAGE_NAIVE_H

#include "flash_model.h"

/** What two slots hold. */
struct naive_stored {
    unsigned slot; /**< of the newest valid record; FLASH_SLOTS: none is valid */
    bool is_blank; /**< both slots are */
    uint32_t sequence;
    size_t size; /**< of the image; 0 if no record is valid */
    char image[FLASH_SLOT_MAX];
};

void naive_stored(const struct flash_model *flash, struct naive_stored *out);

/** Writes a record to `out`. Returns its size, in whole granules. */
uint32_t naive_record(uint32_t granule, uint32_t sequence, qdmp_span image, unsigned char out[FLASH_SLOT_MAX]);

#endif

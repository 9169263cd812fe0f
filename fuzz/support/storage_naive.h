/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Flash records as docs/storage.md defines them, plainly read from and written to the cells of a flash model.
 */
#ifndef QDMP_FUZZ_STORAGE_NAIVE_H
#define QDMP_FUZZ_STORAGE_NAIVE_H

#include "flash_model.h"

/** The content of two slots. */
struct naive_stored {
    unsigned slot; /**< of the newest valid record; FLASH_SLOTS: there is none */
    bool is_blank; /**< both slots are blank */
    uint32_t sequence;
    size_t size; /**< of the image; 0 if no record is valid */
    char image[FLASH_SLOT_MAX];
};

void naive_stored(const struct flash_model *flash, struct naive_stored *out);

/** Writes a record to `out`. Returns its size in bytes, which are whole granules. */
uint32_t naive_record(uint32_t granule, uint32_t sequence, qdmp_span image, unsigned char out[FLASH_SLOT_MAX]);

#endif

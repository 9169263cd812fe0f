/* SPDX-License-Identifier: MIT */
/**
 * @file
 * qdmp_storage on two slots of flash memory. Optional: a library of its own, port/storage_flash.c, freestanding.
 *
 * docs/storage.md describes the layout of a record, the size of a slot, and the effects of power cuts.
 *
 *     qdmp_storage_flash flash = {read, erase, program, NULL, 4096, 8, has_credentials};
 *     qdmp_storage storage;
 *     if (qdmp_storage_flash_open(&flash, longest_image, &storage) != QDMP_OK)
 *         return complain();
 */
#ifndef QDMP_PORT_STORAGE_FLASH_H
#define QDMP_PORT_STORAGE_FLASH_H

#include "qdmp/storage.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup ports
 * @{ */

/** The largest granule, bytes. */
#define QDMP_STORAGE_FLASH_GRANULE_MAX 32

/** Bytes of the record of an image of `size` bytes: sequence, length, image, fill and CRC-32, in whole granules. */
#define QDMP_STORAGE_FLASH_RECORD(size, granule) (((size) + 11 + (granule)) / (granule) * (granule))

/**
 * The flash memory. The caller fills in the members. It has two slots, 0 and 1. Each can be erased without the other.
 *
 * The calls return 0 for success; any other number fails the load or the store. `offset` counts from the beginning of
 * the slot. `offset` and `size` are multiples of the granule, `size` is at most QDMP_STORAGE_FLASH_GRANULE_MAX, and no
 * call reaches beyond `slot_size`.
 */
typedef struct qdmp_storage_flash {
    /**
     * Reads. A granule with wrong bits, as a loss of power leaves them, is not a failure, even if the memory detects it
     * by an error correcting code: return any bytes for it. The call must not raise an exception.
     */
    int (*read)(void *context, unsigned slot, uint32_t offset, void *out, size_t size);

    /** Erases a slot: every byte becomes 0xFF, or every byte becomes 0x00. Returns when the slot is erased. */
    int (*erase)(void *context, unsigned slot);

    /**
     * Programs granules one after the other, from front to back, each once after an erase. Returns when they are
     * programmed. `bytes` is aligned to 8 bytes.
     */
    int (*program)(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size);

    void *context;      /**< passed to these three calls as it is; may be NULL */
    uint32_t slot_size; /**< bytes of a slot, a multiple of the granule */
    uint8_t granule;    /**< bytes that can only be programmed together, 1 to QDMP_STORAGE_FLASH_GRANULE_MAX */

    /**
     * Whether an image has credentials. After an image without them is stored, the slot of the image before it, which
     * may have them, is erased as well. NULL: no image has them, and the slot is erased after each store.
     */
    int (*has_credentials)(qdmp_span image);
} qdmp_storage_flash;

/**
 * Makes a storage of the flash memory. Neither reads nor writes it.
 *
 * The calls of the storage keep all state in the flash memory, and use some 300 bytes of stack. `load` and `store` must
 * not be called while one of them runs.
 *
 * @param flash    must stay unchanged as long as the storage is used
 * @param longest  bytes of the longest image that will be stored
 * @param storage  untouched unless QDMP_OK is returned. Its `load` returns QDMP_DAMAGED if neither slot has a valid
 *                 record and not both are blank; its `store` returns QDMP_STORAGE, and changes nothing, for an image of
 *                 0 bytes or one that is too long for a slot
 * @return QDMP_OK; QDMP_RANGE: the granule is not 1 to QDMP_STORAGE_FLASH_GRANULE_MAX, or the slot is not a multiple of
 *         it; QDMP_NO_SPACE: the slot is smaller than QDMP_STORAGE_FLASH_RECORD(longest, granule) bytes
 *
 * @snippet ports.c qdmp_storage_flash_open
 */
QDMP_API qdmp_status qdmp_storage_flash_open(qdmp_storage_flash *flash, size_t longest, qdmp_storage *storage);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

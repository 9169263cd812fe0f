/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Flash memory of two slots as a data sheet describes it, whose power can be cut at any step. A step is the erase of a
 * slot or the programming of a granule. The model notes the first operation that no flash memory allows.
 */
#ifndef QDMP_FUZZ_FLASH_MODEL_H
#define QDMP_FUZZ_FLASH_MODEL_H

#include "qdmp/span.h"

#include <stdbool.h>

enum { FLASH_SLOTS = 2, FLASH_SLOT_MAX = 2048 };

/** The state in which an interrupted step leaves the bits that it was changing. */
enum flash_tear {
    FLASH_UNCHANGED, /**< the old content */
    FLASH_COMPLETE,  /**< the new content */
    FLASH_ZEROS,
    FLASH_ONES,
    FLASH_PATCHES, /**< some granules have their old content, the others the new one */
    FLASH_MIXED,   /**< some bits have their old content, the others the new one */
    FLASH_RANDOM,
    FLASH_TEARS
};

/** The fault of a step. */
enum flash_fault {
    FLASH_SOUND,
    FLASH_CUT,   /**< loss of power: the step is torn, and nothing more happens until flash_power_up */
    FLASH_FAILS, /**< the step is torn, and the driver says so */
    FLASH_WRONG  /**< a granule is programmed with a wrong bit, and the driver reports nothing; not with an erase */
};

struct flash_model {
    uint32_t slot_size, granule;
    unsigned char erased; /**< value of an erased byte: 0xFF or 0x00 */
    bool tears_calls;     /**< a cut tears all granules of the call that were not programmed yet */
    bool rereads;         /**< torn granules read differently each time */
    uint64_t random;      /**< state of the generator; not 0 */
    enum flash_fault fault;
    enum flash_tear tear;
    unsigned steps_left; /**< steps before the one with the fault */
    unsigned reads_left; /**< reads before the one that fails, if `read_fails` */
    bool read_fails;
    bool is_off;
    bool had_fault;          /**< the fault has happened */
    const char *misuse;      /**< the first misuse; NULL if there was none */
    unsigned long erases[2]; /**< of each slot */
    unsigned char cells[FLASH_SLOTS][FLASH_SLOT_MAX];
    unsigned char states[FLASH_SLOTS][FLASH_SLOT_MAX]; /**< of each granule */
};

/** Initialises a memory: both slots are erased. */
void flash_begin(struct flash_model *model, uint32_t slot_size, uint32_t granule, unsigned char erased, uint64_t seed);

/** The fault comes after this number of whole steps. */
void flash_arm(struct flash_model *model, enum flash_fault fault, unsigned steps, enum flash_tear tear);

/** A read fails after this number of reads. */
void flash_arm_read(struct flash_model *model, unsigned reads);

/** Power is back, and no fault is pending. */
void flash_power_up(struct flash_model *model);

/** Writes bytes to the beginning of a slot, as if they had been programmed; the rest is erased. */
void flash_preset(struct flash_model *model, unsigned slot, const void *bytes, uint32_t size);

/** A random number below `limit`, which is not 0. */
uint32_t flash_random(struct flash_model *model, uint32_t limit);

/** The calls of a driver; `context` is the model. */
int flash_read(void *context, unsigned slot, uint32_t offset, void *out, size_t size);
int flash_erase(void *context, unsigned slot);
int flash_program(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A storage that records each call and its result. A model can be run against the record: it must make the same calls,
 * in this order, as many of them, and with these bytes. The storage keeps its bytes in memory, or uses another storage.
 */
#ifndef QDMP_FUZZ_MODULE_TAPE_H
#define QDMP_FUZZ_MODULE_TAPE_H

#include "qdmp/storage.h"

#include <stdbool.h>

enum { TAPE_CALLS_MAX = 256, TAPE_IMAGE_MAX = 2048 };

struct tape_image {
    size_t size;
    char bytes[TAPE_IMAGE_MAX];
};

/** A call and its result, with the image that was loaded or was to be stored. */
struct tape_call {
    bool is_store;
    qdmp_status status;
    struct tape_image image;
};

/** The effect of a store. After a failed store the storage has the old image, the new one, or a damaged one. */
enum tape_store { TAPE_STORES, TAPE_FAILS_OLD, TAPE_FAILS_NEW, TAPE_FAILS_DAMAGED };

struct tape {
    struct tape_image held;     /**< the content of a storage in memory */
    const qdmp_storage *under;  /**< the storage that is called instead, or NULL */
    qdmp_status next_load;      /**< the result of the next load; QDMP_OK: the real result */
    enum tape_store next_store; /**< of a storage in memory */
    size_t recorded;
    size_t played;
    struct tape_call calls[TAPE_CALLS_MAX];
};

/** A storage that records on `tape`. Nothing is stored in it yet. */
qdmp_storage tape_begin(struct tape *tape, const qdmp_storage *under);

/** Removes the recorded calls. */
void tape_rewind(struct tape *tape);

/** The next recorded call; NULL if no call of this kind is left. */
const struct tape_call *tape_play(struct tape *tape, bool is_store);

#endif

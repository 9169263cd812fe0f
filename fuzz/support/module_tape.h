/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A storage that records each call and its result, so that a model can be played against the same calls: in this order,
 * as many of them, and with these bytes. It stands on bytes in memory, or on another storage.
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

/** A call and its result, with the image that was loaded or that was to be stored. */
struct tape_call {
    bool is_store;
    qdmp_status status;
    struct tape_image image;
};

/** The effect of a store. After one that fails the storage has the old image, the new one, or a damaged one. */
enum tape_store { TAPE_STORES, TAPE_FAILS_OLD, TAPE_FAILS_NEW, TAPE_FAILS_DAMAGED };

struct tape {
    struct tape_image held;     /**< what a storage in memory holds */
    const qdmp_storage *under;  /**< the storage that is called in its place, or NULL */
    qdmp_status next_load;      /**< what the next load says; QDMP_OK: what is the case */
    enum tape_store next_store; /**< of a storage in memory */
    size_t recorded;
    size_t played;
    struct tape_call calls[TAPE_CALLS_MAX];
};

/** A storage that records on `tape`. Nothing is stored in it yet. */
qdmp_storage tape_begin(struct tape *tape, const qdmp_storage *under);

/** Forgets what was recorded. */
void tape_rewind(struct tape *tape);

/** The next call that was recorded; NULL if there is none of this kind. */
const struct tape_call *tape_play(struct tape *tape, bool is_store);

#endif

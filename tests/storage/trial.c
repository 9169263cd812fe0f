/* SPDX-License-Identifier: MIT */
#include "trial.h"

#include <string.h>

enum { IMAGE_MAX = 1400, STATES = 4 };

struct image {
    char bytes[IMAGE_MAX];
    size_t size;
};

int image_has_credentials(qdmp_span image) {
    return *image.ptr & 1;
}

/* The bytes of every third image look erased. */
static void make_image(struct image *image, size_t size, unsigned serial) {
    static const int looks[] = {-1, -1, 0xFF, -1, -1, 0x00};
    int look = looks[serial % 6];
    for (size_t i = 0; i < size; i++)
        image->bytes[i] = (char)(unsigned char)(look >= 0 ? (unsigned)look : (serial * 7 + i * (31 + serial)) & 0xFF);
    image->size = size;
}

static void lose(struct trial *trial, const char *reason) {
    trial->lost++;
    if (trial->reason == NULL)
        trial->reason = reason;
}

static void note_misuse(struct trial *trial, const struct flash_model *flash) {
    if (trial->misuse == NULL)
        trial->misuse = flash->misuse;
}

/* --- one call, after power-up --- */

static qdmp_status store(const struct trial *trial, struct flash_model *flash, const struct image *image) {
    qdmp_storage storage;
    qdmp_status status = trial->design->open(flash, IMAGE_MAX, &storage);
    qdmp_span span = {image->bytes, image->size};
    return status == QDMP_OK ? storage.store(storage.context, span) : status;
}

/*
 * Whether this image is loaded. An empty image means that nothing is loaded: a first store that was cut leaves a
 * damaged image.
 */
static bool loads(const struct trial *trial, struct flash_model *flash, const struct image *image) {
    static char bytes[IMAGE_MAX];
    qdmp_storage storage;
    qdmp_room room = {bytes, sizeof bytes};
    size_t size = IMAGE_MAX;
    qdmp_status status = trial->design->open(flash, IMAGE_MAX, &storage);
    if (status == QDMP_OK)
        status = storage.load(storage.context, room, &size);
    if (image->size == 0)
        return size == 0 && (status == QDMP_OK || status == QDMP_DAMAGED);
    return status == QDMP_OK && size == image->size && memcmp(bytes, image->bytes, size) == 0;
}

/*
 * Whether a whole store works and its image is then loaded. It uses a copy, because the trial continues from the state
 * that the cut left.
 */
static bool next_store_works(struct trial *trial, const struct flash_model *flash, size_t size) {
    static struct flash_model copy;
    static struct image next;
    copy = *flash;
    make_image(&next, size, 101);
    bool works = store(trial, &copy, &next) == QDMP_OK && loads(trial, &copy, &next);
    note_misuse(trial, &copy);
    return works;
}

enum outcome { NOT_REACHED, KEPT_OLD, HAS_NEW, LOST };

/* Stores an image with a fault at a step. `old` is the stored image; afterwards either image may be loaded. */
static enum outcome store_with_fault(struct trial *trial, struct flash_model *flash, const struct image *old,
                                     const struct image *image, enum flash_fault fault, unsigned step,
                                     enum flash_tear tear) {
    flash_arm(flash, fault, step, tear);
    (void)store(trial, flash, image);
    bool had_fault = flash->had_fault;
    flash_power_up(flash);
    note_misuse(trial, flash);
    if (!had_fault)
        return NOT_REACHED;
    trial->cuts += fault == FLASH_CUT;
    enum outcome outcome = loads(trial, flash, image) ? HAS_NEW : loads(trial, flash, old) ? KEPT_OLD : LOST;
    if (outcome == LOST)
        lose(trial, "neither the old image nor the new one is loaded");
    else if (!next_store_works(trial, flash, image->size))
        lose(trial, "the next store fails");
    return outcome;
}

/* --- all of them --- */

/* Cuts in a row. Each level has its own memory, and its image has its own serial number. */
static void cut_everywhere(struct trial *trial, const struct flash_model *from, const struct image *old, size_t size,
                           unsigned level, unsigned in_a_row) {
    static struct flash_model flashes[CUTS_IN_A_ROW];
    static struct image images[CUTS_IN_A_ROW];
    struct flash_model *flash = &flashes[level];
    struct image *image = &images[level];
    make_image(image, size, (unsigned)size + level);
    for (unsigned step = 0;; step++) {
        for (enum flash_tear tear = FLASH_UNCHANGED; tear < FLASH_TEARS; tear++) {
            *flash = *from;
            flash->random += step * FLASH_TEARS + tear;
            enum outcome outcome = store_with_fault(trial, flash, old, image, FLASH_CUT, step, tear);
            if (outcome == NOT_REACHED)
                return;
            if (outcome != LOST && level + 1 < in_a_row)
                cut_everywhere(trial, flash, outcome == HAS_NEW ? image : old, size, level + 1, in_a_row);
        }
    }
}

/* Whole granules that hold the image with 12 bytes more. */
static uint32_t slot_for(size_t size, uint32_t granule) {
    return ((uint32_t)size + 12 + granule - 1) / granule * granule;
}

/* The designs open for the longest image. Only shorter images are stored here, in slots with a spare granule. */
void try_every_cut(struct trial *trial, size_t shortest, size_t longest, unsigned in_a_row) {
    static struct flash_model flash;
    static struct image stored;
    for (size_t size = shortest; size <= longest && size <= IMAGE_MAX; size++) {
        flash_begin(&flash, slot_for(size, trial->granule) + trial->granule, trial->granule, 0xFF, size);
        flash.rereads = trial->rereads;
        stored.size = 0;
        for (unsigned stores = 0; stores < STATES; stores++) {
            cut_everywhere(trial, &flash, &stored, size, 0, in_a_row);
            make_image(&stored, size, 13 + 2 * stores);
            if (store(trial, &flash, &stored) != QDMP_OK)
                lose(trial, "a store without a cut fails");
        }
    }
}

/* --- some of many --- */

static size_t any_size(struct flash_model *flash) {
    static const uint32_t most[] = {IMAGE_MAX, 200, 40};
    return 1 + flash_random(flash, most[flash_random(flash, 3)]);
}

static void make_any_image(struct image *image, struct flash_model *flash) {
    size_t size = any_size(flash);
    make_image(image, size, flash_random(flash, 1000));
}

static void try_row(struct trial *trial, struct flash_model *flash) {
    static struct image stored, image;
    unsigned cuts = 1 + flash_random(flash, CUTS_IN_A_ROW);
    stored.size = 0;
    for (unsigned whole = flash_random(flash, 4); whole > 0; whole--) {
        make_any_image(&stored, flash);
        if (store(trial, flash, &stored) != QDMP_OK)
            lose(trial, "a store without a cut fails");
    }
    while (cuts > 0) {
        static const enum flash_fault faults[] = {FLASH_CUT, FLASH_CUT, FLASH_CUT, FLASH_FAILS, FLASH_WRONG};
        make_any_image(&image, flash);
        unsigned steps = slot_for(image.size, flash->granule) / flash->granule + 2;
        unsigned step = flash_random(flash, 4) ? flash_random(flash, steps) : flash_random(flash, 2);
        enum flash_tear tear = (enum flash_tear)flash_random(flash, FLASH_TEARS);
        enum flash_fault fault = trial->rereads ? FLASH_CUT : faults[flash_random(flash, 5)];
        enum outcome outcome = store_with_fault(trial, flash, &stored, &image, fault, step, tear);
        if (outcome == LOST)
            return;
        if (outcome != KEPT_OLD)
            stored = image;
        cuts -= outcome != NOT_REACHED;
    }
}

void try_random_cuts(struct trial *trial, unsigned long rows, uint64_t seed) {
    static struct flash_model flash;
    for (unsigned long row = 0; row < rows; row++) {
        flash_begin(&flash, 0, trial->granule, row % 8 == 7 ? 0x00 : 0xFF, seed + row);
        flash.slot_size = slot_for(IMAGE_MAX, trial->granule) + flash_random(&flash, 3) * trial->granule;
        flash.tears_calls = flash_random(&flash, 4) == 0;
        flash.rereads = trial->rereads;
        try_row(trial, &flash);
    }
}

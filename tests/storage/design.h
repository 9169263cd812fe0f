/* SPDX-License-Identifier: MIT */
/*
 * Ways to keep an image in two slots of flash memory: the adapter, and the designs that lose images. To try another
 * design, add it to the list in cuts.c (docs/storage.md).
 */
#ifndef QDMP_TESTS_STORAGE_DESIGN_H
#define QDMP_TESTS_STORAGE_DESIGN_H

#include "../../fuzz/support/flash_model.h"

#include "qdmp/storage.h"

/* Makes a storage of the flash memory, as after power-up. Nothing may remain in RAM from before. */
typedef qdmp_status design_open(struct flash_model *flash, size_t longest, qdmp_storage *storage);

struct design {
    const char *name;
    design_open *open;
};

/* port/storage_flash.h, */
extern const struct design adapter;

/* The designs that lose images, each for the reason that its name says. */
enum { REFUTED = 6 };
extern const struct design refuted[REFUTED];

/* The first byte of a trial's image says whether the image has credentials. */
int image_has_credentials(qdmp_span image);

#endif

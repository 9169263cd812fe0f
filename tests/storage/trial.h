/* SPDX-License-Identifier: MIT */
/*
 * Cuts the power of a design at each step, and checks whether an image was lost. After a cut the old image or the new
 * one must be loaded, whole, and the next store must work.
 */
#ifndef QDMP_TESTS_STORAGE_TRIAL_H
#define QDMP_TESTS_STORAGE_TRIAL_H

#include "design.h"

enum { CUTS_IN_A_ROW = 4 };

struct trial {
    const struct design *design;
    uint32_t granule;
    bool rereads; /* torn granules read differently each time */
    unsigned long cuts;
    unsigned long lost; /* neither old nor new was loaded, or the next store failed */
    const char *reason; /* of the first loss */
    const char *misuse; /* the first misuse of the flash memory; NULL if there was none */
};

/*
 * Tests every image of `shortest` to `longest` bytes, from each of several states of the flash memory. Every step is
 * cut, in every way of tearing, up to `in_a_row` times before the next whole store.
 */
void try_every_cut(struct trial *trial, size_t shortest, size_t longest, unsigned in_a_row);

/* `rows` rows of 1 to CUTS_IN_A_ROW cuts and other faults, with images of up to 1400 bytes, by a fixed seed. */
void try_random_cuts(struct trial *trial, unsigned long rows, uint64_t seed);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * cuts [LENGTH]: cuts the power of the flash adapter at every step, and prints how many cuts were tried and how many
 * images were lost. Then it does the same with the designs that lose images, and with cells that read differently each
 * time. Fails if the adapter loses an image, or asks the flash memory for something that it cannot do, or if a losing
 * design is not detected. LENGTH, 1 by default, multiplies the trials.
 */
#include "trial.h"

#include "qdmp/port/storage_flash.h"

#include <stdio.h>
#include <stdlib.h>

static qdmp_status open_adapter(struct flash_model *flash, size_t longest, qdmp_storage *storage) {
    static qdmp_storage_flash driver;
    uint32_t room = flash->slot_size - 12;
    driver = (qdmp_storage_flash){
        flash_read,           flash_erase, flash_program, flash, flash->slot_size, (uint8_t)flash->granule,
        image_has_credentials};
    return qdmp_storage_flash_open(&driver, longest < room ? longest : room, storage);
}

const struct design adapter = {"port/storage_flash.c", open_adapter};

static const uint32_t granules[] = {1, 4, 8, 16, 32};
enum { GRANULES = sizeof granules / sizeof *granules };

/*
 * Images from 1 byte up. Each store is cut once, twice, ... in a row, in every way. LENGTH multiplies only the first
 * two, because the others would take hours.
 */
static const struct {
    size_t once, twice, thrice, four_times;
} exhaustive[GRANULES] = {{60, 1, 0, 0}, {100, 4, 0, 0}, {100, 10, 1, 0}, {100, 20, 2, 1}, {100, 20, 4, 1}};

static void print(const struct trial *trial, const char *name) {
    printf("%-52s granule %2u  %9lu cuts  %7lu lost%s%s\n", name, (unsigned)trial->granule, trial->cuts, trial->lost,
           trial->misuse == NULL ? "" : ", ", trial->misuse == NULL ? "" : trial->misuse);
}

static void try_all(struct trial *trial, unsigned granule, size_t length) {
    trial->granule = granules[granule];
    try_every_cut(trial, 1, exhaustive[granule].once * length, 1);
    try_every_cut(trial, 1, exhaustive[granule].twice * length, 2);
    try_every_cut(trial, 1, exhaustive[granule].thrice, 3);
    try_every_cut(trial, 1, exhaustive[granule].four_times, 4);
    try_random_cuts(trial, 1000 * length, 1);
}

/* Returns the number of granules with which it fails. */
static int try_adapter(size_t length) {
    int failures = 0;
    for (unsigned i = 0; i < GRANULES; i++) {
        struct trial trial = {.design = &adapter};
        try_all(&trial, i, length);
        print(&trial, adapter.name);
        if (trial.lost == 0 && trial.misuse == NULL && trial.cuts > 1000)
            continue;
        printf("FAIL: %s\n", trial.reason == NULL ? "misuse, or too few cuts" : trial.reason);
        failures++;
    }
    return failures;
}

/* Returns how many designs were not detected with each granule. */
static int try_refuted(void) {
    int failures = 0;
    for (unsigned design = 0; design < REFUTED; design++) {
        for (unsigned i = 0; i < GRANULES; i++) {
            struct trial trial = {.design = &refuted[design], .granule = granules[i]};
            try_every_cut(&trial, 1, 20, 1);
            try_random_cuts(&trial, 200, 1);
            print(&trial, trial.design->name);
            if (trial.lost > 0)
                continue;
            puts("FAIL: this design loses images, and none was seen to be lost");
            failures++;
        }
    }
    return failures;
}

/* No layout survives these without margin reads. The losses are printed, and not judged. */
static void try_rereading(void) {
    for (unsigned i = 0; i < GRANULES; i++) {
        struct trial trial = {.design = &adapter, .granule = granules[i], .rereads = true};
        try_every_cut(&trial, 1, 20, 1);
        try_random_cuts(&trial, 1000, 1);
        print(&trial, "cells that read anew each time: not covered");
    }
}

int main(int argc, char **argv) {
    unsigned long length = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
    if (length == 0) {
        (void)fputs("usage: cuts [LENGTH]\n", stderr);
        return 2;
    }
    int failures = try_adapter(length) + try_refuted();
    try_rereading();
    return failures != 0;
}

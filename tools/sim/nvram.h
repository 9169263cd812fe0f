/* SPDX-License-Identifier: MIT */
/* The storage of the module's settings, with faults: a state file, or memory that ends with the process. */
#ifndef NVRAM_H
#define NVRAM_H

#include "faults.h"
#include "qdmp/port/storage_file.h"
#include "random.h"

/* All functions that work with it are called with `context`. It may not be moved while it is open. */
typedef struct nvram {
    qdmp_storage storage; /* for the module */
    qdmp_storage medium;
    qdmp_storage_file file;
    qdmp_room memory; /* without a file: the image */
    bool has_file;
    const faults *faults;
    sim_random random;
    uint32_t stores; /* tried */
    uint32_t stored; /* successful */
    /* Called after a successful store. The module gets its result. */
    qdmp_status (*after)(void *context);
    void *context;
} nvram;

/*
 * Opens the state in `file`; NULL: in memory. False: the reason was reported. nvram_close must follow in either case.
 */
bool nvram_open(nvram *to, const char *file, const faults *these, uint64_t seed);
void nvram_close(nvram *held);

#endif

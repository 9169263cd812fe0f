/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Runs the library's module and its model side by side, in steps: properties P84 to P94.
 *
 * A step is a command line, or an event, which begins with `!`:
 *
 *     !c32,16     a new module that accepts appkeys of 32 bytes and passwords of 16, on storage in memory
 *     !c32,16,8   the same on flash memory with a granule of 8 bytes
 *     !c32,16,0,9 the same with rooms that are 9 bytes larger than they need be
 *     !r          restart
 *     !z1         opening is tried with a room that is one byte too small (0 to 2: which)
 *     !s6         dmstate
 *     !l !d !t    the next load fails, says damaged, says too large
 *     !o !n !x    the next store fails; the old image is there then, the new one, a damaged one (in memory)
 *     !k2,5       the next store loses its power at step 5, which tears as 2 of enum flash_tear says (on flash)
 *     !K2,5       the next store fails there, and the power stays (on flash)
 *     !e !F !Z    storage is empty, holds 0xFF, holds 0x00 (in memory, as all that follow)
 *     !b17        bit 1 of byte 2 of the image turns over
 *     !v2         the image has version 2
 *     !u4         the image has a part with the tag 4
 *     !a          the image has an appkey of one byte more than the module accepts
 *     !>...       a command that the caller decodes and executes
 *     !q...       a request that nobody decoded
 */
#ifndef QDMP_FUZZ_MODULE_SCRIPT_H
#define QDMP_FUZZ_MODULE_SCRIPT_H

#include "flash_model.h"
#include "module_model.h"

#include "qdmp/module.h"
#include "qdmp/port/storage_flash.h"

struct module_script {
    qdmp_module module;
    qdmp_module_config config;
    struct module_model model;
    bool is_flash;
    struct flash_model flash;
    qdmp_storage_flash driver;
    qdmp_storage under;
    size_t room;                     /**< bytes of each */
    struct tape_image before, after; /**< on flash: the stored image, and the one that a later store tried to store */
    unsigned long openings[3];       /**< successful ones, ones with an unusable image, and failed ones */
    unsigned long lines, failures, stores, failed_stores, cuts; /**< how often each was seen */
    struct tape tape;
};

/** Begins a life with the step `!c32,32`. */
void module_script_begin(struct module_script *script);

/** Executes a step. */
void module_script_step(struct module_script *script, qdmp_span step);

void module_script_end(struct module_script *script);

#endif

/* SPDX-License-Identifier: MIT */
#include "flash_model.h"

#include <string.h>

enum state { ERASED, PROGRAMMED, TORN };

uint32_t flash_random(struct flash_model *model, uint32_t limit) {
    model->random ^= model->random << 13;
    model->random ^= model->random >> 7;
    model->random ^= model->random << 17;
    return (uint32_t)(model->random >> 16) % limit;
}

static unsigned char random_byte(struct flash_model *model) {
    return (unsigned char)flash_random(model, 256);
}

void flash_begin(struct flash_model *model, uint32_t slot_size, uint32_t granule, unsigned char erased, uint64_t seed) {
    memset(model, 0, sizeof *model);
    model->slot_size = slot_size;
    model->granule = granule;
    model->erased = erased;
    model->random = seed * 2 + 1;
    for (unsigned i = 0; i < 8; i++)
        (void)random_byte(model);
    memset(model->cells, erased, sizeof model->cells);
}

void flash_arm(struct flash_model *model, enum flash_fault fault, unsigned steps, enum flash_tear tear) {
    model->fault = fault;
    model->steps_left = steps;
    model->tear = tear;
    model->had_fault = false;
}

void flash_arm_read(struct flash_model *model, unsigned reads) {
    model->read_fails = true;
    model->reads_left = reads;
}

void flash_power_up(struct flash_model *model) {
    model->fault = FLASH_SOUND;
    model->read_fails = false;
    model->is_off = false;
}

void flash_preset(struct flash_model *model, unsigned slot, const void *bytes, uint32_t size) {
    memset(model->cells[slot], model->erased, model->slot_size);
    memset(model->states[slot], ERASED, model->slot_size);
    if (size > 0)
        memcpy(model->cells[slot], bytes, size);
    memset(model->states[slot], PROGRAMMED, (size + model->granule - 1) / model->granule);
}

/* --- misuse --- */

static bool misused(struct flash_model *model, const char *how) {
    if (model->misuse == NULL)
        model->misuse = how;
    return true;
}

static bool is_misused(struct flash_model *model, unsigned slot, uint32_t offset, size_t size) {
    if (slot >= FLASH_SLOTS)
        return misused(model, "a slot that is not there");
    if (offset % model->granule != 0 || size % model->granule != 0 || size == 0)
        return misused(model, "part of a granule");
    if (offset > model->slot_size || size > model->slot_size - offset)
        return misused(model, "outside the slot");
    return false;
}

/* --- steps --- */

/* Whether the next step is the one with the fault. */
static bool is_faulty(struct flash_model *model) {
    if (model->fault == FLASH_SOUND || model->had_fault)
        return false;
    if (model->steps_left > 0) {
        model->steps_left--;
        return false;
    }
    return true;
}

static unsigned char torn_byte(struct flash_model *model, unsigned char before, unsigned char behind) {
    unsigned char mask;
    switch (model->tear) {
    case FLASH_COMPLETE: return behind;
    case FLASH_ZEROS: return 0x00;
    case FLASH_ONES: return 0xFF;
    case FLASH_MIXED: mask = random_byte(model); return (unsigned char)((before & mask) | (behind & ~mask));
    case FLASH_RANDOM: return random_byte(model);
    default: return before;
    }
}

/* Puts torn bits into a granule that was to become `bytes`, or erased. */
static void tear(struct flash_model *model, unsigned slot, uint32_t granule, const unsigned char *bytes) {
    unsigned char *cells = model->cells[slot] + granule * model->granule;
    enum flash_tear kind = model->tear;
    if (kind == FLASH_PATCHES)
        model->tear = flash_random(model, 2) ? FLASH_COMPLETE : FLASH_UNCHANGED;
    for (uint32_t i = 0; i < model->granule; i++)
        cells[i] = torn_byte(model, cells[i], bytes == NULL ? model->erased : bytes[i]);
    model->tear = kind;
    model->states[slot][granule] = TORN;
}

static int fail(struct flash_model *model) {
    model->had_fault = true;
    model->is_off = model->fault == FLASH_CUT;
    return -1;
}

int flash_erase(void *context, unsigned slot) {
    struct flash_model *model = context;
    if (model->is_off || is_misused(model, slot, 0, model->granule))
        return -1;
    model->erases[slot]++;
    if (is_faulty(model) && model->fault != FLASH_WRONG) {
        for (uint32_t i = 0; i < model->slot_size / model->granule; i++)
            tear(model, slot, i, NULL);
        return fail(model);
    }
    memset(model->cells[slot], model->erased, model->slot_size);
    memset(model->states[slot], ERASED, model->slot_size);
    return 0;
}

/* Cells that are programmed twice hold neither the old nor the new bytes. */
static void program_granule(struct flash_model *model, unsigned slot, uint32_t granule, const unsigned char *bytes) {
    unsigned char *cells = model->cells[slot] + granule * model->granule;
    bool is_erased = model->states[slot][granule] == ERASED || !misused(model, "a granule programmed twice");
    model->states[slot][granule] = PROGRAMMED;
    for (uint32_t i = 0; i < model->granule; i++)
        cells[i] = is_erased ? bytes[i] : random_byte(model);
}

/*
 * Sets the granules that a cut left unfinished: those from `granule` on, of which a call still had `count` to program.
 */
static void tear_call(struct flash_model *model, unsigned slot, uint32_t granule, const unsigned char *bytes,
                      uint32_t count) {
    for (uint32_t i = 0; i < (model->tears_calls ? count : 1); i++)
        tear(model, slot, granule + i, bytes + i * model->granule);
}

static void flip_a_bit(struct flash_model *model, unsigned slot, uint32_t granule) {
    uint32_t place = granule * model->granule + flash_random(model, model->granule);
    model->cells[slot][place] ^= (unsigned char)(1 << flash_random(model, 8));
    model->had_fault = true;
}

int flash_program(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size) {
    struct flash_model *model = context;
    if (model->is_off || is_misused(model, slot, offset, size))
        return -1;
    uint32_t first = offset / model->granule, count = (uint32_t)size / model->granule;
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *next = (const unsigned char *)bytes + i * model->granule;
        bool faulty = is_faulty(model);
        if (faulty && model->fault != FLASH_WRONG) {
            tear_call(model, slot, first + i, next, count - i);
            return fail(model);
        }
        program_granule(model, slot, first + i, next);
        if (faulty)
            flip_a_bit(model, slot, first + i);
    }
    return 0;
}

int flash_read(void *context, unsigned slot, uint32_t offset, void *out, size_t size) {
    struct flash_model *model = context;
    unsigned char *bytes = out;
    if (model->is_off || is_misused(model, slot, offset, size))
        return -1;
    if (model->read_fails && model->reads_left-- == 0) {
        model->read_fails = false;
        return -1;
    }
    memcpy(bytes, model->cells[slot] + offset, size);
    for (uint32_t i = 0; i < size && model->rereads; i++)
        if (model->states[slot][(offset + i) / model->granule] == TORN)
            bytes[i] = random_byte(model);
    return 0;
}

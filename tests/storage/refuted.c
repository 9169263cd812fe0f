/* SPDX-License-Identifier: MIT */
/*
 * Designs that look sound and lose images when the power is cut, as small as possible. Each is like the adapter except
 * for its fault. The trials must detect each of them.
 */
#include "design.h"

#include "qdmp/crc32.h"

#include <string.h>

enum { HEADER = 8, CRC = 4, VALID = 0x5A };

/* The state in RAM after a power-up. */
static struct {
    struct flash_model *flash;
    unsigned next; /* the slot to write, by a flag in RAM */
} ram;

struct found {
    bool is_valid;
    uint32_t sequence;
    qdmp_span image;
};

static unsigned char bytes[FLASH_SLOTS][FLASH_SLOT_MAX];

static uint32_t word_at(const unsigned char *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put_word(unsigned char *at, uint32_t word) {
    for (unsigned i = 0; i < 4; i++)
        at[i] = (unsigned char)(word >> 8 * i);
}

static uint32_t crc_of(const unsigned char *from, size_t size) {
    qdmp_span span = {(const char *)from, size};
    return qdmp_crc32(0, span);
}

static uint32_t record_size(size_t size) {
    uint32_t granule = ram.flash->granule;
    return ((uint32_t)size + HEADER + CRC + granule - 1) / granule * granule;
}

/* The bytes after the image: a CRC-32, or four bytes that say that the record is valid. */
static uint32_t seal_of(const unsigned char *record, uint32_t size, bool by_crc) {
    return by_crc ? crc_of(record, size - CRC) : VALID * 0x01010101U;
}

static struct found read_record(unsigned slot, bool by_crc) {
    struct found found = {false, 0, {NULL, 0}};
    unsigned char *record = bytes[slot];
    if (flash_read(ram.flash, slot, 0, record, ram.flash->slot_size) != 0)
        return found;
    found.sequence = word_at(record);
    found.image = (qdmp_span){(const char *)record + HEADER, word_at(record + 4)};
    if (found.image.len == 0 || found.image.len > ram.flash->slot_size - HEADER - CRC)
        return found;
    uint32_t size = record_size(found.image.len);
    found.is_valid = word_at(record + size - CRC) == seal_of(record, size, by_crc);
    return found;
}

static unsigned find_newest(struct found *newest, bool by_crc) {
    unsigned slot = FLASH_SLOTS;
    newest->sequence = 0;
    for (unsigned i = 0; i < FLASH_SLOTS; i++) {
        struct found found = read_record(i, by_crc);
        if (!found.is_valid || (slot < FLASH_SLOTS && (int32_t)(found.sequence - newest->sequence) <= 0))
            continue;
        slot = i;
        *newest = found;
    }
    return slot;
}

static bool program_record(unsigned slot, uint32_t sequence, qdmp_span image, bool by_crc) {
    static unsigned char record[FLASH_SLOT_MAX], check[FLASH_SLOT_MAX];
    uint32_t size = record_size(image.len);
    memset(record, 0xFF, size);
    put_word(record, sequence);
    put_word(record + 4, (uint32_t)image.len);
    memcpy(record + HEADER, image.ptr, image.len);
    put_word(record + size - CRC, seal_of(record, size, by_crc));
    return flash_program(ram.flash, slot, 0, record, size) == 0 && flash_read(ram.flash, slot, 0, check, size) == 0 &&
           memcmp(record, check, size) == 0;
}

static qdmp_status give(const struct found *found, qdmp_room out, size_t *size) {
    *size = found->image.len;
    if (found->image.len > out.cap)
        return QDMP_TOO_LARGE;
    memcpy(out.ptr, found->image.ptr, found->image.len);
    return QDMP_OK;
}

static qdmp_status load_by(bool by_crc, qdmp_room out, size_t *size) {
    struct found newest;
    *size = 0;
    return find_newest(&newest, by_crc) == FLASH_SLOTS ? QDMP_OK : give(&newest, out, size);
}

static qdmp_status load_newest(void *context, qdmp_room out, size_t *size) {
    (void)context;
    return load_by(true, out, size);
}

/* Erases the slot that does not hold the newest record and programs it, as the adapter does. */
static qdmp_status store_by(bool by_crc, qdmp_span image) {
    struct found newest;
    unsigned slot = find_newest(&newest, by_crc) == 0 ? 1 : 0;
    bool stored = flash_erase(ram.flash, slot) == 0 && program_record(slot, newest.sequence + 1, image, by_crc);
    return stored ? QDMP_OK : QDMP_STORAGE;
}

static qdmp_status store_newest(void *context, qdmp_span image) {
    (void)context;
    return store_by(true, image);
}

/* --- programming a blank slot before erasing the old one --- */

/* A slot without a valid record counts as blank. */
static qdmp_status store_in_free(void *context, qdmp_span image) {
    struct found newest;
    unsigned slot = find_newest(&newest, true) == 0 ? 1 : 0;
    (void)context;
    if (!program_record(slot, newest.sequence + 1, image, true))
        return QDMP_STORAGE;
    (void)flash_erase(ram.flash, 1 - slot);
    return QDMP_OK;
}

/* --- asking whether cells look erased --- */

static bool looks_erased(unsigned slot) {
    (void)read_record(slot, true);
    for (uint32_t i = 0; i < ram.flash->slot_size; i++)
        if (bytes[slot][i] != ram.flash->erased)
            return false;
    return true;
}

static qdmp_status store_where_erased(void *context, qdmp_span image) {
    struct found newest;
    unsigned slot = find_newest(&newest, true) == 0 ? 1 : 0;
    (void)context;
    if (!looks_erased(slot) && flash_erase(ram.flash, slot) != 0)
        return QDMP_STORAGE;
    return program_record(slot, newest.sequence + 1, image, true) ? QDMP_OK : QDMP_STORAGE;
}

/* --- a valid flag in place of a CRC --- */

static qdmp_status load_flagged(void *context, qdmp_room out, size_t *size) {
    (void)context;
    return load_by(false, out, size);
}

static qdmp_status store_flagged(void *context, qdmp_span image) {
    (void)context;
    return store_by(false, image);
}

/* --- the first bad CRC means defaults --- */

static qdmp_status load_if_all_are_good(void *context, qdmp_room out, size_t *size) {
    (void)context;
    *size = 0;
    for (unsigned slot = 0; slot < FLASH_SLOTS; slot++)
        if (!looks_erased(slot) && !read_record(slot, true).is_valid)
            return QDMP_DAMAGED;
    return load_by(true, out, size);
}

/* --- a flag in RAM chooses the slot --- */

static qdmp_status store_by_turns(void *context, qdmp_span image) {
    struct found newest;
    unsigned slot = ram.next;
    (void)context;
    (void)find_newest(&newest, true);
    ram.next = 1 - ram.next;
    bool stored = flash_erase(ram.flash, slot) == 0 && program_record(slot, newest.sequence + 1, image, true);
    return stored ? QDMP_OK : QDMP_STORAGE;
}

/* --- one slot --- */

static qdmp_status load_only(void *context, qdmp_room out, size_t *size) {
    struct found found = read_record(0, true);
    (void)context;
    *size = 0;
    return found.is_valid ? give(&found, out, size) : QDMP_OK;
}

static qdmp_status store_only(void *context, qdmp_span image) {
    (void)context;
    return flash_erase(ram.flash, 0) == 0 && program_record(0, 1, image, true) ? QDMP_OK : QDMP_STORAGE;
}

/* --- the list --- */

#define DESIGN(name, load, store)                                                                                      \
    static qdmp_status open_##name(struct flash_model *flash, size_t longest, qdmp_storage *storage) {                 \
        (void)longest;                                                                                                 \
        ram.flash = flash;                                                                                             \
        ram.next = 0;                                                                                                  \
        *storage = (qdmp_storage){load, store, NULL};                                                                  \
        return QDMP_OK;                                                                                                \
    }

DESIGN(free_slot, load_newest, store_in_free)
DESIGN(erased_look, load_newest, store_where_erased)
DESIGN(valid_flag, load_flagged, store_flagged)
DESIGN(first_bad_crc, load_if_all_are_good, store_newest)
DESIGN(ram_flag, load_newest, store_by_turns)
DESIGN(one_slot, load_only, store_only)

const struct design refuted[REFUTED] = {
    {"programs a blank slot before it erases the old one", open_free_slot},
    {"erases only what does not look erased", open_erased_look},
    {"a valid flag, no CRC", open_valid_flag},
    {"the first bad CRC means defaults", open_first_bad_crc},
    {"a flag in RAM chooses the slot", open_ram_flag},
    {"one slot", open_one_slot},
};

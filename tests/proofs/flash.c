/* SPDX-License-Identifier: MIT */
/*
 * The adapter for flash memory (docs/storage.md). The proofs show which slot it considers the newest, which slot it
 * erases, and that it reads no byte outside a slot of up to LONGEST bytes.
 */
#include "../../port/storage_flash.c"

#include "proof.h"

static qdmp_storage_flash flash;

/* --- in place of functions; of these only read_record has a proof of its own --- */

/* A checksum may have any result. */
uint32_t in_place_of_qdmp_crc32(uint32_t crc, qdmp_span bytes) {
    (void)crc, (void)bytes;
    return nondet_bool() ? CRC_RESIDUE : nondet_u32();
}

/* The content of the slots, and whether they can be read. */
static struct head heads[SLOTS];
static bool can_read[SLOTS];

bool in_place_of_read_record(const qdmp_storage_flash *memory, unsigned slot, struct head *found, qdmp_room out) {
    (void)memory, (void)out;
    *found = heads[slot];
    return can_read[slot];
}

void in_place_of_compose(const qdmp_storage_flash *memory, uint32_t sequence, qdmp_span image, struct record *out) {
    (void)memory, (void)image;
    put_word(out->header, sequence);
}

/* The effects of a store: the slot that it erased first, and whether the new record is in it. */
static unsigned erasures, first_erased;
static bool is_programmed, is_read_back;
static uint32_t new_sequence;

static int erase(void *context, unsigned slot) {
    (void)context;
    PROVE(slot < SLOTS, "a slot that is there");
    if (erasures++ == 0)
        first_erased = slot;
    else
        PROVE(is_programmed && is_read_back && slot != first_erased, "the older image goes when the new one is safe");
    return nondet_bool();
}

bool in_place_of_program(const qdmp_storage_flash *memory, unsigned slot, const struct record *record) {
    (void)memory;
    PROVE(erasures == 1 && slot == first_erased, "programs what it has erased");
    new_sequence = get_word(record->header);
    is_programmed = nondet_bool();
    return is_programmed;
}

bool in_place_of_reads_back(const qdmp_storage_flash *memory, unsigned slot, const struct record *record) {
    (void)memory, (void)record;
    PROVE(is_programmed && slot == first_erased, "reads back what it has programmed");
    is_read_back = nondet_bool();
    return is_read_back;
}

static int has_credentials(qdmp_span image) {
    (void)image;
    return nondet_bool();
}

/* --- the proofs --- */

static void open_flash(void) {
    for (unsigned i = 0; i < SLOTS; i++) {
        heads[i].sequence = nondet_u32();
        heads[i].length = nondet_u32();
        heads[i].is_valid = nondet_bool();
        can_read[i] = nondet_bool();
    }
}

/* The slot of the newest valid record. Of two valid records, the newer one is up to 2^31-1 ahead. */
static unsigned newest_slot(void) {
    if (!heads[0].is_valid)
        return heads[1].is_valid ? 1 : SLOTS;
    uint32_t ahead = heads[1].sequence - heads[0].sequence;
    return heads[1].is_valid && ahead >= 1 && ahead <= 0x7FFFFFFF ? 1 : 0;
}

void proof_find_newest(void) {
    open_flash();
    unsigned slot;
    struct head newest;
    bool found = find_newest(&flash, &slot, &newest);
    PROVE(found == (can_read[0] && can_read[1]), "fails where a slot cannot be read");
    PROVE(!found || slot == newest_slot(), "finds the newest");
    PROVE(!found || slot == SLOTS ||
              (newest.sequence == heads[slot].sequence && newest.length == heads[slot].length && newest.is_valid),
          "with what its head says");
    WITNESS(found && slot == 1 && heads[0].is_valid && heads[0].sequence == 0xFFFFFFFF, "a sequence that began anew");
    WITNESS(found && slot == 0 && heads[1].is_valid, "the first of two");
    WITNESS(found && slot == SLOTS, "none");
}

void proof_store(void) {
    open_flash();
    flash.slot_size = nondet_u32();
    flash.granule = 8;
    flash.erase = erase;
    flash.has_credentials = nondet_bool() ? has_credentials : NULL;
    qdmp_span image = {NULL, nondet_size()};
    qdmp_status status = store(&flash, image);
    unsigned newest = newest_slot();
    PROVE(erasures == 0 || first_erased != newest, "the newest image is not erased first");
    PROVE(erasures == 0 || newest != SLOTS || first_erased == 0, "the first slot where none is valid");
    PROVE(!is_programmed || newest == SLOTS || new_sequence == heads[newest].sequence + 1, "the next sequence");
    PROVE((status == QDMP_OK) == (is_programmed && is_read_back), "succeeds if what was programmed reads back");
    PROVE(erasures == 0 || (image.len >= 1 && flash.slot_size >= 12 && image.len <= flash.slot_size - 12),
          "changes nothing for an image that does not fit");
    WITNESS(status == QDMP_OK && image.len == 1 && flash.slot_size == 13, "the smallest");
    WITNESS(status == QDMP_OK && erasures == 2, "the older image is erased, too");
    WITNESS(status == QDMP_OK && erasures == 1, "the older image stays");
    WITNESS(status == QDMP_STORAGE && is_programmed, "does not read back");
    WITNESS(status == QDMP_STORAGE && erasures == 0 && image.len == flash.slot_size, "too long");
}

/* --- reading a record --- */

/* Reads any bytes. It may change the whole chunk, because no property depends on bytes that were not read. */
static int read(void *context, unsigned slot, uint32_t offset, void *out, size_t size) {
    (void)context, (void)slot;
    PROVE(size >= 1 && size <= QDMP_STORAGE_FLASH_GRANULE_MAX, "no more than a chunk");
    PROVE(size % flash.granule == 0 && offset % flash.granule == 0, "whole granules");
    PROVE(offset <= flash.slot_size && size <= flash.slot_size - offset, "inside the slot");
    PROVE(__CPROVER_w_ok(out, size), "into the chunk");
    struct chunk any;
    *(struct chunk *)out = any;
    return nondet_bool();
}

/* Copies nothing, because no property depends on the bytes of an image. */
void *in_place_of_memcpy(void *to, const void *from, size_t size) {
    PROVE(__CPROVER_w_ok(to, size), "the image fits its room");
    PROVE(__CPROVER_r_ok(from, size), "the image is in the chunk");
    return to;
}

static void read_with(uint8_t granule) {
    flash.granule = granule;
    flash.slot_size = nondet_u32();
    ASSUME(flash.slot_size % granule == 0 && flash.slot_size >= 12 && flash.slot_size <= LONGEST);
    flash.read = read;
    size_t cap = any_size_to(LONGEST);
    qdmp_room room = {(char *)any_bytes(cap), cap};
    struct head found;
    bool is_read = read_record(&flash, 0, &found, room);
    PROVE(!is_read || !found.is_valid || (found.length >= 1 && found.length <= flash.slot_size - 12),
          "a valid record fits its slot");
    WITNESS(is_read && found.is_valid && found.length == LONGEST - 12 && cap == 1, "the longest record");
    WITNESS(is_read && found.is_valid && found.length == 1 && cap == 0, "the shortest record");
    WITNESS(is_read && !found.is_valid && found.length == LONGEST - 11, "a length that does not fit");
}

void proof_read_record(void) {
    if (nondet_bool())
        read_with(1);
    else if (nondet_bool())
        read_with(8);
    else
        read_with(32);
}

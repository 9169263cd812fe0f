/* SPDX-License-Identifier: MIT */
#include "qdmp/port/storage_flash.h"

#include "qdmp/crc32.h"

#include <stdalign.h>
#include <stdbool.h>
#include <string.h>

/* A record: sequence, length, image, fill, CRC-32; the numbers little-endian, the CRC in the last four bytes. */
enum { HEADER = 8, CRC = 4, SLOTS = 2, FILL = 0xFF, CHUNK = QDMP_STORAGE_FLASH_GRANULE_MAX };

/* The CRC-32 of any bytes followed by their own CRC-32, little-endian. */
#define CRC_RESIDUE 0x2144DF1C

/* A buffer of whole granules; aligned for drivers that program words of 64 bits. */
struct chunk {
    alignas(8) unsigned char bytes[CHUNK];
};

struct head {
    uint32_t sequence;
    uint32_t length; /* bytes of the image */
    bool is_valid;   /* the record after it */
};

/* A record to write. */
struct record {
    unsigned char header[HEADER];
    unsigned char crc[CRC];
    qdmp_span image;
    uint32_t size; /* of all, in whole granules */
};

static uint32_t get_word(const unsigned char *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put_word(unsigned char *at, uint32_t word) {
    for (unsigned i = 0; i < 4; i++)
        at[i] = (unsigned char)(word >> 8 * i);
}

static uint32_t crc_behind(uint32_t crc, const unsigned char *bytes, size_t size) {
    qdmp_span span = {(const char *)bytes, size};
    return qdmp_crc32(crc, span);
}

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* The size of the chunk at `offset` of data that ends at `end`. A whole chunk has as many whole granules as fit. */
static uint32_t chunk_size(const qdmp_storage_flash *flash, uint32_t offset, uint32_t end) {
    return smaller((uint32_t)CHUNK / flash->granule * flash->granule, end - offset);
}

static bool holds(const qdmp_storage_flash *flash, size_t image) {
    return flash->slot_size >= HEADER + CRC && image <= flash->slot_size - (HEADER + CRC);
}

static uint32_t record_size(const qdmp_storage_flash *flash, uint32_t length) {
    uint32_t size = length + (HEADER + CRC), rest = size % flash->granule;
    return rest == 0 ? size : size + (flash->granule - rest);
}

/* --- reading --- */

/* Copies the part of the image in a chunk, as far as there is room. */
static void copy_image(qdmp_room out, const struct chunk *part, uint32_t offset, uint32_t size, uint32_t length) {
    uint32_t skip = offset < HEADER ? HEADER - offset : 0, at = offset + skip - HEADER;
    uint32_t end = out.cap < length ? (uint32_t)out.cap : length;
    if (skip < size && at < end)
        memcpy(out.ptr + at, part->bytes + skip, smaller(size - skip, end - at));
}

/*
 * Reads the record of a slot, and returns whether it is valid. Copies its image to `out`, as far as there is room.
 * Fails if the flash memory cannot be read.
 */
static bool read_record(const qdmp_storage_flash *flash, unsigned slot, struct head *found, qdmp_room out) {
    struct chunk part;
    uint32_t crc = 0, size, end = flash->slot_size;
    found->is_valid = false;
    for (uint32_t offset = 0; offset < end; offset += size) {
        size = chunk_size(flash, offset, end);
        if (flash->read(flash->context, slot, offset, part.bytes, size) != 0)
            return false;
        if (offset == 0) { /* a chunk is longer than the header */
            found->sequence = get_word(part.bytes);
            found->length = get_word(part.bytes + 4);
            if (found->length == 0 || !holds(flash, found->length))
                return true;
            end = record_size(flash, found->length);
            size = smaller(size, end);
        }
        crc = crc_behind(crc, part.bytes, size);
        copy_image(out, &part, offset, size, found->length);
    }
    found->is_valid = crc == CRC_RESIDUE;
    return true;
}

static bool is_newer(uint32_t a, uint32_t b) {
    return (int32_t)(a - b) > 0;
}

/* Finds the slot with the newest valid record; SLOTS if there is none. */
static bool find_newest(const qdmp_storage_flash *flash, unsigned *slot, struct head *newest) {
    const qdmp_room none = {NULL, 0};
    *slot = SLOTS;
    for (unsigned i = 0; i < SLOTS; i++) {
        struct head found;
        if (!read_record(flash, i, &found, none))
            return false;
        if (found.is_valid && (*slot == SLOTS || is_newer(found.sequence, newest->sequence))) {
            *slot = i;
            *newest = found;
        }
    }
    return true;
}

/* --- loading --- */

static bool is_filled(const struct chunk *part, uint32_t size, unsigned char byte) {
    for (uint32_t i = 0; i < size; i++)
        if (part->bytes[i] != byte)
            return false;
    return true;
}

/* Returns whether all bytes of a slot are 0xFF, or all are 0x00. */
static bool read_blank(const qdmp_storage_flash *flash, unsigned slot, bool *is_blank) {
    struct chunk part;
    unsigned char first = 0;
    uint32_t size;
    for (uint32_t offset = 0; offset < flash->slot_size; offset += size) {
        size = chunk_size(flash, offset, flash->slot_size);
        if (flash->read(flash->context, slot, offset, part.bytes, size) != 0)
            return false;
        if (offset == 0)
            first = part.bytes[0];
        *is_blank = (first == 0x00 || first == 0xFF) && is_filled(&part, size, first);
        if (!*is_blank)
            break;
    }
    return true;
}

static qdmp_status load_nothing(const qdmp_storage_flash *flash) {
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        bool is_blank;
        if (!read_blank(flash, slot, &is_blank))
            return QDMP_STORAGE;
        if (!is_blank)
            return QDMP_DAMAGED;
    }
    return QDMP_OK;
}

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    const qdmp_storage_flash *flash = context;
    unsigned slot;
    struct head newest;
    *size = 0;
    if (!find_newest(flash, &slot, &newest))
        return QDMP_STORAGE;
    if (slot == SLOTS)
        return load_nothing(flash);
    if (newest.length > out.cap) {
        *size = newest.length;
        return QDMP_TOO_LARGE;
    }
    if (!read_record(flash, slot, &newest, out) || !newest.is_valid || newest.length > out.cap)
        return QDMP_STORAGE;
    *size = newest.length;
    return QDMP_OK;
}

/* --- storing --- */

static unsigned char byte_at(const struct record *record, uint32_t at) {
    if (at < HEADER)
        return record->header[at];
    if (at - HEADER < record->image.len)
        return (unsigned char)record->image.ptr[at - HEADER];
    return at < record->size - CRC ? FILL : record->crc[at - (record->size - CRC)];
}

static void compose(const qdmp_storage_flash *flash, uint32_t sequence, qdmp_span image, struct record *out) {
    uint32_t crc = 0;
    put_word(out->header, sequence);
    put_word(out->header + 4, (uint32_t)image.len);
    out->image = image;
    out->size = record_size(flash, (uint32_t)image.len);
    for (uint32_t at = 0; at < out->size - CRC; at++) {
        unsigned char byte = byte_at(out, at);
        crc = crc_behind(crc, &byte, 1);
    }
    put_word(out->crc, crc);
}

static bool program(const qdmp_storage_flash *flash, unsigned slot, const struct record *record) {
    struct chunk part;
    uint32_t size;
    for (uint32_t offset = 0; offset < record->size; offset += size) {
        size = chunk_size(flash, offset, record->size);
        for (uint32_t i = 0; i < size; i++)
            part.bytes[i] = byte_at(record, offset + i);
        if (flash->program(flash->context, slot, offset, part.bytes, size) != 0)
            return false;
    }
    return true;
}

static bool reads_back(const qdmp_storage_flash *flash, unsigned slot, const struct record *record) {
    struct chunk part;
    uint32_t size;
    for (uint32_t offset = 0; offset < record->size; offset += size) {
        size = chunk_size(flash, offset, record->size);
        if (flash->read(flash->context, slot, offset, part.bytes, size) != 0)
            return false;
        for (uint32_t i = 0; i < size; i++)
            if (part.bytes[i] != byte_at(record, offset + i))
                return false;
    }
    return true;
}

/* The content of a slot decides nothing: a slot with an interrupted erase may read as erased although it is not. */
static qdmp_status store(void *context, qdmp_span image) {
    const qdmp_storage_flash *flash = context;
    unsigned newest, slot;
    struct head before = {0, 0, false};
    struct record record;
    if (image.len == 0 || !holds(flash, image.len) || !find_newest(flash, &newest, &before))
        return QDMP_STORAGE;
    slot = newest == 0 ? 1 : 0;
    compose(flash, before.sequence + 1, image, &record);
    if (flash->erase(flash->context, slot) != 0 || !program(flash, slot, &record) || !reads_back(flash, slot, &record))
        return QDMP_STORAGE;
    if (flash->has_credentials == NULL || !flash->has_credentials(image))
        (void)flash->erase(flash->context, 1 - slot); /* the new image is safe, even if this fails */
    return QDMP_OK;
}

qdmp_status qdmp_storage_flash_open(qdmp_storage_flash *flash, size_t longest, qdmp_storage *storage) {
    if (flash->granule == 0 || flash->granule > QDMP_STORAGE_FLASH_GRANULE_MAX ||
        flash->slot_size % flash->granule != 0)
        return QDMP_RANGE;
    if (!holds(flash, longest))
        return QDMP_NO_SPACE;
    storage->load = load;
    storage->store = store;
    storage->context = flash;
    return QDMP_OK;
}

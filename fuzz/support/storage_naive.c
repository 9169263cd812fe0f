/* SPDX-License-Identifier: MIT */
#include "storage_naive.h"

#include <string.h>

/* Bit by bit, unlike the library's CRC. */
static uint32_t crc_of(const unsigned char *bytes, size_t size) {
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < 8 * size; i++) {
        uint32_t bit = (uint32_t)bytes[i / 8] >> i % 8 & 1;
        crc = (crc ^ bit) & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}

static uint32_t word_at(const unsigned char *at) {
    return at[0] + 256u * at[1] + 65536u * at[2] + 16777216u * at[3];
}

static void put_word(unsigned char *at, uint32_t word) {
    at[0] = (unsigned char)(word % 256);
    at[1] = (unsigned char)(word / 256 % 256);
    at[2] = (unsigned char)(word / 65536 % 256);
    at[3] = (unsigned char)(word / 16777216);
}

static uint64_t record_size(uint32_t granule, uint64_t image) {
    uint64_t size = 4 + 4 + image + 4;
    while (size % granule != 0)
        size++;
    return size;
}

/* The size of the image of a valid record; 0 if the record is not valid. */
static size_t valid_size(const struct flash_model *flash, const unsigned char *slot) {
    uint32_t size = word_at(slot + 4);
    uint64_t end = record_size(flash->granule, size);
    if (size == 0 || end > flash->slot_size)
        return 0;
    return word_at(slot + end - 4) == crc_of(slot, (size_t)end - 4) ? size : 0;
}

static bool is_blank(const struct flash_model *flash, unsigned slot) {
    size_t ones = 0, zeros = 0;
    for (uint32_t i = 0; i < flash->slot_size; i++) {
        ones += flash->cells[slot][i] == 0xFF;
        zeros += flash->cells[slot][i] == 0x00;
    }
    return ones == flash->slot_size || zeros == flash->slot_size;
}

/* Serial number arithmetic: newer numbers are up to half of all numbers after `b`. */
static bool is_newer(uint32_t a, uint32_t b) {
    uint64_t ahead = ((uint64_t)a + 4294967296u - b) % 4294967296u;
    return ahead >= 1 && ahead <= 2147483647;
}

void naive_stored(const struct flash_model *flash, struct naive_stored *out) {
    memset(out, 0, sizeof *out);
    out->slot = FLASH_SLOTS;
    out->is_blank = is_blank(flash, 0) && is_blank(flash, 1);
    for (unsigned slot = 0; slot < FLASH_SLOTS; slot++) {
        const unsigned char *cells = flash->cells[slot];
        size_t size = valid_size(flash, cells);
        if (size == 0 || (out->slot == 0 && !is_newer(word_at(cells), out->sequence)))
            continue;
        out->slot = slot;
        out->sequence = word_at(cells);
        out->size = size;
        memcpy(out->image, cells + 8, size);
    }
}

uint32_t naive_record(uint32_t granule, uint32_t sequence, qdmp_span image, unsigned char out[FLASH_SLOT_MAX]) {
    uint32_t size = (uint32_t)record_size(granule, image.len);
    memset(out, 0xFF, size);
    put_word(out, sequence);
    put_word(out + 4, (uint32_t)image.len);
    if (image.len > 0)
        memcpy(out + 8, image.ptr, image.len);
    put_word(out + size - 4, crc_of(out, size - 4));
    return size;
}

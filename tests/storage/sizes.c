/* SPDX-License-Identifier: MIT */
/*
 * Images of each size in tests/sizes.h are stored, and loaded into a room of exactly their size and into one that is a
 * byte too small.
 */
#include "../sizes.h"
#include "../support.h"

#include "qdmp/port/storage_file.h"
#include "qdmp/port/storage_flash.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char image[SIZES_MOST], room[SIZES_MOST];

static void begin(void) {
    for (size_t i = 0; i < sizeof image; i++)
        image[i] = (char)(unsigned char)(i * 7 + i / 251);
}
TestSuite(storage_sizes, .init = begin, .timeout = 60);

/* Stores `size` bytes and loads them. */
static void expect_stored(const qdmp_storage *storage, size_t size) {
    size_t loaded = SIZE_MAX;
    qdmp_status status = storage->store(storage->context, span_from(image, size));
    CHECK(status == QDMP_OK, "%zu: %s", size, qdmp_status_name(status));
    memset(room, 0, sizeof room);
    status = storage->load(storage->context, (qdmp_room){room, size - 1}, &loaded);
    CHECK(status == QDMP_TOO_LARGE && loaded == size, "%zu: %s, %zu bytes", size, qdmp_status_name(status), loaded);
    status = storage->load(storage->context, (qdmp_room){room, size}, &loaded);
    CHECK(status == QDMP_OK && loaded == size && memcmp(room, image, size) == 0, "%zu: %s, %zu bytes", size,
          qdmp_status_name(status), loaded);
}

/* --- flash -------------------------------------------------------------------------------------------------------- */

enum { GRANULE = 8 };

/* Two slots in RAM. flash.c tests which operations the adapter asks of a flash memory. */
static char slots[2][QDMP_STORAGE_FLASH_RECORD(SIZES_MOST, GRANULE)];

static int read_slot(void *context, unsigned slot, uint32_t offset, void *out, size_t size) {
    (void)context;
    memcpy(out, slots[slot] + offset, size);
    return 0;
}

static int erase_slot(void *context, unsigned slot) {
    (void)context;
    memset(slots[slot], 0xFF, sizeof slots[slot]);
    return 0;
}

static int program_slot(void *context, unsigned slot, uint32_t offset, const void *bytes, size_t size) {
    (void)context;
    memcpy(slots[slot] + offset, bytes, size);
    return 0;
}

Test(storage_sizes, flash) {
    for (size_t i = 1; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_storage_flash flash = {read_slot, erase_slot, program_slot, NULL, 0, GRANULE, NULL};
        qdmp_storage storage;
        flash.slot_size = (uint32_t)QDMP_STORAGE_FLASH_RECORD(size, GRANULE);
        cr_assert(qdmp_storage_flash_open(&flash, size, &storage) == QDMP_OK, "%zu", size);
        memset(slots, 0xFF, sizeof slots);
        expect_stored(&storage, size);
        expect_stored(&storage, 1);
        expect_stored(&storage, size);
        CHECK(storage.store(storage.context, span_from(image, flash.slot_size - 11)) == QDMP_STORAGE, "%zu", size);
    }
}

/* --- a file ------------------------------------------------------------------------------------------------------- */

Test(storage_sizes, file) {
    char folder[] = "/tmp/qdmp_storage.XXXXXX";
    qdmp_storage_file file;
    qdmp_storage storage;
    cr_assert(mkdtemp(folder) != NULL && chdir(folder) == 0);
    cr_assert(qdmp_storage_file_open(&file, "settings", &storage) == QDMP_OK);
    for (size_t i = 1; i < SIZES; i++)
        expect_stored(&storage, sizes_at(i));
    qdmp_storage_file_close(&file);
    cr_expect(unlink("settings") == 0 && unlink("settings.lock") == 0 && rmdir(folder) == 0);
}

/* SPDX-License-Identifier: MIT */
/*
 * Tests the flash adapter call by call: the bytes of a record, the slot that is written, the slot that is loaded, and
 * what is refused. cuts.c tests cuts of the power.
 */
#include "../support.h"
#include "design.h"

#include "qdmp/port/storage_flash.h"

#include <stdlib.h>

enum { SLOT = 96, GRANULE = 8 };

static struct flash_model flash;
static qdmp_storage_flash driver;
static qdmp_storage storage;

static int has_credentials(qdmp_span image) {
    return *image.ptr != '-';
}

static void open_storage(uint32_t slot_size, uint8_t granule, unsigned char erased) {
    flash_begin(&flash, slot_size, granule, erased, 1);
    driver = (qdmp_storage_flash){flash_read, flash_erase, flash_program, &flash, slot_size, granule, has_credentials};
    cr_assert(qdmp_storage_flash_open(&driver, slot_size - 12, &storage) == QDMP_OK);
}

static void open_usual(void) {
    open_storage(SLOT, GRANULE, 0xFF);
}

static qdmp_status store(const char *image) {
    return storage.store(storage.context, span_of(image));
}

/* Whether this image is loaded into exactly the room that it needs. */
static bool loads(const char *image) {
    size_t wanted = strlen(image), size = SIZE_MAX;
    char *room = malloc(wanted);
    qdmp_status status = storage.load(storage.context, (qdmp_room){room, wanted}, &size);
    bool same = status == QDMP_OK && size == wanted && memcmp(room, image, wanted) == 0;
    free(room);
    return same;
}

static qdmp_status load_status(size_t *size) {
    char room[SLOT];
    *size = SIZE_MAX;
    return storage.load(storage.context, (qdmp_room){room, sizeof room}, size);
}

static void expect_load(qdmp_status wanted) {
    size_t size;
    qdmp_status status = load_status(&size);
    cr_expect(status == wanted, "%s, not %s", qdmp_status_name(status), qdmp_status_name(wanted));
    cr_expect(size == 0, "size %zu", size);
}

Test(storage_flash, geometry) {
    static const struct {
        uint32_t slot_size;
        uint8_t granule;
        size_t longest;
        qdmp_status verdict;
    } rows[] = {
        {12, 1, 0, QDMP_OK},
        {13, 1, 1, QDMP_OK},
        {13, 1, 2, QDMP_NO_SPACE},
        {4096, 0, 1, QDMP_RANGE},
        {4096, 1, 4084, QDMP_OK},
        {4096, 1, 4085, QDMP_NO_SPACE},
        {4096, 32, 4084, QDMP_OK},
        {4096, 32, 4085, QDMP_NO_SPACE},
        {4224, 33, 1, QDMP_RANGE},
        {4096, 255, 1, QDMP_RANGE},
        {4095, 2, 1, QDMP_RANGE},
        {4104, 16, 1, QDMP_RANGE},
        {4100, 20, 4088, QDMP_OK},
        {4096, 8, SIZE_MAX, QDMP_NO_SPACE},
        {4096, 8, SIZE_MAX - 11, QDMP_NO_SPACE},
        {0, 8, 0, QDMP_NO_SPACE},
        {8, 8, 0, QDMP_NO_SPACE},
        {8, 8, 1, QDMP_NO_SPACE},
        {UINT32_MAX, 1, UINT32_MAX - 12, QDMP_OK},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_storage_flash one = {.slot_size = rows[i].slot_size, .granule = rows[i].granule};
        qdmp_storage made = {NULL, NULL, NULL};
        qdmp_status status = qdmp_storage_flash_open(&one, rows[i].longest, &made);
        cr_expect(status == rows[i].verdict, "row %zu: %s", i, qdmp_status_name(status));
        cr_expect((status == QDMP_OK) == (made.load != NULL), "row %zu: the storage", i);
    }
}

Test(storage_flash, record_size) {
    cr_expect(QDMP_STORAGE_FLASH_RECORD(1, 1) == 13);
    cr_expect(QDMP_STORAGE_FLASH_RECORD(1, 8) == 16);
    cr_expect(QDMP_STORAGE_FLASH_RECORD(4, 8) == 16);
    cr_expect(QDMP_STORAGE_FLASH_RECORD(5, 8) == 24);
    cr_expect(QDMP_STORAGE_FLASH_RECORD(20, 32) == 32);
    cr_expect(QDMP_STORAGE_FLASH_RECORD(21, 32) == 64);
    cr_expect(QDMP_STORAGE_FLASH_RECORD(905, 20) == 920);
}

/* zlib computes the CRC-32. */
Test(storage_flash, bytes_of_a_record) {
    static const struct {
        uint8_t granule;
        const char *image;
        unsigned stores;
        size_t size;
        const char *bytes;
    } rows[] = {
        {1, "A", 1, 13, "\x01\x00\x00\x00\x01\x00\x00\x00\x41\x5B\x58\xC9\xCD"},
        {8, "A", 1, 16, "\x01\x00\x00\x00\x01\x00\x00\x00\x41\xFF\xFF\xFF\xD4\x93\xCC\x0F"},
        {4, "Settings", 1, 20, "\x01\x00\x00\x00\x08\x00\x00\x00\x53\x65\x74\x74\x69\x6E\x67\x73\xC0\xB1\xCE\x3D"},
        {16, "Settings", 2, 32,
         "\x02\x00\x00\x00\x08\x00\x00\x00\x53\x65\x74\x74\x69\x6E\x67\x73\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
         "\xFF\x69\x98\xEE\xCE"},
        {32, "A", 3, 32,
         "\x03\x00\x00\x00\x01\x00\x00\x00\x41\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
         "\xFF\xB1\x0C\x9A\xA8"},
        {7, "Settings", 1, 21, "\x01\x00\x00\x00\x08\x00\x00\x00\x53\x65\x74\x74\x69\x6E\x67\x73\xFF\x01\x0C\x59\x64"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned slot = (rows[i].stores - 1) % 2;
        open_storage(rows[i].granule * 32u, rows[i].granule, 0xFF);
        for (unsigned n = 0; n < rows[i].stores; n++)
            cr_assert(store(rows[i].image) == QDMP_OK);
        cr_expect(memcmp(flash.cells[slot], rows[i].bytes, rows[i].size) == 0, "row %zu: %s", i,
                  shown(span_from(flash.cells[slot], rows[i].size)));
        cr_expect(filled_with(flash.cells[slot] + rows[i].size, flash.slot_size - rows[i].size, 0xFF), "row %zu", i);
        cr_expect(flash.misuse == NULL, "%s", flash.misuse);
    }
}

Test(storage_flash, stores_by_turns) {
    open_usual();
    for (unsigned n = 0; n < 6; n++) {
        char image[] = {(char)('a' + n), '\0'};
        unsigned long erases = flash.erases[n % 2];
        cr_assert(store(image) == QDMP_OK);
        cr_expect(flash.erases[n % 2] == erases + 1, "store %u", n);
        cr_expect(flash.cells[n % 2][0] == n + 1, "sequence %u", flash.cells[n % 2][0]);
        cr_expect(flash.cells[n % 2][8] == 'a' + n);
        cr_expect(loads(image));
    }
    cr_expect(flash.erases[0] == 3 && flash.erases[1] == 3);
}

/* A valid record of one letter in granules of 8. */
static void preset(unsigned slot, uint32_t sequence, char letter) {
    unsigned char record[16] = {0, 0, 0, 0, 1, 0, 0, 0, (unsigned char)letter, 0xFF, 0xFF, 0xFF};
    for (unsigned i = 0; i < 4; i++)
        record[i] = (unsigned char)(sequence >> 8 * i);
    uint32_t crc = UINT32_MAX; /* bit by bit, unlike the library's */
    for (unsigned i = 0; i < 12; i++) {
        crc ^= record[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    for (unsigned i = 0; i < 4; i++)
        record[12 + i] = (unsigned char)(~crc >> 8 * i);
    flash_preset(&flash, slot, record, sizeof record);
}

Test(storage_flash, the_newest_record_wins) {
    static const struct {
        uint32_t sequences[2];
        char newest;
    } rows[] = {
        {{1, 2}, 'B'},
        {{2, 1}, 'A'},
        {{3, 2}, 'A'},
        {{0, UINT32_MAX}, 'A'},
        {{UINT32_MAX, 0}, 'B'},
        {{0x7FFFFFFF, 0x80000000}, 'B'},
        {{0x80000000, 0x7FFFFFFF}, 'A'},
        {{1, 0x80000000}, 'B'},
        {{0x80000001, 2}, 'A'},
        {{2, 0x80000001}, 'B'},
        {{5, 5}, 'A'},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char image[] = {rows[i].newest, '\0'};
        open_usual();
        preset(0, rows[i].sequences[0], 'A');
        preset(1, rows[i].sequences[1], 'B');
        cr_expect(loads(image), "row %zu", i);
        cr_assert(store("new") == QDMP_OK);
        cr_expect(flash.cells[rows[i].newest - 'A'][8] == (unsigned char)rows[i].newest, "row %zu: kept", i);
        cr_expect(loads("new"), "row %zu", i);
    }
}

Test(storage_flash, blank_slots_hold_nothing) {
    static const unsigned char fills[][2] = {{0xFF, 0xFF}, {0x00, 0x00}, {0xFF, 0x00}, {0x00, 0xFF}};
    for (size_t i = 0; i < COUNT(fills); i++) {
        for (unsigned place = 0; place <= 2 * SLOT; place++) {
            open_usual();
            memset(flash.cells[0], fills[i][0], SLOT);
            memset(flash.cells[1], fills[i][1], SLOT);
            if (place < 2 * SLOT)
                flash.cells[place / SLOT][place % SLOT] ^= 0x10;
            expect_load(place < 2 * SLOT ? QDMP_DAMAGED : QDMP_OK);
        }
    }
    open_usual();
    memset(flash.cells[1], 0x5A, SLOT); /* equal, and not blank */
    expect_load(QDMP_DAMAGED);
}

Test(storage_flash, damaged_slots_are_stored_over) {
    open_usual();
    memset(flash.cells, 0x5A, sizeof flash.cells);
    expect_load(QDMP_DAMAGED);
    cr_assert(store("new") == QDMP_OK);
    cr_expect(flash.erases[0] == 1 && flash.erases[1] == 0, "slot 0 first");
    cr_expect(loads("new"));
}

/* Every bit of the newer record. */
Test(storage_flash, damage_gives_the_older_image) {
    open_usual();
    cr_assert(store("older image") == QDMP_OK && store("newer image") == QDMP_OK);
    for (unsigned bit = 0; bit < 8 * QDMP_STORAGE_FLASH_RECORD(11, GRANULE); bit++) {
        flash.cells[1][bit / 8] ^= (unsigned char)(1 << bit % 8);
        CHECK(loads("older image"), "bit %u", bit);
        flash.cells[1][bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    cr_expect(loads("newer image"));
    flash.cells[0][0] ^= 1;
    flash.cells[1][0] ^= 1;
    expect_load(QDMP_DAMAGED);
}

Test(storage_flash, a_small_room) {
    char room[4] = "****";
    size_t size = SIZE_MAX;
    open_usual();
    cr_assert(store("12345") == QDMP_OK);
    cr_expect(storage.load(storage.context, (qdmp_room){room, 4}, &size) == QDMP_TOO_LARGE);
    cr_expect(size == 5 && filled_with(room, 4, '*'));
    cr_expect(storage.load(storage.context, (qdmp_room){NULL, 0}, &size) == QDMP_TOO_LARGE);
    cr_expect(loads("12345"));
}

Test(storage_flash, unfit_images_change_nothing) {
    char longest[SLOT - 12 + 2];
    memset(longest, 'x', sizeof longest);
    longest[SLOT - 12 + 1] = '\0';
    open_usual();
    cr_assert(store("old") == QDMP_OK);
    cr_expect(store("") == QDMP_STORAGE);
    cr_expect(store(longest) == QDMP_STORAGE);
    cr_expect(storage.store(storage.context, (qdmp_span){longest, SIZE_MAX}) == QDMP_STORAGE);
    cr_expect(flash.erases[0] == 1 && flash.erases[1] == 0);
    cr_expect(loads("old"));
    longest[SLOT - 12] = '\0';
    cr_expect(store(longest) == QDMP_OK && loads(longest));
}

/* A wrong bit in each granule: one erase, no second attempt, and the old image stays. */
Test(storage_flash, what_reads_back_otherwise_fails) {
    for (unsigned step = 1; step <= 3; step++) {
        open_usual();
        cr_assert(store("the old image") == QDMP_OK);
        flash_arm(&flash, FLASH_WRONG, step, FLASH_COMPLETE);
        cr_expect(store("another image") == QDMP_STORAGE, "granule %u", step);
        cr_expect(flash.erases[0] == 1 && flash.erases[1] == 1, "granule %u", step);
        cr_expect(loads("the old image"), "granule %u", step);
        cr_expect(store("another image") == QDMP_OK && loads("another image"), "granule %u", step);
    }
}

Test(storage_flash, failing_calls) {
    for (unsigned step = 0; step < 4; step++) { /* the erase and the three granules */
        open_usual();
        cr_assert(store("the old image") == QDMP_OK);
        flash_arm(&flash, FLASH_FAILS, step, FLASH_UNCHANGED);
        cr_expect(store("another image") == QDMP_STORAGE, "step %u", step);
        cr_expect(flash.had_fault && flash.erases[0] == 1 && flash.erases[1] == 1, "step %u", step);
        cr_expect(loads("the old image"), "step %u", step);
    }
}

/*
 * One read for the empty slot. One read for the 27 bytes of the other one in granules of 8. The record is read once
 * more.
 */
Test(storage_flash, failing_reads) {
    unsigned reads;
    for (reads = 0;; reads++) {
        size_t size;
        open_usual();
        cr_assert(store("the old image") == QDMP_OK);
        flash_arm_read(&flash, reads);
        qdmp_status status = load_status(&size);
        if (flash.read_fails)
            break;
        cr_expect(status == QDMP_STORAGE && size == 0, "load, read %u", reads);
        flash_arm_read(&flash, reads);
        cr_expect(store("another image") == QDMP_STORAGE, "store, read %u", reads);
        flash_power_up(&flash);
        cr_expect(loads("the old image") || loads("another image"), "read %u", reads);
    }
    cr_expect(reads == 3, "%u reads", reads);
}

Test(storage_flash, a_failing_read_of_blank_slots) {
    open_usual();
    for (unsigned reads = 0; reads < 2 + 2 * SLOT / 32; reads++) {
        flash_arm_read(&flash, reads);
        expect_load(QDMP_STORAGE);
    }
}

Test(storage_flash, erased_credentials_leave_the_older_slot) {
    open_usual();
    cr_assert(store("secret") == QDMP_OK && store("secret too") == QDMP_OK);
    cr_expect(flash.cells[0][8] == 's' && flash.cells[1][8] == 's');
    cr_assert(store("-") == QDMP_OK);
    cr_expect(flash.cells[0][8] == '-');
    cr_expect(filled_with(flash.cells[1], SLOT, 0xFF), "the older image is still there");
    cr_expect(loads("-"));
}

Test(storage_flash, that_they_stay_is_no_failure) {
    open_usual();
    cr_assert(store("secret") == QDMP_OK);
    flash_arm(&flash, FLASH_FAILS, 3, FLASH_UNCHANGED); /* after an erase and two granules */
    cr_expect(store("-") == QDMP_OK && flash.had_fault);
    cr_expect(flash.cells[0][8] == 's');
    cr_expect(loads("-"));
}

Test(storage_flash, without_the_predicate_no_image_stays) {
    open_usual();
    driver.has_credentials = NULL;
    cr_assert(store("secret") == QDMP_OK && store("secret too") == QDMP_OK);
    cr_expect(filled_with(flash.cells[0], SLOT, 0xFF));
    cr_expect(loads("secret too"));
}

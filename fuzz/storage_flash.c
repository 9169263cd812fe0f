/* SPDX-License-Identifier: MIT */
/*
 * The flash adapter on a model of flash memory, out of the bytes: geometry, what the slots hold at first, then loads
 * and stores with cuts of power, calls that fail, wrong bits and decay: P70-P79.
 *
 * What must be there is read from the model's cells by a plain reader.
 */
#include "support/bytes.h"
#include "support/check.h"
#include "support/storage_naive.h"

#include "qdmp/port/storage_flash.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 64, SLOT_MOST = 600, OVERHEAD = 12 };

struct script {
    struct bytes bytes;
    struct flash_model flash;
    qdmp_storage_flash driver;
    qdmp_storage storage;
};

/* The first byte of an image says whether it has credentials. */
static int has_credentials(qdmp_span image) {
    return image.ptr[0] & 1;
}

/* ---- Geometry ---- */

/* Returns whether the storage is open. */
static bool open_any(struct script *s) {
    static const uint8_t granules[] = {8, 1, 4, 16, 32, 2, 3, 7, 24, 31, 12, 5, 0, 33, 64, 255};
    uint32_t choice = bytes_u8(&s->bytes);
    uint8_t granule = granules[choice % 16];
    uint32_t whole = granule == 0 ? 1 : granule, count = 1 + bytes_u8(&s->bytes) % (SLOT_MOST / whole);
    uint32_t slot = count * whole + (choice >= 0xF0 ? 1 : 0);
    size_t least = slot < OVERHEAD ? 0 : slot - OVERHEAD,
           longest = choice & 0x40 ? least + (choice >> 4 & 3) : least / 2;
    if (choice >> 4 == 7)
        longest = SIZE_MAX - bytes_u8(&s->bytes) % 16;
    flash_begin(&s->flash, slot, whole, choice & 0x80 ? 0x00 : 0xFF, bytes_u16(&s->bytes));
    s->driver = (qdmp_storage_flash){flash_read, flash_erase, flash_program, &s->flash, slot, granule, has_credentials};
    bool is_granule = granule >= 1 && granule <= 32 && slot % whole == 0;
    bool has_room = slot >= OVERHEAD && longest <= slot - OVERHEAD;
    qdmp_status expected = !is_granule ? QDMP_RANGE : !has_room ? QDMP_NO_SPACE : QDMP_OK;
    qdmp_status status = qdmp_storage_flash_open(&s->driver, longest, &s->storage);
    FUZZ_CHECK(status == expected, "P70", "granule %u, slot %u, longest %zu: status %d", granule, (unsigned)slot,
               longest, (int)status);
    return status == QDMP_OK;
}

/* ---- What is in the cells ---- */

/* An image that fits, often exactly. Its first byte decides on credentials. */
static qdmp_span any_image(struct script *s) {
    uint32_t most = s->flash.slot_size - OVERHEAD, choice = bytes_u8(&s->bytes);
    size_t size = choice < 0x80 ? choice % 24 : choice < 0xE0 ? bytes_u16(&s->bytes) % (most + 1) : most - choice % 8;
    if (size > most)
        size = most;
    return bytes_text(&s->bytes, size == 0 && most > 0 ? 1 : size);
}

static void begin_slot(struct script *s, unsigned slot) {
    static const uint32_t sequences[] = {1, 2, 0, UINT32_MAX, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFE};
    unsigned char record[FLASH_SLOT_MAX];
    uint32_t choice = bytes_u8(&s->bytes), size;
    qdmp_span raw;
    switch (choice % 8) {
    case 0: return;
    case 1: memset(s->flash.cells[slot], choice & 8 ? 0xFF : 0x00, s->flash.slot_size); return;
    case 2:
        raw = bytes_raw(&s->bytes, s->flash.slot_size < 24 ? s->flash.slot_size : 24);
        flash_preset(&s->flash, slot, raw.ptr, (uint32_t)raw.len);
        return;
    default:
        raw = any_image(s);
        if (raw.len == 0)
            return;
        size = naive_record(s->flash.granule, sequences[choice / 8 % 8], raw, record);
        flash_preset(&s->flash, slot, record, size);
        if (choice % 8 == 3)
            s->flash.cells[slot][bytes_u16(&s->bytes) % size] ^= (unsigned char)(1 << choice / 64);
        if (choice % 8 == 4) /* a length that reaches to the end of the slot, beyond it, or far */
            memcpy(s->flash.cells[slot] + 4, choice & 8 ? "\xF8\xFF\xFF\xFF" : "\xF4\x01\0\0", 4);
    }
}

static void decay(struct script *s) {
    uint32_t place = bytes_u16(&s->bytes) % (2 * s->flash.slot_size);
    s->flash.cells[place / s->flash.slot_size][place % s->flash.slot_size] ^= (unsigned char)bytes_u8(&s->bytes);
}

static void check_use(const struct script *s) {
    FUZZ_CHECK(s->flash.misuse == NULL, "P74", "%s", s->flash.misuse);
}

/* ---- Loads ---- */

/* Into a room of so many bytes, which is a block of its own. */
static void load_into(struct script *s, const struct naive_stored *held, size_t cap) {
    qdmp_room room = {fuzz_room(cap), cap};
    size_t size = SIZE_MAX;
    fuzz_fill(room.ptr, cap);
    qdmp_status status = s->storage.load(s->storage.context, room, &size);
    qdmp_status expected = held->size > cap                   ? QDMP_TOO_LARGE
                           : held->size > 0 || held->is_blank ? QDMP_OK
                                                              : QDMP_DAMAGED;
    FUZZ_CHECK(status == expected, "P71", "status %d, not %d", (int)status, (int)expected);
    FUZZ_CHECK(size == held->size, "P71", "size %zu, not %zu", size, held->size);
    size_t written = status == QDMP_OK ? size : 0;
    FUZZ_CHECK(written == 0 || memcmp(room.ptr, held->image, written) == 0, "P71", "another image");
    FUZZ_CHECK(fuzz_is_filled(room.ptr + written, cap - written), "P71", "more written than the image");
    free(room.ptr);
}

static void load_any(struct script *s, const struct naive_stored *held) {
    uint32_t choice = bytes_u8(&s->bytes);
    size_t caps[] = {held->size, held->size + 1, held->size + 40, held->size == 0 ? 0 : held->size - 1, 0};
    load_into(s, held, caps[choice % 5]);
    check_use(s);
}

/* P79: a read fails. */
static void load_failing(struct script *s, const struct naive_stored *held) {
    qdmp_room room = {fuzz_room(held->size), held->size};
    size_t size = SIZE_MAX;
    flash_arm_read(&s->flash, bytes_u8(&s->bytes) % 64);
    qdmp_status status = s->storage.load(s->storage.context, room, &size);
    bool failed = !s->flash.read_fails;
    flash_power_up(&s->flash);
    FUZZ_CHECK(!failed || (status == QDMP_STORAGE && size == 0), "P79", "load: status %d, size %zu", (int)status, size);
    free(room.ptr);
}

/* ---- Stores ---- */

/* A fault of a store: none, or where and how. */
struct accident {
    enum flash_fault fault;
    enum flash_tear tear;
    unsigned step;
};

static bool same_image(const struct naive_stored *held, qdmp_span image) {
    return held->size == image.len && memcmp(held->image, image.ptr, image.len) == 0;
}

/* P75, P78: the state of both slots after a store that worked. */
static void check_record(const struct script *s, const struct flash_model *before, const struct naive_stored *held,
                         qdmp_span image, bool older_stays) {
    unsigned char record[FLASH_SLOT_MAX];
    unsigned slot = held->slot == 0 ? 1 : 0;
    uint32_t size = naive_record(s->flash.granule, held->sequence + 1, image, record), slot_size = s->flash.slot_size;
    memset(record + size, s->flash.erased, slot_size - size);
    FUZZ_CHECK(memcmp(s->flash.cells[slot], record, slot_size) == 0, "P75", "another record, or in the other slot");
    if (!older_stays)
        memset(record, s->flash.erased, slot_size);
    FUZZ_CHECK(memcmp(s->flash.cells[1 - slot], older_stays ? before->cells[1 - slot] : record, slot_size) == 0, "P78",
               older_stays ? "the older slot has changed" : "the older slot was not erased");
}

/* P72: the old image or the new one, whole. If none was stored, this may be reported as damage. */
static void check_either(const struct script *s, const struct naive_stored *held, qdmp_span image, qdmp_status status) {
    struct naive_stored now;
    naive_stored(&s->flash, &now);
    bool is_old = now.size == held->size && memcmp(now.image, held->image, held->size) == 0;
    FUZZ_CHECK(is_old || same_image(&now, image), "P72", "an image of %zu bytes is lost", held->size);
    FUZZ_CHECK(status != QDMP_OK || same_image(&now, image), "P72", "stored, and it is not there");
}

static void store_with(struct script *s, const struct naive_stored *held, qdmp_span image, struct accident how) {
    static struct flash_model before;
    bool keeps = s->driver.has_credentials != NULL && has_credentials(image);
    unsigned record = (unsigned)((image.len + OVERHEAD + s->flash.granule - 1) / s->flash.granule);
    before = s->flash;
    flash_arm(&s->flash, how.fault, how.step, how.tear);
    qdmp_status status = s->storage.store(s->storage.context, image);
    bool had_fault = s->flash.had_fault && how.fault != FLASH_SOUND, is_late = had_fault && how.step > record;
    flash_power_up(&s->flash);
    check_use(s);
    check_either(s, held, image, status);
    unsigned long erases = s->flash.erases[0] + s->flash.erases[1] - before.erases[0] - before.erases[1];
    if (!had_fault || is_late) {
        FUZZ_CHECK(status == QDMP_OK, "P73", "status %d", (int)status);
        if (!had_fault)
            check_record(s, &before, held, image, keeps);
    } else {
        FUZZ_CHECK(status == QDMP_STORAGE, "P77", "status %d of a store that failed", (int)status);
        FUZZ_CHECK(erases == 1, "P77", "%lu erases where a step failed", erases);
    }
}

static void store_any(struct script *s, const struct naive_stored *held, bool faulty) {
    static const enum flash_fault faults[] = {FLASH_CUT, FLASH_CUT, FLASH_FAILS, FLASH_WRONG};
    struct accident how = {FLASH_SOUND, FLASH_UNCHANGED, 0};
    qdmp_span image = any_image(s);
    if (image.len == 0)
        return;
    if (faulty) {
        unsigned steps = (unsigned)(image.len + OVERHEAD) / s->flash.granule + 3;
        uint32_t choice = bytes_u8(&s->bytes);
        how.fault = faults[choice % 4];
        how.tear = (enum flash_tear)(choice / 4 % FLASH_TEARS);
        how.step = choice >= 0xC0 ? steps - choice % 4 : bytes_u16(&s->bytes) % steps;
        s->flash.tears_calls = choice & 0x20;
    }
    store_with(s, held, image, how);
}

/* P76: no image, or one that no slot holds; P79: a read fails before anything is erased. */
static void store_in_vain(struct script *s, bool read_fails) {
    static struct flash_model before;
    char *bytes = fuzz_room(s->flash.slot_size);
    uint32_t choice = bytes_u8(&s->bytes), most = s->flash.slot_size - OVERHEAD;
    qdmp_span image = {bytes, read_fails ? most : choice < 0x40 ? 0 : most + 1 + choice % OVERHEAD};
    memset(bytes, 'a', s->flash.slot_size);
    if (choice == 0xFF && !read_fails)
        image.len = SIZE_MAX;
    before = s->flash;
    if (read_fails)
        flash_arm_read(&s->flash, choice % 2); /* both slots are looked at */
    qdmp_status status = s->storage.store(s->storage.context, image);
    flash_power_up(&s->flash);
    if (image.len > 0 || !read_fails) {
        FUZZ_CHECK(status == QDMP_STORAGE, read_fails ? "P79" : "P76", "status %d of %zu bytes", (int)status,
                   image.len);
        FUZZ_CHECK(memcmp(s->flash.cells, before.cells, sizeof before.cells) == 0 &&
                       memcmp(s->flash.erases, before.erases, sizeof before.erases) == 0,
                   "P76", "refused, and changed");
    }
    free(bytes);
}

/* ---- The script ---- */

static void step(struct script *s) {
    static struct naive_stored held;
    uint32_t choice = bytes_u8(&s->bytes);
    naive_stored(&s->flash, &held);
    switch (choice % 12) {
    case 0:
    case 1:
    case 2: load_any(s, &held); break;
    case 3: load_failing(s, &held); break;
    case 4: store_in_vain(s, choice & 0x80); break;
    case 5: decay(s); break;
    case 6: s->driver.has_credentials = choice & 0x80 ? NULL : has_credentials; break;
    case 7:
    case 8:
    case 9: store_any(s, &held, true); break;
    default: store_any(s, &held, false); break;
    }
    check_use(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct script s;
    s.bytes = bytes_open(data, size);
    if (open_any(&s)) {
        static struct naive_stored held;
        begin_slot(&s, 0);
        begin_slot(&s, 1);
        for (unsigned steps = 0; steps < STEPS_MAX && s.bytes.left > 0; steps++)
            step(&s);
        naive_stored(&s.flash, &held);
        load_into(&s, &held, held.size);
        check_use(&s);
    }
    bytes_close(&s.bytes);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Tests a module whose storage fails, or contains something other than images of the module; its rooms; and the bytes
 * that remain in them.
 */
#include "module_stage.h"
#include "settings_line.h"

#include <stdio.h>

enum { PATTERN = 0x5A };

TestSuite(module_storage, .init = set_up_module);

static const char defaults_in_force[] = "+QDMPCFG: 0,0\n+QDMPCFG: 1,117.161.2.41,5683,86400\nOK";

/* --- failed loads ------------------------------------------------------------------------------------------------- */

/* Commands that would use the stored image are refused until an opening succeeds. */
Test(module_storage, load_failed) {
    static const char *const refused[] = {
        "AT+QDMPCFG=0,1",   "AT+QDMPCFG=1",     "AT+QDMPCFG=2,\"k\",\"p\",0,863703030822519",
        "AT+QDMPCFG=4,0",   "AT+QDMPCFG=4,1",   "AT+QDMPCFG=4,2",
        "AT+QDMPCFG=5,0",   "AT+QDMPCFG=5,4",   "AT+QDMPCFGEX=1,0,\"mac\"",
        "AT+QDMPCFGEX=1,1", "AT+QDMPCFGEX=1,2", "AT+QDMPCFG=2,\" k\",\"p\",0,863703030822519",
    };
    put_stored_settings("AT+QDMPCFG=0,1");
    module_stage.load_fault = LOAD_FAILS;
    restart_module(QDMP_STORAGE);
    module_stage.load_fault = LOAD_SOUND;
    for (size_t i = 0; i < COUNT(refused); i++) {
        char answer[100];
        (void)snprintf(answer, sizeof answer, "ERROR 23 storage |%s", refused[i]);
        expect_stores(refused[i], answer, 0);
    }
    expect_answer("AT+QDMPCFG?", defaults_in_force);
    expect_answer("AT+QDMPCFG=6", "+QDMPCFG: 6,0\nOK");
    expect_answer("AT+QDMPCFGEX=?",
                  "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]\nOK");
    cr_expect(module_stage.loads == 2, "only opening loads");
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,1\n+QDMPCFG: 1,117.161.2.41,5683,86400\nOK");
    expect_stores("AT+QDMPCFG=0,0;+QDMPCFG=4,0", "+QDMPCFG: 0,0\nOK", 1);
}

/* A storage that breaks its contract: the module does not trust its results. */
static qdmp_status load_too_much(void *context, qdmp_room out, size_t *size) {
    (void)context;
    *size = out.cap + 1;
    return QDMP_OK;
}

static qdmp_status load_oddly(void *context, qdmp_room out, size_t *size) {
    (void)context, (void)out;
    *size = 0;
    return QDMP_NO_SPACE;
}

Test(module_storage, load_without_sense) {
    module_stage.config.storage.load = load_too_much;
    restart_module(QDMP_STORAGE);
    expect_answer("AT+QDMPCFG?", defaults_in_force);
    module_stage.config.storage.load = load_oddly;
    restart_module(QDMP_STORAGE);
    expect_answer("AT+QDMPCFG=0,1", "ERROR 23 storage |AT+QDMPCFG=0,1");
}

/* A storage that has nothing need not write the size. */
static qdmp_status load_nothing(void *context, qdmp_room out, size_t *size) {
    (void)context, (void)out;
    return *size == 0 ? QDMP_OK : QDMP_STORAGE;
}

Test(module_storage, load_of_nothing) {
    expect_stores("AT+QDMPCFG=0,1", "OK", 1);
    module_stage.config.storage.load = load_nothing;
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?", defaults_in_force);
}

/* --- unreadable images -------------------------------------------------------------------------------------------- */

static void put_damaged(void) {
    put_stored_settings("AT+QDMPCFG=0,1");
    module_stage.stored[module_stage.size - 1] ^= 1;
}

static void put_newer(void) {
    put_stored(span_from("QDMP\x02\x00\x0c\x00\xa5\x2c\x83\xc1", 12)); /* the checksum is zlib's */
}

static void put_nothing(void) {
    module_stage.size = 0;
}

/* An appkey of 33 bytes, which the module would not save. */
static void put_too_long(void) {
    put_stored_settings("AT+QDMPCFG=2,\"0123456789abcdef0123456789ABCDEFx\",\"\",0,863703030822519");
}

static const struct {
    const char *name;
    void (*put)(void);
    enum load_fault fault;
    qdmp_status status;
} unreadable[] = {{"a wrong checksum", put_damaged, LOAD_SOUND, QDMP_DAMAGED},
                  {"a longer appkey", put_too_long, LOAD_SOUND, QDMP_DAMAGED},
                  {"what load says", put_nothing, LOAD_SAYS_DAMAGED, QDMP_DAMAGED},
                  {"a later version", put_newer, LOAD_SOUND, QDMP_NEWER},
                  {"too large", put_damaged, LOAD_SAYS_TOO_LARGE, QDMP_NEWER}};

/*
 * The defaults are in force, and are shown as the stored settings. The next set or erase that is not refused overwrites
 * the image.
 */
Test(module_storage, unreadable) {
    static const char *const commands[] = {"AT+QDMPCFG=5,4", "AT+QDMPCFG=0,1", "AT+QDMPCFGEX=1,2"};
    for (size_t i = 0; i < COUNT(unreadable); i++) {
        for (size_t k = 0; k < COUNT(commands); k++) {
            unreadable[i].put();
            module_stage.load_fault = unreadable[i].fault;
            module_stage.stores = 0;
            restart_module(unreadable[i].status);
            cr_expect(module_stage.stores == 0, "%s: the caller could not stop before", unreadable[i].name);
            expect_answer("AT+QDMPCFG?", defaults_in_force);
            expect_answer("AT+QDMPCFG=4,0;+QDMPCFG=4,2", "+QDMPCFG: 0,0\nERROR 3 not_set queryOpt|+QDMPCFG=4,2");
            expect_stores("AT+QDMPCFGEX=3,0,\",\",\"\"", "ERROR 50 not_representable swVer|,\",\"\"", 0);
            expect_stores(commands[k], "OK", 1);
            expect_stores(commands[k], "OK", 0);
            module_stage.load_fault = LOAD_SOUND;
            restart_module(QDMP_OK);
        }
    }
}

Test(module_storage, error_of_an_image) {
    qdmp_error err;
    put_damaged();
    cr_expect(qdmp_module_open(&module_stage.module, &module_stage.config, &err) == QDMP_DAMAGED);
    cr_expect(err.field == QDMP_FIELD_NONE && err.offset == 12, "the checksum");
    put_too_long();
    cr_expect(qdmp_module_open(&module_stage.module, &module_stage.config, &err) == QDMP_DAMAGED);
    cr_expect(err.field == QDMP_FIELD_APPKEY);
    cr_expect(qdmp_module_open(&module_stage.module, &module_stage.config, NULL) == QDMP_DAMAGED);
}

/* --- failed stores ------------------------------------------------------------------------------------------------ */

static void set_mode(void) {
    expect_answer("AT+QDMPCFG=0,1", "OK");
    restart_module(QDMP_OK);
    module_stage.loads = module_stage.stores = 0;
}

static void expect_in_force_is_mode(void) {
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,1\n+QDMPCFG: 1,117.161.2.41,5683,86400\nOK");
}

/* The old image is stored. */
Test(module_storage, store_failed) {
    set_mode();
    module_stage.store_fault = STORE_FAILS;
    expect_stores("AT+QDMPCFG=0,0", "ERROR 23 storage |AT+QDMPCFG=0,0", 1);
    cr_expect(module_stage.loads == 1);
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK");
    expect_in_force_is_mode();
    module_stage.store_fault = STORE_SOUND;
    expect_stores("AT+QDMPCFG=0,1", "OK", 1); /* the stored image, once more */
    expect_stores("AT+QDMPCFG=0,1", "OK", 0);
}

/* The new image is stored, and shown. */
Test(module_storage, store_failed_behind) {
    set_mode();
    module_stage.store_fault = STORE_FAILS_BEHIND;
    expect_stores("AT+QDMPCFG=0,0", "ERROR 23 storage |AT+QDMPCFG=0,0", 1);
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,0\nOK");
    expect_in_force_is_mode();
    module_stage.store_fault = STORE_SOUND;
    expect_stores("AT+QDMPCFG=0,0", "OK", 1);
    expect_stores("AT+QDMPCFG=0,0", "OK", 0);
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?", defaults_in_force);
}

/* If the stored image cannot be loaded, the module still shows the previous image. The next image is then stored. */
Test(module_storage, store_and_load_failed) {
    set_mode();
    module_stage.store_fault = STORE_FAILS_BEHIND;
    module_stage.load_fault = LOAD_FAILS;
    expect_stores("AT+QDMPCFG=0,0", "ERROR 23 storage |AT+QDMPCFG=0,0", 1);
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK");
    expect_in_force_is_mode();
    module_stage.store_fault = STORE_SOUND;
    expect_stores("AT+QDMPCFG=0,2", "ERROR 50 range dmMode|2", 0);
    expect_stores("AT+QDMPCFG=0,1", "OK", 1);
    cr_expect(module_stage.loads == 1, "nothing else loads");
    module_stage.load_fault = LOAD_SOUND;
    restart_module(QDMP_OK);
    expect_in_force_is_mode();
}

/* The loaded image may be neither of the two: then the module shows the defaults, as after opening. */
Test(module_storage, store_failed_and_damaged) {
    static const enum load_fault faults[] = {LOAD_SAYS_DAMAGED, LOAD_SAYS_TOO_LARGE};
    for (size_t i = 0; i < COUNT(faults); i++) {
        set_up_module();
        set_mode();
        module_stage.store_fault = STORE_FAILS;
        module_stage.load_fault = faults[i];
        expect_stores("AT+QDMPCFG=1", "ERROR 23 storage |AT+QDMPCFG=1", 1);
        expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,0\nOK");
        expect_in_force_is_mode();
        module_stage.store_fault = STORE_SOUND;
        expect_stores("AT+QDMPCFG=5,4", "OK", 1);
    }
}

/*
 * Two stores fail in a row, the second one of an erase. A query between them does not make it certain which image is
 * stored.
 */
Test(module_storage, store_failed_twice) {
    set_mode();
    module_stage.store_fault = STORE_FAILS;
    expect_stores("AT+QDMPCFG=1;+QDMPCFG=0,0", "ERROR 23 storage |AT+QDMPCFG=1;+QDMPCFG=0,0", 1);
    expect_answer("AT+QDMPCFG=4,1;+QDMPCFG=4,0", "+QDMPCFG: 1,117.161.2.41,5683,86400\n+QDMPCFG: 0,1\nOK");
    expect_stores("AT+QDMPCFG=5,2", "ERROR 23 storage |AT+QDMPCFG=5,2", 1);
    module_stage.store_fault = STORE_SOUND;
    expect_stores("AT+QDMPCFG=5,2", "OK", 1);
    expect_stores("AT+QDMPCFG=5,2", "OK", 0);
}

/* A store that fails with another status. */
static qdmp_status store_oddly(void *context, qdmp_span image) {
    (void)context, (void)image;
    return QDMP_NO_SPACE;
}

Test(module_storage, store_without_sense) {
    module_stage.config.storage.store = store_oddly;
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG=0,1", "ERROR 23 storage |AT+QDMPCFG=0,1");
}

/* --- rooms -------------------------------------------------------------------------------------------------------- */

static void expect_not_opened(qdmp_status expected) {
    qdmp_module module, before;
    qdmp_error err;
    memset(&module, PATTERN, sizeof module);
    before = module;
    qdmp_status status = qdmp_module_open(&module, &module_stage.config, &err);
    cr_expect(status == expected && err.status == status, "%s", qdmp_status_name(status));
    cr_expect(err.field == QDMP_FIELD_NONE && err.offset == 0);
    cr_expect(memcmp(&module, &before, sizeof module) == 0 && module_stage.loads == 0);
    cr_expect(qdmp_module_open(&module, &module_stage.config, NULL) == expected);
}

/* Each room must hold the longest image. */
Test(module_storage, room_too_small) {
    module_stage.loads = 0;
    for (unsigned i = 0; i < QDMP_MODULE_IMAGES; i++) {
        module_stage.config.rooms[i].cap = 905 + 64 - 1;
        expect_not_opened(QDMP_NO_SPACE);
        module_stage.config.rooms[i].cap++;
    }
    module_stage.config.appkey_max++;
    expect_not_opened(QDMP_NO_SPACE);
    module_stage.config.appkey_max--;
    module_stage.config.password_max++;
    expect_not_opened(QDMP_NO_SPACE);
    module_stage.config.password_max--;
    restart_module(QDMP_OK);
}

/* The longest image would be too long for its length field. */
Test(module_storage, credentials_too_long) {
    static const size_t rows[][2] = {{65535 - 905 + 1, 0}, {0, 65535 - 905 + 1}, {65535 - 905, 1},
                                     {SIZE_MAX, SIZE_MAX}, {1, SIZE_MAX},        {SIZE_MAX, 1}};
    module_stage.loads = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        module_stage.config.appkey_max = rows[i][0];
        module_stage.config.password_max = rows[i][1];
        expect_not_opened(QDMP_RANGE);
    }
    module_stage.config.appkey_max = 65535 - 905 - 1;
    module_stage.config.password_max = 1;
    expect_not_opened(QDMP_NO_SPACE);
    module_stage.config.appkey_max++;
    module_stage.config.password_max--;
    expect_not_opened(QDMP_NO_SPACE);
}

/* The module uses no more of a larger room than of the others, because an image must fit all rooms. */
Test(module_storage, rooms_of_many_sizes) {
    char larger[STORED_MAX];
    module_stage.config.rooms[0] = (qdmp_room){larger, sizeof larger};
    module_stage.size = sizeof module_stage.rooms[1] + 1;
    restart_module(QDMP_NEWER);
}

/* --- remaining bytes ---------------------------------------------------------------------------------------------- */

#define SET_SECRET "AT+QDMPCFG=2,\"key\",\"s3cr3t-w0rd\",0,863703030822519"
#define SECRET     "s3cr3t-w0rd"

/* Images that are no longer needed are wiped. */
Test(module_storage, wiped) {
    expect_answer(SET_SECRET, "OK");
    cr_expect(rooms_hold(SECRET), "it is stored");
    expect_answer("AT+QDMPCFG=5,2", "OK");
    cr_expect(!rooms_hold(SECRET), "it was erased");
    expect_answer(SET_SECRET, "OK");
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG=5,2", "OK");
    cr_expect(rooms_hold(SECRET), "it is in force");
    restart_module(QDMP_OK);
    cr_expect(!rooms_hold(SECRET), "it is neither");
}

/* The next image is wiped if it equals the stored one, or was not stored. */
Test(module_storage, next_is_wiped) {
    struct module_stage *stage = &module_stage;
    expect_answer(SET_SECRET, "OK");
    expect_answer(SET_SECRET, "OK");
    memset(stage->rooms[stage->module.stored], 0, sizeof stage->rooms[0]);
    cr_expect(!rooms_hold(SECRET), "it equals the one that is stored");
    set_up_module();
    stage->store_fault = STORE_FAILS;
    expect_answer(SET_SECRET, "ERROR 23 storage |" SET_SECRET);
    cr_expect(!rooms_hold(SECRET), "it was not stored");
    stage->store_fault = STORE_SOUND;
    expect_answer("AT+QDMPCFG=0,1", "OK");
    stage->store_fault = STORE_FAILS;
    expect_answer(SET_SECRET, "ERROR 23 storage |" SET_SECRET);
    cr_expect(!rooms_hold(SECRET), "a shorter one was loaded in its place");
    stage->store_fault = STORE_FAILS_BEHIND;
    stage->load_fault = LOAD_FAILS;
    expect_answer(SET_SECRET, "ERROR 23 storage |" SET_SECRET);
    cr_expect(!rooms_hold(SECRET), "it could not be loaded again");
}

/* Wipes the bytes that a failed load left. */
Test(module_storage, loaded_in_part) {
    expect_answer(SET_SECRET ";+QDMPCFGEX=5,0,\"                                                              \"",
                  "OK");
    module_stage.load_fault = LOAD_FAILS;
    restart_module(QDMP_STORAGE);
    cr_expect(!rooms_hold(SECRET));
    module_stage.load_fault = LOAD_SOUND;
    module_stage.stored[module_stage.size - 1] ^= 1;
    restart_module(QDMP_DAMAGED);
    cr_expect(!rooms_hold(SECRET));
}

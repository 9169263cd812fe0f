/* SPDX-License-Identifier: MIT */
/*
 * Tests the effect of commands on a module with a working storage: what they save, show and refuse, and the effect of a
 * restart (docs/module.md). module_storage.c tests faults of the storage, module_line.c the walk over a line.
 */
#include "module_stage.h"
#include "settings_line.h"

#include "qdmp/port/crypto_psa.h"

#include <psa/crypto.h>
#include <stdio.h>

#define SERVER_DEFAULT "+QDMPCFG: 1,117.161.2.41,5683,86400"

TestSuite(module, .init = set_up_module);

/* --- what commands show ------------------------------------------------------------------------------------------- */

/* R23. */
Test(module, never_set) {
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,0\n" SERVER_DEFAULT "\nOK");
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,0\nOK");
    expect_answer("AT+QDMPCFG=4,1", SERVER_DEFAULT "\nOK");
    expect_answer("AT+QDMPCFG=4,2", "ERROR 3 not_set queryOpt|AT+QDMPCFG=4,2");
    expect_answer("AT+QDMPCFGEX=0,1", "+QDMPCFGEX: 0,NULL\nOK");
    expect_answer("AT+QDMPCFGEX=1,1", "+QDMPCFGEX: 1,NULL\nOK");
    expect_answer("AT+QDMPCFGEX=2,1", "+QDMPCFGEX: 2,NULL,NULL,NULL,NULL\nOK");
    expect_answer("AT+QDMPCFGEX=3,1", "+QDMPCFGEX: 3,NULL,NULL\nOK");
    expect_answer("AT+QDMPCFGEX=4,1", "+QDMPCFGEX: 4,NULL,NULL,NULL,NULL\nOK");
    expect_answer("AT+QDMPCFGEX=5,1", "+QDMPCFGEX: 5,NULL\nOK");
    cr_expect(module_stage.stores == 0);
}

Test(module, test_lines) {
    expect_answer("AT+QDMPCFG=?", "+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]\nOK");
    expect_answer("AT+QDMPCFGEX=?",
                  "+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]\nOK");
}

/* The caller owns the state. */
Test(module, state) {
    static const struct {
        uint32_t dmstate;
        const char *answer;
    } rows[] = {{0, "+QDMPCFG: 6,0\nOK"},
                {4, "+QDMPCFG: 6,4\nOK"},
                {5, "+QDMPCFG: 6,5\nOK"},
                {6, "+QDMPCFG: 6,6\nOK"},
                {7, "+QDMPCFG: 6,7\nOK"},
                {8, "+QDMPCFG: 6,8\nOK"},
                {9, "+QDMPCFG: 6,9\nOK"},
                {11, "+QDMPCFG: 6,11\nOK"},
                {12, "+QDMPCFG: 6,12\nOK"},
                {13, "+QDMPCFG: 6,13\nOK"},
                {10, "ERROR 50 range dmstate|AT+QDMPCFG=6"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        module_stage.dmstate = rows[i].dmstate;
        expect_answer("AT+QDMPCFG=6", rows[i].answer);
    }
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,0\nOK");
}

/* R21, R22: a set is stored at once, and is in force after the next restart. */
Test(module, in_force_after_a_restart) {
    static const struct {
        const char *set, *query, *stored;
    } rows[] = {
        {"AT+QDMPCFG=0,1", "AT+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK"},
        {"AT+QDMPCFG=1,10.1.2.3,1234,300", "AT+QDMPCFG=4,1", "+QDMPCFG: 1,10.1.2.3,1234,300\nOK"},
        {"AT+QDMPCFG=2,\"key\",\"secret\",2,863703030822519", "AT+QDMPCFG=4,2",
         "+QDMPCFG: 2,key,secr****,2,863703030822519\nOK"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_stores(rows[i].set, "OK", 1);
        expect_answer(rows[i].query, rows[i].stored);
    }
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,0\n" SERVER_DEFAULT "\nOK");
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,1\n+QDMPCFG: 1,10.1.2.3,1234,300\n"
                                 "+QDMPCFG: 2,key,secr****,2,863703030822519\nOK");
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_answer(rows[i].query, rows[i].stored);
}

/* Act 1 reads the stored settings; the settings in force are those of the last restart. */
Test(module, extended_values) {
    static const struct {
        const char *save, *read, *shown;
    } rows[] = {
        {"AT+QDMPCFGEX=0,0,\"a|b|1|2\"", "AT+QDMPCFGEX=0,1", "+QDMPCFGEX: 0,a|b|1|2\nOK"},
        {"AT+QDMPCFGEX=1,0,\"AC-4E-91-48-8D-0F\"", "AT+QDMPCFGEX=1,1", "+QDMPCFGEX: 1,AC-4E-91-48-8D-0F\nOK"},
        {"AT+QDMPCFGEX=2,0,\" rom\",\"ram \",\"\",\"os\"", "AT+QDMPCFGEX=2,1", "+QDMPCFGEX: 2, rom,ram ,,os\nOK"},
        {"AT+QDMPCFGEX=3,0,\"ver\",\"name\"", "AT+QDMPCFGEX=3,1", "+QDMPCFGEX: 3,ver,name\nOK"},
        {"AT+QDMPCFGEX=4,0,\"1\",\"2\",\"3\",\"4\"", "AT+QDMPCFGEX=4,1", "+QDMPCFGEX: 4,1,2,3,4\nOK"},
        {"AT+QDMPCFGEX=5,0,\"31.8,117.2,OTDOA\"", "AT+QDMPCFGEX=5,1", "+QDMPCFGEX: 5,31.8,117.2,OTDOA\nOK"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_stores(rows[i].save, "OK", 1);
        expect_answer(rows[i].read, rows[i].shown);
    }
    cr_expect(settings_are_defaults(qdmp_module_in_force(&module_stage.module)));
    restart_module(QDMP_OK);
    cr_expect(span_equal(qdmp_module_in_force(&module_stage.module)->system.rom, span_of(" rom")));
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_answer(rows[i].read, rows[i].shown);
}

/* R17: no more of a password than its first four bytes leaves the module, not even in the response structure. */
Test(module, password) {
    static const struct {
        const char *set, *answer, *in_response;
    } rows[] = {
        {"AT+QDMPCFG=2,\"k\",\"secret\",0,863703030822519", "+QDMPCFG: 2,k,secr****,0,863703030822519\nOK", "secr"},
        {"AT+QDMPCFG=2,\"k\",\"abc*def\",0,863703030822519", "+QDMPCFG: 2,k,abc****,0,863703030822519\nOK", "abc"},
        {"AT+QDMPCFG=2,\"k\",\"\",0,863703030822519", "+QDMPCFG: 2,k,****,0,863703030822519\nOK", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_request query = {.kind = QDMP_QUERY, .query_opt = 2};
        qdmp_module_lines lines;
        qdmp_response info;
        expect_answer(rows[i].set, "OK");
        expect_answer("AT+QDMPCFG=4,2", rows[i].answer);
        cr_assert(qdmp_module_execute(&module_stage.module, &query, 0, &lines, NULL) == QDMP_OK);
        cr_assert(qdmp_module_lines_next(&module_stage.module, &lines, &info) == QDMP_OK);
        cr_expect(span_equal(info.credentials.password, span_of(rows[i].in_response)), "row %zu", i);
        cr_expect(!info.deviations[0], "a module writes no deviations");
        cr_expect(qdmp_module_lines_next(&module_stage.module, &lines, &info) == QDMP_END);
    }
}

/* --- erasing ------------------------------------------------------------------------------------------------------ */

static const char everything[] = "AT+QDMPCFG=0,1;+QDMPCFG=1,10.1.2.3,1234,300;"
                                 "+QDMPCFG=2,\"key\",\"secret\",2,863703030822519;+QDMPCFGEX=1,0,\"mac\"";

Test(module, erase) {
    static const struct {
        const char *erase, *left;
    } rows[] = {
        {"AT+QDMPCFG=5,0", "+QDMPCFG: 0,0\n+QDMPCFG: 1,10.1.2.3,1234,300\n"
                           "+QDMPCFG: 2,key,secr****,2,863703030822519\n+QDMPCFGEX: 1,mac\nOK"},
        {"AT+QDMPCFG=5,1", "+QDMPCFG: 0,1\n" SERVER_DEFAULT "\n"
                           "+QDMPCFG: 2,key,secr****,2,863703030822519\n+QDMPCFGEX: 1,mac\nOK"},
        {"AT+QDMPCFG=5,2", "+QDMPCFG: 0,1\n+QDMPCFG: 1,10.1.2.3,1234,300\n+QDMPCFGEX: 1,mac\nOK"},
        {"AT+QDMPCFG=5,4", "+QDMPCFG: 0,0\n" SERVER_DEFAULT "\n+QDMPCFGEX: 1,mac\nOK"},
        {"AT+QDMPCFGEX=1,2", "+QDMPCFG: 0,1\n+QDMPCFG: 1,10.1.2.3,1234,300\n"
                             "+QDMPCFG: 2,key,secr****,2,863703030822519\n+QDMPCFGEX: 1,NULL\nOK"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_answer(everything, "OK");
        expect_stores(rows[i].erase, "OK", 1);
        expect_stores(rows[i].erase, "OK", 0);
        restart_module(QDMP_OK);
        expect_answer("AT+QDMPCFG?;+QDMPCFGEX=1,1", rows[i].left);
    }
}

/* If nothing was stored, an erase stores nothing. */
Test(module, erase_of_nothing) {
    static const char *const blank[] = {"", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
    for (size_t i = 0; i < COUNT(blank); i++) {
        put_stored(span_of(blank[i]));
        restart_module(QDMP_OK);
        expect_stores("AT+QDMPCFG=5,0;+QDMPCFG=5,1;+QDMPCFG=5,2;+QDMPCFG=5,4;+QDMPCFGEX=0,2;+QDMPCFGEX=5,2", "OK", 0);
        expect_stores("AT+QDMPCFG=0,0", "OK", 1);
    }
}

/* --- images ------------------------------------------------------------------------------------------------------- */

/* Typed by hand from docs/image.md; the checksums are zlib's. */
static const char image_of_defaults[] = "QDMP\x01\x00\x0c\x00\x4b\x83\x36\xd3";
static const char image_of_mode[] = "QDMP\x01\x00\x10\x00\x01\x01\x00\x01";

Test(module, image_is_canonical) {
    expect_answer("AT+QDMPCFG=0,1", "OK");
    cr_expect(module_stage.size == 16 && memcmp(module_stage.stored, image_of_mode, 12) == 0);
    expect_answer("AT+QDMPCFG=5,0", "OK");
    cr_expect(module_stage.size == 12 && memcmp(module_stage.stored, image_of_defaults, 12) == 0);
}

/* Only opening changes the settings in force and their image. */
Test(module, image_in_force) {
    qdmp_span defaults = span_from(image_of_defaults, 12);
    cr_expect(span_equal(qdmp_module_image(&module_stage.module), defaults));
    expect_answer("AT+QDMPCFG=0,1", "OK");
    cr_expect(span_equal(qdmp_module_image(&module_stage.module), defaults));
    cr_expect(qdmp_module_in_force(&module_stage.module)->dm_mode == 0);
    restart_module(QDMP_OK);
    qdmp_span image = qdmp_module_image(&module_stage.module);
    cr_expect(image.len == 16 && memcmp(image.ptr, image_of_mode, 12) == 0);
    cr_expect(qdmp_module_in_force(&module_stage.module)->dm_mode == 1);
    expect_answer("AT+QDMPCFG=5,4", "OK");
    cr_expect(span_equal(qdmp_module_image(&module_stage.module), image) && image.ptr[11] == 1);
    cr_expect(qdmp_module_in_force(&module_stage.module)->dm_mode == 1);
}

/* Equal bytes are not stored again. A form that is set to its defaults differs from a form that was never set. */
Test(module, equal_bytes) {
    expect_stores("AT+QDMPCFG=0,1", "OK", 1);
    expect_stores("AT+QDMPCFG=0,1", "OK", 0);
    expect_stores("AT+QDMPCFG=1", "OK", 1);
    expect_stores("AT+QDMPCFG=1,117.161.2.41,5683,86400", "OK", 0);
    expect_stores("AT+QDMPCFG=0,0", "OK", 1);
    expect_stores("AT+QDMPCFG=5,0", "OK", 1);
    restart_module(QDMP_OK);
    expect_stores("AT+QDMPCFG=1", "OK", 0);
}

/* A part that this version does not know is in force like the others, and is lost at the next store. */
Test(module, unknown_part) {
    put_stored(span_from("QDMP\x01\x00\x13\x00\x01\x01\x00\x01\x07\x00\x00\x8b\xe7\x65\xfa", 19));
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,1\n" SERVER_DEFAULT "\nOK");
    cr_expect(qdmp_module_image(&module_stage.module).len == 19);
    expect_stores("AT+QDMPCFG=0,1", "OK", 1);
    cr_expect(module_stage.size == 16 && memcmp(module_stage.stored, image_of_mode, 12) == 0);
}

/* --- refused requests --------------------------------------------------------------------------------------------- */

/* Everything that can be saved can be read: no information line could show these values. The value follows the `|`. */
Test(module, cannot_be_shown) {
    static const struct {
        const char *line, *answer;
    } rows[] = {
        {"AT+QDMPCFGEX=2,0,\"r,m\",\"a\",\"b\",\"c\"", "ERROR 50 not_representable rom|r,m\",\"a\",\"b\",\"c\""},
        {"AT+QDMPCFGEX=2,0,\"a\",\"r,m\",\"b\",\"c\"", "ERROR 50 not_representable ram|r,m\",\"b\",\"c\""},
        {"AT+QDMPCFGEX=2,0,\"a\",\"b\",\"c,u\",\"d\"", "ERROR 50 not_representable cpu|c,u\",\"d\""},
        {"AT+QDMPCFGEX=2,0,\"a\",\"b\",\"c\",\"o,s\"", "ERROR 50 not_representable osSysVer|o,s\""},
        {"AT+QDMPCFGEX=3,0,\"v,r\",\"n\"", "ERROR 50 not_representable swVer|v,r\",\"n\""},
        {"AT+QDMPCFGEX=3,0,\"v\",\"n,m\"", "ERROR 50 not_representable swName|n,m\""},
        {"AT+QDMPCFGEX=4,0,\",\",\"b\",\"c\",\"d\"", "ERROR 50 not_representable volte|,\",\"b\",\"c\",\"d\""},
        {"AT+QDMPCFGEX=4,0,\"a\",\",\",\"c\",\"d\"", "ERROR 50 not_representable netType|,\",\"c\",\"d\""},
        {"AT+QDMPCFGEX=4,0,\"a\",\"b\",\",\",\"d\"", "ERROR 50 not_representable account|,\",\"d\""},
        {"AT+QDMPCFGEX=4,0,\"a\",\"b\",\"c\",\",\"", "ERROR 50 not_representable phoneNum|,\""},
        {"AT+QDMPCFG=2,\"a,b\",\"p\",0,863703030822519",
         "ERROR 50 not_representable appkey|a,b\",\"p\",0,863703030822519"},
        {"AT+QDMPCFG=2,\" a\",\"p\",0,863703030822519",
         "ERROR 50 not_representable appkey| a\",\"p\",0,863703030822519"},
        {"AT+QDMPCFG=2,\"a \",\"p\",0,863703030822519",
         "ERROR 50 not_representable appkey|a \",\"p\",0,863703030822519"},
        {"AT+QDMPCFG=2,\"a\",\" p\",0,863703030822519", "ERROR 50 not_representable password| p\",0,863703030822519"},
        {"AT+QDMPCFG=2,\"a\",\"pwd word\",0,863703030822519",
         "ERROR 50 not_representable password|pwd word\",0,863703030822519"},
        {"AT+QDMPCFG=2,\"a\",\"p,d\",0,863703030822519", "ERROR 50 not_representable password|p,d\",0,863703030822519"},
    };
    expect_answer(everything, "OK");
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_stores(rows[i].line, rows[i].answer, 0);
        expect_answer("AT+QDMPCFG=4,2;+QDMPCFGEX=2,1;+QDMPCFGEX=3,1;+QDMPCFGEX=4,1",
                      "+QDMPCFG: 2,key,secr****,2,863703030822519\n+QDMPCFGEX: 2,NULL,NULL,NULL,NULL\n"
                      "+QDMPCFGEX: 3,NULL,NULL\n+QDMPCFGEX: 4,NULL,NULL,NULL,NULL\nOK");
    }
}

/* An information line can show these values. */
Test(module, can_be_shown) {
    static const struct {
        const char *set, *query, *answer;
    } rows[] = {
        {"AT+QDMPCFGEX=0,0,\"a,b\"", "AT+QDMPCFGEX=0,1", "+QDMPCFGEX: 0,a,b\nOK"},
        {"AT+QDMPCFGEX=1,0,\" m,c \"", "AT+QDMPCFGEX=1,1", "+QDMPCFGEX: 1, m,c \nOK"},
        {"AT+QDMPCFGEX=3,0,\" \",\" n \"", "AT+QDMPCFGEX=3,1", "+QDMPCFGEX: 3, , n \nOK"},
        {"AT+QDMPCFG=2,\"a b\",\"p wd ,\",0,863703030822519", "AT+QDMPCFG=4,2",
         "+QDMPCFG: 2,a b,p wd****,0,863703030822519\nOK"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        expect_stores(rows[i].set, "OK", 1);
        expect_answer(rows[i].query, rows[i].answer);
    }
}

#define TEXT_OF_32 "0123456789abcdef0123456789ABCDEF"

/* A credential longer than the caller stated. */
Test(module, too_long) {
    expect_stores("AT+QDMPCFG=2,\"" TEXT_OF_32 "\",\"" TEXT_OF_32 "\",0,863703030822519", "OK", 1);
    expect_stores("AT+QDMPCFG=2,\"" TEXT_OF_32 "x\",\"p\",0,863703030822519",
                  "ERROR 50 length appkey|x\",\"p\",0,863703030822519", 0);
    expect_stores("AT+QDMPCFG=0,1;+QDMPCFG=2,\"k\",\"" TEXT_OF_32 "xyz\",0,863703030822519",
                  "ERROR 50 length password|xyz\",0,863703030822519", 1);
    expect_answer("AT+QDMPCFG=4,2", "+QDMPCFG: 2," TEXT_OF_32 ",0123****,0,863703030822519\nOK");
}

/* No other command can run out of room: all values at their longest fit rooms of exactly QDMP_IMAGE_MAX bytes. */
Test(module, longest) {
    char text[256], line[400];
    memset(text, 'x', sizeof text);
    expect_answer("AT+QDMPCFG=0,1;+QDMPCFG=1,255.255.255.255,65535,4294966", "OK");
    expect_answer("AT+QDMPCFG=2,\"" TEXT_OF_32 "\",\"" TEXT_OF_32 "\",2,12345678901234567", "OK");
    for (unsigned type = 0; type <= 5; type += 5) {
        (void)snprintf(line, sizeof line, "AT+QDMPCFGEX=%u,0,\"%.255s\"", type, text);
        expect_answer(line, "OK");
    }
    (void)snprintf(line, sizeof line, "AT+QDMPCFGEX=1,0,\"%.19s\"", text);
    expect_answer(line, "OK");
    (void)snprintf(line, sizeof line, "AT+QDMPCFGEX=2,0,\"%.19s\",\"%.19s\",\"%.19s\",\"%.47s\"", text, text, text,
                   text);
    expect_answer(line, "OK");
    (void)snprintf(line, sizeof line, "AT+QDMPCFGEX=3,0,\"%.47s\",\"%.47s\"", text, text);
    expect_answer(line, "OK");
    (void)snprintf(line, sizeof line, "AT+QDMPCFGEX=4,0,\"%.7s\",\"%.19s\",\"%.47s\",\"%.19s\"", text, text, text,
                   text);
    expect_answer(line, "OK");
    cr_expect(module_stage.size == 905 + 64);
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?", "+QDMPCFG: 0,1\n+QDMPCFG: 1,255.255.255.255,65535,4294966\n"
                                 "+QDMPCFG: 2," TEXT_OF_32 ",0123****,2,12345678901234567\nOK");
}

/* A faulty request changes nothing (R25). */
Test(module, refused) {
    static const struct {
        const char *line, *answer;
    } rows[] = {
        {"AT+QDMPCFG=0,2", "ERROR 50 range dmMode|2"},
        {"AT+QDMPCFG=0", "ERROR 50 missing dmMode|"},
        {"AT+QDMPCFG=3", "ERROR 50 reserved type|3"},
        {"AT+QDMPCFG=4,3", "ERROR 50 reserved queryOpt|3"},
        {"AT+QDMPCFG=5,3", "ERROR 50 reserved eraseOpt|3"},
        {"AT+QDMPCFG=5,5", "ERROR 50 range eraseOpt|5"},
        {"AT+QDMPCFG=1,1.2.3.4,1,299", "ERROR 50 range updatePeriod|299"},
        {"AT+QDMPCFG", "ERROR 4 form |"},
        {"AT+QDMPCFGEX?", "ERROR 4 form |?"},
        {"AT+QDMPCFGEX=6,1", "ERROR 50 range type|6,1"},
        {"AT+QDMPCFGEX=1,2,\"\"", "ERROR 50 too_many |\"\""},
        {"AT+QDMPCFGEX=1,0,\"12345678901234567890\"", "ERROR 50 length mac|0\""},
    };
    expect_answer(everything, "OK");
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_stores(rows[i].line, rows[i].answer, 0);
    restart_module(QDMP_OK);
    expect_answer("AT+QDMPCFG?;+QDMPCFGEX=1,1",
                  "+QDMPCFG: 0,1\n+QDMPCFG: 1,10.1.2.3,1234,300\n+QDMPCFG: 2,key,secr****,2,863703030822519\n"
                  "+QDMPCFGEX: 1,mac\nOK");
}

/* --- requests outside a walk -------------------------------------------------------------------------------------- */

/* Behind the name, offsets count from the value. */
Test(module, behind_the_name) {
    qdmp_error err;
    cr_expect(execute_rest("=0,1", &err) == QDMP_OK);
    expect_answer("AT+QDMPCFG=4,0", "+QDMPCFG: 0,1\nOK");
    cr_expect(execute_rest("=2,\"" TEXT_OF_32 "x\",\"p\",0,863703030822519", &err) == QDMP_LENGTH);
    cr_expect(err.status == QDMP_LENGTH && err.field == QDMP_FIELD_APPKEY && err.offset == 32);
    cr_expect(execute_rest("=2,\"k\",\" p\",0,863703030822519", &err) == QDMP_NOT_REPRESENTABLE);
    cr_expect(err.status == QDMP_NOT_REPRESENTABLE && err.field == QDMP_FIELD_PASSWORD && err.offset == 0);
    cr_expect(execute_rest("=4,2", &err) == QDMP_NOT_SET);
    cr_expect(err.status == QDMP_NOT_SET && err.field == QDMP_FIELD_QUERY_OPT && err.offset == 0);
    cr_expect(execute_rest("=4,2", NULL) == QDMP_NOT_SET);
}

/* A request that no decoder returns is refused, and changes nothing. */
Test(module, not_decoded) {
    static const struct {
        qdmp_request request;
        qdmp_status status;
        qdmp_field field;
    } rows[] = {
        {{.kind = (qdmp_request_kind)0}, QDMP_FORM, QDMP_FIELD_NONE},
        {{.kind = (qdmp_request_kind)QDMP__FORM_RESERVED}, QDMP_FORM, QDMP_FIELD_NONE},
        {{.kind = (qdmp_request_kind)(QDMP_EX_ERASE + 1)}, QDMP_FORM, QDMP_FIELD_NONE},
        {{.kind = QDMP_QUERY, .query_opt = 3}, QDMP_RESERVED, QDMP_FIELD_QUERY_OPT},
        {{.kind = QDMP_QUERY, .query_opt = UINT32_MAX}, QDMP_RANGE, QDMP_FIELD_QUERY_OPT},
        {{.kind = QDMP_ERASE, .erase_opt = 5}, QDMP_RANGE, QDMP_FIELD_ERASE_OPT},
        {{.kind = QDMP_EX_READ, .ex_type = 6}, QDMP_RANGE, QDMP_FIELD_TYPE},
        {{.kind = QDMP_EX_ERASE, .ex_type = 6}, QDMP_RANGE, QDMP_FIELD_TYPE},
        {{.kind = QDMP_SET_ACCESS_MODE, .dm_mode = 2}, QDMP_RANGE, QDMP_FIELD_DM_MODE},
        {{.kind = QDMP_SET_SERVER, .server = {{1, 2, 3, 4}, 0, 300}}, QDMP_RANGE, QDMP_FIELD_SERVER_PORT},
        {{.kind = QDMP_SET_CREDENTIALS}, QDMP_LENGTH, QDMP_FIELD_APPKEY},
        {{.kind = QDMP_EX_SAVE_MAC, .mac = QDMP_LITERAL("a\rb")}, QDMP_NOT_REPRESENTABLE, QDMP_FIELD_MAC},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        qdmp_module_lines lines;
        qdmp_response info;
        qdmp_error err;
        qdmp_status status = qdmp_module_execute(&module_stage.module, &rows[i].request, 0, &lines, &err);
        cr_expect(status == rows[i].status && err.status == status, "row %zu: %s", i, qdmp_status_name(status));
        cr_expect(err.field == rows[i].field && err.offset == 0, "row %zu: %s", i, qdmp_field_name(err.field));
        cr_expect(qdmp_module_lines_next(&module_stage.module, &lines, &info) == QDMP_END, "row %zu", i);
    }
    cr_expect(module_stage.stores == 0);
}

/* --- registering -------------------------------------------------------------------------------------------------- */

static char registered[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];

/* Opens a session with the settings in force, and keeps the parameters of its register as text. */
static qdmp_status open_session_in_force(qdmp_error *err) {
    static char bytes[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    cr_assert(psa_crypto_init() == PSA_SUCCESS);
    const qdmp_settings *settings = qdmp_module_in_force(&module_stage.module);
    qdmp_crypto crypto = qdmp_crypto_psa();
    qdmp_registration registration = {
        .credentials = settings->credentials, .server = settings->server, .crypto = &crypto};
    qdmp_room room = {bytes, sizeof bytes};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&registration, room);
    qdmp_session session;
    qdmp_status status = qdmp_session_open(&session, &config, 0, 1, err);
    if (status != QDMP_OK)
        return status;
    qdmp_span sent;
    qdmp_session_event(&session, 0, QDMP_SESSION_OPENED);
    cr_assert(qdmp_session_poll(&session, 0, 1, &sent, NULL) == QDMP_OK);
    for (size_t i = 0; i < sent.len; i++)
        registered[i] = sent.ptr[i] ? sent.ptr[i] : '.';
    registered[sent.len] = 0;
    return status;
}

/*
 * Settings in force register. The module accepts bytes that AT allows and an endpoint name cannot carry; the session
 * refuses them.
 */
Test(module, registers) {
    qdmp_error err;
    expect_answer("AT+QDMPCFG=2,\"M100000089\",\"secret\",1,863703030822519;+QDMPCFG=1,,,301", "OK");
    restart_module(QDMP_OK);
    cr_expect(open_session_in_force(&err) == QDMP_OK);
    cr_expect(strstr(registered, "@#@M100000089@#@863703030822519@#@v2.0") && strstr(registered, "lt=301"), "%s",
              registered);
    expect_answer("AT+QDMPCFG=2,\"M@#@9\",\"secret\",1,863703030822519", "OK");
    restart_module(QDMP_OK);
    cr_expect(open_session_in_force(&err) == QDMP_NOT_REPRESENTABLE && err.field == QDMP_FIELD_APPKEY);
}

/* A name of more than 251 bytes. */
Test(module, does_not_register) {
    enum { LONG = 200 };
    static char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(LONG, 1)], key[LONG + 1], line[300];
    qdmp_error err;
    for (unsigned i = 0; i < QDMP_MODULE_IMAGES; i++)
        module_stage.config.rooms[i] = (qdmp_room){rooms[i], sizeof rooms[i]};
    module_stage.config.appkey_max = LONG;
    module_stage.config.password_max = 1;
    restart_module(QDMP_OK);
    memset(key, 'k', LONG);
    (void)snprintf(line, sizeof line, "AT+QDMPCFG=2,\"%s\",\"p\",1,863703030822519", key);
    expect_answer(line, "OK");
    restart_module(QDMP_OK);
    cr_expect(open_session_in_force(&err) == QDMP_ENDPOINT);
}

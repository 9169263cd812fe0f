/* SPDX-License-Identifier: MIT */
/*
 * Modules that accept credentials of each size in sizes.h, and command lines of each length.
 */
#include "sizes.h"
#include "support.h"

#include "qdmp/module.h"

#include <stdlib.h>

enum { AROUND = 200, IMAGE_LONGEST = 65535, ROOM = 1 << 16 };

/* The size of an image with every value at its limit and empty texts of credentials (docs/image.md). */
enum { IMAGE_REST = 905 };

static char rooms[QDMP_MODULE_IMAGES][ROOM], stored[ROOM], line[SIZES_MOST + AROUND];
static size_t stored_size;

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    (void)context;
    *size = stored_size;
    if (stored_size > out.cap)
        return QDMP_TOO_LARGE;
    memcpy(out.ptr, stored, stored_size);
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    (void)context;
    memcpy(stored, image.ptr, image.len);
    stored_size = image.len;
    return QDMP_OK;
}

/* Opens a module with nothing stored, for passwords of up to `most` bytes, with rooms of `cap`. */
static qdmp_status open_module(qdmp_module *module, size_t most, size_t cap) {
    qdmp_module_config config = {.storage = {load, store, NULL}, .appkey_max = 2, .password_max = most};
    stored_size = 0;
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){rooms[i], cap};
    return qdmp_module_open(module, &config, NULL);
}

/* A line with a run of one byte in it. */
static qdmp_span line_of(const char *before, char byte, size_t count, const char *after) {
    size_t len = strlen(before);
    memcpy(line, before, len);
    memset(line + len, byte, count);
    memcpy(line + len + count, after, strlen(after));
    return span_from(line, len + count + strlen(after));
}

static qdmp_status run(qdmp_module *module, qdmp_span bytes, qdmp_command_line *walk, qdmp_error *err) {
    qdmp_response response;
    *err = (qdmp_error){QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    qdmp_command_line_open(walk, bytes);
    return qdmp_command_line_next(walk, module, 0, &response, err);
}

static void expect_password(qdmp_module *module, size_t size, size_t most) {
    qdmp_span bytes = line_of("AT+QDMPCFG=2,\"M1\",\"", 'p', size, "\",1,863703030822519\r");
    qdmp_command_line walk;
    qdmp_error err;
    qdmp_status status = run(module, bytes, &walk, &err);
    CHECK(walk.used == bytes.len, "%zu: %zu used", size, walk.used);
    if (size > most) {
        CHECK(status == QDMP_LENGTH && err.field == QDMP_FIELD_PASSWORD && err.offset == 19 + most,
              "%zu of %zu: %s at %zu", size, most, qdmp_status_name(status), err.offset);
        return;
    }
    CHECK(status == QDMP_END, "%zu of %zu: %s", size, most, qdmp_status_name(status));
    CHECK(open_module(module, most, ROOM) == QDMP_OK && !qdmp_module_in_force(module)->set, "%zu", size);
}

/* A password that is set must be in force after the module is opened again. */
static void expect_in_force(size_t size) {
    qdmp_module module;
    qdmp_module_config config = {.storage = {load, store, NULL}, .appkey_max = 2, .password_max = size};
    for (size_t i = 0; i < QDMP_MODULE_IMAGES; i++)
        config.rooms[i] = (qdmp_room){rooms[i], ROOM};
    cr_assert(qdmp_module_open(&module, &config, NULL) == QDMP_OK);
    qdmp_command_line walk;
    qdmp_error err;
    qdmp_span bytes = line_of("AT+QDMPCFG=2,\"M1\",\"", 'p', size, "\",1,863703030822519\r");
    CHECK(run(&module, bytes, &walk, &err) == QDMP_END, "%zu", size);
    CHECK(qdmp_module_open(&module, &config, NULL) == QDMP_OK, "%zu", size);
    qdmp_span password = qdmp_module_in_force(&module)->credentials.password;
    CHECK(password.len == size && filled_with(password.ptr, size, 'p'), "%zu: %zu in force", size, password.len);
    CHECK(qdmp_module_image(&module).len == stored_size, "%zu: an image of %zu", size, stored_size);
}

TestSuite(sizes_module, .timeout = 60);

Test(sizes_module, passwords) {
    for (size_t i = 0; i < SIZES; i++) {
        size_t most = sizes_at(i), room = IMAGE_REST + 2 + most;
        qdmp_module module;
        if (room > IMAGE_LONGEST) {
            CHECK(open_module(&module, most, ROOM) == QDMP_RANGE, "%zu", most);
            continue;
        }
        CHECK(open_module(&module, most, room - 1) == QDMP_NO_SPACE, "%zu", most);
        cr_assert(open_module(&module, most, room) == QDMP_OK, "%zu", most);
        if (most)
            expect_password(&module, most - 1, most);
        expect_password(&module, most, most);
        expect_password(&module, most + 1, most);
        expect_password(&module, SIZES_MOST, most);
        stored_size = 0;
        expect_in_force(most);
    }
}

/* A password that is too long, after an appkey of each size. */
Test(sizes_module, where_a_long_command_is_wrong) {
    for (size_t i = 1; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_module module;
        qdmp_command_line walk;
        qdmp_error err;
        qdmp_module_config config = {.storage = {load, store, NULL}, .appkey_max = size, .password_max = 4};
        for (size_t k = 0; k < QDMP_MODULE_IMAGES; k++)
            config.rooms[k] = (qdmp_room){rooms[k], ROOM};
        if (qdmp_module_open(&module, &config, NULL) == QDMP_RANGE)
            break;
        qdmp_span bytes = line_of("AT+QDMPCFG=2,\"", 'k', size, "\",\"12345\",1,863703030822519\r");
        CHECK(run(&module, bytes, &walk, &err) == QDMP_LENGTH && err.field == QDMP_FIELD_PASSWORD &&
                  err.offset == 14 + size + 3 + 4,
              "%zu: at %zu", size, err.offset);
    }
}

Test(sizes_module, command_lines) {
    qdmp_module module;
    cr_assert(open_module(&module, 4, ROOM) == QDMP_OK);
    for (size_t i = 0; i < SIZES; i++) {
        size_t size = sizes_at(i);
        qdmp_command_line walk;
        qdmp_error err;
        qdmp_span bytes = line_of("AT+Q", 'Q', size, ";+QDMPCFG=0,2\r\n");
        CHECK(run(&module, bytes, &walk, &err) == QDMP_NOT_OURS && err.offset == 0 && walk.used == 0, "%zu", size);
        CHECK(walk.foreign.ptr == line && walk.foreign.len == 4 + size, "%zu: %zu", size, walk.foreign.len);
        qdmp_command_line_resume(&walk, walk.foreign.len);
        CHECK(walk.used == 5 + size, "%zu: %zu used", size, walk.used);
        qdmp_response response;
        CHECK(qdmp_command_line_next(&walk, &module, 0, &response, &err) == QDMP_RANGE &&
                  err.field == QDMP_FIELD_DM_MODE && err.offset == 5 + size + 11 && walk.used == bytes.len,
              "%zu: at %zu, %zu used", size, err.offset, walk.used);
        bytes = line_of("\r\nAT+QDMPCFG=0,1", ' ', size, "\rAT\r");
        CHECK(run(&module, bytes, &walk, &err) == QDMP_END && walk.used == 16 + size + 1, "%zu: %zu used", size,
              walk.used);
    }
}

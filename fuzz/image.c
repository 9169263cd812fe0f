/* SPDX-License-Identifier: MIT */
/*
 * Images of settings: any bytes decoded; parts in a correct frame, or in a damaged one; settings encoded, values out of
 * range included; and the effect of requests on settings: P2, P4-P6, P8-P14, P35, P80-P83.
 */
#include "support/check.h"
#include "support/image_model.h"
#include "support/settings.h"

#include "qdmp/image.h"

#include <stdlib.h>
#include <string.h>

enum { REQUESTS_MAX = 12, GIANT = 65600 };

static struct composed composed, expected;

/* ---- Writing ---- */

static qdmp_status encode(const void *call, qdmp_room out, size_t *size, qdmp_error *err) {
    return qdmp_image_encode(call, out, size, err);
}

static void check_refusal(const struct obstacles *obstacles, const qdmp_error *err) {
    FUZZ_CHECK(obstacles->count > 0, "P12", "settings that can be written are refused: %s, %s",
               qdmp_status_name(err->status), qdmp_field_name(err->field));
    FUZZ_CHECK(obstacles_name(obstacles, err), "P12", "refused for %s, %s; but it is %s, %s",
               qdmp_status_name(err->status), qdmp_field_name(err->field), qdmp_status_name(obstacles->list[0].status),
               qdmp_field_name(obstacles->list[0].field));
    FUZZ_CHECK(err->offset == 0, "P12", "offset %zu from an encoder", err->offset);
}

/* The image of settings. Without one, it was checked that they cannot have one. */
static qdmp_room write_image(const qdmp_settings *settings) {
    struct obstacles obstacles;
    qdmp_error err;
    qdmp_room image = fuzz_encode_exactly(encode, settings, &err);
    image_model_obstacles(settings, &obstacles);
    if (image.ptr == NULL) {
        check_refusal(&obstacles, &err);
        return image;
    }
    FUZZ_CHECK(obstacles.count == 0, "P13", "written, though it is %s, %s", qdmp_status_name(obstacles.list[0].status),
               qdmp_field_name(obstacles.list[0].field));
    image_model_write(&expected, settings);
    FUZZ_CHECK(compose_same(&expected, image), "P11", "%zu bytes, not the %zu of the model", image.cap, expected.size);
    size_t most = QDMP_IMAGE_MAX(settings->credentials.appkey.len, settings->credentials.password.len);
    FUZZ_CHECK(!(settings->set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS)) || image.cap <= most, "P35",
               "%zu bytes, more than %zu", image.cap, most);
    FUZZ_CHECK(settings->set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS) || image.cap <= QDMP_IMAGE_MAX(0, 0), "P35",
               "%zu bytes without credentials", image.cap);
    return image;
}

/* ---- Reading ---- */

static void check_inside(const qdmp_settings *settings, qdmp_span image) {
    const qdmp_settings *s = settings;
    const qdmp_span texts[] = {s->credentials.appkey,
                               s->credentials.password,
                               s->credentials.tml_imei,
                               s->appl_info,
                               s->mac,
                               s->system.rom,
                               s->system.ram,
                               s->system.cpu,
                               s->system.os_sys_ver,
                               s->software.sw_ver,
                               s->software.sw_name,
                               s->network.volte,
                               s->network.net_type,
                               s->network.account,
                               s->network.phone_num,
                               s->location};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool is_default = texts[i].len == 4 && memcmp(texts[i].ptr, "NULL", 4) == 0;
        FUZZ_CHECK(is_default || fuzz_inside(texts[i], image), "P2", "text %zu lies elsewhere", i);
    }
}

static void check_fault(const struct image_reading *reading, const qdmp_error *err) {
    FUZZ_CHECK(err->offset == reading->offset, "P80", "a fault at %zu, not at %zu", err->offset, reading->offset);
    FUZZ_CHECK(reading->fields == 0 ? err->field == QDMP_FIELD_NONE : reading->fields >> err->field & 1, "P80",
               "'%s' is blamed", qdmp_field_name(err->field));
}

/* An accepted image is written back, without the parts that this version does not know. */
static void write_back(const qdmp_settings *settings, qdmp_span image, bool unknown) {
    qdmp_room again = write_image(settings);
    FUZZ_CHECK(again.ptr != NULL, "P81", "settings that were read cannot be written");
    if (unknown)
        FUZZ_CHECK(again.cap < image.len, "P81", "%zu bytes, though parts are gone", again.cap);
    else
        FUZZ_CHECK(fuzz_same_text((qdmp_span){again.ptr, again.cap}, image), "P81", "other bytes are written back");
    free(again.ptr);
}

static qdmp_status status_of(enum image_verdict verdict) {
    return verdict == IMAGE_DAMAGED ? QDMP_DAMAGED : verdict == IMAGE_NEWER ? QDMP_NEWER : QDMP_OK;
}

/* Decodes a copy in a block of its own. */
static qdmp_status read_image(const char *bytes, size_t size) {
    struct image_reading reading;
    qdmp_settings settings, again;
    qdmp_error err;
    int stored = -1;
    char *copy = fuzz_copy(bytes, size);
    qdmp_span image = {copy, size};
    fuzz_fill(&err, sizeof err);
    image_model_read(image, &reading);
    qdmp_status status = qdmp_image_decode(image, &settings, &stored, &err);
    FUZZ_CHECK(status == status_of(reading.verdict), "P80", "%s, not %s", qdmp_status_name(status),
               qdmp_status_name(status_of(reading.verdict)));
    FUZZ_CHECK(stored == (reading.verdict == IMAGE_GOOD), "P80", "stored: %d", stored);
    FUZZ_CHECK(image_model_same(&settings, &reading.settings), "P80", "other settings");
    FUZZ_CHECK(qdmp_image_decode(image, &again, NULL, NULL) == status && image_model_same(&again, &settings), "P6",
               "something else where nobody asks for more");
    if (status != QDMP_OK) {
        FUZZ_CHECK(err.status == status, "P5", "status in the error");
        check_fault(&reading, &err);
    } else {
        FUZZ_CHECK(fuzz_is_filled(&err, sizeof err), "P4", "an error though all is well");
        check_inside(&settings, image);
    }
    if (reading.verdict == IMAGE_GOOD)
        write_back(&settings, image, reading.unknown);
    free(copy);
    return status;
}

/* ---- Parts in a frame ---- */

/* Adds a part whose length is right, or nearly. */
static void add_part(struct bytes *bytes, struct composed *out) {
    static const uint8_t tags[] = {1, 2, 3, 16, 17, 18, 19, 20, 21, 0, 4, 15, 22, 255};
    uint32_t choice = bytes_u8(bytes);
    qdmp_span content = bytes_raw(bytes, bytes_u8(bytes));
    uint32_t size = (uint32_t)content.len + (choice >= 0xF8 ? choice - 0xFB : 0);
    compose_byte(out, tags[choice % sizeof tags]);
    compose_byte(out, size & 0xFF);
    compose_byte(out, size >> 8 & 0xFF);
    compose_span(out, content);
}

/* Versions and lengths mostly right, the checksum mostly that of the bytes. */
static void frame(struct bytes *bytes) {
    static const unsigned versions[] = {0, 2, 256, 65535};
    static struct composed parts;
    uint32_t choice = bytes_u8(bytes), count = bytes_u8(bytes) % 8;
    parts.size = composed.size = 0;
    for (uint32_t i = 0; i < count; i++)
        add_part(bytes, &parts);
    size_t told = parts.size + (choice % 16 == 15 ? 1 : choice % 16 == 14 ? (size_t)-1 : 0);
    image_model_head(&composed, choice >= 0xE0 ? versions[choice % 4] : 1, told);
    compose_bytes(&composed, parts.bytes, parts.size);
    image_model_seal(&composed);
    if (choice % 16 == 13)
        composed.bytes[composed.size - 1 - choice / 16 % 4] ^= (char)(1 << choice / 64);
    (void)read_image(composed.bytes, composed.size);
}

/* ---- Settings ---- */

static char giant[GIANT];

/* Sometimes a text with which an image reaches the greatest length that it can announce. */
static qdmp_span giant_text(struct bytes *bytes) {
    uint32_t less = bytes_u16(bytes) % 1000, more = bytes_u8(bytes) % 4;
    memset(giant, 'g', sizeof giant);
    return (qdmp_span){giant, 65535 - less + more};
}

/* Forms that are not set point to nowhere. */
static void make_settings(struct bytes *bytes, qdmp_settings *s) {
    uint32_t forms = bytes_u16(bytes);
    qdmp_field field;
    memset(s, 0xA5, sizeof *s);
    s->set = 0;
    for (uint32_t i = 0; i < 9; i++) {
        static const qdmp_request_kind kinds[] = {QDMP_SET_ACCESS_MODE,   QDMP_SET_SERVER,      QDMP_SET_CREDENTIALS,
                                                  QDMP_EX_SAVE_APPL_INFO, QDMP_EX_SAVE_MAC,     QDMP_EX_SAVE_SYSTEM,
                                                  QDMP_EX_SAVE_SOFTWARE,  QDMP_EX_SAVE_NETWORK, QDMP_EX_SAVE_LOCATION};
        if (!(forms >> i & 1))
            continue;
        qdmp_request request = settings_request_of(bytes, kinds[i]);
        (void)image_model_apply(s, &request, &field);
    }
    if (forms >> 12 == 0xF && forms >> 2 & 1)
        s->credentials.appkey = giant_text(bytes);
    if (forms >> 12 == 0xE && forms >> 2 & 1)
        s->credentials.password = giant_text(bytes);
}

/* A change within four bytes in a row, which a checksum of 32 bits cannot miss. */
static void damage(struct bytes *bytes, qdmp_room image) {
    uint32_t change = bytes_u32(bytes), at = bytes_u16(bytes) % (uint32_t)image.cap;
    bool changed = false;
    for (size_t i = 0; i < 4 && at + i < image.cap; i++) {
        char difference = (char)(unsigned char)(change >> 8 * i);
        image.ptr[at + i] ^= difference;
        changed = changed || difference != 0;
    }
    if (changed)
        FUZZ_CHECK(read_image(image.ptr, image.cap) == QDMP_DAMAGED, "P83", "a change at %u is not noticed",
                   (unsigned)at);
}

static void write_and_read(struct bytes *bytes) {
    qdmp_settings settings;
    make_settings(bytes, &settings);
    qdmp_room image = write_image(&settings);
    if (image.ptr == NULL)
        return;
    FUZZ_CHECK(read_image(image.ptr, image.cap) == QDMP_OK, "P14", "what was written is not read");
    damage(bytes, image);
    free(image.ptr);
}

/* ---- Requests ---- */

static void apply(qdmp_settings *settings, qdmp_settings *model, const qdmp_request *request) {
    qdmp_settings before;
    qdmp_error err;
    qdmp_field field;
    fuzz_fill(&err, sizeof err);
    memcpy(&before, settings, sizeof before);
    qdmp_status status = qdmp_settings_apply(settings, request, &err), due = image_model_apply(model, request, &field);
    FUZZ_CHECK(status == due, "P82", "%s, not %s", qdmp_status_name(status), qdmp_status_name(due));
    FUZZ_CHECK(image_model_same(settings, model), "P82", "other settings after kind %d", (int)request->kind);
    if (status == QDMP_OK)
        return;
    FUZZ_CHECK(memcmp(&before, settings, sizeof before) == 0, "P4", "settings touched though the call failed");
    FUZZ_CHECK(err.status == status, "P5", "status in the error");
    FUZZ_CHECK(err.field == field && err.offset == 0, "P82", "'%s' is blamed", qdmp_field_name(err.field));
    FUZZ_CHECK(qdmp_settings_apply(settings, request, NULL) == status, "P6", "another status without an error");
}

/* After any request, settings that can be written read back the same, except values that were never set. */
static void run_requests(struct bytes *bytes) {
    qdmp_settings settings, model;
    fuzz_fill(&settings, sizeof settings);
    qdmp_settings_defaults(&settings);
    image_model_defaults(&model);
    FUZZ_CHECK(image_model_same(&settings, &model), "P82", "other defaults");
    for (unsigned i = 0; i < REQUESTS_MAX && bytes->left > 0; i++) {
        qdmp_request request = settings_request(bytes);
        apply(&settings, &model, &request);
    }
    qdmp_room image = write_image(&settings);
    if (image.ptr == NULL)
        return;
    qdmp_settings read;
    FUZZ_CHECK(qdmp_image_decode((qdmp_span){image.ptr, image.cap}, &read, NULL, NULL) == QDMP_OK &&
                   image_model_same(&read, &settings),
               "P14", "other settings come back");
    free(image.ptr);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data, size);
    switch (bytes_u8(&bytes) % 4) {
    case 0: (void)read_image((const char *)bytes.next, bytes.left); break;
    case 1: frame(&bytes); break;
    case 2: write_and_read(&bytes); break;
    default: run_requests(&bytes); break;
    }
    bytes_close(&bytes);
    return 0;
}

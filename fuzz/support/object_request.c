/* SPDX-License-Identifier: MIT */
#include "object_request.h"

#include "check.h"
#include "coap_naive.h"
#include "image_model.h"

#include "qdmp/request.h"

#include <string.h>

enum { OPTIONS_MAX = 24, PATH_MAX_BYTES = 16 };

/* The options of a request that is being made, in the order of their numbers. */
struct making {
    struct bytes *bytes;
    struct naive_option options[OPTIONS_MAX];
    size_t count;
};

/* ---- Options ---- */

/* Inserts an option after those with the same number. */
static void add(struct making *making, uint32_t number, qdmp_span value) {
    size_t at = making->count;
    if (making->count == OPTIONS_MAX)
        return;
    for (; at > 0 && making->options[at - 1].number > number; at--)
        making->options[at] = making->options[at - 1];
    making->options[at] = (struct naive_option){number, value};
    making->count++;
}

static void add_path(struct making *making, const char *path) {
    while (*path != '\0') {
        size_t size = strcspn(path, "/");
        add(making, 11, (qdmp_span){path, size});
        path += size;
        if (*path == '/' && *++path == '\0')
            add(making, 11, (qdmp_span){path, 0}); /* a slash at the end is an empty segment */
    }
}

const char *object_path(uint32_t choice) {
    static char paths[15][PATH_MAX_BYTES] = {"666", "666/0"};
    choice %= 15;
    if (choice >= 2) {
        memcpy(paths[choice], "666/0/66", sizeof "666/0/66");
        paths[choice][8] = (char)('0' + choice / 10);
        paths[choice][9] = (char)('0' + choice % 10);
    }
    return paths[choice];
}

static void make_path(struct making *making) {
    static const char *const odd[] = {"",
                                      "/",
                                      "666/",
                                      "/666",
                                      "666/0/",
                                      "666/0/6602/",
                                      "666/0/6602/0",
                                      "666/1",
                                      "666/00",
                                      "0666",
                                      "666/0/6601",
                                      "666/0/6615",
                                      "666/0/06602",
                                      "666/0/660",
                                      "666/0/66020",
                                      "666/0/6600",
                                      "666/0/66:2",
                                      "666/0/7602",
                                      "666/0/5602",
                                      "666/0/661",
                                      "666//6602",
                                      "rd",
                                      "1/0",
                                      "667/0",
                                      "66",
                                      "6660",
                                      "666/0/6-02",
                                      "666/0/6620",
                                      "666/0/6592"};
    uint32_t choice = bytes_u8(making->bytes);
    if (choice >= 0xF8)
        add(making, 11, bytes_text(making->bytes, bytes_length(making->bytes, 1, 255)));
    else if (choice >= 0xB0)
        add_path(making, odd[choice % (sizeof odd / sizeof *odd)]);
    else
        add_path(making, object_path(choice));
}

static void make_accept(struct making *making) {
    static const struct {
        const char *bytes;
        size_t size;
    } accepts[] = {{"\x2D\x16", 2}, {"\x28", 1}, {"\0\x28", 2},     {"", 0},
                   {"\x2D\x17", 2}, {"\x32", 1}, {"\0\x2D\x16", 3}, {"\x28\0", 2}};
    uint32_t choice = bytes_u8(making->bytes);
    for (uint32_t times = choice < 0x80 ? 0 : choice < 0xFC ? 1 : 2; times > 0; times--)
        add(making, 17, (qdmp_span){accepts[choice % 8].bytes, accepts[choice % 8].size});
}

/* NUM is mostly in the body or just after it; in the shortest form, or with zeros before it. */
static void make_block(struct making *making) {
    static char values[2][4];
    uint32_t choice = bytes_u8(making->bytes);
    for (uint32_t times = choice < 0x50 ? 0 : choice < 0xFC ? 1 : 2; times > 0; times--) {
        uint32_t szx = bytes_u8(making->bytes), num = bytes_u8(making->bytes) % 128, size = 0;
        if (szx >= 0xF0)
            num = szx >= 0xFC ? 0xFFFFF : num * 256 + bytes_u8(making->bytes);
        uint32_t value = num << 4 | (choice & 8) | szx % 8;
        while (size < 3 && value >> 8 * size != 0)
            size++;
        if (choice % 8 == 7)
            size = choice % 16 == 7 ? 3 : 4;
        for (uint32_t i = 0; i < size; i++)
            values[times - 1][i] = (char)(unsigned char)(size - 1 - i < 4 ? value >> 8 * (size - 1 - i) : 0);
        add(making, 23, (qdmp_span){values[times - 1], size});
    }
}

/* Any other option, with a length at the limits of what is legal. */
static void make_other(struct making *making) {
    static const uint16_t numbers[] = {3,     7,     3,  7,  6,  60, 258, 14, 4,  12,  1,   5,    8,
                                       15,    35,    39, 9,  19, 27, 28,  16, 20, 292, 252, 2049, 2050,
                                       65001, 65000, 11, 17, 23, 0,  13,  21, 22, 31,  10,  2};
    static const uint16_t lengths[] = {0, 1, 2, 3, 4, 1, 2, 8, 255, 256, 9, 13};
    uint32_t number = bytes_u8(making->bytes), length = bytes_u8(making->bytes);
    size_t size = length < 0xE0 ? lengths[length % 8] : lengths[length % 12];
    add(making, numbers[number % (sizeof numbers / sizeof *numbers)], bytes_text(making->bytes, size));
}

/* ---- Requests ---- */

void object_request_make(struct bytes *bytes, struct composed *out) {
    static const uint8_t codes[] = {1, 2, 3, 4, 5, 6, 7, 31, 0, 32, 0x41, 0x45, 0x84, 0xA5, 0xE1, 0xFF};
    static struct making making;
    uint32_t head = bytes_u8(bytes), code = bytes_u8(bytes), others = bytes_u8(bytes);
    making.bytes = bytes;
    making.count = 0;
    make_path(&making);
    make_accept(&making);
    make_block(&making);
    for (others = others < 0x80 ? 0 : others % 4; others > 0; others--)
        make_other(&making);
    unsigned type = head < 0xF0 ? head % 2 : head % 4;
    code = code < 0xC0 ? 1 : codes[code % sizeof codes];
    qdmp_span token = bytes_text(bytes, head / 2 % 16 < 9 ? head / 2 % 16 : 8);
    qdmp_span payload = bytes_text(bytes, head >= 0xE0 ? 5 : 0);
    uint32_t id = bytes_u16(bytes);
    out->size = 0;
    naive_coap_write(out, type, code, id, token, making.options, making.count, payload);
}

void object_request_read(struct composed *out, const char *path, int format, uint32_t num, unsigned szx,
                         qdmp_span token) {
    struct making making = {.count = 0};
    const char accept[2] = {(char)(format >> 8), (char)format};
    const uint32_t value = num << 4 | szx;
    const char block[3] = {(char)(unsigned char)(value >> 16), (char)(unsigned char)(value >> 8),
                           (char)(unsigned char)value};
    add_path(&making, path);
    if (format >= 0)
        add(&making, 17, (qdmp_span){accept, sizeof accept});
    add(&making, 23, (qdmp_span){block, sizeof block});
    out->size = 0;
    naive_coap_write(out, num % 2, 1, 0x7D34 + num, token, making.options, making.count, (qdmp_span){NULL, 0});
}

/* ---- Settings ---- */

/* Lengths around multiples of a block, where padding and base64 differ most. */
static size_t value_length(struct bytes *bytes, size_t longest) {
    static const uint8_t lengths[] = {4, 0, 1, 15, 16, 17, 31, 32, 47, 48, 63, 64, 175, 176, 191, 192};
    uint32_t choice = bytes_u8(bytes);
    size_t length = choice >= 0xC0 ? longest : choice >= 0x80 ? bytes_u8(bytes) : lengths[choice % 16];
    return length < longest ? length : longest;
}

static qdmp_span any_value(struct bytes *bytes, uint32_t kind, size_t longest) {
    return bytes_text(bytes, kind == 1 ? longest : value_length(bytes, longest));
}

static void make_values(struct bytes *bytes, uint32_t kind, qdmp_settings *s) {
    s->appl_info = any_value(bytes, kind, 255);
    s->mac = any_value(bytes, kind, 19);
    s->system.rom = any_value(bytes, kind, 19);
    s->system.ram = any_value(bytes, kind, 19);
    s->system.cpu = any_value(bytes, kind, 19);
    s->system.os_sys_ver = any_value(bytes, kind, 47);
    s->software.sw_ver = any_value(bytes, kind, 47);
    s->software.sw_name = any_value(bytes, kind, 47);
    s->network.volte = any_value(bytes, kind, 7);
    s->network.net_type = any_value(bytes, kind, 19);
    s->network.account = any_value(bytes, kind, 47);
    s->network.phone_num = any_value(bytes, kind, 19);
    s->location = any_value(bytes, kind, 255);
    for (uint32_t form = QDMP_EX_SAVE_APPL_INFO; form <= QDMP_EX_SAVE_LOCATION; form++)
        s->set |= QDMP_WAS_SET(form);
}

static void make_credentials(struct bytes *bytes, uint32_t kind, qdmp_settings *s) {
    s->credentials.appkey = (qdmp_span){"M100000089", 10};
    s->credentials.password = bytes_text(bytes, kind == 3 ? bytes_u8(bytes) % 70 : 16);
    s->credentials.tml_type = 1;
    s->credentials.tml_imei = (qdmp_span){"863703030822519", 15};
    s->set |= QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
}

void object_settings_make(struct bytes *bytes, qdmp_settings *settings) {
    uint32_t choice = bytes_u8(bytes), kind = choice % 4;
    image_model_defaults(settings);
    settings->dm_mode = choice < 0xF0;
    settings->set |= QDMP_WAS_SET(QDMP_SET_ACCESS_MODE);
    if (choice < 0xE0 || choice >= 0xF8)
        make_credentials(bytes, kind, settings);
    if (kind != 0)
        make_values(bytes, kind, settings);
}

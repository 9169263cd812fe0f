/* SPDX-License-Identifier: MIT */
/*
 * Compares the library with rows that image.py made, read from standard input:
 *
 *     set LINE IMAGE           a command line in hexadecimal, and the image of the settings that it sets
 *     VERDICT IMAGE CANONICAL  bytes; their verdict: nothing, damaged, newer or good; and the image of their settings
 *                              without parts of other versions; `-` for no bytes
 */
#include "qdmp/qdmp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_MAX = 4096, WORD_MAX = 2 * BYTES_MAX };

typedef struct bytes {
    char data[BYTES_MAX];
    size_t len;
} bytes;

static _Noreturn void fail(const char *what, const char *row) {
    (void)fprintf(stderr, "%s: %s\n", what, row);
    exit(1);
}

static bytes bytes_of(const char *hex) {
    bytes out = {.len = 0};
    for (; hex[0] && hex[0] != '-'; hex += 2) {
        const char digits[3] = {hex[0], hex[1], '\0'};
        out.data[out.len++] = (char)strtoul(digits, NULL, 16);
    }
    return out;
}

static void expect_image(const qdmp_settings *settings, const char *hex) {
    bytes expected = bytes_of(hex), image = {.len = 0};
    qdmp_room room = {image.data, sizeof image.data};
    qdmp_error err;
    if (qdmp_image_encode(settings, room, &image.len, &err) != QDMP_OK)
        fail(qdmp_field_name(err.field), hex);
    if (image.len != expected.len || memcmp(image.data, expected.data, image.len) != 0)
        fail("another image", hex);
}

static void compare_set(const char *line, const char *image) {
    bytes text = bytes_of(line);
    qdmp_span rest = {text.data, text.len};
    qdmp_settings settings;
    qdmp_request request;
    qdmp_settings_defaults(&settings);
    for (size_t used; rest.len; rest.ptr += used, rest.len -= used) {
        if (qdmp_request_decode(rest, QDMP_WHOLE_LINE, &request, &used, NULL) != QDMP_OK ||
            qdmp_settings_apply(&settings, &request, NULL) != QDMP_OK)
            fail("a command is refused", line);
    }
    expect_image(&settings, image);
}

static void compare_verdict(const char *verdict, const char *image, const char *canonical) {
    bytes given = bytes_of(image);
    qdmp_span span = {given.data, given.len};
    qdmp_settings settings;
    int stored;
    qdmp_status status = qdmp_image_decode(span, &settings, &stored, NULL);
    const char *own = status == QDMP_OK ? (stored ? "good" : "nothing") : qdmp_status_name(status);
    if (strcmp(own, verdict) != 0) {
        (void)fprintf(stderr, "%s, not %s: ", own, verdict);
        fail("another verdict", image);
    }
    if (status == QDMP_OK && stored)
        expect_image(&settings, canonical);
    else if (settings.set != 0)
        fail("no defaults", image);
}

int main(void) {
    static char word[3][WORD_MAX + 1];
    unsigned long rows = 0;
    for (; scanf("%8192s %8192s %8192s", word[0], word[1], word[2]) == 3; rows++) {
        if (strcmp(word[0], "set") == 0)
            compare_set(word[1], word[2]);
        else
            compare_verdict(word[0], word[1], word[2]);
    }
    (void)printf("%lu rows\n", rows);
    return !feof(stdin) || rows == 0;
}

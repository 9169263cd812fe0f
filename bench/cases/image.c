/* SPDX-License-Identifier: MIT */
/* Settings to images, and back. */
#include "bench.h"

#include <string.h>

enum { ROOM = 1024 };

static size_t encode(const qdmp_settings *settings, char out[ROOM]) {
    qdmp_room room = {out, ROOM};
    size_t size = 0;
    qdmp_image_encode(settings, room, &size, NULL);
    return size;
}

static uint64_t pass_decode(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        qdmp_settings settings;
        sum += qdmp_image_decode(corpus->lines[i]->text, &settings, NULL, NULL) == QDMP_OK ? settings.location.len : 0;
    }
    return sum;
}

static uint64_t pass_encode(const bench_corpus *corpus) {
    qdmp_settings settings;
    char out[ROOM];
    uint64_t sum = qdmp_image_decode(corpus->lines[0]->text, &settings, NULL, NULL) == QDMP_OK;
    for (size_t i = 0; i < corpus->count; i++)
        sum += encode(&settings, out) + (unsigned char)out[ROOM / 4];
    return sum;
}

/* The images are of the test vectors, which another encoder wrote. */
static bool check(const bench_corpus *corpus) {
    qdmp_span image = corpus->lines[0]->text;
    qdmp_settings settings;
    char out[ROOM];
    return qdmp_image_decode(image, &settings, NULL, NULL) == QDMP_OK && settings.dm_mode == QDMP_DM_MODE_ALLOWED &&
           encode(&settings, out) == image.len && memcmp(out, image.ptr, image.len) == 0;
}

static const bench_case cases[] = {
    {"image_decode", "qdmp", BENCH_OVER(IMAGE_GUIDE) | BENCH_OVER(IMAGE_LONGEST), pass_decode, check},
    {"image_encode", "qdmp", BENCH_OVER(IMAGE_GUIDE) | BENCH_OVER(IMAGE_LONGEST), pass_encode, check},
};

const bench_table bench_image = BENCH_TABLE(cases);

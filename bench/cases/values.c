/* SPDX-License-Identifier: MIT */
/* The inner structure of some values. */
#include "bench.h"

#include <string.h>

enum { MOST_APPS = 8, ROOM = 512 };

static size_t iterate(qdmp_span value, qdmp_app apps[MOST_APPS]) {
    qdmp_app_info list = qdmp_app_info_open(value);
    size_t count = 0;
    while (count < MOST_APPS && qdmp_app_info_next(&list, &apps[count], NULL) == QDMP_OK)
        count++;
    return count;
}

static uint64_t pass_iterate(const bench_corpus *corpus) {
    qdmp_app apps[MOST_APPS];
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += iterate(corpus->lines[i]->text, apps) + apps[0].count;
    return sum;
}

/* The guide: "Douyin|FW1|990650|9123; ...;Zhihu|FW333|77750|65101". */
static bool check_iterate(const bench_corpus *corpus) {
    qdmp_app apps[MOST_APPS];
    return iterate(corpus->lines[0]->text, apps) == 5 && apps[0].name.len == 6 && apps[0].milliseconds == 990650 &&
           apps[4].package.len == 5 && apps[4].count == 65101;
}

static size_t encode_apps(const qdmp_app *apps, char out[ROOM]) {
    qdmp_room room = {out, ROOM};
    size_t size = 0;
    qdmp_app_info_encode(apps, 5, room, &size, NULL);
    return size;
}

static uint64_t pass_encode_apps(const bench_corpus *corpus) {
    qdmp_app apps[MOST_APPS];
    char out[ROOM];
    uint64_t sum = iterate(corpus->lines[0]->text, apps);
    for (size_t i = 0; i < corpus->count; i++)
        sum += encode_apps(apps, out) + (unsigned char)out[0];
    return sum;
}

static bool check_encode_apps(const bench_corpus *corpus) {
    qdmp_span text = corpus->lines[0]->text;
    qdmp_app apps[MOST_APPS];
    char out[ROOM];
    return iterate(text, apps) == 5 && encode_apps(apps, out) == text.len && memcmp(out, text.ptr, text.len) == 0;
}

static uint64_t pass_mac(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        uint8_t mac[6] = {0};
        sum += qdmp_mac_decode(corpus->lines[i]->text, mac, NULL) == QDMP_OK ? mac[5] : 0;
    }
    return sum;
}

static bool check_mac(const bench_corpus *corpus) {
    return pass_mac(corpus) == corpus->count * 0x29;
}

static size_t encode_mac(char out[QDMP_MAC_TEXT]) {
    static const uint8_t mac[6] = {0x00, 0x01, 0x6C, 0x06, 0xA6, 0x29};
    qdmp_room room = {out, QDMP_MAC_TEXT};
    size_t size = 0;
    qdmp_mac_encode(mac, room, &size, NULL);
    return size;
}

static uint64_t pass_encode_mac(const bench_corpus *corpus) {
    char out[QDMP_MAC_TEXT];
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += encode_mac(out) + (unsigned char)out[0];
    return sum;
}

static bool check_encode_mac(const bench_corpus *corpus) {
    char out[QDMP_MAC_TEXT];
    return encode_mac(out) == QDMP_MAC_TEXT && memcmp(out, corpus->lines[0]->text.ptr, QDMP_MAC_TEXT) == 0;
}

static uint64_t pass_location(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        qdmp_position position;
        if (qdmp_location_decode(corpus->lines[i]->text, &position, NULL) == QDMP_OK)
            sum += position.latitude.len + position.longitude.len + position.method.len;
    }
    return sum;
}

/* All but the two commas. */
static bool check_location(const bench_corpus *corpus) {
    return pass_location(corpus) == corpus->bytes - 2 * corpus->count;
}

static const bench_case cases[] = {
    {"values_decode", "qdmp", BENCH_OVER(APPL_INFO), pass_iterate, check_iterate},
    {"values_encode", "qdmp", BENCH_OVER(APPL_INFO), pass_encode_apps, check_encode_apps},
    {"values_decode", "qdmp", BENCH_OVER(MAC), pass_mac, check_mac},
    {"values_encode", "qdmp", BENCH_OVER(MAC), pass_encode_mac, check_encode_mac},
    {"values_decode", "qdmp", BENCH_OVER(LOCATION), pass_location, check_location},
};

const bench_table bench_values = BENCH_TABLE(cases);

/* SPDX-License-Identifier: MIT */
/* Messages to lines: requests and responses, canonical, ends included. */
#include "bench.h"
#include "peers/peers.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 512 };

/* One message into `out`: the bytes written, 0 for a failure. */
typedef size_t encoder(const bench_line *line, char *out);

static size_t encode_qdmp(const bench_line *line, char *out) {
    qdmp_room room = {out, ROOM};
    size_t size = 0;
    if (line->is_request)
        qdmp_request_encode(&line->message.request, QDMP_REQUEST_CANONICAL, room, &size, NULL);
    else
        qdmp_response_encode(&line->message.response, QDMP_RESPONSE_CANONICAL, room, &size, NULL);
    return size;
}

static size_t encode_snprintf(const bench_line *line, char *out) {
    int size = line->is_request ? print_request(&line->message.request, out, ROOM)
                                : print_response(&line->message.response, out, ROOM);
    return size > 0 ? (size_t)size : 0;
}

/* The guide's lines are canonical, except the space before a password. */
static size_t expect(const bench_line *line, char *out) {
    const char *text = line->text.ptr, *space = strstr(text, ", 95Go");
    size_t before = space ? (size_t)(space + 1 - text) : line->text.len;
    return (size_t)snprintf(out, ROOM, "%s%.*s%s%s", line->is_request ? "" : "\r\n", (int)before, text,
                            space ? space + 2 : "", line->is_request ? "\r" : "\r\n");
}

static bool is_line(const bench_line *line, const char *out, size_t size) {
    char expected[ROOM];
    return size == expect(line, expected) && memcmp(out, expected, size) == 0;
}

static bool check(const bench_corpus *corpus, encoder *encode) {
    for (size_t i = 0; i < corpus->count; i++) {
        char out[ROOM];
        if (!is_line(corpus->lines[i], out, encode(corpus->lines[i], out)))
            return false;
    }
    return true;
}

/* A pass for each, so that its calls are direct. */
#define ENCODER(name)                                                                                                  \
    static uint64_t pass_##name(const bench_corpus *corpus) {                                                          \
        uint64_t sum = 0;                                                                                              \
        for (size_t i = 0; i < corpus->count; i++) {                                                                   \
            char out[ROOM];                                                                                            \
            size_t size = encode_##name(corpus->lines[i], out);                                                        \
            sum += size + (unsigned char)out[size / 2];                                                                \
        }                                                                                                              \
        return sum;                                                                                                    \
    }                                                                                                                  \
    static bool check_##name(const bench_corpus *corpus) {                                                             \
        return check(corpus, encode_##name);                                                                           \
    }

ENCODER(qdmp)
ENCODER(snprintf)

static const bench_case cases[] = {
    {"encode", "qdmp", BENCH_OVER_RIGHT, pass_qdmp, check_qdmp},
    {"encode", "snprintf", BENCH_OVER_RIGHT, pass_snprintf, check_snprintf},
};

const bench_table bench_encode = BENCH_TABLE(cases);

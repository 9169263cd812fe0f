/* SPDX-License-Identifier: MIT */
#include "corpus.h"
#include "sample.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GUIDE_LINES = 72, DRAWS = 20000, FEW_DRAWS = 2000, LONG_FIELD = 255 };

#define NAME_OF(ID, name, what) {name, what, 0, 0, NULL, {NULL, 0}},
static bench_corpus corpora[] = {BENCH_CORPORA(NAME_OF)};

static bench_line guide[GUIDE_LINES];

static void fail(const char *what) {
    fprintf(stderr, "bench: %s\n", what);
    exit(2);
}

static void *need(void *memory) {
    if (!memory)
        fail("no memory");
    return memory;
}

static qdmp_span copy(const char *text, size_t len) {
    char *bytes = need(malloc(len + 1));
    memcpy(bytes, text, len);
    bytes[len] = '\0';
    qdmp_span span = {bytes, len};
    return span;
}

static bench_line line_of(const char *text, size_t len) {
    bench_line line = {.text = copy(text, len), .is_request = text[0] == 'A'};
    qdmp_status status = line.is_request
                             ? qdmp_request_decode(line.text, QDMP_WHOLE_LINE, &line.message.request, NULL, NULL)
                             : qdmp_response_decode(line.text, QDMP_WHOLE_LINE, &line.message.response, NULL, NULL);
    if (status != QDMP_OK)
        fail(line.text.ptr);
    return line;
}

static void load_guide(void) {
    char text[8192];
    FILE *file = fopen(QDMP_GUIDE, "rb");
    size_t count = 0;
    while (file && fgets(text, sizeof text, file)) {
        size_t len = strcspn(text, "\n");
        if (text[0] == '#' || len == 0)
            continue;
        if (count == GUIDE_LINES)
            fail("the guide has more lines than it should");
        guide[count++] = line_of(text, len);
    }
    if (file)
        fclose(file);
    if (count != GUIDE_LINES)
        fail("the guide has fewer lines than it should");
}

/* --- draws --- */

static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static bench_corpus *reserve(bench_corpus_id id, size_t count) {
    bench_corpus *corpus = &corpora[id];
    corpus->count = count;
    corpus->lines = need(malloc(count * sizeof *corpus->lines));
    return corpus;
}

static void measure(bench_corpus *corpus) {
    for (size_t i = 0; i < corpus->count; i++)
        corpus->bytes += corpus->lines[i]->text.len;
}

static void join(bench_corpus *corpus) {
    char *at = need(malloc(corpus->bytes + 2 * corpus->count));
    corpus->joined.ptr = at;
    corpus->joined.len = corpus->bytes + 2 * corpus->count;
    for (size_t i = 0; i < corpus->count; i++) {
        qdmp_span text = corpus->lines[i]->text;
        memcpy(at, text.ptr, text.len);
        memcpy(at + text.len, "\r\n", 2);
        at += text.len + 2;
    }
}

static bench_corpus *draw(bench_corpus_id id, size_t draws, const bench_line *lines, size_t count) {
    bench_corpus *corpus = reserve(id, draws);
    uint32_t state = 2463534242u;
    for (size_t i = 0; i < draws; i++)
        corpus->lines[i] = &lines[next_random(&state) % count];
    measure(corpus);
    return corpus;
}

static void draw_lines(bench_corpus_id id, size_t draws, const bench_line *lines, size_t count) {
    join(draw(id, draws, lines, count));
}

/* --- the corpora --- */

static void make_guide(void) {
    bench_corpus *corpus = reserve(BENCH_GUIDE, GUIDE_LINES);
    for (size_t i = 0; i < GUIDE_LINES; i++)
        corpus->lines[i] = &guide[i];
    measure(corpus);
    join(corpus);
}

static void make_one_way(bench_corpus_id id, bool is_request, size_t draws) {
    static bench_line lines[2][GUIDE_LINES];
    size_t count = 0;
    for (size_t i = 0; i < GUIDE_LINES; i++) {
        if (guide[i].is_request == is_request)
            lines[is_request][count++] = guide[i];
    }
    draw_lines(id, draws, lines[is_request], count);
}

static bench_line line_around(const char *begin, const char *field, const char *end) {
    char text[LONG_FIELD + 64];
    if (strlen(field) != LONG_FIELD)
        fail("a long field is not as long as it should be");
    return line_of(text, (size_t)snprintf(text, sizeof text, "%s%s%s", begin, field, end));
}

static void make_long(void) {
    static bench_line lines[4];
    char records[LONG_FIELD + 1] = "", position[LONG_FIELD + 1];
    for (size_t i = 0; i < 10; i++)
        strcat(records, "Douyin|FW1|990650|9123;");
    strcat(records, "Wechat|FW02|80650|9201234");
    snprintf(position, sizeof position, "31.%0231d,117.2025477950,OTDOA", 1);
    lines[0] = line_around("AT+QDMPCFGEX=0,0,\"", records, "\"");
    lines[1] = line_around("AT+QDMPCFGEX=5,0,\"", position, "\"");
    lines[2] = line_around("+QDMPCFGEX: 0,", records, "");
    lines[3] = line_around("+QDMPCFGEX: 5,", position, "");
    draw_lines(BENCH_FIELDS_255, FEW_DRAWS, lines, 4);
}

/* The same lines in a form that is not canonical: names in small letters, no space after the colon. */
static void make_otherwise(void) {
    static bench_line lines[GUIDE_LINES];
    size_t count = 0;
    for (size_t i = 0; i < GUIDE_LINES; i++) {
        size_t head = strcspn(guide[i].text.ptr, "=?: "), len = 0;
        char text[512];
        if (strcmp(guide[i].text.ptr, "OK") == 0) /* which has no other form */
            continue;
        for (const char *p = guide[i].text.ptr; *p; p++) {
            if (len < head && guide[i].is_request)
                text[len++] = (char)tolower((unsigned char)*p);
            else if (*p != ' ' || len != head + 1)
                text[len++] = *p;
        }
        lines[count] = guide[i];
        lines[count++].text = copy(text, len);
    }
    draw_lines(BENCH_OTHERWISE, DRAWS, lines, count);
}

/* Every line with a byte that no rule allows anywhere. */
static void make_rejects(bench_corpus_id id) {
    static bench_line lines[BENCH_CORPUS_COUNT][GUIDE_LINES];
    for (size_t i = 0; i < GUIDE_LINES; i++) {
        size_t len = guide[i].text.len;
        char text[512];
        memcpy(text, guide[i].text.ptr, len);
        text[id == BENCH_REJECT_FIRST ? 0 : id == BENCH_REJECT_MIDDLE ? len / 2 : len - 1] = '\x01';
        lines[id][i].text = copy(text, len);
        lines[id][i].is_request = guide[i].is_request;
    }
    draw_lines(id, DRAWS, lines[id], GUIDE_LINES);
}

static void make_value(bench_corpus_id id, qdmp_span value) {
    static bench_line lines[BENCH_CORPUS_COUNT];
    lines[id].text = value;
    draw(id, FEW_DRAWS, &lines[id], 1);
}

static void make_values(void) {
    for (size_t i = 0; i < GUIDE_LINES; i++) {
        const qdmp_request *request = &guide[i].message.request;
        if (!guide[i].is_request)
            continue;
        if (request->kind == QDMP_EX_SAVE_APPL_INFO)
            make_value(BENCH_APPL_INFO, request->appl_info);
        if (request->kind == QDMP_EX_SAVE_MAC)
            make_value(BENCH_MAC, request->mac);
        if (request->kind == QDMP_EX_SAVE_LOCATION)
            make_value(BENCH_LOCATION, request->location);
    }
}

static void make_datagrams(void) {
    static bench_line lines[4];
    for (size_t i = 0; i < 4; i++)
        lines[i].text = sample_datagrams[i];
    draw(BENCH_DATAGRAMS, FEW_DRAWS, lines, 4);
    draw(BENCH_REGISTER, FEW_DRAWS, lines, 1);
}

/* --- images --- */

static unsigned hex_digit(char c) {
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* The image of a row of the vectors: the last word of the line that begins with `name`. */
static qdmp_span load_image(const char *name) {
    char text[8192], bytes[sizeof text / 2];
    FILE *file = fopen(QDMP_IMAGES, "rb");
    size_t len = 0, named = strlen(name);
    while (file && fgets(text, sizeof text, file)) {
        if (strncmp(text, name, named) != 0 || text[named] != ' ')
            continue;
        for (const char *hex = strrchr(text, ' ') + 1; *hex > ' '; hex += 2)
            bytes[len++] = (char)(unsigned char)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
    }
    if (file)
        fclose(file);
    if (!len)
        fail(name);
    return copy(bytes, len);
}

void bench_corpora_open(void) {
    load_guide();
    make_guide();
    draw_lines(BENCH_SHUFFLED, DRAWS, guide, GUIDE_LINES);
    make_one_way(BENCH_REQUESTS, true, DRAWS);
    make_one_way(BENCH_COMMANDS, true, FEW_DRAWS);
    make_one_way(BENCH_RESPONSES, false, DRAWS);
    make_long();
    make_otherwise();
    make_rejects(BENCH_REJECT_FIRST);
    make_rejects(BENCH_REJECT_MIDDLE);
    make_rejects(BENCH_REJECT_END);
    make_values();
    make_datagrams();
    make_value(BENCH_IMAGE_GUIDE, load_image("guide"));
    make_value(BENCH_IMAGE_LONGEST, load_image("longest"));
}

const bench_corpus *bench_corpus_of(bench_corpus_id id) {
    return &corpora[id];
}

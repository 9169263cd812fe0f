/* SPDX-License-Identifier: MIT */
/* Commands on a module with its storage in RAM: from the line to the lines that answer it. */
#include "bench.h"

#include <string.h>

enum { APPKEY_MAX = 32, PASSWORD_MAX = 32, ROOM = 512 };

static char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(APPKEY_MAX, PASSWORD_MAX)];
static struct {
    char bytes[sizeof rooms[0]];
    size_t size;
} stored;

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    (void)context;
    memcpy(out.ptr, stored.bytes, stored.size);
    *size = stored.size;
    return QDMP_OK;
}

static qdmp_status store(void *context, qdmp_span image) {
    (void)context;
    memcpy(stored.bytes, image.ptr, image.len);
    stored.size = image.len;
    return QDMP_OK;
}

static qdmp_module module;

static bool open_module(void) {
    const qdmp_module_config config = {
        {load, store, NULL},
        {{rooms[0], sizeof rooms[0]}, {rooms[1], sizeof rooms[1]}, {rooms[2], sizeof rooms[2]}},
        APPKEY_MAX,
        PASSWORD_MAX};
    return qdmp_module_open(&module, &config, NULL) == QDMP_OK;
}

/* Executes a line. Returns the bytes of the last line of its answer, and the reason of its end in `*status`. */
static size_t execute(qdmp_span text, char answer[ROOM], qdmp_status *status) {
    qdmp_command_line line;
    qdmp_response info;
    qdmp_room room = {answer, ROOM};
    size_t size = 0;
    qdmp_command_line_open(&line, text);
    while ((*status = qdmp_command_line_next(&line, &module, QDMP_DMSTATE_REG_SUCCESS, &info, NULL)) == QDMP_OK)
        qdmp_response_encode(&info, QDMP_RESPONSE_TEXT_ALONE, room, &size, NULL);
    return size;
}

static uint64_t pass_execute(const bench_corpus *corpus) {
    char answer[ROOM];
    qdmp_status status;
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += execute(corpus->lines[i]->text, answer, &status) + (unsigned)status;
    return sum;
}

static bool says(const char *line, const char *expected) {
    char answer[ROOM];
    qdmp_status status;
    qdmp_span text = {line, strlen(line)};
    size_t size = execute(text, answer, &status);
    return status == QDMP_END && size == strlen(expected) && memcmp(answer, expected, size) == 0;
}

/* Answers typed by hand. Of the guide's commands only the query of credentials that were not set is refused. */
static bool check(const bench_corpus *corpus) {
    stored.size = 0;
    bool good = open_module() && says("AT+QDMPCFG=0,1", "") && says("AT+QDMPCFG=4,0", "+QDMPCFG: 0,1") &&
                says("AT+QDMPCFG=2,\"M100000089\",\"95Go0000\",1,863703030822519;+QDMPCFG=4,2",
                     "+QDMPCFG: 2,M100000089,95Go****,1,863703030822519") &&
                says("AT+QDMPCFG=6", "+QDMPCFG: 6,6") && says("AT+QDMPCFGEX=1,1", "+QDMPCFGEX: 1,NULL") &&
                open_module() && qdmp_module_in_force(&module)->dm_mode == QDMP_DM_MODE_ALLOWED;
    for (size_t i = 0; good && i < corpus->count; i++) {
        char answer[ROOM];
        qdmp_status status;
        execute(corpus->lines[i]->text, answer, &status);
        good = status == QDMP_END || status == QDMP_NOT_SET;
    }
    return good;
}

static const bench_case cases[] = {
    {"module_execute", "qdmp", BENCH_OVER(COMMANDS), pass_execute, check},
};

const bench_table bench_module = BENCH_TABLE(cases);

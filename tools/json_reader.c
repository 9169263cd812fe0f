/* SPDX-License-Identifier: MIT */
#include "json_reader.h"
#include "complain.h"
#include "json_extent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The longest object: an object with a line of 1 MiB, each byte of it escaped as \u0000, and more. Without a bound, an
 * object that never ends would take all memory.
 */
enum { ROOM_MIN = 1 << 17, ROOM_MAX = 1 << 24 };

json_reader json_reader_open(source *in) {
    json_reader reader = {.in = in, .bytes = need(malloc(ROOM_MIN)), .room = ROOM_MIN};
    return reader;
}

void json_reader_close(json_reader *reader) {
    free(reader->bytes);
}

/* Reads more after the existing bytes. Returns false if nothing came, or there is no room for more. */
static bool read_more(json_reader *reader) {
    if (reader->begin) {
        reader->end -= reader->begin;
        memmove(reader->bytes, reader->bytes + reader->begin, reader->end);
        reader->begin = 0;
    }
    if (reader->end == reader->room) {
        if (reader->room == ROOM_MAX)
            return false;
        reader->room *= 2;
        reader->bytes = need(realloc(reader->bytes, reader->room));
    }
    qdmp_room free_room = {reader->bytes + reader->end, reader->room - reader->end};
    size_t size = reader->at_end ? 0 : source_read(reader->in, free_room);
    reader->at_end |= !size;
    reader->end += size;
    return size > 0;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Skips whitespace. Returns false at the end of the input. */
static bool skip_spaces(json_reader *reader) {
    do {
        while (reader->begin < reader->end && is_space(reader->bytes[reader->begin]))
            reader->begin++;
    } while (reader->begin == reader->end && read_more(reader));
    return reader->begin < reader->end;
}

static void skip_line(json_reader *reader) {
    for (;;) {
        char *begin = reader->bytes + reader->begin, *end = memchr(begin, '\n', reader->end - reader->begin);
        reader->begin = end ? (size_t)(end - reader->bytes) + 1 : reader->end;
        if (end || !read_more(reader))
            return;
    }
}

static bool begins_value(const json_reader *reader) {
    char first = reader->bytes[reader->begin];
    return first == '{' || first == '[';
}

/* The part of the value that has been passed on, and the end of the value. */
typedef struct hand_over {
    json_reader *reader;
    size_t size;
    json_extent extent;
} hand_over;

/* The callback of jansson. Passes on each byte of the value once, and no byte after it. */
static size_t give(void *room, size_t cap, void *data) {
    hand_over *to = data;
    json_reader *reader = to->reader;
    if (to->extent.state != EXTENT_OPEN || (reader->begin + to->size == reader->end && !read_more(reader)))
        return 0;
    const char *next = reader->bytes + reader->begin + to->size;
    size_t there = reader->end - reader->begin - to->size;
    size_t size = json_extent_next(&to->extent, next, there < cap ? there : cap);
    if (to->extent.state > EXTENT_CLOSED)
        return 0;
    memcpy(room, next, size);
    to->size += size;
    return size;
}

/* Reports the bound that the value exceeded, if it exceeded one. */
static void explain(const hand_over *at, json_error_t *error) {
    enum { SIZE = sizeof error->text };
    if (at->extent.state == EXTENT_TOO_DEEP)
        snprintf(error->text, SIZE, "nested deeper than %d levels", JSON_DEPTH_MAX);
    else if (at->extent.state == EXTENT_TOO_MANY)
        snprintf(error->text, SIZE, "more than %d values", JSON_VALUES_MAX);
    else if (at->size == ROOM_MAX)
        snprintf(error->text, SIZE, "longer than %d bytes", ROOM_MAX);
}

/* Parses the value that begins here. */
static json_t *parse(json_reader *reader, json_error_t *error) {
    hand_over at = {.reader = reader};
    json_t *value =
        json_load_callback(give, &at, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, error);
    if (value)
        reader->begin += at.size;
    else
        explain(&at, error);
    return value;
}

json_event json_reader_next(json_reader *reader, json_t **value, json_error_t *error) {
    for (; skip_spaces(reader); skip_line(reader)) {
        bool begins = begins_value(reader);
        if (reader->lost && !begins)
            continue;
        *value = parse(reader, error);
        reader->lost = !*value && begins;
        if (!*value)
            skip_line(reader);
        return *value ? JSON_VALUE : JSON_BROKEN;
    }
    return JSON_END;
}

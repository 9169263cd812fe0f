/* SPDX-License-Identifier: MIT */
#include "json_reader.h"
#include "complain.h"

#include <stdlib.h>
#include <string.h>

/*
 * The longest object: one with a line of 1 MiB, each byte of it escaped as \u0000, and more. Without a bound, an object
 * that never ends would take all memory there is.
 */
enum { ROOM_MIN = 1 << 17, ROOM_MAX = 1 << 24 };

json_reader json_reader_open(source *in) {
    json_reader reader = {.in = in, .bytes = need(malloc(ROOM_MIN)), .room = ROOM_MIN};
    return reader;
}

void json_reader_close(json_reader *reader) {
    free(reader->bytes);
}

/* Reads more behind what is there; false if nothing came, or there is no room for more. */
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

/* Passes over whitespace; false at the end of the input. */
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

/*
 * How much of what is there may be parsed: whole lines. A line end stands in no token of JSON, so what breaks off at
 * one is either wrong before or goes on behind it.
 */
static size_t whole_lines(const json_reader *reader) {
    size_t end = reader->end;
    if (reader->at_end)
        return end - reader->begin;
    while (end > reader->begin && reader->bytes[end - 1] != '\n')
        end--;
    return end - reader->begin;
}

static bool begins_value(const json_reader *reader) {
    char first = reader->bytes[reader->begin];
    return first == '{' || first == '[';
}

/* Parses the value that begins here; reads more as long as it breaks off. */
static json_t *parse(json_reader *reader, json_error_t *error) {
    for (;;) {
        size_t size = whole_lines(reader);
        json_t *value = NULL;
        if (size) {
            value = json_loadb(reader->bytes + reader->begin, size,
                               JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, error);
            if (value)
                reader->begin += (size_t)error->position;
            if (value || json_error_code(error) != json_error_premature_end_of_input)
                return value;
        }
        if (!read_more(reader) && reader->end == ROOM_MAX) {
            strcpy(error->text, "the object is too long");
            return NULL;
        }
        if (reader->at_end && size == reader->end - reader->begin)
            return value;
    }
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

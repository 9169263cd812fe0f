/* SPDX-License-Identifier: MIT */
#include "output.h"
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT_SIZE = 1 << 18 };

output output_open(void) {
    output out = {need(malloc(OUTPUT_SIZE)), 0, false};
    return out;
}

static void write_all(output *out, const char *bytes, size_t size) {
    while (size && !out->failed) {
        ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written >= 0) {
            bytes += written;
            size -= (size_t)written;
        } else if (errno != EINTR) {
            /* A reader that closes the pipe, as `head` does, needs no message. */
            if (errno != EPIPE)
                complain("standard output: %s", strerror(errno));
            out->failed = true;
        }
    }
}

void output_flush(output *out) {
    write_all(out, out->bytes, out->used);
    out->used = 0;
}

void output_put(output *out, const char *bytes, size_t size) {
    if (size > OUTPUT_SIZE - out->used)
        output_flush(out);
    if (size > OUTPUT_SIZE) {
        write_all(out, bytes, size);
        return;
    }
    if (size)
        memcpy(out->bytes + out->used, bytes, size);
    out->used += size;
}

void output_span(output *out, qdmp_span span) {
    output_put(out, span.ptr, span.len);
}

void output_text(output *out, const char *text) {
    output_put(out, text, strlen(text));
}

void output_char(output *out, char c) {
    output_put(out, &c, 1);
}

void output_fill(output *out, char c, size_t count) {
    while (count--)
        output_char(out, c);
}

void output_format(output *out, const char *format, ...) {
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        output_put(out, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

static int put_piece(const char *bytes, size_t size, void *out) {
    output_put(out, bytes, size);
    return 0;
}

/* jansson writes directly into the buffer. Text that does not fit even into an empty buffer comes in pieces. */
void output_json(output *out, const json_t *value) {
    enum { FLAGS = JSON_COMPACT | JSON_PRESERVE_ORDER };
    size_t size = json_dumpb(value, out->bytes + out->used, OUTPUT_SIZE - out->used, FLAGS);
    if (!size)
        die_of_memory();
    if (size <= OUTPUT_SIZE - out->used)
        out->used += size;
    else if (json_dump_callback(value, put_piece, out, FLAGS))
        die_of_memory();
    output_char(out, '\n');
}

int output_close(output *out) {
    output_flush(out);
    free(out->bytes);
    out->bytes = NULL;
    return out->failed ? STATUS_TROUBLE : STATUS_GOOD;
}

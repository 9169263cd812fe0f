/* SPDX-License-Identifier: MIT */
/* Standard output with a large buffer, so that a message costs no system call. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "complain.h"
#include "qdmp/span.h"

#include <jansson.h>
#include <stdbool.h>

typedef struct output {
    char *bytes;
    size_t used;
    bool failed; /* reported already, unless the reader has gone; all further output is dropped */
} output;

output output_open(void);

void output_put(output *out, const char *bytes, size_t size);
void output_span(output *out, qdmp_span span);
void output_text(output *out, const char *text);
void output_char(output *out, char c);

/* `count` times `c`. */
void output_fill(output *out, char c, size_t count);

/* At most 1023 bytes. */
void output_format(output *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* Prints `value` without any space, and a line end. */
void output_json(output *out, const json_t *value);

/* Passes all buffered output to the system. */
void output_flush(output *out);

/* Flushes and frees. Returns the exit status: a write that failed is STATUS_TROUBLE. */
int output_close(output *out);

#endif

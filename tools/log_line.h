/* SPDX-License-Identifier: MIT */
/*
 * Finds lines of AT traffic in the lines of a log: behind timestamps, levels, names of programs and marks of direction,
 * with colours anywhere, and before marks of line ends. A line of a log may contain several of them.
 */
#ifndef LOG_LINE_H
#define LOG_LINE_H

#include "qdmp/span.h"

#include <stdbool.h>

/* The bytes of a line without its colours, and their places in the line. */
typedef struct log_text {
    qdmp_span line; /* as it stands in the log */
    qdmp_span plain;
    char *room; /* for `plain`, if there are colours */
    size_t cap;
    size_t at; /* a place in `line`, and the one in `plain` */
    size_t plain_at;
} log_text;

/* A walk over the lines of AT traffic in one line of a log. */
typedef struct log_walk {
    const unsigned char *next;
    const unsigned char *limit; /* the closing quote, or the end */
    bool wrapped;               /* quotes enclose them */
    bool results;               /* result codes count */
    bool tolerant;              /* noise may stand before a response (R28) */
} log_walk;

/* One of them. */
typedef struct log_part {
    qdmp_span text;
    bool ours;   /* it begins with the name of a command */
    bool result; /* it looks like a result code */
} log_part;

/*
 * Searches `line`, which must live as long as the walk. False: the line contains no line of QDMPCFG or QDMPCFGEX, and
 * no result code that counts.
 *
 * A result code counts if a mark of direction stands before it and only quotes and marks of line ends follow; or if it
 * is the whole line.
 *
 * `tolerant`: a response after noise counts like one without noise.
 */
bool log_open(log_walk *walk, log_text *text, qdmp_span line, bool tolerant);

/* Takes the next line of AT traffic; false if none is left. */
bool log_next(log_walk *walk, log_part *out);

/* The place in the line of the byte that is at `at` in the text without colours. */
size_t log_place(log_text *text, const char *at);

void log_close(log_text *text);

/* The number of bytes of the colour that begins at `at` in `line`; 0 if none begins there. */
size_t log_colour(qdmp_span line, size_t at);

#endif

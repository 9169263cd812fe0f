/* SPDX-License-Identifier: MIT */
/* Finds the end of a JSON object or array: counts brackets, except those in strings. */
#ifndef JSON_EXTENT_H
#define JSON_EXTENT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The greatest depth and number of values of an object. The output of decode has two levels and 20 values; without
 * bounds, 16 MiB of brackets take 700 MB of memory. The depth also bounds how often a byte is read: after an object
 * that breaks off, the objects nested in it are tried.
 */
enum { JSON_DEPTH_MAX = 32, JSON_VALUES_MAX = 1 << 20 };

typedef enum json_extent_state { EXTENT_OPEN, EXTENT_CLOSED, EXTENT_TOO_DEEP, EXTENT_TOO_MANY } json_extent_state;

typedef struct json_extent {
    json_extent_state state;
    unsigned depth;
    unsigned values;
    bool in_string;
    bool escaped; /* the byte before was a backslash in a string */
} json_extent;

/*
 * Continues with `bytes`, up to the end of the value, to a bound that is exceeded, or to the end of a line. Returns how
 * many bytes belong to the value. No token of JSON contains a line end, so a value that breaks off there is either
 * wrong before it or continues after it.
 */
size_t json_extent_next(json_extent *at, const char *bytes, size_t size);

#endif

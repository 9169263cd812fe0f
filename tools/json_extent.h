/* SPDX-License-Identifier: MIT */
/* Where a JSON object or array ends: brackets are counted, and those in strings are not. */
#ifndef JSON_EXTENT_H
#define JSON_EXTENT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How deep an object may be nested, and how many values it may hold. What decode prints has two levels and 20 values;
 * without bounds, 16 MiB of brackets take 700 MB of memory. The depth also bounds how often a byte is looked at:
 * behind an object that breaks off, those nested in it are tried.
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
 * Goes on with `bytes`, up to the end of the value, to a bound that is exceeded, or to the end of a line; returns how
 * many belong to the value. A line end stands in no token of JSON, so what breaks off there is either wrong before or
 * goes on behind.
 */
size_t json_extent_next(json_extent *at, const char *bytes, size_t size);

#endif

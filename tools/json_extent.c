/* SPDX-License-Identifier: MIT */
#include "json_extent.h"

static void take_in_string(json_extent *at, char c) {
    if (at->escaped)
        at->escaped = false;
    else if (c == '\\')
        at->escaped = true;
    else if (c == '"')
        at->in_string = false;
}

static void count_value(json_extent *at) {
    if (++at->values > JSON_VALUES_MAX)
        at->state = EXTENT_TOO_MANY;
}

static void open_bracket(json_extent *at) {
    if (++at->depth > JSON_DEPTH_MAX)
        at->state = EXTENT_TOO_DEEP;
    count_value(at);
}

static void take(json_extent *at, char c) {
    switch (c) {
    case '"': at->in_string = true; break;
    case '{':
    case '[': open_bracket(at); break;
    case '}':
    case ']':
        if (!--at->depth)
            at->state = EXTENT_CLOSED;
        break;
    case ',': count_value(at); break;
    default: break;
    }
}

size_t json_extent_next(json_extent *at, const char *bytes, size_t size) {
    size_t used = 0;
    while (used < size && at->state == EXTENT_OPEN) {
        char c = bytes[used++];
        if (at->in_string)
            take_in_string(at, c);
        else
            take(at, c);
        if (c == '\n')
            break;
    }
    return used;
}

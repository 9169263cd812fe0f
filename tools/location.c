/* SPDX-License-Identifier: MIT */
#include "location.h"
#include "hex.h"

#include <string.h>

/* Reads one byte of a segment and steps over it; returns -1 if a % is not followed by two hex digits. */
static int next_byte(const char **text) {
    const char *at = *text;
    if (*at != '%') {
        *text = at + 1;
        return (unsigned char)*at;
    }
    int high = hex_digit(at[1]), low = high < 0 ? -1 : hex_digit(at[2]);
    *text = at + 3;
    return low < 0 ? -1 : high << 4 | low;
}

static bool read_segment(const char **text, char *room, qdmp_span *segment) {
    segment->ptr = room;
    segment->len = 0;
    while (**text && **text != '/') {
        int byte = next_byte(text);
        if (byte < 0)
            return false;
        room[segment->len++] = (char)byte;
    }
    return true;
}

bool location_read(const char *text, char *room, qdmp_location_path *path) {
    path->count = 0;
    if (!*text)
        return true;
    text += *text == '/';
    for (;;) {
        if (path->count == QDMP_LOCATION_SEGMENTS_MAX)
            return false;
        qdmp_span *segment = &path->segments[path->count++];
        if (!read_segment(&text, room, segment))
            return false;
        if (!*text)
            return true;
        room += segment->len;
        text++;
    }
}

/* RFC 3986, 2.3 */
static bool is_unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c && strchr("-._~", c));
}

static void print_segment(output *out, qdmp_span segment) {
    for (size_t i = 0; i < segment.len; i++) {
        if (is_unreserved(segment.ptr[i]))
            output_char(out, segment.ptr[i]);
        else
            output_format(out, "%%%02X", (unsigned char)segment.ptr[i]);
    }
}

void location_print(output *out, qdmp_coap_options options, uint16_t number) {
    qdmp_coap_option option;
    bool first = true;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        if (option.number != number)
            continue;
        if (!first || !option.value.len)
            output_char(out, '/');
        print_segment(out, option.value);
        first = false;
    }
}

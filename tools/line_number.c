/* SPDX-License-Identifier: MIT */
#include "line_number.h"

#include <string.h>

/* The number of bytes of a text in which a LF is searched. */
enum { HEAD = 1 << 16 };

line_ends line_number_ends(qdmp_span head, bool whole) {
    size_t size = head.len < HEAD ? head.len : HEAD;
    if (size && memchr(head.ptr, '\n', size))
        return ENDS_LF;
    return whole || size == HEAD ? ENDS_CR_TOO : ENDS_UNKNOWN;
}

line_number line_number_open(size_t first, line_ends ends) {
    line_number opened = {.ends = ends, .number = first};
    return opened;
}

static void begin_line(line_number *at, size_t position) {
    at->number++;
    at->begin = position;
}

static void pass_lf(line_number *at, qdmp_span bytes) {
    const char *lf = bytes.ptr, *lim = bytes.ptr + bytes.len;
    while (lf < lim && (lf = memchr(lf, '\n', (size_t)(lim - lf))))
        begin_line(at, at->position + (size_t)(++lf - bytes.ptr));
}

/* CR LF is one end. */
static void pass_both(line_number *at, qdmp_span bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        if (c == '\n' && at->after_cr)
            at->begin++;
        else if (c == '\r' || c == '\n')
            begin_line(at, at->position + i + 1);
        at->after_cr = c == '\r';
    }
}

void line_number_pass(line_number *at, qdmp_span bytes) {
    if (at->ends == ENDS_LF)
        pass_lf(at, bytes);
    else
        pass_both(at, bytes);
    at->position += bytes.len;
}

line_place line_number_place(line_number *at, qdmp_span bytes, size_t size) {
    /* The bytes before are the rest of a line that was too long, and the LF of a CR LF. */
    qdmp_span before = {bytes.ptr, bytes.len > size ? bytes.len - 1 - size : 0};
    line_number_pass(at, before);
    line_place place = {at->number, at->position + (bytes.len - before.len) - 1 - size - at->begin};
    qdmp_span rest = {bytes.ptr + before.len, bytes.len - before.len};
    line_number_pass(at, rest);
    at->next = at->position;
    return place;
}

line_place line_number_place_open(line_number *at, qdmp_span bytes) {
    line_number_pass(at, bytes);
    line_place place = {at->number, at->next > at->begin ? at->next - at->begin : 0};
    return place;
}

line_place line_number_place_rest(const line_number *at, size_t size) {
    line_place place = {at->number, at->position - size - at->begin};
    return place;
}

size_t line_number_after(const line_number *at) {
    bool ended = at->position && at->begin == at->position;
    return ended ? at->number : at->number + 1;
}

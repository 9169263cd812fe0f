/* SPDX-License-Identifier: MIT */
#include "splitter.h"

#include <string.h>

/* The number at `p`; stops at the first byte that is no digit. */
static uint32_t number_at(const char *p, const char *end) {
    uint32_t number = 0;
    while (p < end && *p >= '0' && *p <= '9')
        number = number * 10 + (uint32_t)(*p++ - '0');
    return number;
}

/* Takes the value at `p`: to its closing quote, or to the next comma. Returns the byte behind it. */
static const char *take(const char *p, const char *end, split_value *out) {
    char stop = ',';
    if (p < end && *p == '"') {
        stop = '"';
        p++;
    }
    const char *close = memchr(p, stop, (size_t)(end - p));
    if (!close)
        close = end;
    out->ptr = p;
    out->len = (size_t)(close - p);
    out->number = number_at(p, close);
    return close < end && stop == '"' ? close + 1 : close;
}

static void take_all(const char *p, const char *end, split_line *out) {
    while (p < end && out->count < 6) {
        p = take(p, end, &out->values[out->count++]);
        p += p < end;
    }
}

void split(const char *line, size_t len, split_line *out) {
    const char *p = line, *end = line + len;
    out->count = 0;
    out->ex = 0;
    if (len == 2 && p[0] == 'O') {
        out->form = 'o';
        return;
    }
    if (*p == 'A')
        p += 2;
    p += sizeof "+QDMPCFG" - 1;
    if (p[0] == 'E') {
        out->ex = 1;
        p += 2;
    }
    out->form = *p++;
    if (out->form == ':')
        p += *p == ' ';
    if (out->form == '=' && p < end && *p == '?') {
        out->form = 't';
        return;
    }
    if (out->form != '?')
        take_all(p, end, out);
}

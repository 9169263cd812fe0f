/* SPDX-License-Identifier: MIT */
#include "splitter.h"

#include <string.h>

/* Whether the line at `p` begins with `text`; if so, skips it. */
static int skip(const char **p, const char *end, const char *text) {
    size_t len = strlen(text);
    if ((size_t)(end - *p) < len || memcmp(*p, text, len) != 0)
        return 0;
    *p += len;
    return 1;
}

/* Takes the value at `p`: to its closing quote, or to the next comma. Returns the byte after it. */
static const char *take(const char *p, const char *end, split_value *out) {
    char stop = ',';
    while (p < end && *p == ' ')
        p++;
    if (p < end && *p == '"') {
        stop = '"';
        p++;
    }
    out->ptr = p;
    out->number = 0;
    for (; p < end && *p != stop; p++) {
        if (*p >= '0' && *p <= '9')
            out->number = out->number * 10 + (uint32_t)(*p - '0');
    }
    out->len = (size_t)(p - out->ptr);
    return p < end && stop == '"' ? p + 1 : p;
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
    out->form = 0;
    skip(&p, end, "AT");
    if (!skip(&p, end, "+QDMPCFG")) {
        if (skip(&p, end, "OK"))
            out->form = 'o';
        else if (skip(&p, end, "ERROR"))
            out->form = 'e';
        return;
    }
    out->ex = skip(&p, end, "EX");
    if (skip(&p, end, "=?"))
        out->form = 't';
    else if (p < end)
        out->form = *p++;
    if (out->form == '=' || out->form == ':')
        take_all(p, end, out);
}

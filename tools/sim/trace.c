/* SPDX-License-Identifier: MIT */
#include "trace.h"
#include "draw.h"
#include "qdmp/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

trace trace_open(output *out, bool wanted) {
    return (trace){.to = {.out = out}, .mask = {.wanted = true}, .wanted = wanted};
}

void trace_close(trace *held) {
    mask_close(&held->mask);
}

static void put_line(trace *to, const char *mark, qdmp_span text) {
    output_text(to->to.out, mark);
    draw_text(to->to.out, text, SIZE_MAX);
    output_char(to->to.out, '\n');
    output_flush(to->to.out);
}

/* Requests that can be read, and contain no password. */
static bool is_open(qdmp_span line) {
    qdmp_request request;
    size_t used;
    while (line.len) {
        if (qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, &used, NULL) != QDMP_OK ||
            request.kind == QDMP_SET_CREDENTIALS)
            return false;
        line.ptr += used;
        line.len -= used;
    }
    return true;
}

/*
 * In any other line all values of our commands are hidden, and so is text in quotes, because it may be a mistyped
 * password.
 */
void trace_command_line(trace *to, qdmp_span body) {
    char line[4096];
    if (!to->wanted)
        return;
    int size = snprintf(line, sizeof line, "AT%.*s", (int)body.len, body.ptr);
    qdmp_span whole = {line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1};
    mask_restart(&to->mask);
    put_line(to, "> ", is_open(whole) ? whole : mask_line(&to->mask, whole, 1));
}

/* Without its frame. An answer of several lines takes several lines here. */
void trace_answer(trace *to, qdmp_span bytes) {
    const char *end = bytes.ptr + bytes.len;
    for (const char *next = bytes.ptr; to->wanted && next < end; next++) {
        const char *begin = next;
        while (next < end && *next != '\r' && *next != '\n')
            next++;
        if (next > begin)
            put_line(to, "< ", (qdmp_span){begin, (size_t)(next - begin)});
    }
}

void trace_event(trace *to, const char *format, ...) {
    char text[256];
    va_list arguments;
    if (!to->wanted)
        return;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    put_line(to, "", (qdmp_span){text, strlen(text)});
}

const report *trace_report(const trace *of) {
    return of->wanted ? &of->to : NULL;
}

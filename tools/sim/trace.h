/* SPDX-License-Identifier: MIT */
/* The output of the simulator about its work: a line for each event, flushed at once. It contains no passwords. */
#ifndef TRACE_H
#define TRACE_H

#include "mask.h"
#include "report.h"

typedef struct trace {
    report to;
    masker mask;
    bool wanted;
} trace;

trace trace_open(output *out, bool wanted);
void trace_close(trace *held);

/* A command line, its `AT` left out. */
void trace_command_line(trace *to, qdmp_span body);

/* A piece of an answer. */
void trace_answer(trace *to, qdmp_span bytes);

/* Any other event. */
void trace_event(trace *to, const char *format, ...) PRINTF_LIKE(2, 3);

/* Where datagrams are reported; NULL: nowhere. */
const report *trace_report(const trace *of);

#endif

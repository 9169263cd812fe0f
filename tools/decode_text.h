/* SPDX-License-Identifier: MIT */
/* Items for people: a line each, and errors with the line at fault. */
#ifndef DECODE_TEXT_H
#define DECODE_TEXT_H

#include "item.h"
#include "line_number.h"
#include "output.h"

typedef struct text_printer {
    const char *file; /* stands before each line's number; NULL: nothing does */
    bool mask;
} text_printer;

/* Prints `it`, which stands on the line at `place`; the number 0 is that of a line without one. */
void text_print(const text_printer *printer, output *out, const item *it, line_place place);

#endif

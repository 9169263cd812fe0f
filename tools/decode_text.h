/* SPDX-License-Identifier: MIT */
/* Items for people: a line each, and errors with the line at fault. */
#ifndef DECODE_TEXT_H
#define DECODE_TEXT_H

#include "item.h"
#include "line_number.h"
#include "output.h"

typedef struct text_printer {
    const char *file; /* stands before the number of each line; NULL for nothing */
    bool mask;
} text_printer;

/* Prints `it`, which stands on the line at `place`. The number 0 means a line without a number. */
void text_print(const text_printer *printer, output *out, const item *it, line_place place);

#endif

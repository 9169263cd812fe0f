/* SPDX-License-Identifier: MIT */
/* Items for people: a line each, and errors with the line at fault. */
#ifndef DECODE_TEXT_H
#define DECODE_TEXT_H

#include "item.h"
#include "output.h"

typedef struct text_printer {
    const char *file; /* stands before each line's number; NULL: nothing does */
    bool mask;
} text_printer;

/* Prints `it`, which stands on line `number`; 0 is a line without a number. */
void text_print(const text_printer *printer, output *out, const item *it, size_t number);

#endif

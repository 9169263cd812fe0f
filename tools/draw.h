/* SPDX-License-Identifier: MIT */
/* Bytes of any kind in a form that is safe for a terminal, and errors drawn as compilers draw them. */
#ifndef DRAW_H
#define DRAW_H

#include "output.h"

enum { DRAW_COLUMNS = 100 };

/*
 * Prints `text`. Bytes that are not printable UTF-8 become \xNN. After `columns` columns an ellipsis replaces the rest.
 */
void draw_text(output *out, qdmp_span text, size_t columns);

/*
 * Prints `line`, and below it a caret under the byte at `offset`, followed by `message`. Of a long line only the part
 * around the caret is shown, between ellipses.
 */
void draw_fault(output *out, qdmp_span line, size_t offset, const char *message);

#endif

/* SPDX-License-Identifier: MIT */
/* Bytes of any kind as a terminal may see them, and errors drawn as compilers do. */
#ifndef DRAW_H
#define DRAW_H

#include "output.h"

enum { DRAW_COLUMNS = 100 };

/* Prints `text`; what is no printable UTF-8 becomes \xNN. Behind `columns` an ellipsis takes the place of the rest. */
void draw_text(output *out, qdmp_span text, size_t columns);

/*
 * Prints `line`, and below it a caret under the byte at `offset` with `message` behind it. Of a long line only what
 * stands around the caret is shown, between ellipses.
 */
void draw_fault(output *out, qdmp_span line, size_t offset, const char *message);

#endif

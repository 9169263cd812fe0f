/* SPDX-License-Identifier: MIT */
/* Which bytes from outside may reach a terminal. */
#ifndef PRINTABLE_H
#define PRINTABLE_H

#include "qdmp/span.h"

/* Finds out how wide characters are. Call it once, before any other call. */
void printable_init(void);

/*
 * The number of bytes of the first character of `text`, and of the columns that it takes; 0 if it is not printable
 * UTF-8: its first byte is then shown as \xNN.
 */
size_t printable_first(qdmp_span text, size_t *columns);

#endif

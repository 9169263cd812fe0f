/* SPDX-License-Identifier: MIT */
/* What of bytes that come from outside may reach a terminal. */
#ifndef PRINTABLE_H
#define PRINTABLE_H

#include "qdmp/span.h"

/* Finds out how wide characters are. Once, before any other call. */
void printable_init(void);

/*
 * How many bytes the first character of `text` has, and how many columns it takes; 0 if it is no printable UTF-8: its
 * first byte is then shown as \xNN.
 */
size_t printable_first(qdmp_span text, size_t *columns);

#endif

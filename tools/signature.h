/* SPDX-License-Identifier: MIT */
/* What a file's first bytes tell about it: a byte order mark, or that it is no text as it stands. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "qdmp/span.h"

#include <stdbool.h>

/*
 * Looks at `head`, the beginning of a file or, with `whole`, all of it. Returns false if more of it has to be known.
 * Else `*skip` is how many bytes of a byte order mark stand before the text, and `*reader` the command that makes text
 * of the file, NULL if it is text.
 */
bool signature_read(qdmp_span head, bool whole, size_t *skip, const char **reader);

/* Says that `name`, "-" for standard input, is no text as it stands, and how to read it with `reader`. */
void signature_refuse(const char *name, const char *reader);

#endif

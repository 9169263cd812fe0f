/* SPDX-License-Identifier: MIT */
/* What a file's first bytes tell about it: a byte order mark, or that it is no text as it stands. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "qdmp/span.h"

#include <stdbool.h>

/* A form of input that is not read, and the command that makes text of it. */
typedef struct refused_form {
    const char *name;
    const char *command;
} refused_form;

/*
 * Looks at `head`, the beginning of a file or, with `whole`, all of it. Returns false if more of it has to be known.
 * Else `*skip` is how many bytes of a byte order mark stand before the text, and `*refused` what the file is instead of
 * text, NULL if it is text.
 */
bool signature_read(qdmp_span head, bool whole, size_t *skip, const refused_form **refused);

/* Says that `file`, "-" for standard input, is not read, and which command to run. */
void signature_refuse(const char *file, const refused_form *refused);

#endif

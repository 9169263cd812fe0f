/* SPDX-License-Identifier: MIT */
/* What the first bytes of a file tell about it: a byte order mark, or that it is not text. */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "qdmp/span.h"

#include <stdbool.h>

/* A form of input that is not read, and the command that converts it to text. */
typedef struct refused_form {
    const char *name;
    const char *command;
} refused_form;

/*
 * Examines `head`, the beginning of a file or, with `whole`, all of it. Returns false if more of it is needed.
 * Otherwise `*skip` is the number of bytes of a byte order mark before the text, and `*refused` is what the file is
 * instead of text, NULL if it is text.
 */
bool signature_read(qdmp_span head, bool whole, size_t *skip, const refused_form **refused);

/* Reports that `file`, "-" for standard input, is not read, and which command to run. */
void signature_refuse(const char *file, const refused_form *refused);

#endif

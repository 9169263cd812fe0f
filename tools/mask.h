/* SPDX-License-Identifier: MIT */
/* Keeps passwords out of the output. */
#ifndef MASK_H
#define MASK_H

#include "item.h"

/*
 * A password as it may be shown: at most its first QDMP_PASSWORD_SHOWN bytes, then the mask. The bytes live in `room`.
 */
enum { MASKED_PASSWORD = QDMP_PASSWORD_SHOWN + sizeof QDMP_PASSWORD_MASK - 1 };
qdmp_span mask_password(qdmp_span password, char room[MASKED_PASSWORD]);

/*
 * Hides values in lines that do not decode. Its state goes from line to line. A quoted text may be open at the end of a
 * line and continue in the next line, where its closing quote looks like the opening quote of another text. So all of
 * the next line is hidden then, until the quotes of a line have partners, or a line decodes.
 */
typedef struct masker {
    bool wanted;
    bool open;     /* a quoted text may continue in the next line */
    bool named;    /* the line before names one of the commands, or continues one that does */
    size_t number; /* the numbered line with the name: the rest of it may be values */
    char *bytes;
    size_t room;
} masker;

/*
 * Hides bytes in `line`, which stands on a numbered line: every byte of a quoted text, closed or not, and, if the line
 * contains the name of a command, every byte of a value. The result has the same length, and lives until the next call.
 * `to->named` tells whether the line contains a name.
 */
qdmp_span mask_line(masker *to, qdmp_span line, size_t number);

/* Skips a line that decoded. It stands on a numbered line, and may name a command. */
void mask_pass(masker *to, bool named, size_t number);

/* Starts another text. */
void mask_restart(masker *to);

void mask_close(masker *to);

#endif

/* SPDX-License-Identifier: MIT */
/* Keeps passwords out of what is shown. */
#ifndef MASK_H
#define MASK_H

#include "item.h"

/*
 * A password as it may be shown: its first QDMP_PASSWORD_SHOWN bytes at most, then the mask. The bytes live in `room`.
 */
enum { MASKED_PASSWORD = QDMP_PASSWORD_SHOWN + sizeof QDMP_PASSWORD_MASK - 1 };
qdmp_span mask_password(qdmp_span password, char room[MASKED_PASSWORD]);

/*
 * What hides values in lines that did not decode. It goes from line to line: a quoted text may be open at the end of
 * one and go on in the next, where its closing quote cannot be told from the opening quote of another. So all of the
 * next is hidden then, until the quotes of a line have partners, or a line decodes.
 */
typedef struct masker {
    bool wanted;
    bool open;     /* a quoted text may go on in the next line */
    bool named;    /* the line before names one of the commands, or goes on with one that does */
    size_t number; /* of the numbered line on which the name stands: what else stands there may be its values */
    char *bytes;
    size_t room;
} masker;

/*
 * Hides in `line`, which stands on a numbered line, every byte of a quoted text, closed or not, and, where the name of
 * a command stands, every byte of a value. What is returned is as long, and lives until the next call. `to->named`
 * tells whether a name stands there.
 */
qdmp_span mask_line(masker *to, qdmp_span line, size_t number);

/* Passes over a line that decoded, which stands on a numbered line, and may name a command. */
void mask_pass(masker *to, bool named, size_t number);

/* Starts another text. */
void mask_restart(masker *to);

void mask_close(masker *to);

#endif

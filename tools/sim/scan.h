/* SPDX-License-Identifier: MIT */
/* A place in a text. Spaces may stand between all items (V.250, 5.2.1). */
#ifndef SCAN_H
#define SCAN_H

#include "qdmp/span.h"

#include <stdbool.h>
#include <stdint.h>

enum { SCAN_NUMBER_MAX = UINT16_MAX }; /* a larger number reads as this one, which no command accepts */

typedef struct scanner {
    qdmp_span text;
    size_t at;
} scanner;

scanner scan_open(qdmp_span text);

/* The next byte after spaces, a letter as a capital; '\0' at the end. */
char scan_peek(scanner *in);

bool scan_is_over(scanner *in);

/* Takes the next byte if it is this one. */
bool scan_take(scanner *in, char byte);

/* Takes digits. Returns false if there are none. */
bool scan_number(scanner *in, uint16_t *number);

/* Takes a string in quotes; `text` is the text between them. Returns false if there is none. */
bool scan_string(scanner *in, qdmp_span *text);

char scan_capital(char byte);

#endif

/* SPDX-License-Identifier: MIT */
/* Bytes as hex digits, both ways. */
#ifndef HEX_H
#define HEX_H

#include "output.h"

/* The value of a hex digit, -1 if it is none. */
int hex_digit(char c);

/*
 * Reads the bytes that `text` means, whitespace left out, into `room`. False: at `*wrong` stands no digit, or no room
 * is left; or, if that is the end, a digit is missing.
 */
bool hex_read(qdmp_span text, qdmp_room room, size_t *size, size_t *wrong);

void hex_put(output *out, qdmp_span bytes);

/* `bytes` as a string of hex. */
json_t *hex_json(qdmp_span bytes);

#endif

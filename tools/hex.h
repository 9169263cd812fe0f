/* SPDX-License-Identifier: MIT */
/* Bytes as hex digits, in both directions. */
#ifndef HEX_H
#define HEX_H

#include "output.h"

/* The value of a hex digit, -1 if it is not a hex digit. */
int hex_digit(char c);

/*
 * Reads the bytes that `text` represents into `room`; whitespace is ignored. False: at `*wrong` there is no digit, or
 * no room is left; if `*wrong` is the end, a digit is missing.
 */
bool hex_read(qdmp_span text, qdmp_room room, size_t *size, size_t *wrong);

void hex_put(output *out, qdmp_span bytes);

/* `bytes` as a string of hex. */
json_t *hex_json(qdmp_span bytes);

#endif

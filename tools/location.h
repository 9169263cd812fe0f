/* SPDX-License-Identifier: MIT */
/* Paths with slashes between their segments and %XX for the bytes that do not print. */
#ifndef LOCATION_H
#define LOCATION_H

#include "output.h"
#include "qdmp/registration.h"

/*
 * Reads `text` into `path`. The segments lie in `room`, which is as long as `text`. One slash at the beginning is
 * dropped: `//rd` begins with an empty segment, and `/` is one empty segment. The empty text has no segment. False: a %
 * is not followed by two hex digits, or there are more segments than a path can have.
 */
bool location_read(const char *text, char *room, qdmp_location_path *path);

/*
 * Prints the values of the options `number` as a path that location_read reads back. Prints nothing if there is none.
 */
void location_print(output *out, qdmp_coap_options options, uint16_t number);

#endif

/* SPDX-License-Identifier: MIT */
/* Paths with slashes between their segments and %XX for the bytes that do not print. */
#ifndef LOCATION_H
#define LOCATION_H

#include "output.h"
#include "qdmp/registration.h"

/*
 * Reads `text` into `path`, whose segments come to lie in `room`, as long as `text`; one slash at its beginning is
 * dropped, so that `//rd` begins with an empty segment, and `/` is one. The empty text has none. False: a % without two
 * hex digits behind it, or more segments than a path can have.
 */
bool location_read(const char *text, char *room, qdmp_location_path *path);

/* Prints the values of the options `number` as a path that location_read reads back. Nothing if there is none. */
void location_print(output *out, qdmp_coap_options options, uint16_t number);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Makes requests to object 666, and settings from which they are answered, from a target's bytes: mostly valid, often
 * at a limit, sometimes with one or two faults.
 */
#ifndef QDMP_FUZZ_OBJECT_REQUEST_H
#define QDMP_FUZZ_OBJECT_REQUEST_H

#include "bytes.h"
#include "compose.h"

#include "qdmp/settings.h"

/** Makes a request. */
void object_request_make(struct bytes *bytes, struct composed *out);

/** Makes a GET for a path in text, such as "666/0", with this Block2, and with Accept unless `format` is negative. */
void object_request_read(struct composed *out, const char *path, int format, uint32_t num, unsigned szx,
                         qdmp_span token);

/** Settings in force: never set, all at their limits, or with any values within the limits. */
void object_settings_make(struct bytes *bytes, qdmp_settings *settings);

/** A path with an error in it, in one of a few static buffers. */
const char *object_path(uint32_t choice);

#endif

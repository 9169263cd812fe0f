/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Requests to object 666, and settings to answer them from, out of a target's bytes: mostly sound, often at a limit,
 * with a fault or two now and then.
 */
#ifndef QDMP_FUZZ_OBJECT_REQUEST_H
#define QDMP_FUZZ_OBJECT_REQUEST_H

#include "bytes.h"
#include "compose.h"

#include "qdmp/settings.h"

/** Composes a request. */
void object_request_make(struct bytes *bytes, struct composed *out);

/** Composes GET for a path as text, such as "666/0", with this Block2, and with Accept unless `format` is negative. */
void object_request_read(struct composed *out, const char *path, int format, uint32_t num, unsigned szx,
                         qdmp_span token);

/** Settings in force: never set, at all their limits, or any, their values within the limits. */
void object_settings_make(struct bytes *bytes, qdmp_settings *settings);

/** A path with an error at it, in one of a few static buffers. */
const char *object_path(uint32_t choice);

#endif

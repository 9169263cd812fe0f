/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Inserts bytes into a line and removes them.
 */
#ifndef QDMP_FUZZ_BENDS_H
#define QDMP_FUZZ_BENDS_H

#include <stddef.h>

/** Inserts `count` bytes at `at`. Leaves the line as it is if they do not fit. `bytes` may lie inside the line. */
size_t bend_insert(char *data, size_t size, size_t cap, size_t at, const char *bytes, size_t count);

size_t bend_erase(char *data, size_t size, size_t at, size_t count);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Memory for a line in which a read of one byte too many is seen.
 */
#ifndef QDMP_REVISIONS_INPUT_H
#define QDMP_REVISIONS_INPUT_H

#include <stdbool.h>
#include <stddef.h>

enum { INPUT_MAX = 4096 };

/**
 * Copies `size` bytes, at most INPUT_MAX, to where an unreadable page is behind the last or, if `at_begin`, before the
 * first of them; under an address sanitizer to a block of just that size. No bytes, if `at_begin`, are NULL. The copy
 * lasts until the next call.
 */
const char *input_place(const char *bytes, size_t size, bool at_begin);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Shows a line on which something was found: cut down to few bytes, and printable.
 */
#ifndef QDMP_FUZZ_FINDING_H
#define QDMP_FUZZ_FINDING_H

#include <stdbool.h>
#include <stddef.h>

/** Whether what was found is still found on these bytes. */
typedef bool finding_remains(const char *data, size_t size, void *context);

/** Removes pieces of the `size` bytes in `data` as long as the finding remains. Returns the new size. */
size_t finding_shrink(char *data, size_t size, finding_remains *remains, void *context);

/** Prints bytes to standard output; those that are not printable ASCII as escapes. */
void finding_print(const char *data, size_t size);

#endif

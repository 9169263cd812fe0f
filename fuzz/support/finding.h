/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Shows a line on which something was found: reduced to few bytes, and printable.
 */
#ifndef QDMP_FUZZ_FINDING_H
#define QDMP_FUZZ_FINDING_H

#include <stdbool.h>
#include <stddef.h>

/** Whether these bytes still show the finding. */
typedef bool finding_remains(const char *data, size_t size, void *context);

/** Removes pieces of the `size` bytes in `data` as long as they show the finding. Returns the new size. */
size_t finding_shrink(char *data, size_t size, finding_remains *remains, void *context);

/** Prints bytes to standard output. Bytes that are not printable ASCII are printed as escapes. */
void finding_print(const char *data, size_t size);

#endif

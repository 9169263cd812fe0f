/* SPDX-License-Identifier: MIT */
/* Numbers of the command line. */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Reads decimal digits and nothing else, for a number up to `most`. `*number` is untouched if `text` is not such a
 * number.
 */
bool number_read(const char *text, uint32_t most, uint32_t *number);

/* The same, or hex digits behind `0x`. */
bool number_read_any(const char *text, uint32_t most, uint32_t *number);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef ENTROPY_H
#define ENTROPY_H

#include <stdbool.h>
#include <stdint.h>

/* A number that nobody can guess. False: said that the system gives none. */
bool entropy(uint32_t *number);

#endif

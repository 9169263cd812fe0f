/* SPDX-License-Identifier: MIT */
#ifndef ENTROPY_H
#define ENTROPY_H

#include <stdbool.h>
#include <stdint.h>

/* An unpredictable number. False: the system gives none, which has been reported. */
bool entropy(uint32_t *number);

#endif

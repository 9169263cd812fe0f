/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Makes steps of a module's life as module_script.h reads them: command lines, restarts and faults. Knows neither the
 * library nor the model.
 */
#ifndef QDMP_FUZZ_MODULE_STEPS_H
#define QDMP_FUZZ_MODULE_STEPS_H

#include "lines.h"

/** Writes a step to `out`, at most `cap` bytes, none of them NUL. Returns how many. */
size_t module_steps_make(struct lines_rng *rng, char *out, size_t cap);

/** The step that a life begins with: how long texts may be, and what storage there is. */
size_t module_steps_begin(struct lines_rng *rng, char *out, size_t cap);

#endif

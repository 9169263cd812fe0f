/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Makes the steps of a module's life that module_script.h reads: command lines, restarts and faults. It knows neither
 * the library nor the model.
 */
#ifndef QDMP_FUZZ_MODULE_STEPS_H
#define QDMP_FUZZ_MODULE_STEPS_H

#include "lines.h"

/** Writes a step to `out`, at most `cap` bytes, none of them NUL. Returns the number of bytes. */
size_t module_steps_make(struct lines_rng *rng, char *out, size_t cap);

/** Writes the step with which a life begins: the greatest lengths of texts, and the kind of storage. */
size_t module_steps_begin(struct lines_rng *rng, char *out, size_t cap);

#endif

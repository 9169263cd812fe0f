/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Mutation of lines for libFuzzer: by the generator or by libFuzzer's own mutation, in turn.
 */
#ifndef QDMP_FUZZ_MUTATE_H
#define QDMP_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/** libFuzzer calls this function of a target with its own mutation; other engines never call it. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

/** Bends the line in `data`, or replaces it by a new one. Returns its size, at most `most`. */
size_t mutate_line(uint8_t *data, size_t size, size_t most, unsigned seed, int is_response);

#endif

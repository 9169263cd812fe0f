/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Mutation of lines for libFuzzer: the generator's and its own by turns.
 */
#ifndef QDMP_FUZZ_MUTATE_H
#define QDMP_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/** The function that libFuzzer calls of a target that mutates itself; other engines never call it. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

/** Bends the line in `data`, or puts a new one there. Returns its size, at most `most`. */
size_t mutate_line(uint8_t *data, size_t size, size_t most, unsigned seed, int is_response);

#endif

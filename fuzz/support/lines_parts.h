/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The parts from which lines are made, and with which they are bent. Only for the files that do so.
 */
#ifndef QDMP_FUZZ_LINES_PARTS_H
#define QDMP_FUZZ_LINES_PARTS_H

#include "lines.h"

int lines_one_in(struct lines_rng *rng, uint32_t n);

#define LINES_PICK(rng, list) ((list)[lines_draw((rng), (uint32_t)(sizeof(list) / sizeof(list)[0]))])

/** A number that is difficult for decoders. */
const char *lines_odd_number(struct lines_rng *rng);

char lines_other_case(char c);

/** A line that is not bent. */
size_t lines_write(struct lines_rng *rng, char *out, size_t cap, int is_response);

#endif

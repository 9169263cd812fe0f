/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What lines are made of and bent with. For the files that do so alone.
 */
#ifndef QDMP_FUZZ_LINES_PARTS_H
#define QDMP_FUZZ_LINES_PARTS_H

#include "lines.h"

int lines_one_in(struct lines_rng *rng, uint32_t n);

#define LINES_PICK(rng, list) ((list)[lines_draw((rng), (uint32_t)(sizeof(list) / sizeof(list)[0]))])

/** A number that is hard on decoders. */
const char *lines_odd_number(struct lines_rng *rng);

char lines_other_case(char c);

/** A line that nothing has bent. */
size_t lines_write(struct lines_rng *rng, char *out, size_t cap, int is_response);

#endif

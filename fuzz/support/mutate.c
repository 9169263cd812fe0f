/* SPDX-License-Identifier: MIT */
#include "mutate.h"

#include "lines.h"

#include <string.h>

/*
 * libFuzzer's own mutation, which uses the dictionary and the comparisons that it has seen. Other engines do not have
 * it.
 */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) __attribute__((weak));

enum { DECISIONS_MAX = 256 };

/* Makes a new line; the bytes of the old one are the source of decisions. */
static size_t line_from_bytes(uint8_t *data, size_t size, size_t most, int is_response) {
    struct lines_rng rng;
    uint8_t decisions[DECISIONS_MAX];
    size_t count = size < DECISIONS_MAX ? size : DECISIONS_MAX;
    memcpy(decisions, data, count);
    lines_bytes(&rng, decisions, count);
    return lines_generate_as(&rng, (char *)data, most, is_response);
}

size_t mutate_line(uint8_t *data, size_t size, size_t most, unsigned seed, int is_response) {
    struct lines_rng rng;
    lines_seed(&rng, seed);
    uint32_t way = lines_draw(&rng, 16);
    if (way < 6 && LLVMFuzzerMutate)
        return LLVMFuzzerMutate(data, size, most);
    if (way == 6)
        return line_from_bytes(data, size, most, is_response);
    if (way == 7)
        return lines_generate_as(&rng, (char *)data, most, is_response);
    do
        size = lines_mutate(&rng, (char *)data, size, most, is_response);
    while (lines_draw(&rng, 3) == 0);
    return size;
}

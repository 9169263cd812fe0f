/* SPDX-License-Identifier: MIT */
#include "mutate.h"

#include "lines.h"

/* libFuzzer's own mutation, which knows the dictionary and the comparisons made. Not there in other engines. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) __attribute__((weak));

size_t mutate_line(uint8_t *data, size_t size, size_t most, unsigned seed, int is_response) {
    struct lines_rng rng;
    lines_seed(&rng, seed);
    uint32_t way = lines_draw(&rng, 8);
    if (way < 3 && LLVMFuzzerMutate)
        return LLVMFuzzerMutate(data, size, most);
    if (way == 3)
        return lines_generate_as(&rng, (char *)data, most, is_response);
    do
        size = lines_mutate(&rng, (char *)data, size, most, is_response);
    while (lines_draw(&rng, 3) == 0);
    return size;
}

/* SPDX-License-Identifier: MIT */
/*
 * The generator of lines as a custom mutator of AFL++ (AFL_CUSTOM_MUTATOR_LIBRARY). QDMP_FUZZ_DIRECTION=response makes
 * responses, anything else requests.
 */
#include "../support/lines.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096 };

struct mutator {
    struct lines_rng rng;
    int is_response;
    char line[LINE_MAX_BYTES];
};

/* AFL++ looks these up by name. */
void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *data, uint8_t *in, size_t size, uint8_t **out, uint8_t *other, size_t other_size,
                       size_t most);
void afl_custom_deinit(void *data);

void *afl_custom_init(void *afl, unsigned seed) {
    struct mutator *mutator = calloc(1, sizeof *mutator);
    const char *direction = getenv("QDMP_FUZZ_DIRECTION");
    (void)afl;
    if (mutator == NULL)
        return NULL;
    lines_seed(&mutator->rng, seed);
    mutator->is_response = direction != NULL && strcmp(direction, "response") == 0;
    return mutator;
}

size_t afl_custom_fuzz(void *data, uint8_t *in, size_t size, uint8_t **out, uint8_t *other, size_t other_size,
                       size_t most) {
    struct mutator *mutator = data;
    size_t cap = most < LINE_MAX_BYTES ? most : LINE_MAX_BYTES;
    (void)other;
    (void)other_size;
    *out = (uint8_t *)mutator->line;
    if (lines_draw(&mutator->rng, 6) == 0)
        return lines_generate_as(&mutator->rng, mutator->line, cap, mutator->is_response);
    size = size < cap ? size : cap;
    memcpy(mutator->line, in, size);
    do
        size = lines_mutate(&mutator->rng, mutator->line, size, cap, mutator->is_response);
    while (lines_draw(&mutator->rng, 3) == 0);
    return size;
}

void afl_custom_deinit(void *data) {
    free(data);
}

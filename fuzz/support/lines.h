/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Makes lines of the AT language, good ones and bent ones. What comes out depends on the seed or the bytes handed in
 * and on nothing else. Knows neither the library nor the oracle.
 */
#ifndef QDMP_LINES_H
#define QDMP_LINES_H

#include <stddef.h>
#include <stdint.h>

/** The source of decisions: a byte string while it lasts, then a xorshift generator. Its members are private. */
struct lines_rng {
    const uint8_t *bytes;
    size_t left;
    uint64_t state;
};

/** Decisions from a seed. Every seed will do, also 0. */
void lines_seed(struct lines_rng *rng, uint64_t seed);

/** Decisions from bytes, which must live as long as `rng`; when they are used up, from a fixed seed. */
void lines_bytes(struct lines_rng *rng, const uint8_t *bytes, size_t size);

/** A number below `limit`, which is not 0. */
uint32_t lines_draw(struct lines_rng *rng, uint32_t limit);

/**
 * Writes a line, or a few commands on one, to `out`: at most `cap` bytes, no NUL behind them. About half of the lines
 * are bent. Returns how many bytes there are; `*is_response` tells the direction.
 */
size_t lines_generate(struct lines_rng *rng, char *out, size_t cap, int *is_response);

/** The same in a direction that is given. */
size_t lines_generate_as(struct lines_rng *rng, char *out, size_t cap, int is_response);

/**
 * Bends the line of `size` bytes in `data`, which has room for `cap`; what is spliced in is of the direction given.
 * Returns the new size.
 */
size_t lines_mutate(struct lines_rng *rng, char *data, size_t size, size_t cap, int is_response);

/**
 * Makes the response line in `data`, which has room for `cap`, one that a tolerant decoder may take (R28), or one that
 * is near to that. Returns the new size.
 */
size_t lines_deviate(struct lines_rng *rng, char *data, size_t size, size_t cap);

#endif

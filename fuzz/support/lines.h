/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Makes lines of the AT language, valid and bent ones. The lines depend only on the seed or the bytes that are given.
 * This file knows neither the library nor the oracle.
 */
#ifndef QDMP_LINES_H
#define QDMP_LINES_H

#include <stddef.h>
#include <stdint.h>

/** The source of decisions: a string of bytes and, after its end, a xorshift generator. Its members are private. */
struct lines_rng {
    const uint8_t *bytes;
    size_t left;
    uint64_t state;
};

/** Decisions from a seed. Every seed is valid, also 0. */
void lines_seed(struct lines_rng *rng, uint64_t seed);

/** Decisions from bytes, which must live as long as `rng`. After their end the decisions come from a fixed seed. */
void lines_bytes(struct lines_rng *rng, const uint8_t *bytes, size_t size);

/** A number below `limit`, which is not 0. */
uint32_t lines_draw(struct lines_rng *rng, uint32_t limit);

/**
 * Writes a line, or a few commands on one line, to `out`: at most `cap` bytes, without a NUL. About half of the lines
 * are bent. Returns the number of bytes; `*is_response` gives the direction.
 */
size_t lines_generate(struct lines_rng *rng, char *out, size_t cap, int *is_response);

/** The same for a given direction. */
size_t lines_generate_as(struct lines_rng *rng, char *out, size_t cap, int is_response);

/**
 * Bends the line of `size` bytes in `data`, which has room for `cap`. Inserted text is of the given direction. Returns
 * the new size.
 */
size_t lines_mutate(struct lines_rng *rng, char *data, size_t size, size_t cap, int is_response);

/**
 * Changes the response line in `data`, which has room for `cap`, to one that a tolerant decoder may accept (R28), or to
 * a similar one. Returns the new size.
 */
size_t lines_deviate(struct lines_rng *rng, char *data, size_t size, size_t cap);

#endif

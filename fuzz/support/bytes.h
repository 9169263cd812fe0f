/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Reads decisions and values out of a target's bytes. Made so that random bytes give mostly sound structures that often
 * lie at a limit or one step beyond. Bytes that are used up read as zeros.
 */
#ifndef QDMP_FUZZ_BYTES_H
#define QDMP_FUZZ_BYTES_H

#include "qdmp/span.h"

struct bytes {
    const uint8_t *next;
    size_t left;
    char *blocks[64]; /* made-up texts, each in a block of its own */
    size_t block_count;
};

struct bytes bytes_open(const uint8_t *data, size_t size);

/** Frees the texts that were made. */
void bytes_close(struct bytes *bytes);

uint32_t bytes_u8(struct bytes *bytes);
uint32_t bytes_u16(struct bytes *bytes);
uint32_t bytes_u32(struct bytes *bytes);

/** A number below `limit`, which is 1 to 65536. */
uint32_t bytes_below(struct bytes *bytes, uint32_t limit);

/** A number in or just outside `least` to `most`, or any other. */
uint32_t bytes_number(struct bytes *bytes, uint32_t least, uint32_t most);

/** A length around 0, `least` and `most`, up to a little more than `most`. */
size_t bytes_length(struct bytes *bytes, size_t least, size_t most);

/** A size that reveals a length cut to fewer bits: 0, 1, or a power of two from 2^4 to 2^17, or one more or less. */
size_t bytes_size(struct bytes *bytes);

/** As bytes_length; if the first byte is 0xFC or above, as bytes_size. */
size_t bytes_any_length(struct bytes *bytes, size_t least, size_t most);

/** `size` bytes of the input itself, or as many as are left, in a block of their own. */
qdmp_span bytes_raw(struct bytes *bytes, size_t size);

/** A text of `size` bytes: of ordinary letters, of one odd byte among them, or of raw bytes. */
qdmp_span bytes_text(struct bytes *bytes, size_t size);

/** `size` digits, of which one may be none. */
qdmp_span bytes_digits(struct bytes *bytes, size_t size);

#endif

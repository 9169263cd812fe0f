/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Reads decisions and values from a target's bytes. Random bytes give mostly valid structures, whose values often lie
 * at a limit or one step beyond it. When the bytes are used up, zeros are read.
 */
#ifndef QDMP_FUZZ_BYTES_H
#define QDMP_FUZZ_BYTES_H

#include "qdmp/span.h"

struct bytes {
    const uint8_t *next;
    size_t left;
    char *blocks[64]; /* texts, each in its own block */
    size_t block_count;
};

struct bytes bytes_open(const uint8_t *data, size_t size);

/** Frees the texts. */
void bytes_close(struct bytes *bytes);

uint32_t bytes_u8(struct bytes *bytes);
uint32_t bytes_u16(struct bytes *bytes);
uint32_t bytes_u32(struct bytes *bytes);

/** A number below `limit`, which is 1 to 65536. */
uint32_t bytes_below(struct bytes *bytes, uint32_t limit);

/** A number in `least` to `most` or just outside, or any other. */
uint32_t bytes_number(struct bytes *bytes, uint32_t least, uint32_t most);

/** A length around 0, `least` and `most`, up to a little more than `most`. */
size_t bytes_length(struct bytes *bytes, size_t least, size_t most);

/** A size that reveals a length cut to fewer bits: 0, 1, or a power of two from 2^4 to 2^17, or one more or less. */
size_t bytes_size(struct bytes *bytes);

/** As bytes_length; if the first byte is 0xFC or above, as bytes_size. */
size_t bytes_any_length(struct bytes *bytes, size_t least, size_t most);

/** `size` bytes of the input itself, or as many as are left, in their own block. */
qdmp_span bytes_raw(struct bytes *bytes, size_t size);

/** A text of `size` bytes: of ordinary letters, of one odd byte among them, or of raw bytes. */
qdmp_span bytes_text(struct bytes *bytes, size_t size);

/** `size` digits, one of which may be another byte. */
qdmp_span bytes_digits(struct bytes *bytes, size_t size);

#endif

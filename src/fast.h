/* SPDX-License-Identifier: MIT */
/*
 * Where a 64-bit host may spend code on speed: QDMP__FAST. Whatever it guards is a shorter way to the same result, and
 * leaves the rest to the code that everybody runs; an image built for size has none of it. Internal.
 */
#ifndef QDMP_FAST_H
#define QDMP_FAST_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if !defined(QDMP__FAST)
#if UINTPTR_MAX > 0xFFFFFFFF && defined(__GNUC__) && !defined(__OPTIMIZE_SIZE__) &&                                    \
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define QDMP__FAST 1
#else
#define QDMP__FAST 0
#endif
#endif

/* Of a function that a compiler is to see through where speed counts, and to call where size does. */
#if QDMP__FAST
#define QDMP__INLINE static inline __attribute__((always_inline))
#else
#define QDMP__INLINE static
#endif

#if QDMP__FAST

#define QDMP__EACH ((uint64_t)0x0101010101010101)

/* The top bit of each byte of `word` that is not `c`; top bits of `word` itself are clear. */
static inline uint64_t qdmp__bytes_but(uint64_t word, unsigned char c) {
    return (word ^ QDMP__EACH * c) + QDMP__EACH * 0x7f;
}

/* The top bit of each byte of `word` that is no text, a quote or `stop`. */
static inline uint64_t qdmp__stops(uint64_t word, unsigned char stop) {
    uint64_t low = word & QDMP__EACH * 0x7f, no_control = (low + QDMP__EACH * 0x60) & qdmp__bytes_but(low, 0x7f);
    return ~((no_control & qdmp__bytes_but(low, '"') & qdmp__bytes_but(low, stop)) | word) & QDMP__EACH * 0x80;
}

/* How many of the bytes at `p` are text but no quote and not `stop`; may be less, for it goes a word at a time. */
QDMP__INLINE size_t qdmp__run(const unsigned char *p, size_t len, unsigned char stop) {
    size_t n = 0;
    for (; len - n >= sizeof(uint64_t); n += sizeof(uint64_t)) {
        uint64_t word, found;
        memcpy(&word, p + n, sizeof word);
        found = qdmp__stops(word, stop);
        if (found)
            return n + (size_t)__builtin_ctzll(found) / 8;
    }
    return n;
}

#endif

#endif

/* SPDX-License-Identifier: MIT */
/*
 * QDMP__FAST: code for speed on 64-bit hosts. The code that it guards only skips work, and leaves the rest to the code
 * that all builds run. A build for size does not contain it. Internal.
 */
#ifndef QDMP_FAST_H
#define QDMP_FAST_H

#include "library.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The source of the four memory functions: a C library, or a header of the program. */
#ifdef QDMP_STRING_H
#include QDMP_STRING_H
#else
#include <string.h>
#endif

#if !defined(QDMP__FAST)
#if UINTPTR_MAX > 0xFFFFFFFF && defined(__GNUC__) && !defined(__OPTIMIZE_SIZE__) &&                                    \
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define QDMP__FAST 1
#else
#define QDMP__FAST 0
#endif
#elif QDMP__FAST && (!defined(__GNUC__) || UINTPTR_MAX <= 0xFFFFFFFF || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
#error "QDMP__FAST is for 64-bit little-endian processors and GNU compilers alone: elsewhere answers would be wrong"
#endif

/* Whether one instruction can gather the bits of a vector. */
#if !defined(QDMP__SSE2)
#if defined(__SSE2__)
#define QDMP__SSE2 1
#else
#define QDMP__SSE2 0
#endif
#endif

/* For a function that a compiler should inline in a build for speed, and call in a build for size. */
#if QDMP__FAST
#define QDMP__INLINE static inline __attribute__((always_inline))
#elif defined(__GNUC__) /* a unity build does not use all of them */
#define QDMP__INLINE static inline __attribute__((unused))
#else
#define QDMP__INLINE static inline
#endif

/* For a function that is always inlined: it has one caller, or the copies have constants. */
#if defined(__GNUC__)
#define QDMP__ONCE static inline __attribute__((always_inline))
#else
#define QDMP__ONCE static inline
#endif

/* For a function that is inlined in a build for speed. In a build for size it is called: inlined, it is larger. */
#if QDMP__FAST
#define QDMP__CALLED static inline __attribute__((always_inline))
#elif defined(__GNUC__)
#define QDMP__CALLED static __attribute__((noinline))
#else
#define QDMP__CALLED static
#endif

/* For a function that works on data in its caller's frame, which Thumb reaches with shorter code by a pointer. */
#if defined(__thumb__)
#define QDMP__BY_POINTER QDMP__CALLED
#else
#define QDMP__BY_POINTER QDMP__INLINE
#endif

/* For a function with the same code as another one: a second name for that code takes no bytes. */
#if defined(__GNUC__) && defined(__ELF__)
#define QDMP__SAME_AS(function) __attribute__((alias(QDMP__TEXT_OF(function))))
#endif

/* For an `extern inline` function: inlined in a build for speed, called in a build for size. */
#if QDMP__FAST
#define QDMP__LEAN inline __attribute__((always_inline))
#else
#define QDMP__LEAN inline
#endif

/* For a function of which a build for speed has a copy in each file, and a build for size has one, in decode.c. */
#if QDMP__FAST
#define QDMP__SHARED static inline __attribute__((always_inline))
#else
#define QDMP__SHARED
#endif

/* For a function after an accelerator, which should not carry the frame of that function. */
#if QDMP__FAST
#define QDMP__APART static __attribute__((noinline))
#else
#define QDMP__APART static
#endif

/* For a statement that skips text which the automaton after it would take to the same state. */
#if QDMP__FAST
#define QDMP__ACCELERATE(statement) statement
#else
#define QDMP__ACCELERATE(statement) ((void)0)
#endif

/* For a condition that a correct line does not meet. */
#if QDMP__FAST
#define QDMP__RARELY(condition) __builtin_expect(condition, 0)
#else
#define QDMP__RARELY(condition) (condition)
#endif

#if QDMP__FAST

/* Sixteen bytes, which a compiler with vectors examines together. */
typedef unsigned char qdmp__chunk __attribute__((vector_size(16)));
typedef uint64_t qdmp__halves __attribute__((vector_size(16)));

static inline qdmp__chunk qdmp__load(const char *p) {
    qdmp__chunk chunk;
    memcpy(&chunk, p, sizeof chunk);
    return chunk;
}

/* A chunk of only the bytes of a text with 1 to 16 bytes, some of them twice. */
static inline qdmp__chunk qdmp__load_short(const char *p, size_t len) {
    uint64_t first, last;
    if (len >= sizeof first) {
        memcpy(&first, p, sizeof first);
        memcpy(&last, p + len - sizeof last, sizeof last);
    } else {
        uint32_t low, high;
        if (len >= sizeof low) {
            memcpy(&low, p, sizeof low);
            memcpy(&high, p + len - sizeof high, sizeof high);
        } else {
            const unsigned char *bytes = (const unsigned char *)p;
            low = high = bytes[0] * 0x101u | (uint32_t)bytes[len / 2] << 16 | (uint32_t)bytes[len - 1] << 24;
        }
        first = last = (uint64_t)high << 32 | low;
    }
    return (qdmp__chunk)(qdmp__halves){first, last};
}

/*
 * Sets the top bit of each byte of `chunk` that a text may contain and that is not one of QDMP__STOPS. The compiler
 * should know QDMP__STOPS. Bytes are compared as signed numbers. A control or DEL plus one is not above a space. A byte
 * with its top bit set is text.
 */
QDMP__INLINE qdmp__chunk qdmp__texts_in(qdmp__chunk chunk, uint32_t stops) {
    typedef signed char qdmp__numbers __attribute__((vector_size(sizeof(qdmp__chunk))));
    qdmp__chunk found = (qdmp__chunk)((qdmp__numbers)(chunk + 1) > ' ') | chunk;
    if (stops)
        found &= ~(qdmp__chunk)(chunk == (unsigned char)stops);
    if (stops >> 8)
        found &= ~(qdmp__chunk)(chunk == (unsigned char)(stops >> 8));
    if (stops >> 16)
        found &= ~(qdmp__chunk)(chunk == (unsigned char)(stops >> 16));
    return found;
}

/* The top bits of a chunk's bytes. The bit of the first byte is the lowest. */
static inline uint32_t qdmp__bits(qdmp__chunk chunk) {
#if QDMP__SSE2
    typedef char qdmp__chars __attribute__((vector_size(sizeof(qdmp__chunk))));
    return (uint32_t)__builtin_ia32_pmovmskb128((qdmp__chars)chunk);
#else
    /* Bit 8k + 7 of a half moves to bit 56 + k. No other bit moves there. */
    qdmp__halves tops = (qdmp__halves)chunk & (uint64_t)0x8080808080808080;
    qdmp__halves halves = tops * (uint64_t)0x0002040810204081 >> 56;
    return (uint32_t)(halves[0] | halves[1] << 8);
#endif
}

/*
 * The first byte in [p, lim) that a text may not contain or that is one of `stops`; otherwise `lim`. Examines whole
 * chunks: the last one ends at `lim`, and may begin before `p`.
 */
QDMP__INLINE const unsigned char *qdmp__scan(const unsigned char *p, const unsigned char *lim, uint32_t stops) {
    for (;; p += sizeof(qdmp__chunk)) {
        size_t left = (size_t)(lim - p), back = left < sizeof(qdmp__chunk) ? sizeof(qdmp__chunk) - left : 0;
        uint32_t found = qdmp__bits(qdmp__texts_in(qdmp__load((const char *)p - back), stops)) >> back;
        unsigned first = (unsigned)__builtin_ctz(~found);
        if (first < sizeof(qdmp__chunk))
            return p + first;
    }
}

/* The first CR or LF in [p, end), or `end`. */
QDMP__INLINE const unsigned char *qdmp__find_eol(const unsigned char *p, const unsigned char *end) {
    if ((size_t)(end - p) >= sizeof(qdmp__chunk)) {
        const unsigned char *last = end - sizeof(qdmp__chunk);
        do {
            qdmp__chunk chunk = qdmp__load((const char *)p);
            uint32_t found = qdmp__bits((qdmp__chunk)(chunk == '\r') | (qdmp__chunk)(chunk == '\n'));
            if (found)
                return p + __builtin_ctz(found);
            p += sizeof(qdmp__chunk);
        } while (p <= last);
    }
    while (p < end && *p != '\r' && *p != '\n')
        p++;
    return p;
}

/* Whether a text may contain all `len` bytes at `p`, and none of them is one of `stops`. */
QDMP__INLINE bool qdmp__are_clean(const char *p, size_t len, uint32_t stops) {
    if (!len)
        return true;
    qdmp__chunk found;
    if (len < sizeof found) {
        found = qdmp__texts_in(qdmp__load_short(p, len), stops);
    } else {
        const char *last = p + len - sizeof found;
        found = qdmp__texts_in(qdmp__load(last), stops);
        for (; p < last; p += sizeof found)
            found &= qdmp__texts_in(qdmp__load(p), stops);
    }
    return qdmp__bits(found) == 0xFFFF;
}

/* Copies up to sixteen bytes: the first ones and the last, some of them twice. */
static inline void qdmp__copy_short(char *to, const char *from, size_t len) {
    if (len >= sizeof(uint64_t)) {
        uint64_t first, last;
        memcpy(&first, from, sizeof first);
        memcpy(&last, from + len - sizeof last, sizeof last);
        memcpy(to, &first, sizeof first);
        memcpy(to + len - sizeof last, &last, sizeof last);
    } else if (len >= sizeof(uint32_t)) {
        uint32_t first, last;
        memcpy(&first, from, sizeof first);
        memcpy(&last, from + len - sizeof last, sizeof last);
        memcpy(to, &first, sizeof first);
        memcpy(to + len - sizeof last, &last, sizeof last);
    } else if (len) {
        char middle = from[len / 2], last = from[len - 1];
        to[0] = from[0];
        to[len / 2] = middle;
        to[len - 1] = last;
    }
}

/* memcpy, without a call where few bytes are the usual case. */
static inline void qdmp__copy(char *to, const char *from, size_t len) {
    if (__builtin_constant_p(len) || len > 2 * sizeof(uint64_t))
        memcpy(to, from, len);
    else
        qdmp__copy_short(to, from, len);
}
#endif

/* The copy that writers use for data that is not secret. */
#if QDMP__FAST
#define QDMP__COPY qdmp__copy
#else
#define QDMP__COPY memcpy
#endif

#endif

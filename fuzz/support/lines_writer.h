/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Writes lines byte by byte. Only for the files that make lines.
 */
#ifndef QDMP_FUZZ_LINES_WRITER_H
#define QDMP_FUZZ_LINES_WRITER_H

#include "lines.h"

/** Bytes that do not fit are dropped: a cut line is also a good test. */
struct writer {
    struct lines_rng *rng;
    char *out;
    size_t size;
    size_t cap;
    uint32_t tidy; /**< one of this number of tokens is written in an unusual way; 0: none */
};

static inline void put(struct writer *w, char byte) {
    if (w->size < w->cap)
        w->out[w->size++] = byte;
}

static inline void put_text(struct writer *w, const char *text) {
    while (*text != '\0')
        put(w, *text++);
}

#endif

/* SPDX-License-Identifier: MIT */
/* The speed of only reading the bytes: their sum, one at a time, and memchr for a byte that is absent. */
#include "bench.h"

#include <string.h>

static uint64_t pass_sum(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        qdmp_span text = corpus->lines[i]->text;
        for (size_t j = 0; j < text.len; j++)
            sum += (unsigned char)text.ptr[j];
    }
    return sum;
}

static uint64_t pass_memchr(const bench_corpus *corpus) {
    uint64_t sum = 0;
    for (size_t i = 0; i < corpus->count; i++)
        sum += memchr(corpus->lines[i]->text.ptr, 0xFE, corpus->lines[i]->text.len) == NULL;
    return sum;
}

static bool check_sum(const bench_corpus *corpus) {
    return pass_sum(corpus) > corpus->bytes;
}

static bool check_memchr(const bench_corpus *corpus) {
    return pass_memchr(corpus) == corpus->count;
}

enum { EVERYTHING = (1 << BENCH_CORPUS_COUNT) - 1 };

static const bench_case cases[] = {
    {"read", "sum", EVERYTHING, pass_sum, check_sum},
    {"read", "memchr", EVERYTHING, pass_memchr, check_memchr},
};

const bench_table bench_memory = BENCH_TABLE(cases);

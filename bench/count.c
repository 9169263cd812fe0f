/* SPDX-License-Identifier: MIT */
/*
 * One pass of every case, so that callgrind counts its instructions: `valgrind --tool=callgrind --instr-atstart=no`,
 * because counting is on only during the passes. Prints "name messages" for each, and callgrind dumps under the same
 * name. The only argument is the prefix of the names to run.
 */
#include "bench.h"

#include <stdio.h>
#include <valgrind/callgrind.h>

static uint64_t sum;

/* The check before it has run the pass or a similar one: all symbols are bound, and all tables are made. */
static void count(const char *name, const bench_case *one, const bench_corpus *corpus) {
    sum += one->pass(corpus);
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    sum += one->pass(corpus);
    CALLGRIND_DUMP_STATS_AT(name);
    CALLGRIND_STOP_INSTRUMENTATION;
    printf("%s %zu\n", name, corpus->count);
}

int main(int argc, char **argv) {
    bench_corpora_open();
    bench_each(argc > 1 ? argv[1] : "", count);
    return sum == 0;
}

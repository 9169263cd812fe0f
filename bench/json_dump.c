/* SPDX-License-Identifier: MIT */
/*
 * What jansson alone needs to print the objects of a log (log.c): reads the tool's objects of the guide's lines, one a
 * line, and dumps them in the order of the log, their line numbers set, so many in all. Prints "objects,bytes,processor seconds".
 */
#include "corpus.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_OBJECTS = 100, ROOM = 4096 };

static json_t *objects[MOST_OBJECTS];

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool load(size_t wanted) {
    size_t count = 0;
    while (count < wanted && (objects[count] = json_loadf(stdin, JSON_DISABLE_EOF_CHECK, NULL)))
        count++;
    return count == wanted;
}

static size_t dump(json_t *object, json_int_t line) {
    char out[ROOM];
    json_integer_set(json_object_get(object, "line"), line);
    return json_dumpb(object, out, sizeof out, JSON_COMPACT | JSON_PRESERVE_ORDER);
}

int main(int argc, char **argv) {
    size_t wanted = argc == 2 ? strtoul(argv[1], NULL, 10) : 0, bytes = 0;
    bench_corpora_open();
    const bench_corpus *log = bench_corpus_of(BENCH_SHUFFLED), *guide = bench_corpus_of(BENCH_GUIDE);
    if (!load(guide->count))
        return 2;
    double start = seconds();
    for (size_t i = 0; i < wanted; i++)
        bytes += dump(objects[log->lines[i % log->count] - guide->lines[0]], (json_int_t)i + 1) + 1;
    printf("%zu,%zu,%.3f\n", wanted, bytes, seconds() - start);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * The work that jansson alone does to print the objects of a log (log.c). Reads the tool's objects of the guide's lines
 * from the given file, one a line, and dumps them in the order of the log with their line numbers set, as many as the
 * second argument says. Prints the number of bytes.
 */
#include "corpus.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_OBJECTS = 100, ROOM = 4096 };

static json_t *objects[MOST_OBJECTS];

static bool load(const char *path, size_t wanted) {
    FILE *file = fopen(path, "rb");
    size_t count = 0;
    while (file && count < wanted && (objects[count] = json_loadf(file, JSON_DISABLE_EOF_CHECK, NULL)))
        count++;
    if (file)
        fclose(file);
    return count == wanted;
}

static size_t dump(json_t *object, json_int_t line) {
    char out[ROOM];
    json_integer_set(json_object_get(object, "line"), line);
    return json_dumpb(object, out, sizeof out, JSON_COMPACT | JSON_PRESERVE_ORDER);
}

int main(int argc, char **argv) {
    size_t wanted = argc == 3 ? strtoul(argv[2], NULL, 10) : 0, bytes = 0;
    bench_corpora_open();
    const bench_corpus *log = bench_corpus_of(BENCH_SHUFFLED), *guide = bench_corpus_of(BENCH_GUIDE);
    if (wanted == 0 || !load(argv[1], guide->count))
        return 2;
    for (size_t i = 0; i < wanted; i++)
        bytes += dump(objects[log->lines[i % log->count] - guide->lines[0]], (json_int_t)i + 1) + 1;
    printf("%zu\n", bytes);
    return 0;
}

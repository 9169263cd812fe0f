/* SPDX-License-Identifier: MIT */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const bench_table *const tables[] = {&bench_memory, &bench_decode, &bench_encode,       &bench_stream,
                                            &bench_values, &bench_coap,   &bench_registration, &bench_session,
                                            &bench_object, &bench_image,  &bench_module};

static void visit_case(const char *prefix, bench_visit *visit, const bench_case *one, const bench_corpus *corpus) {
    char name[64];
    snprintf(name, sizeof name, "%s/%s/%s", one->work, corpus->name, one->subject);
    if (strncmp(name, prefix, strlen(prefix)) != 0)
        return;
    if (!one->check(corpus)) {
        fprintf(stderr, "bench: %s answers wrong\n", name);
        exit(2);
    }
    visit(name, one, corpus);
}

void bench_each(const char *prefix, bench_visit *visit) {
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (size_t j = 0; j < tables[i]->count; j++) {
            const bench_case *one = &tables[i]->cases[j];
            for (unsigned id = 0; id < BENCH_CORPUS_COUNT; id++) {
                if (one->corpora & 1u << id)
                    visit_case(prefix, visit, one, bench_corpus_of((bench_corpus_id)id));
            }
        }
    }
}

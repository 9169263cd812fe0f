/* SPDX-License-Identifier: MIT */
/*
 * The cases: the work, the subject that does it, and the corpus. One table serves the timing (measure.cpp) and the
 * counting (count.c).
 */
#ifndef QDMP_BENCH_BENCH_H
#define QDMP_BENCH_BENCH_H

#include "corpus.h"

/* One pass over a corpus. Its callers add up the results, so that no compiler can drop the work. */
typedef uint64_t bench_pass(const bench_corpus *corpus);

/* Whether the answers over this corpus are right; also sets up what the pass needs. */
typedef bool bench_check(const bench_corpus *corpus);

typedef struct bench_case {
    const char *work;    /* "decode", "encode" ... */
    const char *subject; /* "qdmp", or a peer */
    unsigned corpora;    /* BENCH_OVER bits */
    bench_pass *pass;
    bench_check *check;
} bench_case;

typedef struct bench_table {
    const bench_case *cases;
    size_t count;
} bench_table;

#define BENCH_TABLE(cases)                                                                                             \
    { cases, sizeof(cases) / sizeof *(cases) }

#define BENCH_OVER(ID) (1u << BENCH_##ID)

/* The corpora of AT lines: correct ones, and wrong ones. */
#define BENCH_OVER_RIGHT                                                                                               \
    (BENCH_OVER(GUIDE) | BENCH_OVER(SHUFFLED) | BENCH_OVER(REQUESTS) | BENCH_OVER(RESPONSES) | BENCH_OVER(FIELDS_255))
#define BENCH_OVER_REJECTS (BENCH_OVER(REJECT_FIRST) | BENCH_OVER(REJECT_MIDDLE) | BENCH_OVER(REJECT_END))

/* One table for each file of cases/. */
extern const bench_table bench_coap, bench_decode, bench_encode, bench_image, bench_memory, bench_module, bench_object,
    bench_registration, bench_session, bench_stream, bench_values;

/*
 * Calls `visit` for each case over each of its corpora, if "work/corpus/subject" begins with `prefix`. Before it,
 * checks the answers, and exits with 2 if one is wrong.
 */
typedef void bench_visit(const char *name, const bench_case *one, const bench_corpus *corpus);
void bench_each(const char *prefix, bench_visit *visit);

#endif

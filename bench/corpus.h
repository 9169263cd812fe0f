/* SPDX-License-Identifier: MIT */
/*
 * The corpora of the benches. All except the guide are draws with a fixed seed from a few lines, because a branch
 * predictor learns an ordered list.
 */
#ifndef QDMP_BENCH_CORPUS_H
#define QDMP_BENCH_CORPUS_H

#include "qdmp/qdmp.h"

#include <stdbool.h>

/* X(ID, name, what it is) */
#define BENCH_CORPORA(X)                                                                                               \
    X(GUIDE, "guide", "the guide's 72 lines in order")                                                                 \
    X(SHUFFLED, "shuffled", "20,000 draws from the guide's 72 lines")                                                  \
    X(REQUESTS, "requests", "20,000 draws from its requests")                                                          \
    X(RESPONSES, "responses", "20,000 draws from its responses")                                                       \
    X(COMMANDS, "commands", "2,000 draws from the guide's requests")                                                   \
    X(FIELDS_255, "fields_255",                                                                                        \
      "2,000 draws from four lines with a field of 255 bytes: applInfo, location, both ways")                          \
    X(OTHERWISE, "otherwise",                                                                                          \
      "20,000 draws from the guide's lines but OK in another form: small letters, no space behind the colon")          \
    X(REJECT_FIRST, "reject_first", "the shuffled lines, wrong at the first byte")                                     \
    X(REJECT_MIDDLE, "reject_middle", "the shuffled lines, wrong in the middle")                                       \
    X(REJECT_END, "reject_end", "the shuffled lines, wrong at the last byte")                                          \
    X(APPL_INFO, "appl_info", "the guide's applInfo")                                                                  \
    X(MAC, "mac", "the guide's mac")                                                                                   \
    X(LOCATION, "location", "the guide's location")                                                                    \
    X(DATAGRAMS, "datagrams",                                                                                          \
      "2,000 draws from four datagrams: register, its answer, a request of the server, an ACK")                        \
    X(REGISTER, "register", "a register of profile sdk")                                                               \
    X(IMAGE_GUIDE, "image_guide", "the image of the guide's settings, 344 bytes")                                      \
    X(IMAGE_LONGEST, "image_longest", "the longest image, with 16 bytes each of appkey and password: 937 bytes")

#define BENCH_CORPUS_ID(ID, name, what) BENCH_##ID,
typedef enum bench_corpus_id { BENCH_CORPORA(BENCH_CORPUS_ID) BENCH_CORPUS_COUNT } bench_corpus_id;
#undef BENCH_CORPUS_ID

/* A decoded line, for the encoders. */
typedef union bench_message {
    qdmp_request request;
    qdmp_response response;
} bench_message;

/* One message as bytes. A NUL follows them, for the peers that need it. */
typedef struct bench_line {
    qdmp_span text;
    bool is_request;
    bench_message message; /* of a line that is right */
} bench_line;

typedef struct bench_corpus {
    const char *name;
    const char *what;
    size_t count; /* messages */
    size_t bytes; /* in all of them */
    const bench_line **lines;
    qdmp_span joined; /* AT lines alone: all of them with CR LF behind each */
} bench_corpus;

/* Makes all corpora; exits if the guide does not decode. */
void bench_corpora_open(void);

const bench_corpus *bench_corpus_of(bench_corpus_id id);

#endif

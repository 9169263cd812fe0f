/* SPDX-License-Identifier: MIT */
/*
 * Time against input, through the stream and the decoders, in pieces as a driver reads them.
 *
 *     bench_scaling lines COUNT    that many lines, drawn from the guide's; prints "lines,bytes,seconds,peak_kb"
 *     bench_scaling length COUNT   that many lines of each length from the shortest request with a text to the longest;
 *                                  prints "length,nanoseconds" for each
 *     bench_scaling threads COUNT  that many lines by one thread, then by each of two, a log of its own each; prints
 *                                  "threads,lines,bytes,seconds" for both, lines and bytes of all threads
 */
#include "corpus.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { PIECE = 4096, CLOCKED = 1000, RUNS = 101, LENGTH_STEP = 15, THREADS = 2, THREAD_RUNS = 5 };

static const char head[] = "AT+QDMPCFGEX=5,0,\"", tail[] = "\"\r\n";

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "bench_scaling: %s\n", what);
    exit(2);
}

static void decode(qdmp_span line) {
    bench_message message;
    qdmp_status status = line.len && line.ptr[0] == 'A'
                             ? qdmp_request_decode(line, QDMP_WHOLE_LINE, &message.request, NULL, NULL)
                             : qdmp_response_decode(line, QDMP_WHOLE_LINE, &message.response, NULL, NULL);
    if (status != QDMP_OK)
        fail("a line does not decode");
}

/* Takes lines out of one piece, at most `left`. Returns how many are left then. */
static size_t take_piece(qdmp_stream *stream, qdmp_span piece, size_t left) {
    qdmp_span line;
    size_t used;
    while (left > 0 && qdmp_stream_next(stream, piece, &used, &line) == QDMP_STREAM_LINE) {
        decode(line);
        left--;
        piece.ptr += used;
        piece.len -= used;
    }
    return left;
}

/* Repeats the text as an endless input, until the given number of lines was decoded. */
static void take_lines(qdmp_span text, size_t lines) {
    char held[512];
    qdmp_room room = {held, sizeof held};
    qdmp_stream stream = qdmp_stream_open(room);
    for (size_t at = 0; lines > 0; at = at + PIECE < text.len ? at + PIECE : 0) {
        qdmp_span piece = {text.ptr + at, text.len - at < PIECE ? text.len - at : PIECE};
        lines = take_piece(&stream, piece, lines);
    }
}

/* A short input is repeated until the clock can measure it. */
static double time_of(qdmp_span text, size_t lines) {
    size_t times = lines < CLOCKED ? CLOCKED / lines : 1;
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < times; i++)
        take_lines(text, lines);
    return (seconds(CLOCK_PROCESS_CPUTIME_ID) - start) / (double)times;
}

static double fastest(qdmp_span text, size_t lines, size_t runs) {
    double best = time_of(text, lines);
    while (--runs > 0) {
        double again = time_of(text, lines);
        best = again < best ? again : best;
    }
    return best;
}

static void scale_lines(size_t count) {
    const bench_corpus *corpus = bench_corpus_of(BENCH_SHUFFLED);
    double bytes = (double)corpus->joined.len / (double)corpus->count * (double)count;
    double time = fastest(corpus->joined, count, count < 100000 ? RUNS : 3);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%zu,%.0f,%.9f,%ld\n", count, bytes, time, usage.ru_maxrss);
}

/* Lines of one length with their CR LF, one behind the other. */
static qdmp_span lines_of(size_t length, size_t count) {
    char *out = malloc(length * count), *at = out;
    if (!out)
        fail("no memory");
    for (size_t i = 0; i < count; i++, at += length) {
        memset(at, '7', length);
        memcpy(at, head, sizeof head - 1);
        memcpy(at + length - (sizeof tail - 1), tail, sizeof tail - 1);
    }
    qdmp_span text = {out, length * count};
    return text;
}

/* The lengths take turns, so that a slow moment of the machine affects all of them. */
static void scale_length(size_t count) {
    enum { SHORTEST = sizeof head + sizeof tail - 2, LENGTHS = QDMP_LOCATION_MAX / LENGTH_STEP + 1 };
    qdmp_span texts[LENGTHS];
    double best[LENGTHS];
    for (size_t i = 0; i < LENGTHS; i++) {
        texts[i] = lines_of(SHORTEST + i * LENGTH_STEP, count);
        best[i] = time_of(texts[i], count);
    }
    for (size_t run = 0; run < RUNS; run++) {
        for (size_t i = 0; i < LENGTHS; i++) {
            double again = time_of(texts[i], count);
            best[i] = again < best[i] ? again : best[i];
        }
    }
    for (size_t i = 0; i < LENGTHS; i++)
        printf("%zu,%.3f\n", SHORTEST + i * LENGTH_STEP, 1e9 * best[i] / (double)count);
}

typedef struct job {
    qdmp_span log;
    size_t lines;
} job;

static void *run_job(void *data) {
    const job *each = data;
    take_lines(each->log, each->lines);
    return NULL;
}

/* By the clock on the wall: the threads' processor time would not show whether they wait for each other. */
static double time_of_threads(job *jobs, size_t count) {
    pthread_t threads[THREADS];
    double start = seconds(CLOCK_MONOTONIC);
    for (size_t i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, run_job, &jobs[i]) != 0)
            fail("no thread");
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return seconds(CLOCK_MONOTONIC) - start;
}

static qdmp_span copy(qdmp_span text) {
    char *bytes = malloc(text.len);
    if (!bytes)
        fail("no memory");
    memcpy(bytes, text.ptr, text.len);
    qdmp_span same = {bytes, text.len};
    return same;
}

static void scale_threads(size_t lines) {
    const bench_corpus *corpus = bench_corpus_of(BENCH_SHUFFLED);
    double bytes = (double)corpus->joined.len / (double)corpus->count * (double)lines;
    double best[THREADS] = {0};
    job jobs[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        jobs[i].log = copy(corpus->joined);
        jobs[i].lines = lines;
    }
    for (size_t run = 0; run < THREAD_RUNS; run++) {
        for (size_t i = 0; i < THREADS; i++) {
            double again = time_of_threads(jobs, i + 1);
            best[i] = run == 0 || again < best[i] ? again : best[i];
        }
    }
    for (size_t i = 0; i < THREADS; i++)
        printf("%zu,%zu,%.0f,%.6f\n", i + 1, (i + 1) * lines, (double)(i + 1) * bytes, best[i]);
}

int main(int argc, char **argv) {
    size_t count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    if (count == 0)
        fail("usage: bench_scaling lines|length|threads COUNT");
    if (strcmp(argv[1], "length") == 0) {
        scale_length(count);
        return 0;
    }
    bench_corpora_open();
    if (strcmp(argv[1], "threads") == 0)
        scale_threads(count);
    else
        scale_lines(count);
    return 0;
}

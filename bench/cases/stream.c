/* SPDX-License-Identifier: MIT */
/* A byte stream to lines, in one piece and in pieces of 16 bytes, as a UART's FIFO delivers them. */
#include "bench.h"

#include <string.h>

enum { WHOLE = 0, FIFO = 16 };

/* Consumes a line. */
typedef uint64_t taker(qdmp_span line);

static uint64_t count_bytes(qdmp_span line) {
    return line.len;
}

static uint64_t decode(qdmp_span line) {
    bench_message message;
    if (line.len && line.ptr[0] == 'A')
        return qdmp_request_decode(line, QDMP_WHOLE_LINE, &message.request, NULL, NULL) == QDMP_OK;
    return qdmp_response_decode(line, QDMP_WHOLE_LINE, &message.response, NULL, NULL) == QDMP_OK;
}

static uint64_t take_chunk(qdmp_stream *stream, qdmp_span chunk, taker *take) {
    uint64_t sum = 0;
    qdmp_span line;
    size_t used;
    while (qdmp_stream_next(stream, chunk, &used, &line) == QDMP_STREAM_LINE) {
        sum += take(line);
        chunk.ptr += used;
        chunk.len -= used;
    }
    return sum;
}

static inline uint64_t take_all(qdmp_span bytes, size_t chunk, taker *take) {
    char held[512];
    qdmp_room room = {held, sizeof held};
    qdmp_stream stream = qdmp_stream_open(room);
    uint64_t sum = 0;
    if (chunk == WHOLE)
        return take_chunk(&stream, bytes, take);
    for (size_t at = 0; at < bytes.len; at += chunk) {
        qdmp_span piece = {bytes.ptr + at, bytes.len - at < chunk ? bytes.len - at : chunk};
        sum += take_chunk(&stream, piece, take);
    }
    return sum;
}

static uint64_t pass_whole(const bench_corpus *corpus) {
    return take_all(corpus->joined, WHOLE, count_bytes);
}

static uint64_t pass_fifo(const bench_corpus *corpus) {
    return take_all(corpus->joined, FIFO, count_bytes);
}

static uint64_t pass_decode_whole(const bench_corpus *corpus) {
    return take_all(corpus->joined, WHOLE, decode);
}

static uint64_t pass_decode_fifo(const bench_corpus *corpus) {
    return take_all(corpus->joined, FIFO, decode);
}

static bool check_whole(const bench_corpus *corpus) {
    return pass_whole(corpus) == corpus->bytes;
}

static bool check_fifo(const bench_corpus *corpus) {
    return pass_fifo(corpus) == corpus->bytes;
}

static bool check_decode_whole(const bench_corpus *corpus) {
    return pass_decode_whole(corpus) == corpus->count;
}

static bool check_decode_fifo(const bench_corpus *corpus) {
    return pass_decode_fifo(corpus) == corpus->count;
}

enum { CORPORA = BENCH_OVER(SHUFFLED) | BENCH_OVER(FIELDS_255) };

static const bench_case cases[] = {
    {"stream_whole", "qdmp", CORPORA, pass_whole, check_whole},
    {"stream_fifo", "qdmp", CORPORA, pass_fifo, check_fifo},
    {"stream_whole_decode", "qdmp", CORPORA, pass_decode_whole, check_decode_whole},
    {"stream_fifo_decode", "qdmp", CORPORA, pass_decode_fifo, check_decode_fifo},
};

const bench_table bench_stream = BENCH_TABLE(cases);

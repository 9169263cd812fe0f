/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "qdmp/stream.h"

#include "text.h"

qdmp_stream qdmp_stream_open(qdmp_room buffer) {
    qdmp_stream stream = {buffer, 0, 0, 0};
    return stream;
}

/* Whether `len` more bytes would make the current line longer than the buffer. */
static bool is_overlong(const qdmp_stream *stream, size_t len) {
    return len > stream->buffer.cap - stream->held;
}

static void hold(qdmp_stream *stream, const unsigned char *bytes, size_t len) {
    if (len)
        memcpy(stream->buffer.ptr + stream->held, bytes, len);
    stream->held += len;
}

/* Returns the line that the `len` bytes at `bytes` complete. */
static qdmp_span complete(qdmp_stream *stream, const unsigned char *bytes, size_t len) {
    if (!stream->held)
        return qdmp__span(bytes, bytes + len);
    hold(stream, bytes, len);
    qdmp_span line = {stream->buffer.ptr, stream->held};
    stream->held = 0;
    return line;
}

/* Skips the CR or LF at `p`. */
static const unsigned char *pass_eol(qdmp_stream *stream, const unsigned char *p) {
    stream->after_cr = *p == '\r';
    return p + 1;
}

/* Skips the LF of a CR LF if its CR has already ended a line. */
static const unsigned char *pass_lf(qdmp_stream *stream, const unsigned char *p, const unsigned char *lim) {
    if (p < lim && stream->after_cr) {
        stream->after_cr = 0;
        p += *p == '\n';
    }
    return p;
}

/* Skips the rest of an overlong line. */
static const unsigned char *pass_overlong(qdmp_stream *stream, const unsigned char *p, const unsigned char *lim) {
    p = qdmp__find_eol(p, lim);
    if (p == lim)
        return lim;
    stream->skipping = 0;
    return pass_lf(stream, pass_eol(stream, p), lim);
}

qdmp_stream_event qdmp_stream_next(qdmp_stream *stream, qdmp_span chunk, size_t *used, qdmp_span *line) {
    const unsigned char *begin = qdmp__bytes(chunk), *lim = begin + chunk.len;
    const unsigned char *p = pass_lf(stream, begin, lim);
    if (stream->skipping)
        p = pass_overlong(stream, p, lim);
    const unsigned char *end = qdmp__find_eol(p, lim);
    size_t len = (size_t)(end - p);
    *used = (size_t)(end - begin);
    if (is_overlong(stream, len)) {
        stream->held = 0;
        stream->skipping = 1;
        return QDMP_STREAM_OVERLONG;
    }
    if (end == lim) {
        hold(stream, p, len);
        return QDMP_STREAM_EMPTY;
    }
    *line = complete(stream, p, len);
    *used = (size_t)(pass_eol(stream, end) - begin);
    return QDMP_STREAM_LINE;
}

qdmp_stream_event qdmp_stream_finish(qdmp_stream *stream, qdmp_span *rest) {
    size_t held = stream->held;
    stream->held = 0;
    stream->skipping = stream->after_cr = 0;
    if (!held)
        return QDMP_STREAM_EMPTY;
    rest->ptr = stream->buffer.ptr;
    rest->len = held;
    return QDMP_STREAM_REST;
}

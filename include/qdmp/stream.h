/* SPDX-License-Identifier: MIT */
/**
 * @file
 * From bytes as a UART delivers them to whole lines, for the decoders' QDMP_WHOLE_LINE.
 *
 *     qdmp_span chunk = {dma, received}, line;
 *     size_t used;
 *     qdmp_stream_event event;
 *     while ((event = qdmp_stream_next(&stream, chunk, &used, &line)) != QDMP_STREAM_EMPTY) {
 *         if (event == QDMP_STREAM_LINE)
 *             handle(line);
 *         chunk.ptr += used;
 *         chunk.len -= used;
 *     }
 */
#ifndef QDMP_STREAM_H
#define QDMP_STREAM_H

#include "qdmp/span.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup stream
 * @{ */

/** Cuts a byte stream into lines. Its members are private; no memory but the caller's is used. */
typedef struct qdmp_stream {
    /** @privatesection */
    qdmp_room buffer;
    size_t held;      /* bytes of the split line in the buffer */
    uint8_t after_cr; /* the last line ended at a CR: a LF is no line of its own */
    uint8_t skipping; /* an overlong line was reported: pass over the rest of it */
} qdmp_stream;

/** What qdmp_stream_next and qdmp_stream_finish found. */
typedef enum qdmp_stream_event {
    QDMP_STREAM_EMPTY,   /**< the chunk is used up; nothing to hand over */
    QDMP_STREAM_LINE,    /**< a line, maybe an empty one */
    QDMP_STREAM_REST,    /**< only from qdmp_stream_finish: bytes that no line end followed */
    QDMP_STREAM_OVERLONG /**< a line longer than the buffer: said once, and skipped to its end */
} qdmp_stream_event;

/**
 * Starts a stream.
 *
 * Every canonical line fits a buffer of
 *
 * - QDMP_REQUEST_LINE_MAX bytes in a module, which hears requests;
 * - QDMP_REQUEST_LINE_MAX bytes also in a host whose module echoes (V.250, 6.2.4: E1, the usual default): it hears its
 *   own requests and the responses, which are shorter;
 * - QDMP_RESPONSE_LINE_MAX bytes in a host whose module does not echo (ATE0).
 *
 * Lines with credentials have no longest: QDMP_CREDENTIALS_REQUEST_MAX and QDMP_CREDENTIALS_RESPONSE_MAX are for them.
 *
 * @param buffer  holds a line that is split between chunks. Its size is also the longest line: a longer one is
 * overlong, however it is cut
 * @return the stream, which holds nothing yet
 *
 * @snippet stream.c qdmp_stream_open
 */
QDMP_API qdmp_stream qdmp_stream_open(qdmp_room buffer);

/**
 * Takes the next line out of `chunk`. Call again behind `*used`, until it returns QDMP_STREAM_EMPTY.
 *
 * A line ends at CR, CR LF or LF, at a CR at once; quotes hide no line end (R2). However the bytes are cut into chunks,
 * the lines are the same.
 *
 * @param stream  the stream
 * @param chunk   the next bytes, any number
 * @param used    bytes of `chunk` consumed
 * @param line    on QDMP_STREAM_LINE the line without its end: in `chunk` if it lies there whole, else in the buffer,
 * where it lives until the next call. Untouched otherwise
 * @return QDMP_STREAM_EMPTY, QDMP_STREAM_LINE or QDMP_STREAM_OVERLONG
 *
 * @snippet stream.c qdmp_stream_next
 */
QDMP_API qdmp_stream_event qdmp_stream_next(qdmp_stream *stream, qdmp_span chunk, size_t *used, qdmp_span *line);

/**
 * Ends the stream: hands over what no line end followed, as QDMP_STREAM_REST, and starts anew.
 *
 * The rest may be a cut line. Decode it only if what cut the stream did not cut the line.
 *
 * @param stream  the stream
 * @param rest    on QDMP_STREAM_REST the bytes, in the buffer. Untouched otherwise
 * @return QDMP_STREAM_REST, or QDMP_STREAM_EMPTY where every line had its end
 *
 * @snippet stream.c qdmp_stream_finish
 */
QDMP_API qdmp_stream_event qdmp_stream_finish(qdmp_stream *stream, qdmp_span *rest);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

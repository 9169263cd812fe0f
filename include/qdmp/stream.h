/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Cuts the bytes of a UART into whole lines, for QDMP_WHOLE_LINE of the decoders.
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

/** Cuts a byte stream into lines. Its members are private. It uses only the caller's memory. */
typedef struct qdmp_stream {
    /** @privatesection */
    qdmp_room buffer;
    size_t held;      /* bytes of the split line in the buffer */
    uint8_t after_cr; /* the last line ended at a CR: a LF after it is not a line of its own */
    uint8_t skipping; /* an overlong line was reported: the rest of it is skipped */
} qdmp_stream;

/** The result of qdmp_stream_next and qdmp_stream_finish. */
typedef enum qdmp_stream_event {
    QDMP_STREAM_EMPTY,   /**< all bytes of the chunk are consumed; there is no line */
    QDMP_STREAM_LINE,    /**< a line, maybe an empty one */
    QDMP_STREAM_REST,    /**< only from qdmp_stream_finish: bytes without a line end after them */
    QDMP_STREAM_OVERLONG /**< a line longer than the buffer: reported once, and skipped to its end */
} qdmp_stream_event;

/**
 * Starts a stream.
 *
 * Every canonical line fits a buffer of
 *
 * - QDMP_REQUEST_LINE_MAX bytes in a module, which receives requests;
 * - QDMP_REQUEST_LINE_MAX bytes also in a host whose module echoes (V.250, 6.2.4: E1, the usual default): it receives
 *   its own requests and the responses, which are shorter;
 * - QDMP_RESPONSE_LINE_MAX bytes in a host whose module does not echo (ATE0).
 *
 * Lines with credentials have no fixed greatest length. QDMP_CREDENTIALS_REQUEST_MAX and QDMP_CREDENTIALS_RESPONSE_MAX
 * compute it.
 *
 * @param buffer  holds a line that is split between chunks. Its size is also the greatest length of a line: a longer
 *                line is overlong, however it is cut into chunks
 * @return the stream, which is empty
 *
 * @snippet stream.c qdmp_stream_open
 */
QDMP_API qdmp_stream qdmp_stream_open(qdmp_room buffer);

/**
 * Takes the next line out of `chunk`. Call it again with the bytes after `*used` until it returns QDMP_STREAM_EMPTY.
 *
 * A line ends at CR, CR LF or LF; a CR ends it at once. A line end counts inside quotes too (R2). The lines are the
 * same, however the bytes are cut into chunks.
 *
 * @param stream  the stream
 * @param chunk   the next bytes, any number
 * @param used    bytes of `chunk` consumed
 * @param line    on QDMP_STREAM_LINE the line without its end: in `chunk` if all of it is there, otherwise in the
 *                buffer, where it lives until the next call. Untouched otherwise
 * @return QDMP_STREAM_EMPTY, QDMP_STREAM_LINE or QDMP_STREAM_OVERLONG
 *
 * @snippet stream.c qdmp_stream_next
 */
QDMP_API qdmp_stream_event qdmp_stream_next(qdmp_stream *stream, qdmp_span chunk, size_t *used, qdmp_span *line);

/**
 * Ends the stream: returns the bytes that no line end followed, as QDMP_STREAM_REST. The stream is then empty.
 *
 * The rest may be a cut line. Decode it only if the end of the stream cannot have cut the line.
 *
 * @param stream  the stream
 * @param rest    on QDMP_STREAM_REST the bytes, in the buffer. Untouched otherwise
 * @return QDMP_STREAM_REST, or QDMP_STREAM_EMPTY if every line had its end
 *
 * @snippet stream.c qdmp_stream_finish
 */
QDMP_API qdmp_stream_event qdmp_stream_finish(qdmp_stream *stream, qdmp_span *rest);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

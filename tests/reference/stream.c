/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/stream.h"

static void open_and_next(void) {
    //! [qdmp_stream_open]
    //! [qdmp_stream_next]
    char buffer[QDMP_RESPONSE_LINE_MAX];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    qdmp_span chunks[] = {QDMP_LITERAL("+QDMPCFG: 6"), QDMP_LITERAL(",11\r\nOK\r\n")}; // as a UART delivers them
    qdmp_span lines[2];
    size_t count = 0;
    for (size_t i = 0; i < 2; i++) {
        qdmp_span chunk = chunks[i], line;
        qdmp_stream_event event;
        size_t used;
        while ((event = qdmp_stream_next(&stream, chunk, &used, &line)) != QDMP_STREAM_EMPTY) {
            if (event == QDMP_STREAM_LINE && line.len && count < 2)
                lines[count++] = line; // decode it here: a line in the buffer lives until the next call
            chunk.ptr += used;
            chunk.len -= used;
        }
    }
    expect(count == 2 && lines[0].len == 14 && is(lines[1], "OK"));
    //! [qdmp_stream_next]
    //! [qdmp_stream_open]
}

static void finish(void) {
    char buffer[QDMP_RESPONSE_LINE_MAX];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    //! [qdmp_stream_finish]
    qdmp_span chunk = QDMP_LITERAL("+QDMPCFG: 6,1"), line, rest;
    size_t used;
    expect(qdmp_stream_next(&stream, chunk, &used, &line) == QDMP_STREAM_EMPTY);
    expect(qdmp_stream_finish(&stream, &rest) == QDMP_STREAM_REST); // the port was closed
    expect(is(rest, "+QDMPCFG: 6,1"));                              // the line may have been 6,1 or 6,11 or 6,12
    //! [qdmp_stream_finish]
}

void stream_examples(void) {
    open_and_next();
    finish();
}

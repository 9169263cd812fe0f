/* SPDX-License-Identifier: MIT */
/* Tests streams: bytes that are cut into chunks anywhere must give the same lines. */
#include "vector_file.h"

#include <stdio.h>

enum { LOG_SIZE = 1 << 15, STREAM_SIZE = 1 << 14, BUFFER_SIZE = 512, PIECES_MAX = 8 };

/* The events of a stream, one line each: `L text`, `R rest`, `O` for overlong. */
typedef struct event_log {
    char text[LOG_SIZE];
    size_t len;
} event_log;

static void note(event_log *log, char what, qdmp_span text) {
    cr_assert(log->len + 4 * text.len + 4 < LOG_SIZE, "the log is full");
    log->text[log->len++] = what;
    log->text[log->len++] = ' ';
    log->len += escape(text, log->text + log->len);
    log->text[log->len++] = '\n';
    log->text[log->len] = '\0';
}

static void expect_place(const qdmp_stream *stream, qdmp_span chunk, qdmp_span line) {
    qdmp_span buffer = {stream->buffer.ptr, stream->buffer.cap};
    CHECK(span_inside(line, chunk) || span_inside(line, buffer), "a line lies elsewhere");
}

static void feed(qdmp_stream *stream, qdmp_span chunk, event_log *log) {
    static const qdmp_span nothing = {NULL, 0};
    for (;;) {
        qdmp_span line = nothing;
        size_t used = SIZE_MAX;
        qdmp_stream_event event = qdmp_stream_next(stream, chunk, &used, &line);
        CHECK(used <= chunk.len, "used %zu of %zu", used, chunk.len);
        CHECK(event == QDMP_STREAM_LINE || line.ptr == NULL, "the line was touched");
        CHECK(event != QDMP_STREAM_REST, "a rest from next");
        if (event == QDMP_STREAM_EMPTY) {
            CHECK(used == chunk.len, "empty after %zu of %zu bytes", used, chunk.len);
            return;
        }
        if (event == QDMP_STREAM_LINE)
            expect_place(stream, chunk, line);
        note(log, event == QDMP_STREAM_LINE ? 'L' : 'O', line);
        chunk.ptr += used;
        chunk.len -= used;
    }
}

static void finish(qdmp_stream *stream, event_log *log) {
    qdmp_span rest = {NULL, 0};
    qdmp_stream_event event = qdmp_stream_finish(stream, &rest);
    if (event == QDMP_STREAM_REST)
        note(log, 'R', rest);
    else
        CHECK(event == QDMP_STREAM_EMPTY && rest.ptr == NULL, "finish says %d", (int)event);
}

/* --- the guide's transcript, cut everywhere ----------------------------------------------------------------------- */

typedef struct transcript {
    char bytes[STREAM_SIZE];
    size_t len;
    event_log expected;
} transcript;

static void append(transcript *t, const char *bytes, size_t len) {
    cr_assert(t->len + len < STREAM_SIZE, "the transcript is full");
    memcpy(t->bytes + t->len, bytes, len);
    t->len += len;
}

/* The lines of the guide, each followed by `end`. With `framed`, each response is also preceded by it. */
static void build(transcript *t, const char *end, bool framed) {
    size_t count;
    const guide_line *lines = guide_load(&count);
    t->len = t->expected.len = 0;
    for (size_t i = 0; i < count; i++) {
        if (framed && lines[i].direction == RESPONSE) {
            append(t, end, strlen(end));
            note(&t->expected, 'L', span_of(""));
        }
        append(t, lines[i].text.ptr, lines[i].text.len);
        append(t, end, strlen(end));
        note(&t->expected, 'L', lines[i].text);
    }
}

static void expect_log(const event_log *got, const event_log *expected, const char *what, size_t at) {
    CHECK(got->len == expected->len && memcmp(got->text, expected->text, got->len) == 0, "%s at %zu: %.300s", what, at,
          got->text);
}

static void expect_two_chunks(const transcript *t) {
    static event_log log;
    static char buffer[BUFFER_SIZE];
    for (size_t at = 0; at <= t->len; at++) {
        qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
        log.len = 0;
        feed(&stream, span_from(t->bytes, at), &log);
        feed(&stream, span_from(t->bytes + at, t->len - at), &log);
        finish(&stream, &log);
        expect_log(&log, &t->expected, "cut", at);
    }
}

/* Feeds chunks of `size` bytes. Each is in memory that the next chunk overwrites, as in a DMA buffer. */
static void expect_equal_chunks(const transcript *t, size_t size) {
    static event_log log;
    static char buffer[BUFFER_SIZE], dma[STREAM_SIZE];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    log.len = 0;
    for (size_t at = 0; at < t->len; at += size) {
        size_t len = t->len - at < size ? t->len - at : size;
        memset(dma, '#', sizeof dma);
        memcpy(dma, t->bytes + at, len);
        feed(&stream, span_from(dma, len), &log);
    }
    finish(&stream, &log);
    expect_log(&log, &t->expected, "chunks of", size);
}

static void expect_any_cut(const char *end, bool framed) {
    static transcript t;
    build(&t, end, framed);
    expect_two_chunks(&t);
    for (size_t size = 1; size < 70; size++)
        expect_equal_chunks(&t, size);
    expect_equal_chunks(&t, t.len);
}

Test(stream, transcript_with_lf) {
    expect_any_cut("\n", false);
}

Test(stream, transcript_with_cr) {
    expect_any_cut("\r", false);
}

Test(stream, transcript_with_cr_lf) {
    expect_any_cut("\r\n", false);
}

Test(stream, transcript_framed) {
    expect_any_cut("\r\n", true);
}

/* --- single cases ------------------------------------------------------------------------------------------------- */

#define FINISH "<finish>"

typedef struct case_row {
    const char *name;
    size_t cap;
    const char *pieces[PIECES_MAX];
    const char *log;
} case_row;

static const case_row cases[] = {
    {"one line", 16, {"OK\r\n"}, "L OK\n"},
    {"empty lines", 16, {"\r\n\r\n\n\r"}, "L \nL \nL \nL \n"},
    {"LF CR ends two lines", 16, {"A\n\rB\r"}, "L A\nL \nL B\n"},
    {"CR CR LF ends two lines", 16, {"A\r\r\nB\r"}, "L A\nL \nL B\n"},
    {"CR ends at once", 16, {"A\r", FINISH}, "L A\n"},
    {"CR and LF apart", 16, {"A\r", "\nB\r\n"}, "L A\nL B\n"},
    {"CR and LF apart, an empty chunk between", 16, {"A\r", "", "\nB\n"}, "L A\nL B\n"},
    {"CR and something else apart", 16, {"A\r", "B\r"}, "L A\nL B\n"},
    {"CR and two LF apart", 16, {"A\r", "\n\nB\n"}, "L A\nL \nL B\n"},
    {"quotes hide no end", 16, {"\"A\rB\"\r"}, "L \\\"A\nL B\\\"\n"},
    {"a control byte is a byte like others", 16, {"A", "\x01", "B\r"}, "L A\\x01B\n"},
    {"no end", 16, {"AB"}, ""},
    {"a rest", 16, {"A\rBC", FINISH}, "L A\nR BC\n"},
    {"a rest of two chunks", 16, {"AB", "CD", FINISH}, "R ABCD\n"},
    {"no rest", 16, {"A\r\n", FINISH}, "L A\n"},
    {"nothing at all", 16, {"", FINISH}, ""},
    {"finish twice", 16, {"AB", FINISH, FINISH}, "R AB\n"},
    {"finish starts anew", 16, {"AB", FINISH, "CD\r"}, "R AB\nL CD\n"},
    {"finish forgets the CR", 16, {"A\r", FINISH, "\n"}, "L A\nL \n"},
    {"exactly the buffer", 4, {"ABCD\r\n"}, "L ABCD\n"},
    {"exactly the buffer, split", 4, {"AB", "CD", "\r"}, "L ABCD\n"},
    {"exactly the buffer, split before its end", 4, {"ABCD", "\n"}, "L ABCD\n"},
    {"a rest of exactly the buffer", 4, {"ABCD", FINISH}, "R ABCD\n"},
    {"one byte more", 4, {"ABCDE\r\nOK\r\n"}, "O \nL OK\n"},
    {"one byte more, split", 4, {"AB", "CDE", "FG\rOK\r"}, "O \nL OK\n"},
    {"one byte more, in the second chunk", 4, {"ABCD", "E\rOK\r"}, "O \nL OK\n"},
    {"far too long in one chunk", 4, {"ABCDEFGHIJKLMNOPQRSTUVWXYZ\nOK\n"}, "O \nL OK\n"},
    {"said once", 4, {"ABCDE", "FGHIJ", "KLMNO", "PQRST", "U\rOK\r"}, "O \nL OK\n"},
    {"no line begins in its middle", 4, {"ABCDE", "OK", "OK", "OK\r", "OK\r"}, "O \nL OK\n"},
    {"a forged result in its middle", 8, {"AT+QDMPCFG=OK", "OK", "\rERROR\r"}, "O \nL ERROR\n"},
    {"a forged information line behind it", 4, {"ABCDE+QDMPCFG: 0,1", "\r\n", "OK\r"}, "O \nL OK\n"},
    {"overlong, its CR and LF apart", 4, {"ABCDE\r", "\nOK\n"}, "O \nL OK\n"},
    {"overlong, its end alone", 4, {"ABCDE", "\r", "\n", "OK\n"}, "O \nL OK\n"},
    {"overlong, then an empty line", 4, {"ABCDE\r\n\r\nOK\r\n"}, "O \nL \nL OK\n"},
    {"overlong twice", 4, {"ABCDE\rFGHIJ\rOK\r"}, "O \nO \nL OK\n"},
    {"overlong twice, split", 4, {"ABC", "DE\rFG", "HIJ\rO", "K\r"}, "O \nO \nL OK\n"},
    {"a line before it", 4, {"OK\rABCDE\rOK\r"}, "L OK\nO \nL OK\n"},
    {"overlong has no rest", 4, {"ABCDE", FINISH}, "O \n"},
    {"overlong and finish start anew", 4, {"ABCDE", FINISH, "OK\r"}, "O \nL OK\n"},
    {"overlong, its end, and finish", 4, {"ABCDE\r", FINISH, "\n"}, "O \nL \n"},
    {"no buffer: empty lines", 0, {"\r\n\r\n"}, "L \nL \n"},
    {"no buffer: every byte is too much", 0, {"A\r\n\r\nB", "C\rD", FINISH}, "O \nL \nO \nO \n"},
    {"a buffer of one byte", 1, {"A\rBC\rD", "\n", FINISH}, "L A\nO \nL D\n"},
};

/* Feeds the pieces of a row, byte by byte if `single`. */
static void feed_pieces(const case_row *row, qdmp_stream *stream, bool single, event_log *log) {
    for (size_t i = 0; i < PIECES_MAX && row->pieces[i]; i++) {
        qdmp_span piece = span_of(row->pieces[i]);
        if (!strcmp(row->pieces[i], FINISH))
            finish(stream, log);
        else if (!single)
            feed(stream, piece, log);
        else
            for (size_t k = 0; k < piece.len; k++)
                feed(stream, span_from(piece.ptr + k, 1), log);
    }
}

static void expect_case(const case_row *row, bool single) {
    static event_log log;
    char buffer[BUFFER_SIZE];
    log.len = 0;
    log.text[0] = '\0';
    memset(buffer, '#', sizeof buffer);
    qdmp_stream stream = qdmp_stream_open((qdmp_room){row->cap ? buffer : NULL, row->cap});
    feed_pieces(row, &stream, single, &log);
    cr_expect_str_eq(log.text, row->log, "%s%s: %s", row->name, single ? ", byte by byte" : "", log.text);
    cr_expect(filled_with(buffer + row->cap, sizeof buffer - row->cap, '#'), "%s: written past the buffer", row->name);
}

Test(stream, cases) {
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_case(&cases[i], false);
}

Test(stream, cases_byte_by_byte) {
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_case(&cases[i], true);
}

Test(stream, nul_bytes_pass) {
    static event_log log;
    char buffer[8];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    feed(&stream, span_from("A\0B\r\0\r", 6), &log);
    cr_expect_str_eq(log.text, "L A\\x00B\nL \\x00\n");
}

/* --- the place of a line ------------------------------------------------------------------------------------------ */

Test(stream, a_whole_line_is_not_copied) {
    char buffer[8];
    static const char chunk[] = "AB\r\nCD\n";
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    qdmp_span line;
    size_t used;
    memset(buffer, '#', sizeof buffer);
    cr_assert(qdmp_stream_next(&stream, span_from(chunk, 7), &used, &line) == QDMP_STREAM_LINE);
    cr_expect(line.ptr == chunk && line.len == 2, "not in the chunk");
    qdmp_span behind = {chunk + used, 7 - used};
    cr_assert(qdmp_stream_next(&stream, behind, &used, &line) == QDMP_STREAM_LINE);
    cr_expect(line.ptr == chunk + 4 && line.len == 2, "not in the chunk");
    cr_expect(filled_with(buffer, sizeof buffer, '#'), "the buffer was used");
}

Test(stream, a_split_line_is_in_the_buffer) {
    char buffer[8];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    qdmp_span line = {NULL, 0};
    size_t used;
    cr_assert(qdmp_stream_next(&stream, span_of("AB"), &used, &line) == QDMP_STREAM_EMPTY);
    cr_expect(used == 2 && line.ptr == NULL);
    cr_assert(qdmp_stream_next(&stream, span_of("CD\rEF\r"), &used, &line) == QDMP_STREAM_LINE);
    cr_expect(line.ptr == buffer && span_equal(line, span_of("ABCD")), "%s", shown(line));
}

/* Only the line end is in the second chunk: the line is still in the buffer. */
Test(stream, a_line_whose_end_comes_later_is_in_the_buffer) {
    char buffer[8];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    qdmp_span line = {NULL, 0};
    size_t used;
    cr_assert(qdmp_stream_next(&stream, span_of("ABCDEFGH"), &used, &line) == QDMP_STREAM_EMPTY);
    cr_assert(qdmp_stream_next(&stream, span_of("\n"), &used, &line) == QDMP_STREAM_LINE);
    cr_expect(used == 1 && line.ptr == buffer && line.len == 8);
}

/* --- streams and decoders ----------------------------------------------------------------------------------------- */

/*
 * Feeds byte by byte. Returns the number of overlong lines, and the length of the longest line that was not overlong.
 */
static unsigned hear(qdmp_room buffer, qdmp_span bytes, size_t *longest) {
    qdmp_stream stream = qdmp_stream_open(buffer);
    unsigned overlong = 0;
    for (*longest = 0; bytes.len; bytes.ptr++, bytes.len--) {
        qdmp_span line;
        size_t used;
        qdmp_stream_event event = qdmp_stream_next(&stream, span_from(bytes.ptr, 1), &used, &line);
        overlong += event == QDMP_STREAM_OVERLONG;
        if (event == QDMP_STREAM_LINE && line.len > *longest)
            *longest = line.len;
    }
    return overlong;
}

/* The bytes that a host receives for the longest request and its answer, without echo and with it. */
Test(stream, buffers_with_and_without_echo) {
    static char request[400], response[1000], buffer[QDMP_REQUEST_LINE_MAX], text[256];
    size_t longest;
    memset(text, 'x', 255);
    int sent = sprintf(request, "AT+QDMPCFGEX=0,0,\"%s\"\r", text);
    int heard = sprintf(response, "%s\r\n+QDMPCFGEX: 0,%s\r\n\r\nOK\r\n", request, text);
    qdmp_span echoed = span_from(response, (size_t)heard), answer = span_from(response + sent, (size_t)(heard - sent));
    cr_expect(sent == (int)QDMP_REQUEST_LINE_MAX && QDMP_RESPONSE_LINE_MAX < QDMP_REQUEST_LINE_MAX);
    cr_expect(hear((qdmp_room){buffer, QDMP_REQUEST_LINE_MAX}, echoed, &longest) == 0);
    cr_expect(longest == QDMP_REQUEST_LINE_MAX - 1, "%zu", longest);
    cr_expect(hear((qdmp_room){buffer, QDMP_RESPONSE_LINE_MAX}, answer, &longest) == 0);
    cr_expect(longest == QDMP_RESPONSE_LINE_MAX - 4, "%zu", longest);
    cr_expect(hear((qdmp_room){buffer, QDMP_RESPONSE_LINE_MAX}, echoed, &longest) == 1, "why there are two constants");
}

Test(stream, lines_decode) {
    static const char chunk[] = "\r\n+QDMPCFG: 0,1\r\n\r\nOK\r\n";
    static const qdmp_response_kind kinds[] = {QDMP_INFO_ACCESS_MODE, QDMP_RESULT_OK};
    char buffer[QDMP_RESPONSE_LINE_MAX];
    qdmp_stream stream = qdmp_stream_open((qdmp_room){buffer, sizeof buffer});
    size_t found = 0;
    for (size_t i = 0; i < sizeof chunk - 1; i++) {
        qdmp_span line;
        size_t used;
        qdmp_response response;
        if (qdmp_stream_next(&stream, span_from(chunk + i, 1), &used, &line) != QDMP_STREAM_LINE || line.len == 0)
            continue;
        cr_assert(qdmp_response_decode(line, QDMP_WHOLE_LINE, &response, &used, NULL) == QDMP_OK, "%s", shown(line));
        cr_assert(found < COUNT(kinds));
        cr_expect(response.kind == kinds[found++]);
    }
    cr_expect(found == COUNT(kinds), "%zu lines", found);
}

/* SPDX-License-Identifier: MIT */
/*
 * Bytes cut into chunks, and the lines that come of them: P2, P7, P19-P21.
 *
 * Input: how large the buffer is, how many chunk sizes follow, the sizes, and the bytes of the stream; the sizes are used
 * over and over. Or a large buffer, the difference of a line's length from its size, two chunk sizes, and the bytes
 * behind that line.
 */
#include "support/bytes.h"
#include "support/check.h"

#include "qdmp/stream.h"

#include <stdlib.h>
#include <string.h>

enum { SIZES_MAX = 16 };

/* The stream as a whole, and the place up to which its lines were seen. */
struct text {
    const char *bytes;
    size_t size;
    size_t at;      /* where the line at hand begins */
    bool announced; /* it is too long, and that was said */
    size_t cap;
};

static size_t end_of_line(const struct text *text) {
    size_t end = text->at;
    while (end < text->size && text->bytes[end] != '\r' && text->bytes[end] != '\n')
        end++;
    return end;
}

/* Goes behind the end of the line at `end`: CR LF is one. */
static void go_on(struct text *text, size_t end) {
    text->at = end + 1;
    if (text->bytes[end] == '\r' && text->at < text->size && text->bytes[text->at] == '\n')
        text->at++;
    text->announced = false;
}

/* The next line that a stream over the whole text must find. Returns false after the last. */
static bool next_line(struct text *text, qdmp_span *line, bool *overlong) {
    for (;;) {
        size_t end = end_of_line(text);
        *line = (qdmp_span){text->bytes + text->at, end - text->at};
        *overlong = line->len > text->cap;
        if (*overlong && !text->announced) {
            text->announced = true;
            return true;
        }
        if (end == text->size)
            return false;
        go_on(text, end);
        if (!*overlong)
            return true;
    }
}

static void check_line(struct text *text, qdmp_span line, qdmp_span chunk, qdmp_span buffer) {
    qdmp_span expected;
    bool overlong;
    FUZZ_CHECK(next_line(text, &expected, &overlong), "P19", "a line too many, %zu bytes", line.len);
    FUZZ_CHECK(!overlong, "P20", "a line of %zu bytes where an overlong one stands", line.len);
    FUZZ_CHECK(fuzz_same_text(line, expected), "P19", "%zu bytes, and not the line that stands there, %zu", line.len,
               expected.len);
    FUZZ_CHECK(fuzz_inside(line, chunk) || fuzz_inside(line, buffer), "P2", "a line from nowhere");
}

static void check_overlong(struct text *text) {
    qdmp_span expected;
    bool overlong;
    FUZZ_CHECK(next_line(text, &expected, &overlong) && overlong, "P20", "said to be overlong, but has %zu bytes",
               expected.len);
}

/* Feeds one chunk, from a block of its own. */
static void feed(qdmp_stream *stream, struct text *text, const char *bytes, size_t size, qdmp_span buffer) {
    char *copy = fuzz_copy(bytes, size);
    qdmp_span chunk = {copy, size};
    qdmp_stream_event event;
    do {
        qdmp_span line, before;
        size_t used = SIZE_MAX;
        fuzz_fill(&line, sizeof line);
        before = line;
        event = qdmp_stream_next(stream, chunk, &used, &line);
        FUZZ_CHECK(used <= chunk.len, "P7", "%zu of %zu bytes used", used, chunk.len);
        if (event == QDMP_STREAM_LINE)
            check_line(text, line, (qdmp_span){copy, size}, buffer);
        else
            FUZZ_CHECK(line.ptr == before.ptr && line.len == before.len, "P4", "line touched, event %d", (int)event);
        if (event == QDMP_STREAM_OVERLONG)
            check_overlong(text);
        FUZZ_CHECK(event == QDMP_STREAM_LINE || event == QDMP_STREAM_OVERLONG || used == chunk.len, "P7",
                   "bytes are left of a chunk that is used up");
        FUZZ_CHECK(event <= QDMP_STREAM_OVERLONG && event != QDMP_STREAM_REST, "P19", "event %d", (int)event);
        chunk.ptr += used;
        chunk.len -= used;
    } while (event != QDMP_STREAM_EMPTY);
    free(copy);
}

/* The bytes without a line end are the rest. An overlong rest was reported already. */
static void finish(qdmp_stream *stream, struct text *text) {
    qdmp_span rest, line;
    bool overlong;
    FUZZ_CHECK(!next_line(text, &line, &overlong), "P19", "%zu bytes were never handed over", line.len);
    qdmp_stream_event event = qdmp_stream_finish(stream, &rest);
    if (line.len == 0 || overlong) {
        FUZZ_CHECK(event == QDMP_STREAM_EMPTY, "P21", "a rest where there is none");
        return;
    }
    FUZZ_CHECK(event == QDMP_STREAM_REST && fuzz_same_text(rest, line), "P21", "the rest of %zu bytes is lost",
               line.len);
}

/* Cuts the stream as `sizes` say. */
static void run(const struct bytes *bytes, size_t cap, const uint32_t *sizes, size_t count) {
    char *block = fuzz_room(cap);
    qdmp_room room = {block, cap};
    qdmp_stream stream = qdmp_stream_open(room);
    struct text text = {(const char *)bytes->next, bytes->left, 0, false, cap};
    size_t at = 0;
    for (size_t i = 0; at < bytes->left; i++) {
        size_t left = bytes->left - at, size = count == 0 ? left : sizes[i % count];
        size = i > 2 * bytes->left + count || size > left ? left : size; /* zeros alone would never end */
        feed(&stream, &text, text.bytes + at, size, (qdmp_span){block, cap});
        at += size;
    }
    finish(&stream, &text);
    /* It starts anew: the first LF ends a line, whatever came last. */
    struct text again = {"\nA\rB", 4, 0, false, cap};
    feed(&stream, &again, again.bytes, again.size, (qdmp_span){block, cap});
    finish(&stream, &again);
    free(block);
}

/* Runs a line of the size of the buffer, or one byte more or less, and the rest of the bytes behind it, in large chunks. */
static void run_long(struct bytes *bytes, size_t cap) {
    size_t line = cap + bytes_u8(bytes) % 3, steps[] = {bytes_size(bytes), bytes_size(bytes)};
    uint32_t sizes[] = {(uint32_t)steps[0] + 1, (uint32_t)steps[1] + 1};
    line -= line > 0;
    char *text = fuzz_room(line + bytes->left);
    memset(text, 'l', line);
    if (bytes->left > 0)
        memcpy(text + line, bytes->next, bytes->left);
    struct bytes all = bytes_open((const uint8_t *)text, line + bytes->left);
    run(&all, cap, sizes, 2);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const size_t caps[] = {0, 1, 2, 3, 4, 8, 16, 64};
    struct bytes bytes = bytes_open(data, size);
    uint32_t choice = bytes_u8(&bytes), sizes[SIZES_MAX];
    size_t cap = choice < 128 ? caps[choice % 8] : choice < 0xF8 ? choice - 128 : bytes_size(&bytes);
    size_t count = bytes_u8(&bytes) % (SIZES_MAX + 1);
    for (size_t i = 0; i < count; i++)
        sizes[i] = bytes_u8(&bytes) % 64;
    if (choice >= 0xF8) {
        run_long(&bytes, cap);
        bytes_close(&bytes);
        return 0;
    }
    run(&bytes, cap, sizes, count);
    run(&bytes, cap, NULL, 0);
    sizes[0] = 1;
    run(&bytes, cap, sizes, 1);
    bytes_close(&bytes);
    return 0;
}

/* SPDX-License-Identifier: MIT */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The additional room that a caller may have: more than any bound beyond which an encoder does not measure first. */
enum { SPARE = 1024 };

void fuzz_fail(const char *property, const char *format, ...) {
    va_list arguments;
    (void)fprintf(stderr, "property %s: ", property);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    abort();
}

char *fuzz_room(size_t size) {
    char *block = malloc(size);
    if (block == NULL && size != 0)
        abort();
    return block;
}

char *fuzz_copy(const void *bytes, size_t size) {
    char *copy = fuzz_room(size);
    if (size != 0)
        memcpy(copy, bytes, size);
    return copy;
}

/* There is no branch for each byte, so a compiler can process many bytes at once. */
bool fuzz_is_filled(const void *memory, size_t size) {
    const unsigned char *bytes = memory;
    unsigned char other = 0;
    for (size_t i = 0; i < size; i++)
        other |= bytes[i] ^ FUZZ_FILLER;
    return other == 0;
}

bool fuzz_inside(qdmp_span part, qdmp_span whole) {
    return part.len == 0 || (part.ptr >= whole.ptr && part.ptr <= whole.ptr + whole.len &&
                             part.len <= (size_t)(whole.ptr + whole.len - part.ptr));
}

bool fuzz_same_text(qdmp_span a, qdmp_span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/*
 * The end of a block, so that an address sanitizer detects an access beyond it. The block is kept, filled, between the
 * calls, because a new block for each call would take longer than the checks.
 */
static qdmp_room filled_room(size_t size) {
    static qdmp_room block;
    if (size > block.cap) {
        free(block.ptr);
        block = (qdmp_room){fuzz_room(size), size};
        fuzz_fill(block.ptr, block.cap);
    }
    return (qdmp_room){block.ptr + (block.cap - size), size};
}

/* Encodes again, into more room than is needed, without asking for size and error. */
static void encode_widely(fuzz_encode *encode, const void *call, qdmp_room expected) {
    qdmp_room room = filled_room(expected.cap + SPARE);
    FUZZ_CHECK(encode(call, room, NULL, NULL) == QDMP_OK, "P6", "fails where nobody asks for size and error");
    FUZZ_CHECK(memcmp(room.ptr, expected.ptr, expected.cap) == 0, "P6", "other bytes in a larger room");
    FUZZ_CHECK(fuzz_is_filled(room.ptr + expected.cap, SPARE), "P10", "written behind the %zu bytes", expected.cap);
    fuzz_fill(room.ptr, expected.cap);
}

qdmp_room fuzz_encode_value(fuzz_encode *encode, const void *call, qdmp_field field, qdmp_error *err) {
    qdmp_room nothing = {NULL, 0}, room, tight;
    const size_t untouched = (size_t)-1 / 3;
    size_t need = untouched, size = untouched;
    fuzz_fill(err, sizeof *err);
    qdmp_status status = encode(call, nothing, &need, err);
    if (status == QDMP_OK) { /* some requests have no text left to write (R29) */
        FUZZ_CHECK(need == 0, "P9", "wrote %zu bytes to no room", need);
        return (qdmp_room){fuzz_room(1), 0};
    }
    FUZZ_CHECK(err->status == status, "P5", "status %d in the error of a call that returned %d", (int)err->status,
               (int)status);
    if (status != QDMP_NO_SPACE) {
        FUZZ_CHECK(need == untouched, "P4", "a size though the call failed");
        return nothing;
    }
    FUZZ_CHECK(need != 0 && need != untouched, "P8", "no size is asked for");
    FUZZ_CHECK(err->field == field && err->offset == 0, "P12", "no space: '%s' at %zu is blamed",
               qdmp_field_name(err->field), err->offset);
    room = (qdmp_room){fuzz_room(need), need};
    tight = (qdmp_room){room.ptr, need - 1};
    fuzz_fill(room.ptr, need);
    FUZZ_CHECK(encode(call, tight, NULL, NULL) == QDMP_NO_SPACE, "P9", "one byte less is enough");
    FUZZ_CHECK(fuzz_is_filled(room.ptr, need), "P4", "room touched though it was too small");
    size = untouched;
    status = encode(call, room, &size, err);
    if (status != QDMP_OK) { /* a part that is only called if there is room for its result, such as cryptography */
        FUZZ_CHECK(err->status == status, "P5", "status in the error");
        FUZZ_CHECK(fuzz_is_filled(room.ptr, need), "P4", "room touched though the call failed");
        FUZZ_CHECK(status != QDMP_NO_SPACE && size == untouched, "P8", "the size asked for is not enough");
        free(room.ptr);
        return nothing;
    }
    FUZZ_CHECK(size == need, "P8", "%zu bytes were asked for, %zu written", need, size);
    encode_widely(encode, call, room);
    return room;
}

qdmp_room fuzz_encode_exactly(fuzz_encode *encode, const void *call, qdmp_error *err) {
    return fuzz_encode_value(encode, call, QDMP_FIELD_NONE, err);
}

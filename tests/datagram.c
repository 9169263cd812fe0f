/* SPDX-License-Identifier: MIT */
#include "datagram.h"

#include "guard.h"
#include <stdlib.h>

enum { PATTERN = 0x5A, BUFFERS = 4, BUFFER_SIZE = 4096, EVERY_ROOM = 1024, OPTIONS_MAX = 64 };

static unsigned digit_value(char c) {
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | 0x20) : NULL;
    cr_assert(at != NULL, "'%c' is no hex digit", c);
    return (unsigned)(at - digits);
}

qdmp_span unhex(const char *hex) {
    static char buffers[BUFFERS][BUFFER_SIZE];
    static unsigned turn;
    char *buffer = buffers[turn++ % BUFFERS];
    size_t len = 0;
    for (; *hex; hex++) {
        if (*hex == ' ')
            continue;
        cr_assert(len < BUFFER_SIZE && hex[1], "odd or too long");
        buffer[len++] = (char)(digit_value(hex[0]) << 4 | digit_value(hex[1]));
        hex++;
    }
    return span_from(buffer, len);
}

/* --- encoders --- */

/*
 * A room that ends at an unreadable page. A room that is too large for that is on the heap, where a sanitizer checks
 * its end.
 */
static char *room_take(size_t cap, char **heap) {
    *heap = cap > GUARD_MAX ? malloc(cap) : NULL;
    char *out = *heap ? *heap : guard_behind(cap);
    memset(out, PATTERN, cap);
    return out;
}

static void expect_room(encode_call *encode, const void *what, size_t cap, qdmp_span expected, const char *name) {
    char *heap, *out = room_take(cap, &heap);
    size_t size = SIZE_MAX;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    qdmp_status status = encode(what, (qdmp_room){out, cap}, &size, &err);
    CHECK(size == expected.len, "%s, room of %zu: %s, %zu bytes, not %zu", name, cap, qdmp_status_name(status), size,
          expected.len);
    if (cap < expected.len) {
        CHECK(status == QDMP_NO_SPACE && err.status == status && err.field == QDMP_FIELD_NONE && err.offset == 0,
              "%s, room of %zu: %s", name, cap, qdmp_status_name(status));
        CHECK(filled_with(out, cap, PATTERN), "%s, room of %zu: written to", name, cap);
    } else {
        CHECK(status == QDMP_OK && span_equal(span_from(out, expected.len), expected), "%s, room of %zu: %s", name, cap,
              qdmp_status_name(status));
        CHECK(filled_with(out + expected.len, cap - expected.len, PATTERN), "%s, room of %zu: past its end", name, cap);
        CHECK(err.status == QDMP_OK && err.offset == SIZE_MAX, "%s: an error was reported", name);
    }
    free(heap);
}

void expect_encoded(encode_call *encode, const void *what, qdmp_span expected, const char *name) {
    size_t size = 0;
    for (size_t cap = expected.len > EVERY_ROOM ? expected.len - 1 : 0; cap <= expected.len + 1; cap++)
        expect_room(encode, what, cap, expected, name);
    qdmp_status status = encode(what, (qdmp_room){NULL, 0}, &size, NULL);
    CHECK(status == (expected.len ? QDMP_NO_SPACE : QDMP_OK) && size == expected.len, "%s: not measured", name);
    CHECK(encode(what, (qdmp_room){NULL, 0}, NULL, NULL) == status, "%s: without size", name);
}

void expect_refused(encode_call *encode, const void *what, qdmp_error expected, const char *name) {
    static const size_t caps[] = {0, 1, GUARD_MAX};
    for (size_t i = 0; i < COUNT(caps); i++) {
        char *heap, *out = room_take(caps[i], &heap);
        size_t size = SIZE_MAX;
        qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
        qdmp_status status = encode(what, (qdmp_room){out, caps[i]}, &size, &err);
        cr_expect(status == expected.status && err.status == status, "%s: %s, not %s", name, qdmp_status_name(status),
                  qdmp_status_name(expected.status));
        cr_expect(err.field == expected.field && err.offset == expected.offset, "%s: blames '%s' at %zu", name,
                  qdmp_field_name(err.field), err.offset);
        cr_expect(size == SIZE_MAX && filled_with(out, caps[i], PATTERN), "%s: something was written", name);
        cr_expect(encode(what, (qdmp_room){out, caps[i]}, NULL, NULL) == expected.status, "%s: without err", name);
        free(heap);
    }
}

/* --- decoder --- */

/* Reads the options of `message` one by one; returns how many there are. */
static size_t collect(const qdmp_coap_message *message, qdmp_coap_option *options) {
    qdmp_coap_options walk = message->options;
    size_t count = 0;
    while (count < OPTIONS_MAX && qdmp_coap_option_next(&walk, &options[count]) == QDMP_OK)
        count++;
    qdmp_coap_option untouched = {0x5A5A, {NULL, 7}}, option = untouched;
    CHECK(qdmp_coap_option_next(&walk, &option) == QDMP_END && option.number == untouched.number &&
              option.value.len == untouched.value.len,
          "an option behind the last");
    return count;
}

static void expect_same_again(const qdmp_coap_message *message, qdmp_span datagram) {
    static char out[GUARD_MAX];
    qdmp_coap_option options[OPTIONS_MAX];
    size_t count = collect(message, options), size = 0;
    for (size_t i = 0; i < count; i++)
        CHECK(span_inside(options[i].value, datagram), "option %zu lies outside", i);
    qdmp_status status = qdmp_coap_encode(message, options, count, (qdmp_room){out, sizeof out}, &size, NULL);
    CHECK(status == QDMP_OK && span_equal(span_from(out, size), datagram), "%s: other bytes", shown(datagram));
}

void expect_sound(qdmp_span datagram) {
    qdmp_coap_message message;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, SIZE_MAX};
    char *guarded = guard_behind(datagram.len);
    if (datagram.len)
        memcpy(guarded, datagram.ptr, datagram.len);
    datagram.ptr = guarded;
    memset(&message, PATTERN, sizeof message);
    qdmp_status status = qdmp_coap_decode(datagram, &message, &err);
    if (status != QDMP_OK) {
        CHECK(status == QDMP_COAP && err.status == status && err.field == QDMP_FIELD_NONE, "%s", shown(datagram));
        CHECK(err.offset <= datagram.len, "%s: at %zu", shown(datagram), err.offset);
        CHECK(filled_with(&message, sizeof message, PATTERN), "%s: the output was touched", shown(datagram));
        return;
    }
    CHECK(err.offset == SIZE_MAX, "%s: an error was reported", shown(datagram));
    CHECK(span_inside(message.token, datagram) && span_inside(message.payload, datagram), "spans lie outside");
    expect_same_again(&message, datagram);
}

void expect_cuts(qdmp_span datagram) {
    for (size_t len = 0; len <= datagram.len; len++)
        expect_sound(span_from(datagram.ptr, len));
}

/* SPDX-License-Identifier: MIT */
/*
 * Tests all values of the first byte of an option, and of each extension byte after it. The oracle is a decoder that is
 * typed from the figure in RFC 7252, 3.1.
 */
#include "exhaustive_options.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "qdmp/coap.h"

enum { SHOWN_MAX = 20, HEADER = 4, LONGEST_VALUE = 65804, ROOM = HEADER + 16 + LONGEST_VALUE + 16 };

static unsigned long tried, wrong;
static char datagram[ROOM], out[ROOM];

/* --- the figure of the RFC --- */

/* The verdict on a message with only options: valid, with its last option; or invalid at one of two bytes. */
typedef struct verdict {
    bool good;
    size_t at, or_at;
    unsigned count;
    uint32_t number;
    size_t value, len; /* place and length of the value of the last option */
} verdict;

static unsigned octet(size_t at) {
    return (unsigned char)datagram[at];
}

/* The number of extension bytes that a nibble requires. */
static size_t extension(unsigned nibble) {
    return nibble == 13 ? 1 : nibble == 14 ? 2 : 0;
}

/* The number that a nibble and its extension stand for. */
static uint32_t extended(unsigned nibble, size_t at) {
    switch (nibble) {
    case 13: return octet(at) + 13u;
    case 14: return octet(at) * 256u + octet(at + 1) + 269u;
    default: return nibble;
    }
}

static verdict bad(size_t at, size_t or_at) {
    verdict v = {.at = at, .or_at = or_at};
    return v;
}

/* Reads the option at `*at` of `size` bytes. Returns whether it is valid; if not, `*v` says where it is invalid. */
static bool read_option(size_t size, size_t *at, verdict *v) {
    size_t head = *at;
    unsigned delta = octet(head) / 16, len = octet(head) % 16;
    size_t delta_at = head + 1, len_at = delta_at + extension(delta), value = len_at + extension(len);
    bool has_delta = len_at <= size, wraps = has_delta && delta < 15 && v->number + extended(delta, delta_at) > 65535;
    bool cut = !has_delta || value > size || (len < 15 && extended(len, len_at) > size - value);
    if (delta == 15 || len == 15) {
        *v = bad(head, head);
        return false;
    }
    if (cut || wraps) {
        *v = bad(wraps ? head : size, cut ? size : head);
        return false;
    }
    v->number += extended(delta, delta_at);
    v->value = value;
    v->len = extended(len, len_at);
    v->count++;
    *at = value + v->len;
    return true;
}

/* Reads options from `at` on, up to the end, or up to a marker with a payload of at least one byte after it. */
static verdict read_message(size_t at, size_t size) {
    verdict v = {.good = true};
    while (at < size && octet(at) != 0xFF)
        if (!read_option(size, &at, &v))
            return v;
    return at + 1 == size ? bad(at, at) : v;
}

/* --- reading --- */

static void show(size_t size, const char *what) {
    if (++wrong > SHOWN_MAX)
        return;
    printf("FAILED ");
    for (size_t i = HEADER; i < size && i < HEADER + 12; i++)
        printf("%02x ", octet(i));
    printf("of %zu bytes: %s\n", size, what);
}

static bool last_option_is(qdmp_coap_options walk, const verdict *v) {
    qdmp_coap_option option = {0, {NULL, 0}};
    unsigned count = 0;
    while (qdmp_coap_option_next(&walk, &option) == QDMP_OK)
        count++;
    return count == v->count && (!count || (option.number == v->number && option.value.ptr == datagram + v->value &&
                                            option.value.len == v->len));
}

/* Decodes the message of `size` bytes. */
static void expect_verdict(size_t size) {
    qdmp_coap_message message;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_COUNT, 0};
    verdict v = read_message(HEADER, size);
    qdmp_status status = qdmp_coap_decode((qdmp_span){datagram, size}, &message, &err);
    tried++;
    if (v.good != (status == QDMP_OK))
        show(size, v.good ? "refused" : "taken");
    else if (v.good && !last_option_is(message.options, &v))
        show(size, "another option");
    else if (!v.good && (status != QDMP_COAP || err.status != status || err.field != QDMP_FIELD_NONE ||
                         (err.offset != v.at && err.offset != v.or_at)))
        show(size, "another fault");
}

/*
 * Tests an option whose head is the first `head` bytes at `at`: cut everywhere in its head, one byte short, whole, and
 * followed by a payload.
 */
static void expect_head(size_t at, size_t head) {
    unsigned len = octet(at) % 16, delta = octet(at) / 16;
    size_t value = len == 15 || delta == 15 ? 0 : extended(len, at + 1 + extension(delta));
    for (size_t cut = 1; cut < head; cut++)
        expect_verdict(at + cut);
    if (value)
        expect_verdict(at + head + value - 1);
    expect_verdict(at + head + value);
    datagram[at + head + value] = (char)0xFF;
    expect_verdict(at + head + value + 1);
    expect_verdict(at + head + value + 2);
    datagram[at + head + value] = 0;
}

/* Writes `number` as an extension of `bytes` bytes. */
static void put_extension(size_t at, size_t bytes, uint32_t number) {
    if (bytes == 2)
        datagram[at++] = (char)(unsigned char)(number / 256);
    if (bytes)
        datagram[at] = (char)(unsigned char)(number % 256);
}

/* A few extensions for each number of bytes. The other nibble's extensions have all values. */
static const uint32_t few[] = {0, 1, 12, 13, 255, 256, 268, 269, 65266, 65267, 65535};

static uint32_t values_of(size_t bytes) {
    return bytes == 2 ? 65536 : bytes == 1 ? 256 : 1;
}

/* Tests all extensions of one nibble of the first byte, each with a few extensions of the other nibble. */
static void extensions(size_t at, unsigned first, bool of_delta) {
    size_t delta = extension(first / 16), len = extension(first % 16);
    size_t all = of_delta ? delta : len, rest = of_delta ? len : delta;
    size_t all_at = at + 1 + (of_delta ? 0 : delta), rest_at = at + 1 + (of_delta ? delta : 0);
    for (size_t i = 0; i < sizeof few / sizeof *few && few[i] < values_of(rest); i++) {
        put_extension(rest_at, rest, few[i]);
        for (uint32_t value = 0; value < values_of(all); value++) {
            put_extension(all_at, all, value);
            expect_head(at, 1 + delta + len);
        }
    }
}

static void heads(void) {
    for (unsigned first = 0; first < 256; first++) {
        datagram[HEADER] = (char)(unsigned char)first;
        extensions(HEADER, first, true);
        extensions(HEADER, first, false);
        memset(datagram + HEADER, 0, 5);
    }
}

/* Tests options after an option with this number: one with every delta, up to the last number and beyond it. */
static void expect_numbers_behind(uint32_t number) {
    size_t at = HEADER + 3;
    datagram[HEADER] = (char)0xE0;
    put_extension(HEADER + 1, 2, number - 269);
    for (unsigned first = 0; first < 256; first += 16) {
        datagram[at] = (char)(unsigned char)first;
        for (uint32_t value = 0; value < values_of(extension(first / 16)); value++) {
            put_extension(at + 1, extension(first / 16), value);
            expect_verdict(at + 1 + extension(first / 16));
        }
    }
    memset(datagram + HEADER, 0, 8);
}

/* --- writing --- */

/* Appends at `*at` the extension bytes of a number; returns its nibble. */
static unsigned append(size_t *at, uint32_t number) {
    if (number < 13)
        return number;
    size_t bytes = number < 269 ? 1 : 2;
    put_extension(*at, bytes, number - (bytes == 1 ? 13 : 269));
    *at += bytes;
    return bytes == 1 ? 13 : 14;
}

/* An option must be written in the shortest form, as the figure defines it. */
static void expect_written(uint32_t number, size_t len) {
    static char value[LONGEST_VALUE];
    qdmp_coap_message message = {.code = QDMP_COAP_GET};
    qdmp_coap_option option = {(uint16_t)number, {value, len}};
    size_t size = 0, head = HEADER + 1;
    unsigned delta = append(&head, number), length = append(&head, (uint32_t)len);
    datagram[HEADER] = (char)(unsigned char)(delta * 16 + length);
    qdmp_status status = qdmp_coap_encode(&message, &option, 1, (qdmp_room){out, sizeof out}, &size, NULL);
    tried++;
    if (status != QDMP_OK || size != head + len || memcmp(out, datagram, head) != 0)
        show(head, "not written so");
}

static void written(void) {
    for (uint32_t number = 0; number <= 65535; number++)
        expect_written(number, number % 3);
    for (size_t len = 0; len <= LONGEST_VALUE; len++)
        expect_written(11, len);
    memset(datagram + HEADER, 0, 8);
}

unsigned long exhaustive_options(unsigned long *failed) {
    static const uint32_t before[] = {269, 270, 65000, 65265, 65266, 65267, 65521, 65522, 65523, 65534, 65535};
    datagram[0] = 0x40;
    datagram[1] = QDMP_COAP_GET;
    heads();
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        expect_numbers_behind(before[i]);
    written();
    *failed += wrong;
    return tried;
}

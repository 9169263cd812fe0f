/* SPDX-License-Identifier: MIT */
#include "coap_answer.h"

#include "check.h"

enum { HEADER = 4, MARKER = 0xFF };

static unsigned byte_at(qdmp_span span, size_t at) {
    FUZZ_CHECK(at < span.len, "P102", "the answer ends at %zu", at);
    return (unsigned char)span.ptr[at];
}

static qdmp_span take(qdmp_span span, size_t at, size_t size) {
    FUZZ_CHECK(size <= span.len - at, "P102", "%zu bytes at %zu of %zu", size, at, span.len);
    return (qdmp_span){span.ptr + at, size};
}

/* RFC 7252, 3.1. The library never writes a longer form than is needed. */
static uint32_t take_extended(qdmp_span datagram, size_t *at, unsigned nibble) {
    FUZZ_CHECK(nibble < 14, "P102", "no option of an answer is so long or so far away: %u", nibble);
    return nibble < 13 ? nibble : 13 + byte_at(datagram, (*at)++);
}

static uint32_t take_uint(qdmp_span value, size_t longest) {
    uint32_t number = 0;
    FUZZ_CHECK(value.len <= longest, "P102", "a number of %zu bytes", value.len);
    FUZZ_CHECK(value.len == 0 || value.ptr[0] != 0, "P102", "a number with leading zeros");
    for (size_t i = 0; i < value.len; i++)
        number = number << 8 | (unsigned char)value.ptr[i];
    return number;
}

static void take_option(uint32_t number, qdmp_span value, struct coap_answer *out) {
    uint32_t block;
    switch (number) {
    case 4:
        FUZZ_CHECK(value.len >= 1 && value.len <= 8, "P102", "an ETag of %zu bytes", value.len);
        out->has_etag = true;
        out->etag = value;
        break;
    case 12:
        out->has_format = true;
        out->format = take_uint(value, 2);
        break;
    case 23:
        block = take_uint(value, 3);
        out->has_block = true;
        out->num = block >> 4;
        out->more = (block & 8) != 0;
        out->szx = block & 7;
        break;
    default: fuzz_fail("P102", "option %u in an answer", (unsigned)number);
    }
}

static void take_options(qdmp_span datagram, size_t at, struct coap_answer *out) {
    uint32_t number = 0;
    while (at < datagram.len && byte_at(datagram, at) != MARKER) {
        unsigned head = byte_at(datagram, at++);
        uint32_t delta = take_extended(datagram, &at, head >> 4), length = take_extended(datagram, &at, head & 15);
        FUZZ_CHECK(delta > 0, "P102", "option %u twice", (unsigned)number);
        number += delta;
        take_option(number, take(datagram, at, length), out);
        at += length;
    }
    if (at == datagram.len)
        return;
    FUZZ_CHECK(at + 1 < datagram.len, "P102", "a marker without a payload");
    out->payload = (qdmp_span){datagram.ptr + at + 1, datagram.len - at - 1};
}

static void check_block(const struct coap_answer *answer) {
    size_t size = (size_t)16 << answer->szx;
    FUZZ_CHECK(answer->szx < 7, "P102", "size exponent 7");
    FUZZ_CHECK(answer->payload.len <= size && (!answer->more || answer->payload.len == size), "P102",
               "%zu bytes in a block of %zu, more to come: %d", answer->payload.len, size, answer->more);
}

/* Header and token: RFC 7252, 5.2. */
static size_t check_head(qdmp_span request, unsigned id, qdmp_span datagram) {
    unsigned first = byte_at(datagram, 0), asked = byte_at(request, 0), token = asked & 15;
    bool confirmable = (asked >> 4 & 3) == 0;
    FUZZ_CHECK(first >> 6 == 1, "P102", "version %u", first >> 6);
    FUZZ_CHECK((first >> 4 & 3) == (confirmable ? 2 : 1), "P102", "type %u", first >> 4 & 3);
    FUZZ_CHECK((first & 15) == token, "P102", "a token of %u bytes, not %u", first & 15, token);
    if (confirmable)
        id = byte_at(request, 2) << 8 | byte_at(request, 3);
    FUZZ_CHECK((byte_at(datagram, 2) << 8 | byte_at(datagram, 3)) == id, "P102", "another Message ID than %u", id);
    FUZZ_CHECK(fuzz_same_text(take(datagram, HEADER, token), take(request, HEADER, token)), "P102", "another token");
    return HEADER + token;
}

void coap_answer_read(qdmp_span request, unsigned id, qdmp_span datagram, struct coap_answer *out) {
    *out = (struct coap_answer){.code = byte_at(datagram, 1)};
    take_options(datagram, check_head(request, id, datagram), out);
    FUZZ_CHECK(out->code == 0x45 || out->code >> 5 == 4 || out->code >> 5 == 5, "P102", "code %u.%02u", out->code >> 5,
               out->code & 31);
    bool bare = !out->has_etag && !out->has_format && !out->has_block && out->payload.len == 0;
    if (out->code != 0x45) {
        FUZZ_CHECK(bare, "P102", "an error with an option or a payload");
        return;
    }
    FUZZ_CHECK(out->has_format && out->payload.len > 0, "P102", "a 2.05 without Content-Format or payload");
    FUZZ_CHECK(!out->has_etag || out->has_block, "P102", "an ETag without Block2");
    if (out->has_block)
        check_block(out);
}

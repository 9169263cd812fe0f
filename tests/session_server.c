/* SPDX-License-Identifier: MIT */
#include "session_server.h"

static void put(packet *to, const void *bytes, size_t len) {
    cr_assert(to->len + len <= PACKET_MAX, "the packet is full");
    if (len)
        memcpy(to->bytes + to->len, bytes, len);
    to->len += len;
}

static void put_byte(packet *to, unsigned byte) {
    unsigned char c = (unsigned char)byte;
    put(to, &c, 1);
}

packet packet_of(unsigned type, unsigned code, unsigned id, qdmp_span token) {
    packet made = {.len = 0, .last = 0};
    put_byte(&made, 0x40 | type << 4 | (unsigned)token.len);
    put_byte(&made, code);
    put_byte(&made, id >> 8 & 0xFF);
    put_byte(&made, id & 0xFF);
    put(&made, token.ptr, token.len);
    return made;
}

static unsigned nibble(size_t value) {
    return value < 13 ? (unsigned)value : value < 269 ? 13 : 14;
}

static void put_extended(packet *to, size_t value) {
    if (value >= 269) {
        put_byte(to, (unsigned)(value - 269) >> 8);
        put_byte(to, (unsigned)(value - 269) & 0xFF);
    } else if (value >= 13) {
        put_byte(to, (unsigned)value - 13);
    }
}

void packet_option(packet *to, unsigned number, qdmp_span value) {
    unsigned delta = number - to->last;
    to->last = number;
    put_byte(to, nibble(delta) << 4 | nibble(value.len));
    put_extended(to, delta);
    put_extended(to, value.len);
    put(to, value.ptr, value.len);
}

void packet_payload(packet *to, const char *text) {
    put_byte(to, 0xFF);
    put(to, text, strlen(text));
}

qdmp_span packet_span(const packet *of) {
    return span_from(of->bytes, of->len);
}

/* --- reading --- */

static size_t read_extended(const unsigned char **p, const unsigned char *end, size_t low) {
    cr_assert(low < 15 && end - *p >= (low < 13 ? 0 : (int)low - 12), "bad option");
    if (low < 13)
        return low;
    size_t value = low == 13 ? **p + 13u : ((size_t)(*p)[0] << 8) + (*p)[1] + 269;
    *p += low - 12;
    return value;
}

sent sent_read(qdmp_span bytes) {
    const unsigned char *p = (const unsigned char *)bytes.ptr, *end = p + bytes.len;
    cr_assert(bytes.len >= 4 && p[0] >> 6 == 1 && (p[0] & 15) <= 8 && bytes.len >= 4u + (p[0] & 15), "no message: %s",
              shown(bytes));
    sent read = {.type = p[0] >> 4 & 3u, .code = p[1], .id = (unsigned)p[2] << 8 | p[3]};
    read.token = span_from(p + 4, p[0] & 15);
    unsigned number = 0;
    for (p += 4 + read.token.len; p < end && *p != 0xFF;) {
        unsigned head = *p++;
        number += (unsigned)read_extended(&p, end, head >> 4);
        size_t len = read_extended(&p, end, head & 15);
        cr_assert((size_t)(end - p) >= len && read.count < OPTIONS_MAX, "bad option");
        read.options[read.count].number = number;
        read.options[read.count++].value = span_from(p, len);
        p += len;
    }
    if (p < end)
        read.payload = span_from(p + 1, (size_t)(end - p - 1));
    return read;
}

qdmp_span sent_value(const sent *message, unsigned number, const char *prefix) {
    size_t len = strlen(prefix), found = 0;
    qdmp_span value = {NULL, 0};
    for (size_t i = 0; i < message->count; i++) {
        qdmp_span at = message->options[i].value;
        if (message->options[i].number == number && at.len >= len && memcmp(at.ptr, prefix, len) == 0) {
            value = span_from(at.ptr + len, at.len - len);
            found++;
        }
    }
    cr_assert(found == 1, "%zu options %u with %s", found, number, prefix);
    return value;
}

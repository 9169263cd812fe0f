/* SPDX-License-Identifier: MIT */
/* The writers of LwM2M TLV: the window, which contains a block of the body, and heads (LwM2M 1.0, 6.4.3). */
#include "../../src/object.c"
#include "../../src/object_values.c"

#include "proof.h"

static unsigned char head[5];
static size_t head_size;

/* Records the bytes of the call. */
void in_place_of_qdmp__window_put(qdmp__window *window, const char *bytes, size_t len) {
    (void)window;
    PROVE(len >= 3 && len <= sizeof head, "a head is of 3 to 5 bytes");
    for (size_t i = 0; i < sizeof head && i < len; i++)
        head[i] = (unsigned char)bytes[i];
    head_size = len;
}

/* Any head of an instance or a resource reads back the same. */
void proof_put_tlv_head(void) {
    qdmp__window window = {NULL, 0, 0, 0};
    unsigned of = nondet_bool() ? 0 : 0xC0;
    uint32_t id = nondet_u16();
    size_t len = nondet_u16();
    ASSUME(len >= 8);
    put_tlv_head(&window, of, id, len);
    size_t id_bytes = head[0] & 0x20 ? 2 : 1, len_bytes = head[0] >> 3 & 3;
    PROVE((head[0] & 0xC0u) == of && (head[0] & 7) == 0, "the type");
    PROVE(head_size == 1 + id_bytes + len_bytes && (len_bytes == 1 || len_bytes == 2), "the size");
    PROVE(id == (id_bytes == 2 ? (uint32_t)head[1] << 8 | head[2] : head[1]), "the identifier");
    const unsigned char *at = head + 1 + id_bytes;
    PROVE(len == (len_bytes == 2 ? (size_t)at[0] << 8 | at[1] : at[0]), "the length");
    PROVE((id_bytes == 1) == (id < 256) && (len_bytes == 1) == (len < 256), "no byte too many");
    WITNESS(head_size == 5 && id == 65535 && len == 65535, "the longest");
    WITNESS(head_size == 3 && id == 255 && len == 255, "the shortest");
}

/* Any window, and any bytes at any place of a body. */
void proof_qdmp__window_put(void) {
    size_t size = any_size_to(LONGEST), len = any_size_to(LONGEST), from = nondet_u16(), at = nondet_u16();
    char *out = (char *)any_bytes(size);
    const char *bytes = (const char *)any_bytes(len);
    size_t place = nondet_size();
    ASSUME(place < size);
    char before = out[place];
    qdmp__window window = {out, from, size, at};
    qdmp__window_put(&window, bytes, len);
    size_t wanted = from + place;
    bool is_put = wanted >= at && wanted - at < len;
    PROVE(out[place] == (is_put ? bytes[wanted - at] : before), "what is wanted, and nothing else");
    PROVE(window.at == at + len && window.from == from && window.size == size && window.out == out, "goes on by all");
    WITNESS(is_put && len == LONGEST && size == 1, "a byte of many");
    WITNESS(is_put && len == 1 && size == LONGEST, "one byte");
    WITNESS(!is_put && len == LONGEST && size == LONGEST, "none");
}

/* A chunk of any value of up to LONGEST bytes, padded (RFC 5652, 6.3). */
void proof_fill_chunk(void) {
    qdmp__chain chain;
    size_t len = any_size_to(LONGEST);
    qdmp_span rest = {(const char *)any_bytes(len), len};
    size_t size = fill_chunk(&chain, &rest), padding = 16 - len % 16, place = nondet_size();
    const char *value = rest.ptr - (len - rest.len);
    PROVE(size == (len < 48 ? len + padding : 48), "a whole chunk, or the last with its padding");
    PROVE(rest.len == (len < 48 ? len : len - 48), "a whole chunk is taken off");
    ASSUME(place < size);
    PROVE(chain.blocks[place] == (place < len ? (unsigned char)value[place] : (unsigned char)padding), "its bytes");
    WITNESS(len == 0 && size == 16, "padding alone");
    WITNESS(len == 47 && size == 48, "one byte of padding");
    WITNESS(len == LONGEST && size == 48, "the longest");
}

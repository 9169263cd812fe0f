/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648, 4) of a group of up to three bytes, and of a whole text: the text decodes to the bytes. */
#include "../../src/base64.c"

#include "proof.h"

/* The number that a character represents (RFC 4648, table 1). */
static uint32_t value_of(char c) {
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a' + 26);
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0' + 52);
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

/* A group is four characters that decode to the bytes, with padding for missing bytes. */
void proof_base64_group(void) {
    size_t size = nondet_size();
    ASSUME(size >= 1);
    size_t taken = size > 3 ? 3 : size;
    unsigned char *bytes = any_bytes(taken);
    char text[4];
    qdmp__base64_group(bytes, size, text);
    uint32_t group = 0;
    for (unsigned i = 0; i < 4; i++) {
        bool is_padding = i > taken;
        PROVE((text[i] == '=') == is_padding, "padding stands for what is missing");
        PROVE(is_padding || value_of(text[i]) < 64, "a character of the alphabet");
        group = group << 6 | (is_padding ? 0 : value_of(text[i]));
    }
    PROVE(group >> 16 == bytes[0], "the first byte comes back");
    PROVE(taken < 2 || (group >> 8 & 0xFF) == bytes[1], "the second byte comes back");
    PROVE(taken < 3 || (group & 0xFF) == bytes[2], "the third byte comes back");
    WITNESS(taken == 1 && text[2] == '=' && text[3] == '=', "two characters of padding");
    WITNESS(size == 4 && text[3] == '/', "the last of the alphabet");
}

/* A whole text has the right length, in an object of exactly that size. */
void proof_put_base64(void) {
    size_t size = any_size_to(LONGEST), room = (size + 2) / 3 * 4;
    qdmp__writer writer = {(char *)any_bytes(room), 0};
    qdmp__put_base64(&writer, any_bytes(size), size);
    PROVE(writer.size == room, "four characters for three bytes");
    WITNESS(size == LONGEST, "the longest");
    WITNESS(size == 0, "nothing");
}

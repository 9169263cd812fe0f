/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "base64.h"

/* The character of six bits. */
static char base64_char(unsigned bits) {
    if (bits < 26)
        return (char)('A' + bits);
    if (bits < 52)
        return (char)('a' + (bits - 26));
    return bits < 62 ? (char)('0' + (bits - 52)) : bits == 62 ? '+' : '/';
}

void qdmp__base64_group(const unsigned char *bytes, size_t size, char text[4]) {
    uint32_t group = 0;
    for (size_t k = 0; k < QDMP__BASE64_GROUP; k++)
        group = group << 8 | (k < size ? bytes[k] : 0);
    for (size_t k = 0; k < 4; k++, group <<= 6)
        text[k] = k > size ? '=' : base64_char(group >> 18 & 63);
}

void qdmp__put_base64(qdmp__writer *writer, const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i += QDMP__BASE64_GROUP) {
        if (writer->ptr)
            qdmp__base64_group(bytes + i, size - i, writer->ptr + writer->size);
        writer->size += 4;
    }
}

#endif

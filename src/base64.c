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

void qdmp__put_base64(qdmp__writer *writer, const unsigned char *bytes, size_t size) {
    if (!writer->ptr) {
        writer->size += QDMP__BASE64_SIZE(size);
        return;
    }
    for (size_t i = 0; i < size; i += 3) {
        uint32_t group = 0;
        for (size_t k = i; k < i + 3; k++)
            group = group << 8 | (k < size ? bytes[k] : 0);
        for (size_t k = 0; k < 4; k++, group <<= 6)
            qdmp__put_char(writer, i + k > size ? '=' : base64_char(group >> 18 & 63));
    }
}

#endif

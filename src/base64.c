/* SPDX-License-Identifier: MIT */
#include "library.h"

#ifndef QDMP_AT_ONLY
#include "base64.h"

/* By six bits. */
static const char characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void qdmp__base64_group(const unsigned char *bytes, size_t size, char text[4]) {
    uint32_t group = (uint32_t)bytes[0] << 16 | (size > 1 ? (uint32_t)bytes[1] << 8 : 0) | (size > 2 ? bytes[2] : 0u);
    text[0] = characters[group >> 18];
    text[1] = characters[group >> 12 & 63];
    text[2] = size > 1 ? characters[group >> 6 & 63] : '=';
    text[3] = size > 2 ? characters[group & 63] : '=';
}

void qdmp__put_base64(qdmp__writer *writer, const unsigned char *bytes, size_t size) {
    for (size_t i = 0; i < size; i += QDMP__BASE64_GROUP) {
        if (writer->ptr)
            qdmp__base64_group(bytes + i, size - i, writer->ptr + writer->size);
        writer->size += 4;
    }
}

#endif

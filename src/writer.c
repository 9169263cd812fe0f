/* SPDX-License-Identifier: MIT */
#include "writer.h"

extern inline void qdmp__put_bytes(qdmp__writer *writer, const char *bytes, size_t len);
extern inline void qdmp__put_char(qdmp__writer *writer, char c);

void qdmp__put_text(qdmp__writer *writer, const char *text) {
    size_t len = 0;
    while (text && text[len])
        len++;
    if (writer->ptr && len)
        memcpy(writer->ptr + writer->size, text, len);
    writer->size += len;
}

void qdmp__put_number(qdmp__writer *writer, uint32_t value) {
    char digits[10];
    qdmp_span span = {digits + sizeof digits, 0};
    do {
        digits[sizeof digits - ++span.len] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    span.ptr -= span.len;
    qdmp__put(writer, span);
}

/* SPDX-License-Identifier: MIT */
#include "writer.h"

#if !QDMP__FAST
extern inline void qdmp__put_number(qdmp__writer *writer, uint32_t value);
extern inline void qdmp__put_bytes(qdmp__writer *writer, const char *bytes, size_t len);
extern inline void qdmp__put_char(qdmp__writer *writer, char c);
#endif

void qdmp__put_text(qdmp__writer *writer, const char *text) {
    while (*text)
        qdmp__put_char(writer, *text++);
}

/* SPDX-License-Identifier: MIT */
/* What the library and these files call of a C library. Compiled so that no loop becomes a call of itself. */
#include <string.h>

void *memcpy(void *to, const void *from, size_t size) {
    return __builtin_memcpy(to, from, size); /* one instruction (bulk memory) */
}

void *memmove(void *to, const void *from, size_t size) {
    return __builtin_memmove(to, from, size);
}

void *memset(void *to, int byte, size_t size) {
    return __builtin_memset(to, byte, size);
}

int memcmp(const void *one, const void *other, size_t size) {
    const unsigned char *a = one, *b = other;
    for (; size; size--, a++, b++)
        if (*a != *b)
            return *a < *b ? -1 : 1;
    return 0;
}

size_t strlen(const char *text) {
    size_t len = 0;
    while (text[len])
        len++;
    return len;
}

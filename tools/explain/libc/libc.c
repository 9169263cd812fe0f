/* SPDX-License-Identifier: MIT */
/*
 * The C library functions that the library and these files call. -ffreestanding keeps the compiler from replacing a
 * loop by a call of the function that contains it.
 */
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

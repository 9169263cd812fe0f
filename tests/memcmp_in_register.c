/* SPDX-License-Identifier: MIT */
/*
 * The memcmp of the tests of the shared library. It leaves the compared bytes in a vector register, as glibc's memcmp
 * for AVX-512 does. So a test that leaves a secret in such a register by itself fails on every x86-64.
 */
#include <string.h>

static void leave_in_register(const volatile unsigned char *bytes, size_t size) {
#ifdef __x86_64__
    volatile unsigned char held[16] = {0};
    for (size_t i = 0; i < size && i < sizeof held; i++)
        held[i] = bytes[i];
    __asm__ volatile("movdqu %0, %%xmm15" : : "m"(held) : "xmm15");
#else
    (void)bytes, (void)size;
#endif
}

int memcmp(const void *one, const void *other, size_t size) {
    const unsigned char *p = one, *q = other;
    size_t i = 0;
    leave_in_register(q, size);
    while (i < size && p[i] == q[i])
        i++;
    return i == size ? 0 : p[i] - q[i];
}

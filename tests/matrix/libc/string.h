/* SPDX-License-Identifier: MIT */
/* The four functions of a C library that the library needs, and those that the runner needs. */
#ifndef QDMP_MATRIX_STRING_H
#define QDMP_MATRIX_STRING_H

#include <stddef.h>

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *one, const void *other, size_t size);

size_t strlen(const char *text);
int strcmp(const char *one, const char *other);
char *strcpy(char *to, const char *from);
char *strstr(const char *text, const char *part);

#endif

/* SPDX-License-Identifier: MIT */
/* Formatted output as the tests use it: %c %d %s %u %x and %%, with width, precision and h, l, ll or z. */
#ifndef QDMP_MATRIX_STDIO_H
#define QDMP_MATRIX_STDIO_H

#include <stdarg.h>
#include <stddef.h>

int sprintf(char *out, const char *format, ...);
int snprintf(char *out, size_t size, const char *format, ...);
int vsnprintf(char *out, size_t size, const char *format, va_list arguments);

#endif

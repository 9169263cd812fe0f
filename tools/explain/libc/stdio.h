/* SPDX-License-Identifier: MIT */
/* Declares the functions to which files of the tool refer. The linker drops the functions that call them. */
#ifndef EXPLAIN_STDIO_H
#define EXPLAIN_STDIO_H

#include <stddef.h>

int snprintf(char *out, size_t size, const char *format, ...);

#endif

/* SPDX-License-Identifier: MIT */
/* Declares what the tool's files refer to; the linker drops the functions that call it. */
#ifndef EXPLAIN_STDIO_H
#define EXPLAIN_STDIO_H

#include <stddef.h>

int snprintf(char *out, size_t size, const char *format, ...);

#endif

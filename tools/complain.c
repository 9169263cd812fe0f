/* SPDX-License-Identifier: MIT */
#include "complain.h"
#include "command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("qdmp: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

_Noreturn void die_of_memory(void) {
    complain("out of memory");
    exit(STATUS_TROUBLE);
}

void *need(void *pointer) {
    if (!pointer)
        die_of_memory();
    return pointer;
}

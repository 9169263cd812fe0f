/* SPDX-License-Identifier: MIT */
#include "complain.h"
#include "command.h"
#include "printable.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* File names, words of the command line and parts of an input: what is no printable text would command the terminal. */
static void print_cleaned(qdmp_span text) {
    while (text.len) {
        size_t columns, size = printable_first(text, &columns);
        if (size)
            fwrite(text.ptr, 1, size, stderr);
        else
            fprintf(stderr, "\\x%02x", (unsigned char)*text.ptr);
        size += !size;
        text.ptr += size;
        text.len -= size;
    }
}

void complain(const char *format, ...) {
    char text[8192]; /* two of the longest file names */
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    qdmp_span said = {text, size > 0 ? (size_t)size : 0};
    bool cut = said.len >= sizeof text;
    if (cut)
        said.len = sizeof text - 1;
    fputs("qdmp: ", stderr);
    print_cleaned(said);
    fputs(cut ? "…\n" : "\n", stderr);
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

/* SPDX-License-Identifier: MIT */
#include "complain.h"
#include "command.h"
#include "printable.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of the longest message: two of the longest file names, and more. */
enum { MESSAGE_MAX = 8192 };

/* The message as it goes to the terminal. */
typedef struct cleaned {
    char bytes[sizeof "qdmp: " + 4 * MESSAGE_MAX + sizeof "…\n"];
    size_t size;
} cleaned;

static void add(cleaned *to, const char *bytes, size_t size) {
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
}

static void add_text(cleaned *to, const char *text) {
    add(to, text, strlen(text));
}

/*
 * Messages contain file names, words of the command line and parts of an input. Bytes that are not printable text would
 * control the terminal.
 */
static void add_cleaned(cleaned *to, qdmp_span text) {
    while (text.len) {
        char escape[sizeof "\\xNN"];
        size_t columns, size = printable_first(text, &columns);
        if (size) {
            add(to, text.ptr, size);
        } else {
            snprintf(escape, sizeof escape, "\\x%02x", (unsigned char)*text.ptr);
            add_text(to, escape);
            size = 1;
        }
        text.ptr += size;
        text.len -= size;
    }
}

void complain(const char *format, ...) {
    char text[MESSAGE_MAX];
    cleaned whole;
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    qdmp_span said = {text, strlen(text)};
    whole.size = 0;
    add_text(&whole, "qdmp: ");
    add_cleaned(&whole, said);
    add_text(&whole, size < MESSAGE_MAX ? "\n" : "…\n");
    fwrite(whole.bytes, 1, whole.size, stderr); /* at once: it is not buffered */
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

/* SPDX-License-Identifier: MIT */
#include "finding.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The size of the pieces that are removed: large pieces first, because they save most of the attempts. */
enum { PIECE_MAX = 64 };

static size_t shrink_by(char *data, size_t size, size_t count, finding_remains *remains, void *context) {
    char *smaller = fuzz_room(size);
    size_t at = 0;
    while (at + count <= size) {
        memcpy(smaller, data, at);
        memcpy(smaller + at, data + at + count, size - at - count);
        if (remains(smaller, size - count, context)) {
            size -= count;
            memcpy(data, smaller, size);
        } else {
            at++;
        }
    }
    free(smaller);
    return size;
}

size_t finding_shrink(char *data, size_t size, finding_remains *remains, void *context) {
    size_t before;
    do {
        before = size;
        for (size_t count = PIECE_MAX; count > 0; count /= 2)
            size = shrink_by(data, size, count, remains, context);
    } while (size < before);
    return size;
}

void finding_print(const char *data, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)data[i];
        if (byte == '\r')
            (void)printf("\\r");
        else if (byte == '\n')
            (void)printf("\\n");
        else if (byte < 0x20 || byte >= 0x7F || byte == '\\')
            (void)printf("\\x%02X", byte);
        else
            (void)putchar(byte);
    }
}

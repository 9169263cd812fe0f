/* SPDX-License-Identifier: MIT */
/* Records the places that are reached in a library compiled with -fsanitize-coverage=trace-pc. Linked into it. */
#include <stddef.h>
#include <stdio.h>

enum { LARGEST = 1 << 22 };

extern const char __ehdr_start[] __attribute__((visibility("hidden")));
static unsigned char reached[LARGEST];

void __sanitizer_cov_trace_pc(void);
void qdmp_trace_write(const char *path);

void __sanitizer_cov_trace_pc(void) {
    size_t offset = (size_t)((const char *)__builtin_return_address(0) - __ehdr_start);
    if (offset < LARGEST)
        reached[offset] = 1;
}

/* Writes the addresses of the calls, one per line. */
void qdmp_trace_write(const char *path) {
    FILE *file = fopen(path, "w");
    for (size_t i = 0; file && i < LARGEST; i++) {
        if (reached[i])
            fprintf(file, "%zx\n", i - 1);
    }
    if (file)
        fclose(file);
}

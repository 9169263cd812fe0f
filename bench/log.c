/* SPDX-License-Identifier: MIT */
/* Prints a log of at least the given number of bytes: lines drawn from the guide's, with their CR LF. */
#include "corpus.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    size_t wanted = argc == 2 ? strtoul(argv[1], NULL, 10) : 0, written = 0;
    bench_corpora_open();
    qdmp_span text = bench_corpus_of(BENCH_SHUFFLED)->joined;
    while (written < wanted) {
        if (fwrite(text.ptr, 1, text.len, stdout) != text.len)
            return 1;
        written += text.len;
    }
    return fclose(stdout) != 0;
}

/* SPDX-License-Identifier: MIT */
#include "expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char transcript[4096];
static size_t transcript_size;

void require(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "FAIL: %s\n", what);
        exit(1);
    }
}

void say(const char *bytes, size_t size) {
    require(size < sizeof transcript - transcript_size, "the transcript is full");
    memcpy(transcript + transcript_size, bytes, size);
    transcript_size += size;
}

static void print_bytes(const char *what, const char *bytes, size_t size) {
    fprintf(stderr, "  %s: ", what);
    for (size_t i = 0; i < size; i++)
        fprintf(stderr, bytes[i] >= ' ' && bytes[i] <= '~' ? "%c" : "\\x%02x", (unsigned char)bytes[i]);
    fputs("\n", stderr);
}

void expect(const char *what, const char *wanted) {
    if (transcript_size != strlen(wanted) || memcmp(transcript, wanted, transcript_size) != 0) {
        print_bytes("wanted", wanted, strlen(wanted));
        print_bytes("got   ", transcript, transcript_size);
        require(0, what);
    }
    transcript_size = 0;
}

/* SPDX-License-Identifier: MIT */
/* An input file, or standard input, read in large chunks. */
#ifndef SOURCE_H
#define SOURCE_H

#include "output.h"
#include "progress.h"

/*
 * In text, a byte order mark is skipped, and text is refused if it is compressed or UTF-16. Bytes are taken as they
 * are.
 */
typedef enum source_kind { SOURCE_TEXT, SOURCE_BYTES } source_kind;

typedef struct source {
    const char *name; /* as the user gave it; "-" is standard input */
    int fd;
    bool begun;     /* its first bytes have been examined, or need not be */
    bool regular;   /* a file that never makes a reader wait */
    bool ended;     /* a terminal can be read after its end, and must not be */
    bool failed;    /* said already */
    output *before; /* flushed before a read that may wait, because a sender may wait for the answer to each line */
    progress progress;
} source;

/* Opens `name`. False: it cannot be opened, which was reported. The decoded output goes to `out`. */
bool source_open(source *in, const char *name, source_kind kind, output *out);

/* Reads up to `room.cap` bytes, at least 8. 0: the end, or an error or a refusal, which is reported and recorded. */
size_t source_read(source *in, qdmp_room room);

void source_close(source *in);

#endif

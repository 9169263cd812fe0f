/* SPDX-License-Identifier: MIT */
/* An input file, or standard input, read in large chunks. */
#ifndef SOURCE_H
#define SOURCE_H

#include "output.h"
#include "progress.h"

/* Text has a byte order mark passed over, and is refused if it is compressed or UTF-16; bytes are taken as they are. */
typedef enum source_kind { SOURCE_TEXT, SOURCE_BYTES } source_kind;

typedef struct source {
    const char *name; /* as the user gave it; "-" is standard input */
    int fd;
    bool begun;     /* its first bytes have been looked at, or need not be */
    bool regular;   /* a file that never makes a reader wait */
    bool ended;     /* a terminal may be read on behind its end, and must not be */
    bool failed;    /* said already */
    output *before; /* flushed before a read that may wait: who sends line by line waits for the answer */
    progress progress;
} source;

/* Opens `name`; if it cannot, says so and returns false. What it is turned into goes to `out`. */
bool source_open(source *in, const char *name, source_kind kind, output *out);

/*
 * Reads up to `room.cap` bytes, at least 8. 0: the end, or reading failed or the source was refused, which is said and
 * marked.
 */
size_t source_read(source *in, qdmp_room room);

void source_close(source *in);

#endif

/* SPDX-License-Identifier: MIT */
/* Answers on their way to the host, with the serial line's faults. */
#ifndef OUTGOING_H
#define OUTGOING_H

#include "faults.h"
#include "modem.h"
#include "random.h"
#include "timed_queue.h"

typedef struct outgoing {
    const faults *faults;
    sim_random random;
    timed_queue queue;
    uint64_t busy;     /* until then nothing goes out */
    uint64_t end;      /* when the last piece goes out */
    size_t lost;       /* bytes that were put while too many were there */
    uint32_t commands; /* command lines so far */
    bool lined;        /* the one that is answered now has an information line already */
} outgoing;

outgoing outgoing_open(const faults *these, uint64_t seed);

/* A command line is complete: what is put from now on answers it. */
void outgoing_begin(outgoing *to);

/* Sends a piece of an answer on its way at `now` milliseconds, or adds to `lost`. */
void outgoing_put(outgoing *to, uint64_t now, modem_answer kind, qdmp_span bytes);

/* Whatever is put from now on goes out no earlier than `ms` milliseconds from `now`. */
void outgoing_hold(outgoing *to, uint64_t now, uint32_t ms);

/* When the last of what was put goes out; `now` at the earliest. */
uint64_t outgoing_end(const outgoing *of, uint64_t now);

/* What is to be written now; it lives until outgoing_drop. */
bool outgoing_front(const outgoing *from, uint64_t now, qdmp_span *bytes);
void outgoing_drop(outgoing *from);

/* Milliseconds until something is to be written. */
uint32_t outgoing_wait(const outgoing *of, uint64_t now);

/* Whatever is on its way is lost. */
void outgoing_clear(outgoing *of);

#endif

/* SPDX-License-Identifier: MIT */
/* Answers on their way to the host, with the faults of the serial line. */
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
    uint64_t busy;     /* nothing goes out before this time */
    uint64_t end;      /* when the last piece goes out */
    size_t lost;       /* bytes that were put while there were too many */
    uint32_t commands; /* number of command lines */
    bool lined;        /* the one that is answered now has an information line already */
} outgoing;

outgoing outgoing_open(const faults *these, uint64_t seed);

/* A command line is complete. Pieces that are put from now on answer it. */
void outgoing_begin(outgoing *to);

/* Sends a piece of an answer on its way at `now` milliseconds, or adds its size to `lost`. */
void outgoing_put(outgoing *to, uint64_t now, modem_answer kind, qdmp_span bytes);

/* Pieces that are put from now on go out no earlier than `ms` milliseconds after `now`. */
void outgoing_hold(outgoing *to, uint64_t now, uint32_t ms);

/* The time at which the last piece goes out; `now` at the earliest. */
uint64_t outgoing_end(const outgoing *of, uint64_t now);

/* The bytes to write now. They live until outgoing_drop. */
bool outgoing_front(const outgoing *from, uint64_t now, qdmp_span *bytes);
void outgoing_drop(outgoing *from);

/* Milliseconds until there are bytes to write. */
uint32_t outgoing_wait(const outgoing *of, uint64_t now);

/* All pieces on their way are lost. */
void outgoing_clear(outgoing *of);

#endif

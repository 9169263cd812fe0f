/* SPDX-License-Identifier: MIT */
/* Bytes that wait for their time, in the order in which they came. */
#ifndef TIMED_QUEUE_H
#define TIMED_QUEUE_H

#include "qdmp/session.h"

#include <stdbool.h>

typedef struct timed_piece timed_piece;

/* A queue of zeros is empty. */
typedef struct timed_queue {
    timed_piece *first;
    timed_piece *last;
    size_t size; /* memory of all pieces */
} timed_queue;

/* Whether the queue holds so much that the next piece should be lost, so that a flood costs no more memory. */
bool timed_queue_is_full(const timed_queue *of);

/*
 * Appends a copy of `piece`, which is due at `due` milliseconds, or when the piece before it is due, if that is later.
 * Returns when it is due.
 */
uint64_t timed_queue_put(timed_queue *to, uint64_t due, qdmp_span piece);

/* The first piece, if it is due at `now`; it lives until timed_queue_drop. */
bool timed_queue_front(const timed_queue *from, uint64_t now, qdmp_span *piece);

/* Removes the first piece. */
void timed_queue_drop(timed_queue *from);

void timed_queue_clear(timed_queue *from);

/* Milliseconds from `now` until the first piece is due; QDMP_SESSION_WAIT_MAX if that is later, or there is none. */
uint32_t timed_queue_wait(const timed_queue *of, uint64_t now);

#endif

/* SPDX-License-Identifier: MIT */
#include "timed_queue.h"
#include "complain.h"

#include <stdlib.h>
#include <string.h>

enum { FULL = 1 << 20 };

struct timed_piece {
    timed_piece *next;
    uint64_t due;
    size_t size;
    char bytes[];
};

bool timed_queue_is_full(const timed_queue *of) {
    return of->size >= FULL;
}

uint64_t timed_queue_put(timed_queue *to, uint64_t due, qdmp_span piece) {
    timed_piece *added = need(malloc(sizeof *added + piece.len));
    added->next = NULL;
    added->due = to->last && due < to->last->due ? to->last->due : due;
    added->size = piece.len;
    if (piece.len)
        memcpy(added->bytes, piece.ptr, piece.len);
    if (to->last)
        to->last->next = added;
    else
        to->first = added;
    to->last = added;
    to->size += sizeof *added + piece.len;
    return added->due;
}

bool timed_queue_front(const timed_queue *from, uint64_t now, qdmp_span *piece) {
    if (!from->first || now < from->first->due)
        return false;
    *piece = (qdmp_span){from->first->bytes, from->first->size};
    return true;
}

void timed_queue_drop(timed_queue *from) {
    timed_piece *gone = from->first;
    from->first = gone->next;
    from->size -= sizeof *gone + gone->size;
    if (!from->first)
        from->last = NULL;
    free(gone);
}

void timed_queue_clear(timed_queue *from) {
    while (from->first)
        timed_queue_drop(from);
}

uint32_t timed_queue_wait(const timed_queue *of, uint64_t now) {
    if (!of->first)
        return QDMP_SESSION_WAIT_MAX;
    uint64_t due = of->first->due;
    if (due <= now)
        return 0;
    return due - now < QDMP_SESSION_WAIT_MAX ? (uint32_t)(due - now) : QDMP_SESSION_WAIT_MAX;
}

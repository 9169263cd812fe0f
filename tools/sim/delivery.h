/* SPDX-License-Identifier: MIT */
/* The faults of the network: which datagrams arrive, in both directions. */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "faults.h"
#include "random.h"
#include "timed_queue.h"

typedef enum delivery_way { TO_SERVER, FROM_SERVER, DELIVERY_WAYS } delivery_way;

typedef struct delivery {
    const faults *faults;
    sim_random random;
    timed_queue queues[DELIVERY_WAYS];
} delivery;

delivery delivery_open(const faults *these, uint64_t seed);

/* Sends a datagram on its way at `now` milliseconds: none, one or two of it arrive. */
void delivery_put(delivery *to, uint64_t now, delivery_way way, qdmp_span datagram);

/* A datagram that arrives; it lives until delivery_drop. */
bool delivery_front(const delivery *from, uint64_t now, delivery_way way, qdmp_span *datagram);
void delivery_drop(delivery *from, delivery_way way);

/* Milliseconds until the next one arrives. */
uint32_t delivery_wait(const delivery *of, uint64_t now);

/* All datagrams on their way are lost. */
void delivery_clear(delivery *of);

#endif

/* SPDX-License-Identifier: MIT */
#include "delivery.h"

delivery delivery_open(const faults *these, uint64_t seed) {
    return (delivery){.faults = these, .random = {seed}};
}

void delivery_put(delivery *to, uint64_t now, delivery_way way, qdmp_span datagram) {
    bool lost = sim_random_percent(&to->random, to->faults->drop);
    bool twice = sim_random_percent(&to->random, to->faults->twice);
    uint64_t due = now + to->faults->delay;
    if (lost || (way == FROM_SERVER && to->faults->silent_server))
        return;
    for (unsigned i = 0; i < 1u + twice && !timed_queue_is_full(&to->queues[way]); i++)
        timed_queue_put(&to->queues[way], due, datagram);
}

bool delivery_front(const delivery *from, uint64_t now, delivery_way way, qdmp_span *datagram) {
    return timed_queue_front(&from->queues[way], now, datagram);
}

void delivery_drop(delivery *from, delivery_way way) {
    timed_queue_drop(&from->queues[way]);
}

uint32_t delivery_wait(const delivery *of, uint64_t now) {
    uint32_t there = timed_queue_wait(&of->queues[TO_SERVER], now);
    uint32_t back = timed_queue_wait(&of->queues[FROM_SERVER], now);
    return there < back ? there : back;
}

void delivery_clear(delivery *of) {
    timed_queue_clear(&of->queues[TO_SERVER]);
    timed_queue_clear(&of->queues[FROM_SERVER]);
}

/* SPDX-License-Identifier: MIT */
/* Numbers that look random and repeat with the same seed, so that faults are repeatable. */
#ifndef SIM_RANDOM_H
#define SIM_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct sim_random {
    uint64_t state;
} sim_random;

/* SplitMix64: any seed is good, and so are neighbouring seeds. */
static inline uint32_t sim_random_next(sim_random *from) {
    uint64_t mixed = from->state += UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((mixed ^ mixed >> 31) >> 32);
}

/* A number below `limit`, which is not 0. */
static inline uint32_t sim_random_below(sim_random *from, uint32_t limit) {
    return (uint32_t)((uint64_t)sim_random_next(from) * limit >> 32);
}

static inline bool sim_random_percent(sim_random *from, uint32_t percent) {
    return percent && sim_random_below(from, 100) < percent;
}

#endif

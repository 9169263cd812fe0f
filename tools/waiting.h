/* SPDX-License-Identifier: MIT */
/* The clock, and waits that end with a descriptor, a time or a signal. */
#ifndef WAITING_H
#define WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Milliseconds of a clock that never goes back. */
uint64_t clock_ms(void);

/* From now on SIGINT and SIGTERM are recorded, and end only waits. */
void stop_arm(void);

/* Whether one came. */
bool stop_wanted(void);

typedef struct waited {
    int fd; /* below FD_SETSIZE; negative: none */
    bool ready;
} waited;

/*
 * Waits at most `ms` milliseconds until one of `these` can be read. A signal ends the wait after a call of stop_arm.
 * False: the reason was reported.
 */
bool wait_for(waited *these, size_t count, uint32_t ms);

#endif

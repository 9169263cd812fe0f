/* SPDX-License-Identifier: MIT */
/*
 * A server for the soak: knows until when the module is registered, and may refuse, or say nothing. Has no clock.
 * Reads and writes messages with the library itself; that of simulator.py is written from RFC 7252 alone.
 */
#ifndef SOAK_SERVER_H
#define SOAK_SERVER_H

#include "qdmp/coap.h"

#include <stdbool.h>

typedef enum soak_mood { MOOD_GOOD, MOOD_REFUSES, MOOD_SILENT, MOOD_COUNT } soak_mood;

typedef struct soak_server {
    soak_mood mood;
    bool registered;
    uint64_t expires; /* ms */
    uint64_t lifetime;
    uint32_t registers, updates, deregisters, contents; /* heard; the last: answers to reads */
} soak_server;

/* Takes a datagram of the module. Returns the bytes of the answer in `out`; 0: none. */
size_t soak_server_answer(soak_server *at, uint64_t now, qdmp_span datagram, qdmp_room out);

/* A read of one resource. */
size_t soak_server_read(qdmp_room out, uint16_t id);

#endif

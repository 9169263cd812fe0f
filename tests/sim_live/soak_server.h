/* SPDX-License-Identifier: MIT */
/*
 * The server of the soak. It knows until when the module is registered, and may refuse a request or send no answer. It
 * has no clock. It uses the library to read and write messages; the server of simulator.py is written from RFC 7252
 * alone.
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
    uint32_t registers, updates, deregisters, contents; /* received; the last: answers to reads */
} soak_server;

/* Processes a datagram of the module. Returns the length of the answer in `out`; 0: there is no answer. */
size_t soak_server_answer(soak_server *at, uint64_t now, qdmp_span datagram, qdmp_room out);

/* Writes a request that reads one resource. */
size_t soak_server_read(qdmp_room out, uint16_t id);

#endif

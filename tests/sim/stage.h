/* SPDX-License-Identifier: MIT */
/* One simulated module on a storage in RAM, a clock, and all its output. */
#ifndef QDMP_TESTS_SIM_STAGE_H
#define QDMP_TESTS_SIM_STAGE_H

#include "../support.h"
#include "modem.h"

enum { OUTPUT_MAX = 40000, STORED_MAX = 8000 };

extern struct stage {
    modem modem;
    uint64_t now;
    uint32_t dmstate;
    size_t piece; /* bytes per call of modem_receive; 0: all */
    char output[OUTPUT_MAX];
    size_t size;
    char pieces[2000]; /* of the output: E, L, R or U for each piece, and <events> */
    char stored[STORED_MAX];
    size_t stored_size;
    unsigned stores;    /* calls so far */
    unsigned resets_at; /* the store at which the module is reset; 0: no reset */
    bool store_fails;
    modem_event resets_on; /* the event at which it is reset, if `resets` */
    bool resets;
} stage;

/* A module that was just switched on, with nothing stored; the same with ATE0. */
void set_up_echoing(void);
void set_up(void);

/* Switches it off and on. The stored image stays. */
void power_cycle(void);

void receive(qdmp_span bytes);

/* The output for these bytes must be `expected`, byte for byte. */
#define EXPECT(bytes, expected) expect(bytes, sizeof(bytes) - 1, expected, sizeof(expected) - 1, __LINE__)
void expect(const char *bytes, size_t size, const char *expected, size_t expected_size, int line);

/* The same, but expects the kinds of the pieces of the output, and the events. */
void expect_pieces(const char *bytes, const char *expected);

/* The answer to the line must be OK alone. */
void expect_ok(const char *bytes);

#endif

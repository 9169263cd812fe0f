/* SPDX-License-Identifier: MIT */
#include "outgoing.h"

#include <string.h>

/* Milliseconds from the first part of a cut answer to the second. */
enum { CUT_PAUSE = 200 };
enum { NOISE_MAX = 8 };

static const char urc[] = "\r\n+CSCON: 1\r\n";

outgoing outgoing_open(const faults *these, uint64_t seed) {
    return (outgoing){.faults = these, .random = {seed}};
}

/* Returns the time at which it is due. */
static uint64_t put(outgoing *to, uint64_t due, qdmp_span bytes) {
    if (timed_queue_is_full(&to->queue)) {
        to->lost += bytes.len;
        return to->end;
    }
    return to->end = timed_queue_put(&to->queue, due < to->busy ? to->busy : due, bytes);
}

/* No CR and no LF, which would begin another line. */
static char noise_byte(sim_random *random) {
    char byte;
    do {
        uint32_t drawn = sim_random_below(random, 0x22);
        byte = (char)(drawn < 0x20 ? drawn : drawn == 0x20 ? 0x7f : 0xff);
    } while (byte == '\r' || byte == '\n');
    return byte;
}

static void put_noise(outgoing *to, uint64_t due) {
    char bytes[NOISE_MAX];
    size_t size = 1 + sim_random_below(&to->random, NOISE_MAX);
    for (size_t i = 0; i < size; i++)
        bytes[i] = noise_byte(&to->random);
    put(to, due, (qdmp_span){bytes, size});
}

static void put_cut(outgoing *to, uint64_t due, qdmp_span bytes) {
    size_t at = 1 + sim_random_below(&to->random, (uint32_t)bytes.len - 1);
    uint64_t first = put(to, due, (qdmp_span){bytes.ptr, at});
    put(to, first + CUT_PAUSE, (qdmp_span){bytes.ptr + at, bytes.len - at});
}

static void put_answer(outgoing *to, uint64_t due, qdmp_span bytes) {
    if (to->faults->noise)
        put_noise(to, due);
    if (to->faults->split && bytes.len > 1)
        put_cut(to, due, bytes);
    else
        put(to, due, bytes);
}

static bool is_mute(const outgoing *of) {
    return of->faults->mute && of->commands % of->faults->mute == 0;
}

static void put_line(outgoing *to, uint64_t now, qdmp_span bytes) {
    if (to->faults->urc && to->lined)
        put(to, now, (qdmp_span){urc, strlen(urc)});
    put_answer(to, now, bytes);
    to->lined = true;
}

void outgoing_begin(outgoing *to) {
    to->commands++;
    to->lined = false;
}

void outgoing_put(outgoing *to, uint64_t now, modem_answer kind, qdmp_span bytes) {
    bool mute = is_mute(to);
    switch (kind) {
    case MODEM_ECHO:
        if (!to->faults->noecho)
            put(to, now, bytes);
        break;
    case MODEM_LINE:
        if (!mute)
            put_line(to, now, bytes);
        break;
    case MODEM_RESULT:
        if (!mute)
            put_answer(to, now + to->faults->late, bytes);
        break;
    case MODEM_URC: put(to, now, bytes); break;
    }
}

void outgoing_hold(outgoing *to, uint64_t now, uint32_t ms) {
    uint64_t from = to->busy > now ? to->busy : now;
    to->busy = from + ms;
}

static uint64_t later(uint64_t one, uint64_t other) {
    return one > other ? one : other;
}

uint64_t outgoing_end(const outgoing *of, uint64_t now) {
    return later(now, later(of->busy, of->end));
}

bool outgoing_front(const outgoing *from, uint64_t now, qdmp_span *bytes) {
    return timed_queue_front(&from->queue, now, bytes);
}

void outgoing_drop(outgoing *from) {
    timed_queue_drop(&from->queue);
}

uint32_t outgoing_wait(const outgoing *of, uint64_t now) {
    return timed_queue_wait(&of->queue, now);
}

void outgoing_clear(outgoing *of) {
    timed_queue_clear(&of->queue);
    of->end = 0;
}

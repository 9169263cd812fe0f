/* SPDX-License-Identifier: MIT */
/*
 * The life of a module in steps, each ended by NUL (support/module_script.h): command lines, restarts, faults of the
 * storage and cuts of power, against a model of the module: P4, P5, P74, P84-P94.
 */
#include "support/check.h"
#include "support/module_script.h"
#include "support/module_steps.h"

#include <string.h>

/* libFuzzer's own mutation. Not there in other engines. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) __attribute__((weak));

enum { STEPS_MAX = 200, STEP_MAX = 400 };

/* ---- Mutation ---- */

/* A place where a step begins, or the end. */
static size_t any_begin(struct lines_rng *rng, const uint8_t *data, size_t size) {
    size_t at = lines_draw(rng, (uint32_t)size + 1);
    while (at > 0 && data[at - 1] != '\0')
        at--;
    return lines_draw(rng, 4) == 0 ? size : at;
}

static size_t end_of_step(const uint8_t *data, size_t size, size_t at) {
    while (at < size && data[at] != '\0')
        at++;
    return at;
}

/* Replaces the bytes from `at` to `end` by `count` bytes. */
static size_t replace(uint8_t *data, size_t size, size_t most, size_t at, size_t end, const char *bytes, size_t count) {
    if (count > most - (size - (end - at)))
        return size;
    memmove(data + at + count, data + end, size - end);
    memcpy(data + at, bytes, count);
    return size - (end - at) + count;
}

static size_t add_step(struct lines_rng *rng, uint8_t *data, size_t size, size_t most) {
    char step[STEP_MAX + 1];
    size_t count = module_steps_make(rng, step + 1, STEP_MAX), at = any_begin(rng, data, size);
    if (at == size) { /* behind the last one */
        step[0] = '\0';
        return replace(data, size, most, at, at, size == 0 ? step + 1 : step, count + (size > 0));
    }
    step[count + 1] = '\0';
    return replace(data, size, most, at, at, step + 1, count + 1);
}

static size_t bend_step(struct lines_rng *rng, uint8_t *data, size_t size, size_t most) {
    char step[STEP_MAX];
    size_t at = any_begin(rng, data, size), end = end_of_step(data, size, at), count = end - at;
    if (count > STEP_MAX)
        return size;
    memcpy(step, data + at, count);
    count = lines_mutate(rng, step, count, STEP_MAX, 0);
    return replace(data, size, most, at, end, step, count);
}

static size_t drop_step(struct lines_rng *rng, uint8_t *data, size_t size, size_t most) {
    size_t at = any_begin(rng, data, size), end = end_of_step(data, size, at);
    return replace(data, size, most, at, end + (end < size), "", 0);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    struct lines_rng rng;
    lines_seed(&rng, seed);
    uint32_t way = lines_draw(&rng, 8);
    if (way < 3 && LLVMFuzzerMutate)
        return LLVMFuzzerMutate(data, size, most);
    if (way < 5)
        return bend_step(&rng, data, size, most);
    return way == 5 ? drop_step(&rng, data, size, most) : add_step(&rng, data, size, most);
}

/* ---- A run ---- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct module_script script;
    const char *at = (const char *)data;
    module_script_begin(&script);
    for (unsigned steps = 0; steps < STEPS_MAX && size > 0; steps++) {
        const char *end = memchr(at, '\0', size);
        qdmp_span step = {at, end == NULL ? size : (size_t)(end - at)};
        size_t used = step.len + (end != NULL);
        module_script_step(&script, step);
        at += used;
        size -= used;
    }
    module_script_end(&script);
    return 0;
}

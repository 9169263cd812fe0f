/* SPDX-License-Identifier: MIT */
/*
 * module_random [SEED] [STEPS]: runs the module of the library and a model of it side by side, by random steps: command
 * lines, restarts, faults of the storage and losses of power (fuzz/support/module_script.h). Prints how often each
 * event was seen. If the two differ, prints the steps of that life, with an escape for each byte that is not printable,
 * and fails. Fails also if an event was never seen.
 */
#include "../fuzz/support/finding.h"
#include "../fuzz/support/module_script.h"
#include "../fuzz/support/module_steps.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_MAX = 1024, LIFE_MAX = 200 };

static char life[LIFE_MAX * (STEP_MAX + 1)];
static size_t life_size;

/* A property that does not hold ends the run with abort(). */
static void show_life(int number) {
    (void)number;
    finding_print(life, life_size);
    (void)fflush(stdout);
}

static void run_step(struct module_script *script, const char *step, size_t size) {
    memcpy(life + life_size, step, size);
    life_size += size;
    life[life_size++] = '\0';
    module_script_step(script, (qdmp_span){step, size});
}

/* Adds the events that were seen. */
static void add(struct module_script *all, const struct module_script *one) {
    for (unsigned i = 0; i < 3; i++)
        all->openings[i] += one->openings[i];
    all->lines += one->lines;
    all->failures += one->failures;
    all->stores += one->stores;
    all->failed_stores += one->failed_stores;
    all->cuts += one->cuts;
}

static unsigned long run_life(struct lines_rng *rng, struct module_script *all, unsigned long steps_left) {
    static struct module_script script;
    char step[STEP_MAX];
    unsigned long steps = 1 + lines_draw(rng, LIFE_MAX);
    if (steps > steps_left)
        steps = steps_left;
    life_size = 0;
    module_script_begin(&script);
    for (unsigned long i = 0; i < steps; i++) {
        size_t size = i == 0 ? module_steps_begin(rng, step, sizeof step) : module_steps_make(rng, step, sizeof step);
        run_step(&script, step, size);
    }
    module_script_end(&script);
    add(all, &script);
    return steps;
}

int main(int argc, char **argv) {
    static struct module_script all;
    unsigned long seed = argc > 1 ? strtoul(argv[1], NULL, 10) : 1,
                  most = argc > 2 ? strtoul(argv[2], NULL, 10) : 100000, steps = 0, lives = 0;
    struct lines_rng rng;
    (void)signal(SIGABRT, show_life);
    lines_seed(&rng, seed);
    for (; steps < most; lives++)
        steps += run_life(&rng, &all, most - steps);
    printf(
        "%lu steps of %lu lives: %lu lines, %lu failures; %lu images stored, %lu not, %lu cuts of power; "
        "opened with an image or nothing %lu times, with what could not be taken %lu, not at all %lu; no difference\n",
        steps, lives, all.lines, all.failures, all.stores, all.failed_stores, all.cuts, all.openings[0],
        all.openings[1], all.openings[2]);
    return all.lines == 0 || all.failures == 0 || all.stores == 0 || all.failed_stores == 0 || all.cuts == 0 ||
           all.openings[0] == 0 || all.openings[1] == 0 || all.openings[2] == 0;
}

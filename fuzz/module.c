/* SPDX-License-Identifier: MIT */
/*
 * A module's life, of steps that end at NUL (support/module_script.h): command lines, restarts, faults of the storage and
 * cuts of power, against a model of the module: P4, P5, P84-P94.
 */
#include "support/check.h"
#include "support/module_script.h"
#include "support/module_steps.h"

enum { STEPS_MAX = 200 };

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

/* SPDX-License-Identifier: MIT */
/* What the helpers of tests/ need of Criterion, for a machine that has none: what fails ends the run. */
#ifndef QDMP_MCU_CRITERION_H
#define QDMP_MCU_CRITERION_H

#include "machine.h"

#include <stdarg.h>
#include <stdio.h>

static inline void stop(const char *format, ...) {
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    say(text);
    leave(2);
}

#define cr_expect(condition, ...) ((condition) ? (void)0 : stop(__VA_ARGS__))
#define cr_assert(condition, ...) cr_expect(condition, __VA_ARGS__)

#endif

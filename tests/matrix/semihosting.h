/* SPDX-License-Identifier: MIT */
/*
 * machine.h by semihosting, where the emulator is the debugger. The source file of the machine includes it and has the
 * call itself.
 */
#ifndef QDMP_MATRIX_SEMIHOSTING_H
#define QDMP_MATRIX_SEMIHOSTING_H

#include "machine.h"

#include <stdint.h>

enum { SYS_WRITE0 = 0x04, SYS_EXIT_EXTENDED = 0x20, APPLICATION_EXIT = 0x20026, FAULT = 99 };

static void semihost(uintptr_t operation, const void *argument);

void say(const char *text) {
    semihost(SYS_WRITE0, text);
}

_Noreturn void leave(int status) {
    uint32_t block[2] = {APPLICATION_EXIT, (uint32_t)status};
    semihost(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}

/* A handler; RISC-V takes the address of one that is aligned. */
__attribute__((aligned(4))) static void fault(void) {
    say("fault\n");
    leave(FAULT);
}

#endif

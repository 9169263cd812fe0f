/* SPDX-License-Identifier: MIT */
/* A Cortex-M: start-up and semihosting. The emulator loads .data where it is used and starts with zeros elsewhere: nothing to copy. */
#include "machine.h"

#include <stdint.h>

enum { SYS_WRITE0 = 0x04, SYS_EXIT_EXTENDED = 0x20, APPLICATION_EXIT = 0x20026, FAULT = 99 };

int main(void);
extern char stack_top[];

static void semihost(int operation, const void *argument) {
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

void say(const char *text) {
    semihost(SYS_WRITE0, text);
}

_Noreturn void leave(int status) {
    uint32_t block[2] = {APPLICATION_EXIT, (uint32_t)status};
    semihost(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}

static void start(void) {
    leave(main());
}

static void fault(void) {
    say("fault\n");
    leave(FAULT);
}

typedef union vector_entry {
    char *stack;
    void (*handler)(void);
} vector_entry;

/* Only faults can come: no interrupt is enabled. NMI, then HardFault, into which the other faults escalate. */
__attribute__((section(".vectors"), used)) static const vector_entry vector_table[] = {
    {.stack = stack_top}, {.handler = start}, {.handler = fault}, {.handler = fault}};

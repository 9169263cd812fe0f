/* SPDX-License-Identifier: MIT */
/*
 * A Cortex-M: start-up and semihosting. The emulator loads .data where it is used, and memory elsewhere is zero, so
 * nothing is copied.
 */
#include "semihosting.h"

int main(void);
extern char stack_top[];

static void semihost(uintptr_t operation, const void *argument) {
    register uintptr_t r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

static void start(void) {
    leave(main());
}

typedef union vector_entry {
    char *stack;
    void (*handler)(void);
} vector_entry;

/* No interrupt is enabled, so only faults can occur: NMI, and HardFault, into which the other faults escalate. */
__attribute__((section(".vectors"), used)) static const vector_entry vector_table[] = {
    {.stack = stack_top}, {.handler = start}, {.handler = fault}, {.handler = fault}};

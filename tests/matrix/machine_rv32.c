/* SPDX-License-Identifier: MIT */
/* A 32-bit RISC-V: start-up and semihosting. The emulator loads .data where it is used: nothing to copy. */
#include "machine.h"

#include <stdint.h>

enum { SYS_WRITE0 = 0x04, SYS_EXIT_EXTENDED = 0x20, APPLICATION_EXIT = 0x20026, FAULT = 99 };

int main(void);
void start(void);

/* The three instructions that the emulator takes for a call; they must be uncompressed, and lie on one page. */
__attribute__((aligned(16), noinline)) static void semihost(uintptr_t operation, const void *argument) {
    register uintptr_t a0 __asm__("a0") = operation;
    register const void *a1 __asm__("a1") = argument;
    __asm__ volatile(".option push\n.option norvc\n.balign 16\nslli x0, x0, 0x1f\nebreak\nsrai x0, x0, 7\n.option pop"
                     : "+r"(a0)
                     : "r"(a1)
                     : "memory");
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

__attribute__((aligned(4))) static void fault(void) {
    say("fault\n");
    leave(FAULT);
}

__attribute__((used)) static _Noreturn void run(void) {
    /* Not named by -march, for which the compiler has no library then. */
    __asm__ volatile(".option push\n.option arch, +zicsr\ncsrw mtvec, %0\n.option pop" : : "r"(fault));
    leave(main());
}

__attribute__((naked, section(".start"))) void start(void) {
    __asm__ volatile("la sp, stack_top\nj run");
}

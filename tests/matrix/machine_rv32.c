/* SPDX-License-Identifier: MIT */
/* A 32-bit RISC-V: start-up and semihosting. The emulator loads .data where it is used, so nothing is copied. */
#include "semihosting.h"

int main(void);
void start(void);

/* The emulator treats these three instructions as a call. They must be uncompressed, and lie on one page. */
__attribute__((aligned(16), noinline)) static void semihost(uintptr_t operation, const void *argument) {
    register uintptr_t a0 __asm__("a0") = operation;
    register const void *a1 __asm__("a1") = argument;
    __asm__ volatile(".option push\n.option norvc\n.balign 16\nslli x0, x0, 0x1f\nebreak\nsrai x0, x0, 7\n.option pop"
                     : "+r"(a0)
                     : "r"(a1)
                     : "memory");
}

__attribute__((used)) static _Noreturn void run(void) {
    /* -march does not name this extension, because the compiler has no library then. */
    __asm__ volatile(".option push\n.option arch, +zicsr\ncsrw mtvec, %0\n.option pop" : : "r"(fault));
    leave(main());
}

__attribute__((naked, section(".start"))) void start(void) {
    __asm__ volatile("la sp, stack_top\nj run");
}

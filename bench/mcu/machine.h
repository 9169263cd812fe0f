/* SPDX-License-Identifier: MIT */
/* The emulated machine: an MPS2 board with a Cortex-M3, which speaks and stops through semihosting. */
#ifndef QDMP_MCU_MACHINE_H
#define QDMP_MCU_MACHINE_H

/* Prints a text that ends with a NUL. */
void say(const char *text);

/* Ends the emulator with this exit status. */
_Noreturn void leave(int status);

#endif

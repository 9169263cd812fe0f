/* SPDX-License-Identifier: MIT */
/* The functions of a machine that a test's program needs. */
#ifndef QDMP_MATRIX_MACHINE_H
#define QDMP_MATRIX_MACHINE_H

/* Prints a text that ends with a NUL. */
void say(const char *text);

/* Ends the program, or the emulator, with this exit status. */
_Noreturn void leave(int status);

#endif

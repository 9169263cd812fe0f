/* SPDX-License-Identifier: MIT */
/*
 * The system calls of the file adapter, one by one: each can fail, be interrupted, do less than asked, or end the
 * process. The linker puts these in place of the C library's (--wrap, CMakeLists.txt beside this file).
 */
#ifndef QDMP_TESTS_STORAGE_CALLS_H
#define QDMP_TESTS_STORAGE_CALLS_H

#include <stdbool.h>

enum call_fault {
    CALL_SOUND,
    CALL_FAILS,       /* does nothing; errno is EIO */
    CALL_INTERRUPTED, /* does nothing; errno is EINTR. Calls that no signal interrupts work */
    CALL_ENDS,        /* a read meets the end of the file, a write writes nothing; other calls work */
    CALL_KILLS        /* SIGKILL before the call */
};

/*
 * From now on the call with this number, counted from 0, has the fault. With `shorts` reads and writes transfer one
 * byte at a time.
 */
void calls_begin(enum call_fault fault, unsigned number, bool shorts);

/* Ends the faults. Returns how many calls there were. */
unsigned calls_end(void);

/* The names of the calls since calls_begin, each followed by a space. */
const char *calls_made(void);

/* Whether the fault of calls_begin has happened. */
bool calls_had_fault(void);

#endif

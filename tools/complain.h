/* SPDX-License-Identifier: MIT */
/* Messages on standard error. */
#ifndef COMPLAIN_H
#define COMPLAIN_H

#if defined(__GNUC__)
#define PRINTF_LIKE(text, values) __attribute__((format(printf, text, values)))
#else
#define PRINTF_LIKE(text, values)
#endif

/* Prints `qdmp: ` and a line. Bytes that are not printable text are shown as \xNN. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);

/*
 * Reports that memory ran out and ends the process. No message of this tool needs much memory, so nothing can be saved.
 */
_Noreturn void die_of_memory(void);

/* Returns `pointer`, or ends the process if it is NULL. */
void *need(void *pointer);

#endif

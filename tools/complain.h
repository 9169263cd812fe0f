/* SPDX-License-Identifier: MIT */
/* What is said on standard error. */
#ifndef COMPLAIN_H
#define COMPLAIN_H

#if defined(__GNUC__)
#define PRINTF_LIKE(text, values) __attribute__((format(printf, text, values)))
#else
#define PRINTF_LIKE(text, values)
#endif

/* Prints `qdmp: ` and a line. What is no printable text in it is shown as \xNN. */
void complain(const char *format, ...) PRINTF_LIKE(1, 2);

/* Says that memory ran out and ends the process: no message of this tool needs much, so there is nothing to save. */
_Noreturn void die_of_memory(void);

/* `pointer`, or the end of the process if it is NULL. */
void *need(void *pointer);

#endif

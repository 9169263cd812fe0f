/* SPDX-License-Identifier: MIT */
/* What a process that reads and writes secrets has to see to before it does anything else. */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>

/*
 * Opens descriptors 0 to 2 where the caller left them closed, so that no file and no socket can take their numbers and
 * get what is meant for a standard stream. What is opened can be neither read nor written in the stream's direction:
 * using it stays an error. False: it could not be done.
 */
bool process_open_standard_streams(void);

/* From now on no core file shows what is in memory. */
void process_forbid_core(void);

#endif

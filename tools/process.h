/* SPDX-License-Identifier: MIT */
/* What a process that reads and writes secrets must do before anything else. */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>

/*
 * Opens descriptors 0 to 2 if the caller left them closed, so that no file and no socket can take their numbers and get
 * the data of a standard stream. The opened files can be neither read nor written in the direction of the stream, so
 * using it stays an error. False: this failed.
 */
bool process_open_standard_streams(void);

/* From now on no core file shows the memory of the process. */
void process_forbid_core(void);

#endif

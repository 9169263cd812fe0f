/* SPDX-License-Identifier: MIT */
/* Shows how far a large file has been read, on a terminal that shows nothing else. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

typedef struct progress {
    bool wanted;
    bool shown;
    double size; /* bytes */
    double done;
    struct timespec start;
    struct timespec last; /* when it was shown */
} progress;

/*
 * For a file of `size` bytes. Shows nothing for a small file. Shows nothing unless standard error is a terminal to
 * which standard output does not go as well.
 */
progress progress_open(off_t size);

void progress_step(progress *shown, size_t bytes);
void progress_clear(progress *shown);

#endif

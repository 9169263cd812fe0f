/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGE = 4 << 20 };
#define PERIOD 0.25 /* seconds between two displays */

/* On a terminal that gets both, messages and the display would mix. */
static bool has_terminal_alone(void) {
    struct stat err, out;
    if (!isatty(STDERR_FILENO) || fstat(STDERR_FILENO, &err))
        return false;
    return !isatty(STDOUT_FILENO) || fstat(STDOUT_FILENO, &out) || out.st_rdev != err.st_rdev;
}

static double seconds_between(struct timespec from, struct timespec to) {
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

progress progress_open(off_t size) {
    progress opened = {.size = (double)size};
    opened.wanted = size >= LARGE && has_terminal_alone();
    if (opened.wanted)
        clock_gettime(CLOCK_MONOTONIC, &opened.start);
    opened.last = opened.start;
    return opened;
}

void progress_step(progress *shown, size_t bytes) {
    if (!shown->wanted)
        return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    shown->done += (double)bytes;
    if (seconds_between(shown->last, now) < PERIOD)
        return;
    shown->last = now;
    shown->shown = true;
    /* A file may grow while it is read. */
    double percent = shown->done < shown->size ? 100 * shown->done / shown->size : 100;
    fprintf(stderr, "\r%3.0f%% %7.1f MB/s", percent, shown->done / 1e6 / seconds_between(shown->start, now));
}

void progress_clear(progress *shown) {
    if (shown->shown)
        fputs("\r                 \r", stderr);
    shown->shown = false;
}

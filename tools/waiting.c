/* SPDX-License-Identifier: MIT */
#include "waiting.h"
#include "complain.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

static volatile sig_atomic_t stopped;
static sigset_t outside; /* which signals were blocked before stop_arm */
static bool armed;

static void note_stop(int number) {
    (void)number;
    stopped = 1;
}

/* The signals stay blocked except during the waits, so that none comes between a check for it and the wait. */
void stop_arm(void) {
    struct sigaction action = {.sa_handler = note_stop};
    sigset_t both;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    sigprocmask(SIG_BLOCK, &both, &outside);
    sigdelset(&outside, SIGINT);
    sigdelset(&outside, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    armed = true;
}

bool stop_wanted(void) {
    return stopped != 0;
}

uint64_t clock_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

bool wait_for(waited *these, size_t count, uint32_t ms) {
    struct timespec limit = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    fd_set readable;
    int above = 0;
    FD_ZERO(&readable);
    for (size_t i = 0; i < count; i++) {
        these[i].ready = false;
        if (these[i].fd < 0)
            continue;
        FD_SET(these[i].fd, &readable);
        if (above <= these[i].fd)
            above = these[i].fd + 1;
    }
    int ready = pselect(above, &readable, NULL, NULL, &limit, armed ? &outside : NULL);
    for (size_t i = 0; i < count && ready > 0; i++)
        these[i].ready = these[i].fd >= 0 && FD_ISSET(these[i].fd, &readable);
    if (ready >= 0 || errno == EINTR)
        return true;
    complain("waiting: %s", strerror(errno));
    return false;
}

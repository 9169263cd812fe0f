/* SPDX-License-Identifier: MIT */
/* A program of a host. */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>

void say(const char *text) {
    fputs(text, stdout);
}

void leave(int status) {
    exit(status);
}

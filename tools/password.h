/* SPDX-License-Identifier: MIT */
/*
 * The password. It never comes from the command line, is never shown, and is overwritten when it is no longer needed.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "qdmp/span.h"

#include <stdbool.h>

/* Bytes of the longest password. */
enum { PASSWORD_ROOM = 4096 };

typedef struct password {
    size_t size;
    char bytes[PASSWORD_ROOM + 6]; /* a byte order mark, a line end and one byte too many fit too */
} password;

/*
 * Reads all of `file`, "-" for standard input, except a byte order mark and one line end at its end. False: an error
 * was reported.
 */
bool password_from_file(password *to, const char *file);

/* Copies the environment variable `name`. False: there is none, which was reported. */
bool password_from_variable(password *to, const char *name);

void password_wipe(password *held);

#endif

/* SPDX-License-Identifier: MIT */
/* The serial line to the host: a pseudo-terminal, or TCP on loopback. */
#ifndef LINE_H
#define LINE_H

#include "qdmp/span.h"
#include "waiting.h"

#include <limits.h>

enum { LINE_NAME_ROOM = 64 };

typedef struct line {
    int fd;       /* the master's side; with TCP the connection, negative where there is none */
    int listener; /* with TCP; negative otherwise */
    char name[LINE_NAME_ROOM];
    const char *link; /* NULL: none, or not ours */
    bool present;     /* the host is there */
} line;

/*
 * Opens a pseudo-terminal. `link`, unless it is NULL, becomes a symbolic link to it. A link that leads to a
 * pseudo-terminal is replaced; anything else is an error. False: the reason was reported.
 */
bool line_open_terminal(line *to, const char *link);

/* Listens on 127.0.0.1; port 0: any free port. False: the reason was reported. */
bool line_open_tcp(line *to, const char *port);

void line_close(line *held);

/*
 * The descriptors to wait for. `again` is the longest wait in milliseconds; after it the line is checked for a new
 * host.
 */
waited line_waited(const line *of, uint32_t *again);

typedef enum line_event { LINE_NOTHING, LINE_BYTES, LINE_HUNG_UP } line_event;

/*
 * Checks whether a host is connected, and reads. Call it even if no descriptor of line_waited is ready, because a new
 * host makes nothing readable.
 */
line_event line_read(line *from, qdmp_room room, size_t *size);

/* Writes to a connected host. Returns the number of bytes; fewer if the host does not read. */
size_t line_write(line *to, qdmp_span bytes);

#endif

/* SPDX-License-Identifier: MIT */
/* A UDP socket to one server. */
#ifndef UDP_H
#define UDP_H

#include "qdmp/span.h"

#include <stdbool.h>

/* Bytes of the longest host name, and of a port with its NUL. */
enum { HOST_ROOM = 256, PORT_ROOM = 6 };

typedef struct address {
    char host[HOST_ROOM];
    char port[PORT_ROOM];
} address;

/* Reads HOST:PORT or [HOST]:PORT. */
bool address_read(address *to, const char *text);

/* Bytes of the longest datagram. */
enum { DATAGRAM_ROOM = 65535 };

typedef struct udp {
    int fd;
    char bytes[DATAGRAM_ROOM];
} udp;

/* Opens a socket that receives only from the server. False: the reason was reported. */
bool udp_open(udp *to, const address *server);
void udp_close(udp *held);

/*
 * False: the reason was reported. A loss that the network may cause to any datagram is no reason: the datagram counts
 * as lost.
 */
bool udp_send(udp *to, qdmp_span datagram);

typedef enum udp_event { UDP_DATAGRAM, UDP_NOTHING, UDP_FAILED } udp_event;

/* Takes a datagram that has arrived. */
udp_event udp_take(udp *from, qdmp_span *datagram);

/* Waits at most `wait` milliseconds for a datagram. A signal ends the wait after a call of stop_arm. */
udp_event udp_wait(udp *from, uint32_t wait, qdmp_span *datagram);

#endif

/* SPDX-License-Identifier: MIT */
#include "udp.h"
#include "complain.h"
#include "number.h"
#include "waiting.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- addresses ---------------------------------------------------------------------------------------------------- */

static bool is_port(const char *text) {
    uint32_t number;
    return strlen(text) < PORT_ROOM && number_read(text, UINT16_MAX, &number) && number;
}

bool address_read(address *to, const char *text) {
    bool bracketed = *text == '[';
    const char *host = text + bracketed, *end = strrchr(text, bracketed ? ']' : ':');
    if (!end || end == host || (size_t)(end - host) >= HOST_ROOM)
        return false;
    const char *colon = end + bracketed;
    if (*colon != ':' || !is_port(colon + 1) || (!bracketed && memchr(host, ':', (size_t)(end - host))))
        return false;
    memcpy(to->host, host, (size_t)(end - host));
    to->host[end - host] = 0;
    memcpy(to->port, colon + 1, strlen(colon + 1) + 1);
    return true;
}

/* --- the socket --------------------------------------------------------------------------------------------------- */

static int connect_one(const struct addrinfo *to) {
    int fd = socket(to->ai_family, to->ai_socktype, to->ai_protocol);
    if (fd >= 0 && (fd >= FD_SETSIZE || connect(fd, to->ai_addr, to->ai_addrlen))) {
        int reason = errno;
        close(fd);
        errno = reason;
        return -1;
    }
    return fd;
}

bool udp_open(udp *to, const address *server) {
    struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found;
    to->fd = -1;
    int failed = getaddrinfo(server->host, server->port, &wanted, &found);
    if (failed) {
        complain("%s: %s", server->host, gai_strerror(failed));
        return false;
    }
    for (const struct addrinfo *one = found; one && to->fd < 0; one = one->ai_next)
        to->fd = connect_one(one);
    if (to->fd < 0)
        complain("%s: %s", server->host, strerror(errno));
    freeaddrinfo(found);
    return to->fd >= 0;
}

void udp_close(udp *held) {
    if (held->fd >= 0)
        close(held->fd);
    held->fd = -1;
}

/* Nobody listens, or the network is broken. Both may have changed when the datagram is sent again. */
static bool may_pass(int reason) {
    return reason == ECONNREFUSED || reason == EHOSTUNREACH || reason == ENETUNREACH || reason == ENETDOWN ||
           reason == ENOBUFS || reason == EAGAIN || reason == EINTR;
}

bool udp_send(udp *to, qdmp_span datagram) {
    ssize_t sent = send(to->fd, datagram.ptr, datagram.len, 0);
    if (sent < 0 && errno == ECONNREFUSED)
        sent = send(to->fd, datagram.ptr, datagram.len, 0); /* the error belonged to the datagram before */
    if (sent >= 0 || may_pass(errno))
        return true;
    complain("sending: %s", strerror(errno));
    return false;
}

udp_event udp_take(udp *from, qdmp_span *datagram) {
    ssize_t size = recv(from->fd, from->bytes, sizeof from->bytes, 0);
    if (size >= 0) {
        *datagram = (qdmp_span){from->bytes, (size_t)size};
        return UDP_DATAGRAM;
    }
    if (may_pass(errno))
        return UDP_NOTHING;
    complain("receiving: %s", strerror(errno));
    return UDP_FAILED;
}

udp_event udp_wait(udp *from, uint32_t wait, qdmp_span *datagram) {
    waited socket = {from->fd, false};
    if (!wait_for(&socket, 1, wait))
        return UDP_FAILED;
    return socket.ready ? udp_take(from, datagram) : UDP_NOTHING;
}

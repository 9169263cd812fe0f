/* SPDX-License-Identifier: MIT */
#include "line.h"
#include "complain.h"
#include "qdmp/session.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/*
 * Milliseconds between two checks for a host. A hang-up makes a terminal readable forever, so it cannot be waited for.
 */
enum { LOOK = 20 };

static const char folder[] = "/dev/pts/";

static bool refuse(const char *what) {
    complain("sim: %s: %s", what, strerror(errno));
    return false;
}

static bool set_flags(int fd) {
    return fd < FD_SETSIZE && !fcntl(fd, F_SETFL, O_NONBLOCK) && !fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* --- the link ----------------------------------------------------------------------------------------------------- */

/* The target of a symbolic link. False: there is none. */
static bool target_of(const char *link, char target[PATH_MAX]) {
    ssize_t size = readlink(link, target, PATH_MAX - 1);
    target[size < 0 ? 0 : size] = 0;
    return size >= 0;
}

/* The link first gets a temporary name, and then replaces the old link, so that there is no moment without a link. */
static bool publish(line *to, const char *link) {
    char target[PATH_MAX], beside[PATH_MAX];
    struct stat there;
    if (!lstat(link, &there) && (!target_of(link, target) || strncmp(target, folder, strlen(folder)))) {
        complain("sim: %s: is there, and is no link to a pseudo-terminal", link);
        return false;
    }
    int size = snprintf(beside, sizeof beside, "%s.%ld", link, (long)getpid());
    if (size >= (int)sizeof beside) {
        errno = ENAMETOOLONG;
        return refuse(link);
    }
    if (symlink(to->name, beside))
        return refuse(link);
    if (rename(beside, link)) {
        refuse(link);
        unlink(beside);
        return false;
    }
    to->link = link;
    return true;
}

static void withdraw(const line *held) {
    char target[PATH_MAX];
    if (held->link && target_of(held->link, target) && !strcmp(target, held->name))
        unlink(held->link);
}

/* --- the pseudo-terminal ------------------------------------------------------------------------------------------ */

static void make_raw(struct termios *mode) {
    mode->c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF);
    mode->c_oflag &= ~(tcflag_t)OPOST;
    mode->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    mode->c_cflag = (mode->c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    mode->c_cc[VMIN] = 1;
    mode->c_cc[VTIME] = 0;
}

/*
 * Makes the host's side raw, and drops the bytes that the last host did not read. After the open and the close, the
 * master reports that no host is connected.
 */
static bool settle(const line *of) {
    struct termios mode;
    int host = open(of->name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    bool good = host >= 0 && !tcgetattr(host, &mode);
    if (good) {
        make_raw(&mode);
        good = !tcsetattr(host, TCSANOW, &mode) && !tcflush(host, TCIFLUSH);
    }
    if (host >= 0)
        close(host);
    return good;
}

bool line_open_terminal(line *to, const char *link) {
    *to = (line){.fd = posix_openpt(O_RDWR | O_NOCTTY), .listener = -1};
    if (to->fd < 0 || grantpt(to->fd) || unlockpt(to->fd) || !set_flags(to->fd))
        return refuse("pseudo-terminal");
    const char *name = ptsname(to->fd);
    if (!name || strlen(name) >= sizeof to->name)
        return refuse("pseudo-terminal");
    strcpy(to->name, name);
    return settle(to) ? !link || publish(to, link) : refuse(to->name);
}

/* --- TCP ---------------------------------------------------------------------------------------------------------- */

static bool name_listener(line *to) {
    struct sockaddr_in own;
    socklen_t size = sizeof own;
    if (getsockname(to->listener, (struct sockaddr *)&own, &size))
        return false;
    snprintf(to->name, sizeof to->name, "127.0.0.1:%u", ntohs(own.sin_port));
    return true;
}

bool line_open_tcp(line *to, const char *port) {
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    int one = 1;
    *to = (line){.fd = -1, .listener = socket(AF_INET, SOCK_STREAM, 0)};
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (to->listener < 0 || !set_flags(to->listener) ||
        setsockopt(to->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) ||
        bind(to->listener, (const struct sockaddr *)&own, sizeof own) || listen(to->listener, 1) || !name_listener(to))
        return refuse("--listen");
    return true;
}

/* One host at a time: others wait until it has gone. */
static void accept_host(line *at) {
    int fd = accept(at->listener, NULL, NULL);
    if (fd >= 0 && !set_flags(fd)) {
        close(fd);
        fd = -1;
    }
    at->fd = fd;
    at->present = fd >= 0;
}

/* --- both --------------------------------------------------------------------------------------------------------- */

void line_close(line *held) {
    withdraw(held);
    if (held->fd >= 0)
        close(held->fd);
    if (held->listener >= 0)
        close(held->listener);
}

waited line_waited(const line *of, uint32_t *again) {
    bool absent = !of->present;
    *again = absent && of->listener < 0 ? LOOK : QDMP_SESSION_WAIT_MAX;
    if (!absent)
        return (waited){of->fd, false};
    return (waited){of->listener, false};
}

static short poll_line(const line *of) {
    struct pollfd asked = {of->fd, POLLIN, 0};
    return poll(&asked, 1, 0) > 0 ? asked.revents : 0;
}

static line_event hang_up(line *at) {
    bool was = at->present;
    at->present = false;
    if (at->listener >= 0) {
        close(at->fd);
        at->fd = -1;
    } else if (was) {
        settle(at);
    }
    return was ? LINE_HUNG_UP : LINE_NOTHING;
}

line_event line_read(line *from, qdmp_room room, size_t *size) {
    if (from->fd < 0)
        accept_host(from);
    if (from->fd < 0)
        return LINE_NOTHING;
    short state = poll_line(from);
    if (state & POLLIN) {
        ssize_t got = read(from->fd, room.ptr, room.cap);
        from->present |= got > 0;
        *size = got > 0 ? (size_t)got : 0;
        if (got > 0)
            return LINE_BYTES;
        return got == 0 || errno != EAGAIN ? hang_up(from) : LINE_NOTHING;
    }
    if (state & (POLLHUP | POLLERR))
        return hang_up(from);
    from->present = true;
    return LINE_NOTHING;
}

static bool is_there(const line *of) {
    return of->fd >= 0 && !(poll_line(of) & (POLLHUP | POLLERR));
}

size_t line_write(line *to, qdmp_span bytes) {
    size_t done = 0;
    while (done < bytes.len && is_there(to)) {
        ssize_t written = write(to->fd, bytes.ptr + done, bytes.len - done);
        if (written <= 0)
            break;
        done += (size_t)written;
    }
    return done;
}

/* SPDX-License-Identifier: MIT */
#include "password.h"
#include "complain.h"
#include "signature.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A volatile pointer, so that no compiler omits the writes. */
void password_wipe(password *held) {
    volatile char *bytes = held->bytes;
    for (size_t i = 0; i < sizeof held->bytes; i++)
        bytes[i] = 0;
    held->size = 0;
}

static bool check_size(const password *held) {
    if (held->size > PASSWORD_ROOM)
        complain("the password is longer than %d bytes", PASSWORD_ROOM);
    return held->size <= PASSWORD_ROOM;
}

/* Reads directly into its place: a stream would keep a copy in its buffer. */
static bool read_all(password *to, int fd) {
    ssize_t got;
    do {
        got = read(fd, to->bytes + to->size, sizeof to->bytes - to->size);
        to->size += got > 0 ? (size_t)got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    return got == 0;
}

static void drop_line_end(password *held) {
    if (held->size && held->bytes[held->size - 1] == '\n')
        held->size--;
    else
        return;
    if (held->size && held->bytes[held->size - 1] == '\r')
        held->size--;
}

/* Whether it is text; skips a byte order mark. */
static bool check_text(password *held, const char *file) {
    qdmp_span head = {held->bytes, held->size};
    size_t skip;
    const refused_form *refused;
    signature_read(head, true, &skip, &refused);
    if (refused) {
        signature_refuse(file, refused);
        return false;
    }
    held->size -= skip;
    memmove(held->bytes, held->bytes + skip, held->size);
    return true;
}

bool password_from_file(password *to, const char *file) {
    bool is_input = !strcmp(file, "-");
    int fd = is_input ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && read_all(to, fd);
    if (!good)
        complain("%s: %s", is_input ? "standard input" : file, strerror(errno));
    if (!is_input && fd >= 0)
        close(fd);
    if (!good || !check_text(to, file))
        return false;
    drop_line_end(to);
    return check_size(to);
}

bool password_from_variable(password *to, const char *name) {
    const char *value = getenv(name);
    if (!value) {
        complain("no environment variable %s", name);
        return false;
    }
    size_t size = strlen(value);
    to->size = size < sizeof to->bytes ? size : sizeof to->bytes;
    memcpy(to->bytes, value, to->size);
    return check_size(to);
}

/* SPDX-License-Identifier: MIT */
#include "source.h"
#include "complain.h"
#include "signature.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fail(source *in) {
    progress_clear(&in->progress);
    complain("%s: %s", strcmp(in->name, "-") ? in->name : "standard input", strerror(errno));
    in->failed = true;
}

bool source_open(source *in, const char *name, source_kind kind, output *out) {
    source opened = {.name = name, .fd = STDIN_FILENO, .begun = kind == SOURCE_BYTES, .before = out};
    *in = opened;
    if (strcmp(name, "-"))
        in->fd = open(name, O_RDONLY);
    struct stat about;
    if (in->fd < 0 || fstat(in->fd, &about)) {
        fail(in);
        return false;
    }
    in->regular = S_ISREG(about.st_mode);
    if (in->regular)
        in->progress = progress_open(about.st_size);
    return true;
}

static size_t read_some(source *in, qdmp_room room) {
    ssize_t size;
    if (in->ended)
        return 0;
    if (!in->regular)
        output_flush(in->before);
    do
        size = read(in->fd, room.ptr, room.cap);
    while (size < 0 && errno == EINTR);
    if (size < 0) {
        fail(in);
        return 0;
    }
    in->ended = !size;
    progress_step(&in->progress, (size_t)size);
    return (size_t)size;
}

/* Reads until the beginning shows what the source is. */
static size_t read_head(source *in, qdmp_room room) {
    qdmp_span head = {room.ptr, 0};
    size_t got, skip;
    const refused_form *refused;
    do {
        qdmp_room rest = {room.ptr + head.len, room.cap - head.len};
        got = rest.cap ? read_some(in, rest) : 0;
        head.len += got;
    } while (!signature_read(head, !got, &skip, &refused));
    if (in->failed)
        return 0;
    if (refused) {
        progress_clear(&in->progress);
        signature_refuse(in->name, refused);
        in->failed = true;
        return 0;
    }
    memmove(room.ptr, room.ptr + skip, head.len - skip);
    return head.len - skip;
}

size_t source_read(source *in, qdmp_room room) {
    bool begun = in->begun;
    in->begun = true;
    size_t size = begun ? 0 : read_head(in, room);
    return size || in->failed ? size : read_some(in, room);
}

void source_close(source *in) {
    progress_clear(&in->progress);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
}

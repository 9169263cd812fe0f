/* SPDX-License-Identifier: MIT */
#include "source.h"
#include "complain.h"

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

bool source_open(source *in, const char *name, output *out) {
    source opened = {.name = name, .fd = STDIN_FILENO, .before = out};
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

size_t source_read(source *in, qdmp_room room) {
    ssize_t size;
    if (!in->regular)
        output_flush(in->before);
    do
        size = read(in->fd, room.ptr, room.cap);
    while (size < 0 && errno == EINTR);
    if (size < 0) {
        fail(in);
        return 0;
    }
    progress_step(&in->progress, (size_t)size);
    return (size_t)size;
}

void source_close(source *in) {
    progress_clear(&in->progress);
    if (in->fd > STDIN_FILENO)
        close(in->fd);
}

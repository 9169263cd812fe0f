/* SPDX-License-Identifier: MIT */
#include "entropy.h"
#include "complain.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char device[] = "/dev/urandom";

bool entropy(uint32_t *number) {
    int fd = open(device, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && read(fd, number, sizeof *number) == (ssize_t)sizeof *number;
    if (!good)
        complain("%s: %s", device, strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "qdmp/port/storage_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The longest chain of links; a longer one is a loop. */
enum { LINKS_MAX = 40, PATH_ROOM = 4096, NAME_ROOM = QDMP_STORAGE_FILE_NAME_MAX + sizeof ".lock" };

/* The names beside the file. */
static const char temporary[] = ".tmp", locked[] = ".lock";

static const char *name_with(char out[NAME_ROOM], const char *name, const char *suffix) {
    size_t length = strlen(name);
    memcpy(out, name, length);
    memcpy(out + length, suffix, strlen(suffix) + 1);
    return out;
}

/* Closes after a failure, and keeps its errno. */
static void drop(int descriptor) {
    int reason = errno;
    if (descriptor >= 0)
        (void)close(descriptor);
    errno = reason;
}

static bool fails_with(int reason) {
    errno = reason;
    return false;
}

/* --- opening --- */

/* A path that is followed to a file that is not a link. */
struct resolving {
    int folder; /* where `path` begins, unless it is absolute; AT_FDCWD at first */
    char path[PATH_ROOM];
};

static void move_to(struct resolving *at, int folder) {
    if (at->folder != AT_FDCWD)
        drop(at->folder);
    at->folder = folder;
}

/* Opens the folder of the path and leaves the name in it in `name`. */
static bool enter_folder(struct resolving *at, char name[QDMP_STORAGE_FILE_NAME_MAX + 1]) {
    char *slash = strrchr(at->path, '/');
    const char *last = slash == NULL ? at->path : slash + 1, *folder = slash == NULL ? "." : at->path;
    if (strlen(last) > QDMP_STORAGE_FILE_NAME_MAX)
        return fails_with(ENAMETOOLONG);
    if (*last == '\0')
        return fails_with(*at->path == '\0' ? ENOENT : EISDIR);
    memcpy(name, last, strlen(last) + 1);
    if (slash == at->path)
        folder = "/";
    else if (slash != NULL)
        *slash = '\0';
    int opened = openat(at->folder, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return false;
    move_to(at, opened);
    return true;
}

/* Replaces the path by the target of the link. Returns whether it was a link. */
static bool follow_link(struct resolving *at, const char *name, bool *is_link) {
    ssize_t length = readlinkat(at->folder, name, at->path, sizeof at->path);
    *is_link = length >= 0;
    if (length < 0)
        return errno == EINVAL || errno == ENOENT; /* not a link; the file does not exist yet */
    if ((size_t)length == sizeof at->path)
        return fails_with(ENAMETOOLONG);
    at->path[length] = '\0';
    return true;
}

static bool resolve(struct resolving *at, char name[QDMP_STORAGE_FILE_NAME_MAX + 1]) {
    for (int links = 0; links <= LINKS_MAX; links++) {
        bool is_link;
        if (!enter_folder(at, name) || !follow_link(at, name, &is_link))
            return false;
        if (!is_link)
            return true;
    }
    return fails_with(ELOOP);
}

/* Nothing yet, or a regular file. */
static bool is_usable(int folder, const char *name) {
    struct stat about;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT;
    return S_ISREG(about.st_mode) || fails_with(S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
}

/* A descriptor with our lock, or -1. */
static int lock_file(int folder, const char *name) {
    char lock_name[NAME_ROOM];
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int descriptor = openat(folder, name_with(lock_name, name, locked), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                            S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return -1;
    if (fcntl(descriptor, F_SETLK, &lock) == 0)
        return descriptor;
    if (errno == EACCES)
        errno = EAGAIN; /* POSIX allows both for a lock that another process has */
    drop(descriptor);
    return -1;
}

/* --- loading --- */

static bool read_all(int descriptor, char *out, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t count = read(descriptor, out + done, size - done);
        if (count == 0)
            return fails_with(EIO); /* the file ends before its size */
        if (count > 0)
            done += (size_t)count;
        else if (errno != EINTR)
            return false;
    }
    return true;
}

static qdmp_status load_from(int descriptor, qdmp_room out, size_t *size) {
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return QDMP_STORAGE;
    if (!S_ISREG(about.st_mode)) {
        errno = EINVAL;
        return QDMP_STORAGE;
    }
    size_t length = (size_t)about.st_size;
    if (length > out.cap) {
        *size = length;
        return QDMP_TOO_LARGE;
    }
    if (!read_all(descriptor, out.ptr, length))
        return QDMP_STORAGE;
    *size = length;
    return QDMP_OK;
}

/* O_NONBLOCK, so that a FIFO at this place does not block. */
static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    const qdmp_storage_file *file = context;
    *size = 0;
    int descriptor = openat(file->folder, file->name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        return errno == ENOENT ? QDMP_OK : QDMP_STORAGE;
    qdmp_status status = load_from(descriptor, out, size);
    drop(descriptor);
    return status;
}

/* --- storing --- */

static bool write_all(int descriptor, qdmp_span bytes) {
    while (bytes.len > 0) {
        ssize_t count = write(descriptor, bytes.ptr, bytes.len);
        if (count == 0)
            return fails_with(EIO);
        if (count > 0) {
            bytes.ptr += count;
            bytes.len -= (size_t)count;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

static bool flush(int descriptor) {
    while (fsync(descriptor) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

/* The left-over file may be a link, or have another mode, so it is removed instead of written to. */
static int create(int folder, const char *name) {
    if (unlinkat(folder, name, 0) != 0 && errno != ENOENT)
        return -1;
    return openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

/* A close that a signal interrupts has closed where it still matters: the bytes are flushed. */
static bool write_file(int folder, const char *name, qdmp_span bytes) {
    int descriptor = create(folder, name);
    if (descriptor < 0)
        return false;
    if (!write_all(descriptor, bytes) || !flush(descriptor)) {
        drop(descriptor);
        return false;
    }
    return close(descriptor) == 0 || errno == EINTR;
}

/* The written file contains secrets. */
static qdmp_status fail_without(int folder, const char *name) {
    int reason = errno;
    (void)unlinkat(folder, name, 0);
    errno = reason;
    return QDMP_STORAGE;
}

static qdmp_status store(void *context, qdmp_span image) {
    const qdmp_storage_file *file = context;
    char name[NAME_ROOM];
    name_with(name, file->name, temporary);
    if (image.len == 0) {
        errno = EINVAL;
        return QDMP_STORAGE;
    }
    if (!write_file(file->folder, name, image) || renameat(file->folder, name, file->folder, file->name) != 0)
        return fail_without(file->folder, name);
    return flush(file->folder) ? QDMP_OK : QDMP_STORAGE;
}

/* --- the interface --- */

qdmp_status qdmp_storage_file_open(qdmp_storage_file *file, const char *path, qdmp_storage *storage) {
    struct resolving at = {.folder = AT_FDCWD};
    qdmp_storage_file opened = {.lock = -1};
    if (strlen(path) >= sizeof at.path) {
        errno = ENAMETOOLONG;
        return QDMP_STORAGE;
    }
    memcpy(at.path, path, strlen(path) + 1);
    if (resolve(&at, opened.name) && is_usable(at.folder, opened.name))
        opened.lock = lock_file(at.folder, opened.name);
    if (opened.lock < 0) {
        move_to(&at, -1);
        return QDMP_STORAGE;
    }
    opened.folder = at.folder;
    *file = opened;
    *storage = (qdmp_storage){load, store, file};
    return QDMP_OK;
}

void qdmp_storage_file_close(qdmp_storage_file *file) {
    (void)close(file->lock);
    (void)close(file->folder);
}

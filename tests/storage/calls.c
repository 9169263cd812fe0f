/* SPDX-License-Identifier: MIT */
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    bool is_on, shorts, had_fault;
    enum call_fault fault;
    unsigned number, made;
    char names[4096];
} calls;

void calls_begin(enum call_fault fault, unsigned number, bool shorts) {
    calls.fault = fault;
    calls.number = number;
    calls.shorts = shorts;
    calls.made = 0;
    calls.had_fault = false;
    calls.names[0] = '\0';
    calls.is_on = true;
}

unsigned calls_end(void) {
    calls.is_on = false;
    return calls.made;
}

const char *calls_made(void) {
    return calls.names;
}

bool calls_had_fault(void) {
    return calls.had_fault;
}

static bool is_one_of(const char *name, const char *names) {
    const char *found = strstr(names, name);
    return found != NULL && found[strlen(name)] == ' ';
}

/* The result of a call: either the call is executed, or it has the result in `*result`. */
static bool is_done(const char *name, int *result) {
    if (!calls.is_on)
        return true;
    size_t length = strlen(calls.names);
    (void)snprintf(calls.names + length, sizeof calls.names - length, "%s ", name);
    if (calls.made++ != calls.number || calls.fault == CALL_SOUND)
        return true;
    if (calls.fault == CALL_KILLS)
        (void)raise(SIGKILL);
    *result = calls.fault == CALL_ENDS ? 0 : -1;
    errno = calls.fault == CALL_INTERRUPTED ? EINTR : EIO;
    calls.had_fault = calls.fault == CALL_FAILS || (calls.fault == CALL_ENDS && is_one_of(name, "read write ")) ||
                      (calls.fault == CALL_INTERRUPTED && is_one_of(name, "read write fsync "));
    return !calls.had_fault;
}

static size_t clipped(size_t size) {
    return calls.is_on && calls.shorts && size > 1 ? 1 : size;
}

/* The functions of the C library, by the names that the linker gives them; and the functions that the adapter calls. */
#define WRAP(type, name, parameters, arguments)                                                                        \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters {                                                                                    \
        int result = 0;                                                                                                \
        return is_done(#name, &result) ? __real_##name arguments : (type)result;                                       \
    }

WRAP(ssize_t, readlinkat, (int folder, const char *path, char *out, size_t size), (folder, path, out, size))
WRAP(int, fstatat, (int folder, const char *path, struct stat *out, int flags), (folder, path, out, flags))
WRAP(int, fstat, (int descriptor, struct stat *out), (descriptor, out))
WRAP(ssize_t, read, (int descriptor, void *out, size_t size), (descriptor, out, clipped(size)))
WRAP(ssize_t, write, (int descriptor, const void *bytes, size_t size), (descriptor, bytes, clipped(size)))
WRAP(int, fsync, (int descriptor), (descriptor))
WRAP(int, renameat, (int from_folder, const char *from, int to_folder, const char *to),
     (from_folder, from, to_folder, to))
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))

/* A call that fails has closed the file nevertheless, as on Linux. */
int __real_close(int descriptor);
int __wrap_close(int descriptor);
int __wrap_close(int descriptor) {
    int result = 0;
    if (is_done("close", &result))
        return __real_close(descriptor);
    int reason = errno;
    (void)__real_close(descriptor);
    errno = reason;
    return result;
}

int __real_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...);
int __wrap_openat(int folder, const char *path, int flags, ...) {
    int result = 0;
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return is_done("openat", &result) ? __real_openat(folder, path, flags, mode) : result;
}

/* The adapter uses it only to lock. */
int __real_fcntl(int descriptor, int command, ...);
int __wrap_fcntl(int descriptor, int command, ...);
int __wrap_fcntl(int descriptor, int command, ...) {
    int result = 0;
    va_list arguments;
    va_start(arguments, command);
    struct flock *lock = va_arg(arguments, struct flock *);
    va_end(arguments);
    return is_done("fcntl", &result) ? __real_fcntl(descriptor, command, lock) : result;
}

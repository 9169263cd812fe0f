/* SPDX-License-Identifier: MIT */
/**
 * @file
 * qdmp_storage on a file, for hosts with POSIX.1-2008. Optional: a library of its own, port/storage_file.c.
 *
 * An image is written to FILE.tmp, which then replaces FILE. So FILE is the image before or the new one, whole,
 * whenever the power is lost (docs/storage.md). FILE.lock keeps other processes out; it stays when the storage is
 * closed.
 *
 *     qdmp_storage_file file;
 *     qdmp_storage storage;
 *     if (qdmp_storage_file_open(&file, "/var/lib/modem/settings", &storage) != QDMP_OK)
 *         return complain(strerror(errno));
 *     ...
 *     qdmp_storage_file_close(&file);
 */
#ifndef QDMP_PORT_STORAGE_FILE_H
#define QDMP_PORT_STORAGE_FILE_H

#include "qdmp/storage.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup ports
 * @{ */

/** Bytes of the longest name of a file, without its folder: with `.lock` appended it has 255. */
#define QDMP_STORAGE_FILE_NAME_MAX 250

/** An open storage. Its members are private. */
typedef struct qdmp_storage_file {
    /** @privatesection */
    int folder; /* a descriptor: renaming the folder, or another working directory, makes no difference */
    int lock;
    char name[QDMP_STORAGE_FILE_NAME_MAX + 1]; /* in the folder, with a NUL */
} qdmp_storage_file;

/**
 * Opens the storage in a file, which need not exist; its folder must. Creates FILE.lock.
 *
 * If the path is a symbolic link, the file is the present target of the link: the file is replaced, and the link stays.
 *
 * A file that does not exist, or has 0 bytes, loads as nothing. A `load` or `store` that returns QDMP_STORAGE sets
 * errno. `store` gives the file the mode 0600 (restricted by the umask), whatever mode it had.
 *
 * @param file     untouched unless QDMP_OK is returned; must stay at its address until it is closed
 * @param path     with a NUL; read only during the call
 * @param storage  untouched unless QDMP_OK is returned
 * @return QDMP_OK; QDMP_STORAGE: the file cannot be used, and errno says why. EAGAIN: another process has it open.
 *         ENAMETOOLONG: its name has more than QDMP_STORAGE_FILE_NAME_MAX bytes. The lock belongs to the process
 *         (fcntl, F_SETLK): a second opening by the same process is not detected, and is not allowed
 *
 * @snippet ports.c qdmp_storage_file_open
 */
QDMP_API qdmp_status qdmp_storage_file_open(qdmp_storage_file *file, const char *path, qdmp_storage *storage);

/**
 * Releases the lock and the descriptors. The storage must not be used any more.
 *
 * @param file  an open storage
 *
 * @snippet ports.c qdmp_storage_file_close
 */
QDMP_API void qdmp_storage_file_close(qdmp_storage_file *file);

/** @} */

#ifdef __cplusplus
}
#endif

#endif

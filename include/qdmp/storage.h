/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Storage in which settings survive a loss of power: two calls of the owner. An adapter implements them on a file or on
 * flash.
 */
#ifndef QDMP_STORAGE_H
#define QDMP_STORAGE_H

#include "qdmp/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup storage
 * @{ */

/**
 * Storage for one image.
 *
 * After `store`, and after a loss of power at any moment during it, `load` returns the old image or the new one, whole.
 * After a `store` that failed it also returns one or the other. An image of 0 bytes is never stored.
 */
typedef struct qdmp_storage {
    /**
     * Reads the image.
     *
     * @param context  of this storage
     * @param out      where to write the image; its bytes are undefined unless QDMP_OK is returned
     * @param size     bytes of the image. It is 0 when a module calls, and stays 0 if nothing is stored. On
     *                 QDMP_TOO_LARGE the bytes that `out` needs
     * @return QDMP_OK; QDMP_DAMAGED: what is stored is no image any more, `*size` is 0; QDMP_TOO_LARGE; QDMP_STORAGE:
     *         it could not be read, or only in part
     */
    qdmp_status (*load)(void *context, qdmp_room out, size_t *size);

    /**
     * Writes an image of at least 1 byte, which replaces the stored one.
     *
     * @param context  of this storage
     * @param image    the image; read only during the call
     * @return QDMP_OK: a later load gives this image; QDMP_STORAGE: a later load gives this image or the one before
     */
    qdmp_status (*store)(void *context, qdmp_span image);

    void *context; /**< passed to both calls */
} qdmp_storage;

/** @} */

#ifdef __cplusplus
}
#endif

#endif

/* SPDX-License-Identifier: MIT */
/* The bodies of object 666's answers; a block holds a part of one (docs/object.md). Internal. */
#ifndef QDMP_OBJECT_BODY_H
#define QDMP_OBJECT_BODY_H

#include "library.h"

#include "qdmp/object.h"

#include <stdbool.h>

#define QDMP__ONE_RESOURCE(ID, number, member) +1
enum {
    QDMP__RESOURCES = 0 QDMP_RESOURCES(QDMP__ONE_RESOURCE),
    QDMP__FIRST_RESOURCE = QDMP__RESOURCE_END - QDMP__RESOURCES
};

/* The number of segments of a path, by the kind of its target. */
enum { QDMP__PATH_OBJECT = 1, QDMP__PATH_INSTANCE = 2, QDMP__PATH_RESOURCE = 3 };

/* The requested target. */
typedef struct qdmp__target {
    uint8_t depth;    /* segments of its path */
    uint8_t resource; /* index of the requested resource; 0 if the path has none */
    bool links;       /* the list of paths, not the values */
} qdmp__target;

/* The requested part of a body. Other bytes are dropped. With size 0 all bytes are only counted. */
typedef struct qdmp__window {
    char *out;
    size_t from; /* offset in the body */
    size_t size;
    size_t at; /* offset of the next byte in the body */
} qdmp__window;

/* Puts the requested part of the next `len` bytes of the body. */
void qdmp__window_put(qdmp__window *window, const char *bytes, size_t len);

/* The index of the last resource, plus one. */
static inline unsigned qdmp__target_end(const qdmp__target *target) {
    return target->depth == QDMP__PATH_RESOURCE ? target->resource + 1u : (unsigned)QDMP__RESOURCES;
}

/* Puts the list of paths. */
void qdmp__object_put_links(qdmp__window *window, const qdmp__target *target);

/* Counts the bytes that the values take. QDMP_OK, or QDMP_LENGTH: one is too long. */
qdmp_status qdmp__object_measure_values(const qdmp_settings *settings, const qdmp__target *target, size_t *size,
                                        qdmp_error *err);

/*
 * Puts the values, which take `size` bytes as measured. QDMP_OK, or QDMP_CRYPTO: one could not be encrypted. It is
 * separate from the other bodies, because the stack is deep here.
 */
qdmp_status qdmp__object_put_values(qdmp__window *window, const qdmp_object *object, const qdmp__target *target,
                                    size_t size, qdmp_error *err);

#endif

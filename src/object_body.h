/* SPDX-License-Identifier: MIT */
/* The bodies of object 666's answers, of which a block holds a part (docs/object.md). Internal. */
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

/* How many segments a path has, by what it names. */
enum { QDMP__PATH_OBJECT = 1, QDMP__PATH_INSTANCE = 2, QDMP__PATH_RESOURCE = 3 };

/* What is asked for. */
typedef struct qdmp__target {
    uint8_t depth;    /* segments of its path */
    uint8_t resource; /* index of the first resource that it has: itself, or 0 */
    bool links;       /* the list of paths, not the values */
} qdmp__target;

/* The part of a body that is wanted: of what is put, the rest is dropped. With size 0 all is counted only. */
typedef struct qdmp__window {
    char *out;
    size_t from; /* in the body */
    size_t size;
    size_t at; /* in the body: where the next byte belongs */
} qdmp__window;

/* Puts what of the next `len` bytes of the body is wanted. */
void qdmp__window_put(qdmp__window *window, const char *bytes, size_t len);

/* The index behind that of the last resource. */
static inline unsigned qdmp__target_end(const qdmp__target *target) {
    return target->depth == QDMP__PATH_RESOURCE ? target->resource + 1u : (unsigned)QDMP__RESOURCES;
}

/* Puts the list of paths. */
void qdmp__object_put_links(qdmp__window *window, const qdmp__target *target);

/* Counts the bytes that the values take. QDMP_OK, or QDMP_LENGTH: one is too long. */
qdmp_status qdmp__object_measure_values(const qdmp_settings *settings, const qdmp__target *target, size_t *size,
                                        qdmp_error *err);

/*
 * Puts the values, which take `size` bytes as measured. QDMP_OK, or QDMP_CRYPTO: one could not be encrypted. Apart from
 * what else a body may be, for here the stack is deep.
 */
qdmp_status qdmp__object_put_values(qdmp__window *window, const qdmp_object *object, const qdmp__target *target,
                                    size_t size, qdmp_error *err);

#endif

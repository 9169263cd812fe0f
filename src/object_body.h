/* SPDX-License-Identifier: MIT */
/* The bodies of object 666's answers, of which a block holds a part (docs/object.md). Internal. */
#ifndef QDMP_OBJECT_BODY_H
#define QDMP_OBJECT_BODY_H

#include "library.h"

#include "qdmp/object.h"

#include <stdbool.h>

#define QDMP__ONE_RESOURCE(ID, number, member) +1
enum { QDMP__RESOURCES = 0 QDMP_RESOURCES(QDMP__ONE_RESOURCE) };

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

/* Counts the bytes of a body. QDMP_OK, or QDMP_LENGTH with the field of the value that is too long. */
qdmp_status qdmp__object_measure(const qdmp_object *object, const qdmp__target *target, size_t *size,
                                 qdmp_field *field);

/* Puts a body that was measured. QDMP_OK, or QDMP_CRYPTO: a value could not be encrypted. */
qdmp_status qdmp__object_put(qdmp__window *window, const qdmp_object *object, const qdmp__target *target);

#endif

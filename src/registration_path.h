/* SPDX-License-Identifier: MIT */
/* What goes to the Location-Path, whether the caller gives its segments or a session has kept it. Internal. */
#ifndef QDMP_REGISTRATION_PATH_H
#define QDMP_REGISTRATION_PATH_H

#include "qdmp/registration.h"

#include "writer.h"

/* What a message is made of; a de-register has no registration, a register no path. */
typedef struct qdmp__message {
    const qdmp_registration *registration;
    const qdmp_exchange *exchange;
    const qdmp_location_path *path;
    qdmp_span uri_path; /* instead of `path`: the same as Uri-Path options */
} qdmp__message;

/* Writes segment `index` of a path as an option. Before it stands an option of the path, or none at all. */
void qdmp__put_uri_path(qdmp__writer *writer, size_t index, qdmp_span segment);

/* Encodes an update, or without a registration a de-register. */
qdmp_status qdmp__path_request(const qdmp__message *message, qdmp_room out, size_t *size, qdmp_error *err);

#endif

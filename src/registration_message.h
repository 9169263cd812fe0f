/* SPDX-License-Identifier: MIT */
/* Register, update and de-register as one kind of message, for callers and for a session. Internal. */
#ifndef QDMP_REGISTRATION_MESSAGE_H
#define QDMP_REGISTRATION_MESSAGE_H

#include "library.h"

#include "qdmp/registration.h"

#include "writer.h"

#include <stdbool.h>

/* Whether a Location-Path or Uri-Path may have `segment`. */
bool qdmp__segment_fits(qdmp_span segment);

/* The parts of such a message; a de-register has no registration, a register no path. */
typedef struct qdmp__registration_message {
    const qdmp_registration *registration;
    const qdmp_exchange *exchange;
    const qdmp_location_path *path;
    qdmp_span uri_path;  /* the same as Uri-Path options, in place of `path` */
    qdmp_name_form form; /* form of the name: shows whether this is a register */
    size_t most;         /* upper bound of its bytes: for a smaller room it is counted before it is written */
} qdmp__registration_message;

/* For callers that have no such bound. */
#define QDMP__UNBOUNDED SIZE_MAX

/* Writes segment `index` of a path as an option. The option before it belongs to the path, or there is none. */
void qdmp__put_uri_path(qdmp__writer *writer, size_t index, qdmp_span segment);

/* Encodes `message`. The settings of a register have been checked. */
qdmp_status qdmp__registration_encode(const qdmp__registration_message *message, qdmp_room out, size_t *size,
                                      qdmp_error *err);

#endif

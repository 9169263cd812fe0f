/* SPDX-License-Identifier: MIT */
/* The line that an object of `qdmp decode` represents. */
#ifndef ENCODE_OBJECT_H
#define ENCODE_OBJECT_H

#include "message.h"
#include "output.h"

#include <jansson.h>

/* A buffer that grows to the longest line. */
typedef struct line_room {
    char *bytes;
    size_t cap;
} line_room;

/* The reason why an object cannot be written. */
typedef struct objection {
    char member[48]; /* "fields.updatePeriod"; empty if it is the object itself */
    char text[MESSAGE_ROOM];
} objection;

/* Writes the line of `object`, without an end, into `room`. False: `why` says what is wrong. */
bool encode_object(json_t *object, line_room *room, qdmp_span *line, objection *why);

#endif

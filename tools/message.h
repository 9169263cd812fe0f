/* SPDX-License-Identifier: MIT */
/* Error messages for people, made from the status, the field and the table of limits. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "item.h"

enum { MESSAGE_ROOM = 256 };

typedef struct message {
    char text[MESSAGE_ROOM];
    size_t size;
} message;

/* Prints what is wrong with `it`. */
message message_of_item(const item *it);

/*
 * Prints what is wrong with the value of `field` that an encoder refused. `number` is the value or the length of a
 * text.
 */
message message_of_value(qdmp_status status, qdmp_field field, uint64_t number);

/* Prints that a command has no `type`; `directions` are those of fields.h. */
message message_of_type(bool ex, uint32_t type, unsigned directions);

#endif

/* SPDX-License-Identifier: MIT */
/* What is wrong, in words for people: made from the status, the field and the table of limits. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "item.h"

enum { MESSAGE_ROOM = 256 };

typedef struct message {
    char text[MESSAGE_ROOM];
    size_t size;
} message;

/* Says what is wrong with `it`. */
message message_of_item(const item *it);

/* Says what is wrong with the value of `field` that an encoder refused; `number` is the value or, of a text, its
 * length. */
message message_of_value(qdmp_status status, qdmp_field field, uint64_t number);

/* Says that `type` is none of a command's; `directions` are those of fields.h. */
message message_of_type(bool ex, uint32_t type, unsigned directions);

#endif

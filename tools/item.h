/* SPDX-License-Identifier: MIT */
/* The items of lines: one message for each command, or something that is wrong or not ours. */
#ifndef ITEM_H
#define ITEM_H

#include "qdmp/qdmp.h"

#include <stdbool.h>

/* The length of the longest line that is kept. */
enum { LINE_ROOM = 1 << 20 };

/* How to decode a line. */
typedef enum line_role { ROLE_AUTO, ROLE_REQUEST, ROLE_RESPONSE } line_role;

typedef enum item_kind { ITEM_REQUEST, ITEM_INFO, ITEM_FINAL, ITEM_OTHER, ITEM_KINDS } item_kind;

/* How a message is shown: its line as it stands in the input, except for masked bytes, and places in it. */
typedef struct showing {
    qdmp_span line;
    size_t offset; /* of the message */
    size_t end;    /* of the text that replaces the message if it is ITEM_OTHER */
    size_t fault;  /* where the error is */
    bool masked;   /* a message may not quote the line */
} showing;

/* One message, or what stands in its place. */
typedef struct item {
    qdmp_span line; /* all of it, as it was decoded */
    size_t offset;  /* of the message in the line */
    item_kind kind;
    qdmp_error err; /* status QDMP_OK: it decoded, or is ITEM_OTHER. The offset counts from the line's beginning */
    bool overlong;  /* there was no room for the line: kind is ITEM_OTHER, err has QDMP_NO_SPACE */
    showing shown;
    union {
        qdmp_request request;
        qdmp_response response; /* ITEM_INFO, ITEM_FINAL */
    };
} item;

/* Whether it is a message of one of the commands, without an error. */
bool item_decoded(const item *it);

/* A walk over the items of one line. */
typedef struct item_walk {
    qdmp_span line;
    size_t next;
    bool answers; /* the line is a response */
    bool tolerant;
} item_walk;

/* `tolerant`: a response is decoded as qdmp_response_decode_tolerant does. */
item_walk item_open(qdmp_span line, line_role as, bool tolerant);

/* Returns the next item; false if none is left. No item follows an error or ITEM_OTHER. */
bool item_next(item_walk *walk, item *out);

/* The item of a line that was too long to be kept. */
item item_overlong(void);

/* The bytes of the line from the item's offset on. */
qdmp_span item_text(const item *it);

/* The text that is shown for ITEM_OTHER. */
qdmp_span item_other(const item *it);

/* Whether the name of a command, with its plus sign, occurs in `text`, in any case. */
bool holds_name(qdmp_span text);

/* Whether `line` begins with `start`. */
bool begins_with(qdmp_span line, const char *start);

#endif

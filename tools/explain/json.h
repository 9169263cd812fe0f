/* SPDX-License-Identifier: MIT */
/* What the page is told, as JSON. Bytes of lines are the characters U+0000 to U+00FF: the page knows what text they are. */
#ifndef EXPLAIN_JSON_H
#define EXPLAIN_JSON_H

#include "qdmp/span.h"

#include <stdbool.h>

/* Where to write. Beyond the end nothing is written, and counted all the same. */
typedef struct json {
    char *to;
    size_t size;
    size_t len;
    bool comma; /* the next value has one before it */
} json;

void json_open(json *out, char bracket);  /* [ or { */
void json_close(json *out, char bracket); /* ] or } */
void json_key(json *out, const char *name);
void json_bytes(json *out, qdmp_span bytes);
void json_text(json *out, const char *text);
void json_number(json *out, size_t value);

#endif

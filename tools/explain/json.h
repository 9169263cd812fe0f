/* SPDX-License-Identifier: MIT */
/* Writes JSON. The bytes of a line become the characters U+0000 to U+00FF; the page decodes them to text. */
#ifndef EXPLAIN_JSON_H
#define EXPLAIN_JSON_H

#include "qdmp/span.h"

#include <stdbool.h>

/* The output. Bytes beyond its end are counted, but not written. */
typedef struct json {
    char *to;
    size_t size;
    size_t len;
    bool comma; /* the next value needs a comma before it */
} json;

void json_open(json *out, char bracket);  /* [ or { */
void json_close(json *out, char bracket); /* ] or } */
void json_key(json *out, const char *name);
void json_bytes(json *out, qdmp_span bytes);
void json_text(json *out, const char *text);
void json_number(json *out, size_t value);

#endif

/* SPDX-License-Identifier: MIT */
/* Bytes as JSON, in both directions: a string if they are UTF-8, else {"hex":"..."}. */
#ifndef JSON_TEXT_H
#define JSON_TEXT_H

#include "qdmp/span.h"

#include <jansson.h>
#include <stdbool.h>

/* From now on a lack of memory in jansson ends the process. Call it once, before any other call. */
void json_init(void);

/* Puts `bytes` into member `key`, and reuses the value that is already there. */
void json_put_bytes(json_t *object, const char *key, qdmp_span bytes);
void json_put_integer(json_t *object, const char *key, json_int_t number);

/* Puts `value`, which it takes over, into member `key`. */
void json_put(json_t *object, const char *key, json_t *value);

/*
 * Reads member `key`, a string or {"hex":"..."}. The bytes live as long as the object: hex is converted to bytes in
 * place. False if the member is neither.
 */
bool json_get_bytes(json_t *object, const char *key, qdmp_span *bytes);

#endif

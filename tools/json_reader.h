/* SPDX-License-Identifier: MIT */
/* A stream of JSON values, one a line or separated by any whitespace, read one at a time. */
#ifndef JSON_READER_H
#define JSON_READER_H

#include "source.h"

#include <jansson.h>

typedef struct json_reader {
    source *in;
    char *bytes;
    size_t room;
    size_t begin; /* of what is not used up */
    size_t end;   /* of what was read */
    bool at_end;  /* no more will come */
    bool lost;    /* an object broke off: the next one is searched */
} json_reader;

typedef enum json_event { JSON_VALUE, JSON_BROKEN, JSON_END } json_event;

json_reader json_reader_open(source *in);
void json_reader_close(json_reader *reader);

/*
 * Takes the next value. JSON_VALUE: an object or array, which the caller releases. JSON_BROKEN: the input is not JSON,
 * as `error` says. The reader continues with the next line, or, if an object broke off, with the next line that begins
 * an object.
 */
json_event json_reader_next(json_reader *reader, json_t **value, json_error_t *error);

#endif

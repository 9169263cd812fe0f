/* SPDX-License-Identifier: MIT */
/* Items as JSON objects, one a line. */
#ifndef DECODE_JSON_H
#define DECODE_JSON_H

#include "item.h"
#include "line_number.h"
#include "output.h"

#include <jansson.h>

/*
 * Objects are not built anew for each message. Members that two messages of one kind share stay, and only the others
 * are set.
 */
typedef struct sheet {
    json_t *object;
    /* Members of it. */
    json_t *line;
    json_t *offset;
    json_t *fields;
    json_t *defaulted;
    json_t *deviations;
    bool fresh; /* nothing is set yet */
} sheet;

enum {
    SHEETS_REQUEST = 0,
    SHEETS_RESPONSE = SHEETS_REQUEST + QDMP_EX_ERASE + 1,
    SHEET_OTHER = SHEETS_RESPONSE + QDMP_RESULT_CME_ERROR + 1,
    SHEET_FAULT,
    SHEET_FIELD_FAULT,
    SHEET_OVERLONG,
    SHEETS
};

typedef struct json_printer {
    const char *file; /* the first member of each object; NULL: none */
    bool mask;
    bool tolerant; /* responses have a member for what a tolerant decode accepted */
    sheet sheets[SHEETS];
} json_printer;

/* Prints `it`, which stands on the line at `place`. */
void json_print(json_printer *printer, output *out, const item *it, line_place place);

/* Forgets the sheets: before `file`, `mask` or `tolerant` changes, and at the end. */
void json_forget(json_printer *printer);

#endif

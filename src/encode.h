/* SPDX-License-Identifier: MIT */
/* What both encoders share: a line of parts and parameters, and how it is checked and written. Internal. */
#ifndef QDMP_ENCODE_H
#define QDMP_ENCODE_H

#include "decode.h"

/* A line to be written, its parts in their order. */
typedef struct qdmp__line {
    qdmp_span head;   /* up to the end of the name, or a final result code */
    qdmp_span text;   /* what stands there in front of parameters; often a part of `set` */
    char set[4];      /* a sign, <type>, a comma, <act> */
    uint8_t first;    /* qdmp_field: of the first parameter */
    uint8_t count;    /* of parameters */
    uint8_t reading;  /* enum qdmp__reading: how the other side reads them */
    uint8_t field;    /* qdmp_field: the parameter at hand, or at fault */
    const void *body; /* the union with their values */
    qdmp_span end;
} qdmp__line;

/* Opens the line of a form, if there is one of `kind` in `direction`: its <type> and its parameters. */
qdmp_status qdmp__open_form(qdmp__line *line, unsigned kind, unsigned direction);

/* Ends an encode, of which `status` came: writes `line` to `out`, if its parameters are right and it has room there. */
qdmp_status qdmp__encode_line(qdmp__line *line, qdmp_status status, qdmp_room out, size_t *size, qdmp_error *err);

#endif

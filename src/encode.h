/* SPDX-License-Identifier: MIT */
/* What both encoders share: check parameters and write them, and turn from measuring to writing. Internal. */
#ifndef QDMP_ENCODE_H
#define QDMP_ENCODE_H

#include "decode.h"
#include "writer.h"

/* A line being written, or measured. */
typedef struct qdmp__line {
    qdmp__writer writer;
    qdmp_field field; /* the parameter at hand, or at fault */
} qdmp__line;

/*
 * Writes the first `count` parameters of `form` from the union at `body`, as the other side reads them. On an error
 * line->field is at fault.
 */
qdmp_status qdmp__write_params(qdmp__line *line, const qdmp__form *form, unsigned count, enum qdmp__reading reading,
                               const void *body);

/* Ends measuring, of which `status` came: lets `line` write to `out` if all is well and the line has room there. */
qdmp_status qdmp__measured(qdmp__line *line, qdmp_status status, qdmp_room out, size_t *size, qdmp_error *err);

#endif

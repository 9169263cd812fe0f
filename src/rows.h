/* SPDX-License-Identifier: MIT */
/* The rows of spec.def for decoders and encoders: small, and without texts. Internal. */
#ifndef QDMP_ROWS_H
#define QDMP_ROWS_H

#include "qdmp/response.h"

#include "fast.h"

#include <stdbool.h>

/* Where a form exists (column direction of QDMP_FORMS). */
enum { QDMP__NOWHERE, QDMP__REQUEST, QDMP__INFO, QDMP__BOTH };

typedef struct qdmp__param {
    uint32_t most;  /* of a choice: the bits of its valid values */
    uint16_t least; /* of a choice: the bits of its reserved values */
    uint8_t kind;   /* qdmp_param_kind */
    uint8_t offset; /* offset of the member in the message's union */
} qdmp__param;

/* The rows of the parameters, by field. */
enum { QDMP__FIRST_FIELD = QDMP_FIELD_DETAIL + 1 };
extern const qdmp__param qdmp__params[QDMP_FIELD_COUNT - QDMP__FIRST_FIELD];

static inline const qdmp__param *qdmp__param_of(qdmp_field field) {
    return &qdmp__params[field - QDMP__FIRST_FIELD];
}

static inline qdmp_field qdmp__field_of(const qdmp__param *param) {
    return (qdmp_field)(param - qdmp__params + QDMP__FIRST_FIELD);
}

/*
 * The rows of the values in front of the parameters: the <type> of each command in each direction, with QDMPCFGEX after
 * QDMPCFG, and the <act>.
 */
enum qdmp__prefix {
    QDMP__PREFIX_CFG,
    QDMP__PREFIX_EX,
    QDMP__PREFIX_ACT,
    QDMP__PREFIX_CFG_INFO,
    QDMP__PREFIX_EX_INFO,
    QDMP__PREFIXES
};
extern const qdmp__param qdmp__prefixes[QDMP__PREFIXES];

/* A build for speed inlines these functions; a build for size calls those of rows.c. */

/* Whether `number` is within the limits of `param`, or is one of its values if its `kind` is a choice. */
QDMP__LEAN qdmp_status qdmp__judge_number(const qdmp__param *param, qdmp_param_kind kind, uint32_t number) {
    if (kind != QDMP_KIND_CHOICE)
        return number - param->least <= param->most - param->least ? QDMP_OK : QDMP_RANGE;
    if (number < 32 && param->most >> number & 1)
        return QDMP_OK;
    return number < 32 && param->least >> number & 1 ? QDMP_RESERVED : QDMP_RANGE;
}

/* Whether the length `len` of a text is within the limits of `param`. */
QDMP__LEAN qdmp_status qdmp__judge_length(const qdmp__param *param, size_t len) {
    return len >= param->least && (len <= param->most || param->most == QDMP_NO_LIMIT) ? QDMP_OK : QDMP_LENGTH;
}

/* The default of a parameter as a text with a NUL; empty if it has none, or if `param` is no parameter. */
const unsigned char *qdmp__default_of(const qdmp__param *param);

typedef struct qdmp__form {
    uint8_t first;   /* field of the first parameter */
    uint8_t count;   /* number of parameters in an information line */
    uint8_t request; /* number of parameters in a request: without output-only ones */
    uint8_t direction;
} qdmp__form;

/* How the values of a line are to be read. */
enum qdmp__reading {
    QDMP__READ_TYPE,    /* a <type>: no comma before it */
    QDMP__READ_ACT,     /* an <act> */
    QDMP__READ_REQUEST, /* strings quoted, spaces around values skipped */
    QDMP__READ_CFG_ONE, /* the one value of a line, spaces around it skipped */
    QDMP__READ_CFG,     /* strings bare or quoted, spaces around values skipped */
    QDMP__READ_EX_ONE,  /* strings bare or quoted, spaces kept; a bare one runs to the end of the line (R14) */
    QDMP__READ_EX       /* strings bare or quoted, spaces kept */
};

/* How to read the values of an information line. */
static inline enum qdmp__reading qdmp__reading_of(bool ex, const qdmp__form *form) {
    return (enum qdmp__reading)((ex ? QDMP__READ_EX_ONE : QDMP__READ_CFG_ONE) + (form->count > 1));
}

/* The forms, indexed by qdmp_request_kind or qdmp_response_kind. */
extern const qdmp__form qdmp__forms[QDMP__FORM_END];

#define QDMP__IS_CFG_CFG +1
#define QDMP__IS_CFG_EX
#define QDMP__IS_CFG(cmd, type, KIND, PARAMS, direction) QDMP__IS_CFG_##cmd

/* How many types each command has, and the number of its first form. */
enum { QDMP__TYPES_CFG = 0 QDMP_FORMS(QDMP__IS_CFG), QDMP__TYPES_EX = QDMP__FORM_END - 1 - QDMP__TYPES_CFG };
enum { QDMP__FIRST_CFG = 1, QDMP__FIRST_EX = QDMP__FIRST_CFG + QDMP__TYPES_CFG };

/* The number of the form with `type` of a command. */
static inline uint32_t qdmp__kind_of(bool ex, uint32_t type) {
    return type + (ex ? (uint32_t)QDMP__FIRST_EX : (uint32_t)QDMP__FIRST_CFG);
}

/* What the commands answer to =?. */
extern const qdmp_span qdmp__tests[2];

#endif

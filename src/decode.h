/* SPDX-License-Identifier: MIT */
/*
 * What both decoders share, before, behind and between the grammar and the message: empty lines, the places of values,
 * the values themselves, and what is wrong with them. Internal.
 */
#ifndef QDMP_DECODE_H
#define QDMP_DECODE_H

#include "rows.h"
#include "text.h"

/* <type>, <act>, four parameters and the first surplus one. */
enum { QDMP__SLOTS = 7 };

/* How the values of a line are to be read. */
enum qdmp__reading {
    QDMP__READ_REQUEST, /* strings quoted, defaults for what is left out, spaces around values skipped */
    QDMP__READ_CFG,     /* strings bare or quoted, spaces around values skipped */
    QDMP__READ_EX       /* strings bare or quoted, spaces kept */
};

/* What a grammar finds: a line of the right shape, one of ours with a byte that no rule allows, or another's. */
enum qdmp__shape { QDMP__WHOLE, QDMP__BROKEN, QDMP__FOREIGN };

/*
 * A line being decoded. The grammar finds slots, the places of its values: slot i lies between its start, an offset
 * into `text`, and the comma before slot i + 1; the last ends at `end`. Beyond QDMP__SLOTS, more than any form has,
 * they are not told apart: all fall into one that nobody reads.
 */
typedef struct qdmp__decoder {
    const unsigned char *begin; /* of the input */
    const unsigned char *lim;   /* behind the input */
    const unsigned char *text;  /* behind the empty lines; `lim` where there is nothing else */

    size_t start[QDMP__SLOTS + 1];
    unsigned count;
    size_t name;                 /* of a request: the byte behind the command's name */
    const unsigned char *end;    /* the delimiter behind the last slot; where the grammar stopped, if it gave up */
    const unsigned char *broken; /* in the last slot, the byte that the grammar refused; or NULL */

    const unsigned char *at; /* the byte at fault */
    qdmp_field field;        /* the parameter at fault */
    enum qdmp__reading reading;
    uint32_t defaulted; /* see qdmp_request */
} qdmp__decoder;

/* Skips the empty lines at d->text. */
void qdmp__skip_empty_lines(qdmp__decoder *d);

/* Opens `in` and skips its empty lines. */
static inline void qdmp__open(qdmp__decoder *d, qdmp_span in, enum qdmp__reading reading) {
    d->begin = d->text = d->end = qdmp__bytes(in);
    d->lim = d->begin + in.len;
    d->count = 1;
    d->broken = NULL;
    d->field = QDMP_FIELD_NONE;
    d->reading = reading;
    d->defaulted = 0;
    if (in.len && *d->begin <= ' ')
        qdmp__skip_empty_lines(d);
}

/*
 * Ends a decode, of which `status` came: all is well up to d->end, or something is wrong at d->at.
 *
 * Consumes what was read, its CR, CR LF, LF or `;` included; on an error the line to its end, `;` not regarded. A line
 * whose end is not there yet is QDMP_TRUNCATED, whatever else it is: to consume a part would take its rest for a new
 * line.
 */
qdmp_status qdmp__conclude(const qdmp__decoder *d, qdmp_ends ends, qdmp_status status, size_t *used, qdmp_error *err);

/* Says what is wrong, and where; returns `status`. */
static inline qdmp_status qdmp__blame(qdmp__decoder *d, qdmp_status status, const unsigned char *at) {
    d->at = at;
    return status;
}

/* Notes where the next slot begins. */
void qdmp__slot_push(qdmp__decoder *d, size_t start);

static inline const unsigned char *qdmp__slot_begin(const qdmp__decoder *d, unsigned index) {
    return d->text + d->start[index];
}

/* Notes where the grammar stopped; returns `shape`. */
enum qdmp__shape qdmp__found(qdmp__decoder *d, enum qdmp__shape shape, size_t end);

/* Sets where the first slot begins. In a broken line the others are then found, at commas outside quotes. */
void qdmp__slots_begin(qdmp__decoder *d, enum qdmp__shape shape, const unsigned char *first);

/*
 * Makes one slot of all behind the first, for a line whose only string runs to its end, commas included (R14). A quoted
 * string does not. What follows a comma was taken for a value of its own, where a quote may stand: in a bare string it
 * may not.
 */
void qdmp__slots_join(qdmp__decoder *d);

/* Reads the number in slot `index`, whatever its value; used for <type> and <act>. */
qdmp_status qdmp__read_index(qdmp__decoder *d, unsigned index, qdmp_field field, uint32_t *number);

/* Reads <type>, and finds its form, which must exist in `direction`. */
qdmp_status qdmp__read_type(qdmp__decoder *d, const qdmp__command *command, unsigned direction,
                            const qdmp__form **form);

/* Reads the parameters of `form` from the slots behind `skip`, into the union at `body`. */
qdmp_status qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned skip, void *body);

#endif

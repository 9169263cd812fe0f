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

/*
 * A line being decoded. The grammar finds the edges of slots, the places of its values: slot i lies between edge i and
 * edge i + 1. The first edge is the sign behind the command's name, the last the end of the line, those between are
 * commas. Beyond QDMP__SLOTS, more than any form has, slots are not told apart: all fall into one that nobody reads.
 */
typedef struct qdmp__decoder {
    const unsigned char *begin; /* of the input */
    const unsigned char *lim;   /* behind the input */
    const unsigned char *text;  /* behind the empty lines; `lim` where there is nothing else */

    const unsigned char *edge[QDMP__SLOTS + 1];
    const unsigned char *end;    /* the last edge */
    const unsigned char *broken; /* in the last slot, the byte that the grammar refused; or NULL */

    const unsigned char *
        value; /* the slot at hand, less the spaces around it; at first the name of a request, at last a byte at fault */
    const unsigned char *stop;
    const unsigned char *delimiter; /* the edge behind it */

    uint8_t field;      /* qdmp_field: the parameter at hand, or at fault */
    uint8_t reading;    /* enum qdmp__reading */
    uint8_t count;      /* of slots */
    bool bare;          /* some text had no quotes */
    uint32_t defaulted; /* see qdmp_request */
} qdmp__decoder;

/* Skips the empty lines at d->text. */
void qdmp__skip_empty_lines(qdmp__decoder *d);

/* Opens `in` and skips its empty lines. */
static inline void qdmp__open(qdmp__decoder *d, qdmp_span in, enum qdmp__reading reading) {
    d->begin = d->text = qdmp__bytes(in);
    d->lim = d->begin + in.len;
    d->count = 0;
    d->broken = NULL;
    d->field = QDMP_FIELD_NONE;
    d->reading = (uint8_t)reading;
    d->bare = false;
    d->defaulted = 0;
    if (in.len && *d->begin <= ' ')
        qdmp__skip_empty_lines(d);
}

/*
 * Ends a decode, of which `status` came: all is well up to d->end, or something is wrong at d->value.
 *
 * Consumes what was read, its CR, CR LF, LF or `;` included; on an error the line to its end, `;` not regarded. A line
 * whose end is not there yet is QDMP_TRUNCATED, whatever else it is: to consume a part would take its rest for a new
 * line.
 */
qdmp_status qdmp__conclude(const qdmp__decoder *d, qdmp_ends ends, qdmp_status status, size_t *used, qdmp_error *err);

/* Says what is wrong, and where; returns `status`. */
static inline qdmp_status qdmp__blame(qdmp__decoder *d, qdmp_status status, const unsigned char *at) {
    d->value = at;
    return status;
}

/* Notes the edge in front of the next slot. */
static inline void qdmp__edge(qdmp__decoder *d, const unsigned char *edge) {
    d->edge[d->count] = edge;
    if (d->count < QDMP__SLOTS)
        d->count++;
}

/* Notes the end of a line of the right shape. */
static inline void qdmp__whole(qdmp__decoder *d, const unsigned char *end) {
    d->end = d->edge[d->count] = end;
}

/* Notes the byte that the grammar refused in a line that may be ours; what follows it belongs to the last slot. */
void qdmp__broken(qdmp__decoder *d, const unsigned char *broken);

/*
 * The automata: whether the line at `in` may be ours, and where its slots are. Not static, lest a compiler merge their
 * frames into those that lie below the readers of parameters.
 */
bool qdmp__match_request(const unsigned char *in, size_t len, qdmp__decoder *d);
bool qdmp__match_response(const unsigned char *in, size_t len, qdmp__decoder *d);

/*
 * Makes one slot of all behind the first, for a line whose only string runs to its end, commas included (R14). A quoted
 * string does not. What follows a comma was taken for a value of its own, where a quote may stand: in a bare string it
 * may not.
 */
void qdmp__join_slots(qdmp__decoder *d);

/* Reads what `field` is from slot `index`; `out` is its member. */
qdmp_status qdmp__read_param(qdmp__decoder *d, unsigned index, qdmp_field field, void *out);

/* Reads <type>, and with it the number of its form, which must exist in `direction`. */
qdmp_status qdmp__read_type(qdmp__decoder *d, bool ex, unsigned direction, uint32_t *kind);

/* Reads the parameters of `form` from the slots behind `skip`, into the union at `body`. */
qdmp_status qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned skip, void *body);

#endif

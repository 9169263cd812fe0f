/* SPDX-License-Identifier: MIT */
/*
 * What both decoders share, before, behind and between the grammar and the message: empty lines, the places of values,
 * the values themselves, and what is wrong with them. Internal.
 */
#ifndef QDMP_DECODE_H
#define QDMP_DECODE_H

#include "fast.h"
#include "password.h"
#include "rows.h"
#include "text.h"

/* <type>, <act>, the parameters and the first surplus one. */
enum { QDMP__SLOTS = 2 + QDMP__VALUES + 1 };

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
    uint8_t field;      /* qdmp_field: the parameter at hand, or at fault */
    uint8_t reading;    /* enum qdmp__reading */
    uint8_t count;      /* of slots */
    uint8_t slot;       /* the next to be read */
    uint32_t defaulted; /* see qdmp_request */
    bool bare;          /* some text had no quotes */

    const unsigned char *begin; /* of the input */
    const unsigned char *lim;   /* behind the input */
    const unsigned char *text;  /* behind the empty lines; `lim` where there is nothing else */

    const unsigned char *edge[QDMP__SLOTS + 1];
    const unsigned char *end;    /* the last edge */
    const unsigned char *broken; /* in the last slot, the byte that the grammar refused; or NULL */

    const unsigned char *value; /* of the slot at hand, less the spaces around it; at last a byte at fault */
    const unsigned char *stop;  /* behind it */
} qdmp__decoder;

/* Skips the empty lines at d->text. */
void qdmp__skip_empty_lines(qdmp__decoder *d);

/* Opens `in` and skips its empty lines. */
static inline void qdmp__open(qdmp__decoder *d, qdmp_span in, enum qdmp__reading reading) {
    d->begin = d->text = d->value = qdmp__bytes(in);
    d->lim = d->begin + in.len;
    d->broken = NULL;
    d->defaulted = 0;
    d->field = QDMP_FIELD_NONE;
    d->reading = (uint8_t)reading;
    d->slot = d->count = 0;
    d->bare = false;
    if (in.len && *d->begin <= ' ')
        qdmp__skip_empty_lines(d);
}

/*
 * Ends a decode, of which `status` came: all is well up to d->end, or something is wrong at d->value. A slot that was
 * not read is one too many.
 *
 * Consumes what was read, its CR, CR LF, LF or `;` included; on an error the line to its end, `;` not regarded. A line
 * whose end is not there yet is QDMP_TRUNCATED, whatever else it is: to consume a part would take its rest for a new
 * line.
 */
qdmp_status qdmp__settle(qdmp__decoder *d, qdmp_ends ends, qdmp_status status, size_t *used, qdmp_error *err);

/* Says what is wrong, and where; returns `status`. */
static inline qdmp_status qdmp__blame(qdmp__decoder *d, qdmp_status status, const unsigned char *at) {
    d->value = at;
    return status;
}

/* Whether `p` and `word`, `len` bytes each, are the same but for the case of letters. */
bool qdmp__is_alike(const unsigned char *p, const char *word, size_t len);

/*
 * The byte behind `word` if that is at `p`, in a request in any case; otherwise `p`. Nearly everyone writes capitals,
 * and a compiler makes a word or two of a memcmp with a constant.
 */
#define QDMP__PASS(d, p, word) qdmp__pass(d, p, word, sizeof(word) - 1)
inline const unsigned char *qdmp__pass(const qdmp__decoder *d, const unsigned char *p, const char *word, size_t len) {
    if ((size_t)(d->lim - p) < len)
        return p;
    bool found = memcmp(p, word, len) == 0 || (d->reading == QDMP__READ_REQUEST && qdmp__is_alike(p, word, len));
    return found ? p + len : p;
}

/* Whether a line may end at `p`, as a request may before a `;`. */
static inline bool qdmp__is_end(const unsigned char *p, const unsigned char *lim, bool asks) {
    return p == lim || qdmp__is_eol(*p) || (asks && *p == ';');
}

/* The byte behind the CR, CR LF, LF or `;` at `end`; `lim` where the end of the input ends the line. */
static inline const unsigned char *qdmp__pass_end(const unsigned char *end, const unsigned char *lim) {
    if (end < lim && *end++ == '\r' && end < lim && *end == '\n')
        end++;
    return end;
}

/* Ends the line at `p`, where it has to end: something else there is `fault`. */
qdmp_status qdmp__end_at(qdmp__decoder *d, const unsigned char *p, qdmp_status fault);

/*
 * The automaton: finds the slots of the line whose sign stands before `text`. One that breaks off is what it began as,
 * with d->broken set.
 */
void qdmp__match_line(qdmp__decoder *d, const unsigned char *text);

/*
 * Makes one slot of all behind the first, for a line whose only string runs to its end, commas included (R14). A quoted
 * string does not. What follows a comma was taken for a value of its own, where a quote may stand: in a bare string it
 * may not.
 */
void qdmp__join_slots(qdmp__decoder *d);

/* Of a response's password only the shown part is delivered (R17). */
static inline void qdmp__keep_shown_part(enum qdmp__reading reading, qdmp_field field, qdmp_span *text) {
    if (reading != QDMP__READ_REQUEST && field == QDMP_FIELD_PASSWORD)
        qdmp__cut_to_shown_part(text);
}

/* Reads the next `count` slots, which are d->field and those behind it, of `params`; their members lie in `body`. */
qdmp_status qdmp__read_fields(qdmp__decoder *d, const qdmp__param *params, unsigned count, void *body);

/* Reads the parameters of `form`, of which the line may have `count`. */
static inline qdmp_status qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned count, void *body) {
    d->field = form->first;
    return qdmp__read_fields(d, qdmp__param_of((qdmp_field)form->first), count, body);
}

/* Reads the next slot, which is a <type> or an <act>. */
static inline qdmp_status qdmp__read_prefix(qdmp__decoder *d, const qdmp__param *param, qdmp_field field,
                                            uint32_t *out) {
    d->field = (uint8_t)field;
    return qdmp__read_fields(d, param, 1, out);
}

#endif

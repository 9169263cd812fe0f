/* SPDX-License-Identifier: MIT */
/*
 * What both decoders share, before, behind and between the grammar and the message: empty lines, the places of values,
 * the values themselves, and what is wrong with them. Internal.
 */
#ifndef QDMP_DECODE_H
#define QDMP_DECODE_H

#include "fast.h"
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

/* The same, with a short way for a good line that is all of its input. */
static inline qdmp_status qdmp__conclude(qdmp__decoder *d, qdmp_ends ends, qdmp_status status, size_t *used,
                                         qdmp_error *err) {
#if QDMP__FAST
    if (status == QDMP_OK && d->slot >= d->count && d->end == d->lim && ends == QDMP_WHOLE_LINE) {
        if (used)
            *used = (size_t)(d->end - d->begin);
        return QDMP_OK;
    }
#endif
    return qdmp__settle(d, ends, status, used, err);
}

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

/* Ends the line at `p`, where it has to end: something else there is `fault`. */
qdmp_status qdmp__end_at(qdmp__decoder *d, const unsigned char *p, qdmp_status fault);

/*
 * The automaton in each direction: finds the slots of the line whose sign stands before `text`. One that breaks off is
 * what it began as, with d->broken set.
 */
void qdmp__match_request(qdmp__decoder *d, const unsigned char *text);
void qdmp__match_response(qdmp__decoder *d, const unsigned char *text);

/*
 * Makes one slot of all behind the first, for a line whose only string runs to its end, commas included (R14). A quoted
 * string does not. What follows a comma was taken for a value of its own, where a quote may stand: in a bare string it
 * may not.
 */
void qdmp__join_slots(qdmp__decoder *d);

/* Reads the next `count` slots, which are d->field and those behind it, of `params`; their members lie in `body`. */
qdmp_status qdmp__read_fields(qdmp__decoder *d, const qdmp__param *params, unsigned count, void *body);

/* Whether `digit` is one of the values of `choice`. */
static inline bool qdmp__is_choice(const qdmp__param *choice, uint32_t digit) {
    return digit <= 9 && choice->most >> digit & 1;
}

/* What stands behind the sign of most lines: a <type>, a comma, and a value of one digit. */
typedef struct qdmp__pair {
    uint32_t type, value;
} qdmp__pair;

/*
 * A short way for a line that is `sign` and a pair to the end of the input, its <type> one of `types`: it has no slots
 * to be found. Whether its value is right is left to the caller.
 */
static inline bool qdmp__take_pair(qdmp__decoder *d, const unsigned char *p, char sign, const qdmp__param *types,
                                   qdmp__pair *out) {
    if (!QDMP__FAST || d->lim - p != 4 || p[0] != sign || p[2] != ',')
        return false;
    out->type = (uint32_t)(p[1] - '0');
    out->value = (uint32_t)(p[3] - '0');
    d->end = d->lim;
    return qdmp__is_choice(types, out->type);
}

/* Whether `pair` is right for a form of QDMPCFG that has `count` parameters. */
static inline bool qdmp__is_right_pair(const qdmp__form *form, unsigned count, const qdmp__pair *pair) {
    const qdmp__param *param = qdmp__param_of((qdmp_field)form->first);
    return count == 1 && param->kind == QDMP_KIND_CHOICE && qdmp__is_choice(param, pair->value);
}

/* Reads a slot if it is a choice of one digit, as nearly all are; otherwise leaves it. */
static inline bool qdmp__take_digit(qdmp__decoder *d, unsigned slot, const qdmp__param *choice, uint32_t *out) {
    if (!QDMP__FAST || slot >= d->count)
        return false;
    const unsigned char *p = d->edge[slot] + 1, *stop = d->edge[slot + 1];
    if (stop - p == 2 && *p == ' ')
        p++;
    uint32_t digit = stop - p == 1 ? (uint32_t)(*p - '0') : 10;
    if (!qdmp__is_choice(choice, digit))
        return false;
    d->slot = (uint8_t)(slot + 1);
    *out = digit;
    return true;
}

/* Reads the parameters of `form`, of which the line may have `count`. */
static inline qdmp_status qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned count, void *body) {
    d->field = form->first;
    return qdmp__read_fields(d, qdmp__param_of((qdmp_field)form->first), count, body);
}

/* Reads slot `slot`, which is a <type> or an <act>. */
static inline qdmp_status qdmp__read_prefix(qdmp__decoder *d, unsigned slot, const qdmp__param *param, qdmp_field field,
                                            uint32_t *out) {
    if (qdmp__take_digit(d, slot, param, out))
        return QDMP_OK;
    d->field = (uint8_t)field;
    return qdmp__read_fields(d, param, 1, out);
}

#endif

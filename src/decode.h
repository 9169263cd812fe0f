/* SPDX-License-Identifier: MIT */
/*
 * The parts that both decoders share: the current line, the primitives of the lexers, begin and end of a decode.
 * Internal.
 */
#ifndef QDMP_DECODE_H
#define QDMP_DECODE_H

#include "fast.h"
#include "rows.h"
#include "text.h"

/* The state of a decode of one line. A function that reads the line returns false if it has recorded an error. */
typedef struct qdmp__decoder {
    const unsigned char *cur;   /* the cursor */
    const unsigned char *lim;   /* end of the input */
    const unsigned char *begin; /* first byte of the input */
    const unsigned char *at;    /* byte at fault */
    uint32_t defaulted;         /* see qdmp_request */
#ifndef QDMP_STRICT
    uint8_t *marks; /* tolerant decode: where it writes its marks; strict decode: NULL */
#endif
    uint8_t status;  /* qdmp_status of the fault */
    uint8_t field;   /* qdmp_field at fault */
    bool bare;       /* at least one string had no quotes */
    bool asks;       /* decodes a request: strings are quoted, a missing value gets its default, a `;` ends it */
    unsigned char c; /* the byte at `cur`; a line end if `cur` is `lim` */
} qdmp__decoder;

/* --- the lexers' primitives --- */

/* Moves the cursor to `p`. */
QDMP__SHARED void qdmp__go(qdmp__decoder *d, const unsigned char *p);

/* Moves the cursor to the next byte, if there is one. */
QDMP__SHARED void qdmp__step(qdmp__decoder *d);

#define QDMP__PEEK()    (d->c)
#define QDMP__NEXT()    qdmp__step(d)
#define QDMP__BACKUP()  (marker = d->cur)
#define QDMP__RESTORE() qdmp__go(d, marker)

/* An accelerator: the byte from `p` on where `text*` stops or that is one of `stops`, in inputs of a chunk and more. */
QDMP__INLINE const unsigned char *qdmp__skip_text(const qdmp__decoder *d, const unsigned char *p, uint32_t stops) {
#if QDMP__FAST
    if ((size_t)(d->lim - d->begin) >= sizeof(qdmp__chunk))
        p = qdmp__scan(p, d->lim, stops);
#else
    (void)d, (void)stops;
#endif
    return p;
}

/* An accelerator: skips `word` if it is at the cursor. */
#define QDMP__SKIP(d, word) qdmp__skip(d, word, sizeof(word) - 1)
QDMP__INLINE bool qdmp__skip(qdmp__decoder *d, const char *word, size_t len) {
    bool found = (size_t)(d->lim - d->cur) >= len && memcmp(d->cur, word, len) == 0;
    if (found)
        qdmp__go(d, d->cur + len);
    return found;
}

/* --- begin and end --- */

/* Opens `in` for a strict decode, after its empty lines (R2) or, if the name is removed, at its first byte (R29). */
QDMP__SHARED void qdmp__open(qdmp__decoder *d, qdmp_span in, bool asks, bool nameless);

/*
 * Ends a decode, at the end of the line or with the recorded error.
 *
 * Consumes what was read, with its CR, CR LF, LF or `;`; on an error it consumes the line to its end, `;` ignored. A
 * line without its end is QDMP_TRUNCATED, whatever else is wrong: if a part were consumed, its rest would be taken for
 * a new line.
 */
qdmp_status qdmp__settle(qdmp__decoder *d, qdmp_ends ends, size_t *used, qdmp_error *err);

/* Whether the line may continue after the input. In a build for size `ends` also contains the bits added to it. */
QDMP__INLINE bool qdmp__may_go_on(qdmp_ends ends) {
    return QDMP__FAST ? ends == QDMP_MORE_MAY_COME : !(ends & QDMP_WHOLE_LINE);
}

/* Records an error and its place. */
QDMP__INLINE bool qdmp__blame(qdmp__decoder *d, qdmp_status status, const unsigned char *at) {
    d->status = (uint8_t)status;
    d->at = at;
    return false;
}

/* Whether deviations are accepted (R28). */
QDMP__INLINE bool qdmp__is_tolerant(const qdmp__decoder *d) {
#ifdef QDMP_STRICT
    (void)d;
    return false;
#else
    return d->marks != NULL;
#endif
}

/* Whether the decode accepts a deviation. If it does, the deviation is marked. */
#ifdef QDMP_STRICT
QDMP__INLINE bool qdmp__tolerate(qdmp__decoder *d, qdmp_deviation deviation, qdmp_field field) {
    (void)d, (void)deviation, (void)field;
    return false;
}
#else
QDMP__SHARED bool qdmp__tolerate(qdmp__decoder *d, qdmp_deviation deviation, qdmp_field field);

/* Adds a mark to the marks of a message, if it is not among them. */
void qdmp__add_mark(uint8_t *marks, uint8_t mark);
#endif

/* Records that the line belongs to another command. */
QDMP__INLINE bool qdmp__disown(qdmp__decoder *d) {
    return qdmp__blame(d, QDMP_NOT_OURS, d->begin);
}

/* Marks the bytes that were skipped since `begin`, if there are any (R28). */
QDMP__SHARED void qdmp__mark_passed(qdmp__decoder *d, const unsigned char *begin, qdmp_deviation deviation);

/* Skips spaces; a tolerant decode marks them (R28). */
QDMP__SHARED void qdmp__skip_blanks(qdmp__decoder *d);

/* Whether the line may end here. */
QDMP__SHARED bool qdmp__is_at_end(const qdmp__decoder *d);

/* Records `fault` if the line does not end here. */
QDMP__INLINE bool qdmp__expect_end(qdmp__decoder *d, qdmp_status fault) {
    if (qdmp__is_at_end(d))
        return true;
    return qdmp__blame(d, fault, d->cur);
}

/* --- the walk over the values --- */

/* Reads a <type> or an <act>, and spaces around it. */
QDMP__SHARED bool qdmp__read_prefix(qdmp__decoder *d, enum qdmp__prefix prefix, enum qdmp__reading reading,
                                    uint32_t *out);

/* Reads the first `count` parameters of `form`, to the end of the line. Members lie in `body`. */
QDMP__SHARED bool qdmp__read_params(qdmp__decoder *d, const qdmp__form *form, unsigned count,
                                    enum qdmp__reading reading, void *body);

#if QDMP__FAST
#include "walk.h"
#endif

/* Like qdmp__settle. A decode without an error ends without that call, because the call would need `d` in memory. */
QDMP__INLINE qdmp_status qdmp__end(qdmp__decoder *d, qdmp_ends ends, size_t *used, qdmp_error *err) {
#if QDMP__FAST
    ends = (qdmp_ends)(ends & QDMP_WHOLE_LINE);
    if (qdmp__finish(d, ends, used))
        return QDMP_OK;
    qdmp__decoder copy = {.cur = d->cur,
                          .lim = d->lim,
                          .begin = d->begin,
                          .at = d->at,
                          .status = d->status,
                          .field = d->field,
                          .c = d->c};
    d = &copy;
#endif
    return qdmp__settle(d, ends, used, err);
}

#endif

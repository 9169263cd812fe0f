/* SPDX-License-Identifier: MIT */
#include "decode.h"
#include "walk.h"

qdmp_status qdmp__settle(qdmp__decoder *d, qdmp_ends ends, size_t *used, qdmp_error *err) {
    if ((used || qdmp__may_go_on(ends)) && d->status != QDMP_OK) /* only these need the end of the line */
        lex_rest(d);
    if (d->cur == d->lim && qdmp__may_go_on(ends)) {
        qdmp__blame(d, QDMP_TRUNCATED, d->lim);
        d->field = QDMP_FIELD_NONE;
        d->cur = d->begin;
    } else {
        lex_end(d);
    }
    if (used)
        *used = (size_t)(d->cur - d->begin);
    if (d->status == QDMP_OK)
        return QDMP_OK;
    return qdmp__report(err, (qdmp_status)d->status, (qdmp_field)d->field, (size_t)(d->at - d->begin));
}

#ifndef QDMP_STRICT
void qdmp__add_mark(uint8_t *marks, uint8_t mark) {
    while (*marks && *marks != mark)
        marks++;
    *marks = mark;
}
#endif

#if QDMP__FAST
void qdmp__read_default(const qdmp__param *row, void *out) {
    qdmp__decoder d = {.status = QDMP_OK};
    go_to_default(&d, row);
    read_bare(&d, row, (qdmp_param_kind)row->kind, out);
}
#endif

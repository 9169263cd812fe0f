/* SPDX-License-Identifier: MIT */
#include "input.h"

qdmp__input qdmp__open(qdmp_span in, qdmp_ends ends) {
    const unsigned char *begin = qdmp__bytes(in), *lim = begin + in.len;
    qdmp__input input = {begin, lim, begin, ends};
    for (const unsigned char *p = begin; p < lim && (*p == ' ' || qdmp__is_eol(*p)); p++) {
        if (qdmp__is_eol(*p))
            input.text = p + 1;
        else if (p + 1 == lim)
            input.text = lim;
    }
    return input;
}

qdmp_status qdmp__reject(const qdmp__input *input, qdmp_status status, qdmp__fault fault, size_t *used,
                         qdmp_error *err) {
    const unsigned char *end = qdmp__find_eol(input->text, input->lim);
    if (qdmp__is_cut(input, end)) {
        if (used)
            *used = 0;
        return qdmp__report(err, QDMP_TRUNCATED, QDMP_FIELD_NONE, (size_t)(input->lim - input->begin));
    }
    if (end < input->lim)
        end += *end == '\r' && end + 1 < input->lim && end[1] == '\n' ? 2 : 1;
    if (used)
        *used = (size_t)(end - input->begin);
    return qdmp__report(err, status, fault.field, (size_t)(fault.at - input->begin));
}

qdmp_status qdmp__reject_foreign(const qdmp__input *input, size_t *used, qdmp_error *err) {
    qdmp__fault fault = {input->begin, QDMP_FIELD_NONE};
    return qdmp__reject(input, QDMP_NOT_OURS, fault, used, err);
}

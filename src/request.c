/* SPDX-License-Identifier: MIT */
#include "encode.h"

#include "generated/request_grammar.h"
#include <string.h>

static qdmp_status read_set(qdmp__decoder *d, bool ex, qdmp_request *out) {
    uint32_t type, act = QDMP_ACT_SAVE;
    const qdmp__param *row = &qdmp__prefixes[ex ? QDMP__PREFIX_EX : QDMP__PREFIX_CFG];
    qdmp_status status = qdmp__read_prefix(d, row, QDMP_FIELD_TYPE, &type);
    if (status == QDMP_OK && ex)
        status = qdmp__read_prefix(d, &qdmp__prefixes[QDMP__PREFIX_ACT], QDMP_FIELD_ACT, &act);
    if (status != QDMP_OK)
        return status;
    uint32_t kind = type + (ex ? (uint32_t)QDMP__FIRST_EX : (uint32_t)QDMP__FIRST_CFG);
    if (act == QDMP_ACT_SAVE) {
        const qdmp__form *form = &qdmp__forms[kind];
        out->kind = (qdmp_request_kind)kind;
        return qdmp__read_fields(d, qdmp__param_of((qdmp_field)form->first), form->first, form->request, &out->server);
    }
    out->kind = act == QDMP_ACT_READ ? QDMP_EX_READ : QDMP_EX_ERASE;
    out->ex_type = type;
    return QDMP_OK;
}

static qdmp_status read_form(qdmp__decoder *d, bool ex, qdmp_request *out) {
    const unsigned char *name_end = d->text;
    enum qdmp__shape shape = qdmp__match_request(d);
    const unsigned char *first = qdmp__skip_spaces(d->count ? d->edge[0] + 1 : d->end, d->end);
    if (d->count && (first == d->end || *first != '?'))
        return read_set(d, ex, out);
    if (d->count) {
        d->slot = d->count;
        out->kind = ex ? QDMP_EX_TEST : QDMP_TEST;
        const unsigned char *next = qdmp__skip_spaces(first + 1, d->end);
        return qdmp__blame(d, next == d->end ? QDMP_OK : QDMP_SYNTAX, next);
    }
    out->kind = QDMP_READ;
    if (shape == QDMP__BROKEN)
        return qdmp__blame(d, QDMP_SYNTAX, d->broken);
    return shape == QDMP__READ && !ex ? QDMP_OK : qdmp__blame(d, QDMP_FORM, name_end);
}

/* Whether `p` and `word`, `len` bytes each, are the same but for the case of letters. */
static bool is_alike(const unsigned char *p, const char *word, size_t len) {
    while (len && (*p == (unsigned char)*word || (*word >= 'A' && (*p ^ 0x20) == (unsigned char)*word))) {
        p++;
        word++;
        len--;
    }
    return !len;
}

/*
 * Passes over `word` at `p` in any case; NULL if it is not there. Nearly everyone writes capitals, and a compiler makes
 * a word or two of a memcmp with a constant.
 */
QDMP__INLINE const unsigned char *pass_word(const unsigned char *p, const unsigned char *lim, const char *word,
                                            size_t len) {
    bool found = (size_t)(lim - p) >= len && (memcmp(p, word, len) == 0 || is_alike(p, word, len));
    return found ? p + len : NULL;
}

static qdmp_status decode_request(qdmp__decoder *d, qdmp_request *out) {
    const unsigned char *p = qdmp__skip_spaces(d->text, d->lim);
    const unsigned char *behind = pass_word(p, d->lim, "AT", 2);
    if (behind)
        p = qdmp__skip_spaces(behind, d->lim);
    p = pass_word(p, d->lim, QDMP_CFG_NAME, sizeof QDMP_CFG_NAME - 1);
    if (!p)
        return qdmp__blame(d, QDMP_NOT_OURS, d->begin);
    behind = pass_word(p, d->lim, QDMP_EX_SUFFIX, sizeof QDMP_EX_SUFFIX - 1);
    if (behind)
        p = behind;
    if (p < d->lim && qdmp__is_word(*p))
        return qdmp__blame(d, QDMP_NOT_OURS, d->begin);
    d->text = p;
    return read_form(d, behind != NULL, out);
}

qdmp_status qdmp_request_decode(qdmp_span in, qdmp_ends ends, qdmp_request *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_request request;
    qdmp__open(&decoder, in, QDMP__READ_REQUEST);
    qdmp_status status = qdmp__conclude(&decoder, ends, decode_request(&decoder, &request), used, err);
    if (status == QDMP_OK) {
        request.defaulted = decoder.defaulted;
        *out = request;
    }
    return status;
}

/* --- encoding --- */

static qdmp_status open_other(qdmp__line *line, const qdmp_request *request) {
    line->field = QDMP_FIELD_TYPE;
    line->set[1] = (char)('0' + request->ex_type);
    line->set[3] = (char)('0' + (request->kind == QDMP_EX_READ ? QDMP_ACT_READ : QDMP_ACT_ERASE));
    return request->ex_type < QDMP__TYPES_EX ? QDMP_OK : QDMP_RANGE;
}

/* Finds what stands behind the name. */
static qdmp_status open_request(qdmp__line *line, const qdmp_request *request) {
    switch ((unsigned)request->kind) {
    case QDMP_READ:
        line->text.ptr++;
        line->text.len = 1;
        return QDMP_OK;
    case QDMP_EX_TEST: line->text.len = 2; return QDMP_OK;
    case QDMP_TEST: return QDMP_OK;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE: return open_other(line, request);
    default: return qdmp__open_form(line, (unsigned)request->kind, QDMP__REQUEST);
    }
}

qdmp_status qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                qdmp_error *err) {
    static const char begin[] = "AT" QDMP_EX_NAME;
    unsigned kind = (unsigned)request->kind;
    bool ex = kind >= QDMP__FIRST_EX && kind != QDMP_TEST && kind != QDMP_READ;
    size_t skipped = style & QDMP_REQUEST_WITHOUT_AT ? 2 : 0;
    size_t len = ex ? sizeof begin - 1 : sizeof begin - sizeof QDMP_EX_SUFFIX;
    qdmp__line line = {.head = {begin + skipped, len - skipped},
                       .text = {line.set, ex ? 4 : 2},
                       .set = {'=', '?', ',', '0' + QDMP_ACT_SAVE},
                       .reading = QDMP__READ_REQUEST,
                       .body = &request->server,
                       .end = {style & QDMP_REQUEST_SEMICOLON ? ";" : "\r", !(style & QDMP_REQUEST_WITHOUT_END)}};
    return qdmp__encode_line(&line, open_request(&line, request), out, size, err);
}

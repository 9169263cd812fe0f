/* SPDX-License-Identifier: MIT */
#include "encode.h"

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

/* Reads what stands behind the name (section 3). */
static qdmp_status read_form(qdmp__decoder *d, bool ex, qdmp_request *out) {
    const unsigned char *name_end = d->text, *p = qdmp__skip_spaces(name_end, d->lim);
    bool sets = p < d->lim && *p == '=';
    d->text = p + sets;
    p = qdmp__skip_spaces(d->text, d->lim);
    bool asks = p < d->lim && *p == '?';
    if (sets && !asks) {
        qdmp__match_request(d);
        return read_set(d, ex, out);
    }
    qdmp_status status = qdmp__end_at(d, qdmp__skip_spaces(p + asks, d->lim), QDMP_SYNTAX);
    if (status == QDMP_OK && !sets && (ex || !asks))
        return qdmp__blame(d, QDMP_FORM, name_end);
    out->kind = !sets ? QDMP_READ : ex ? QDMP_EX_TEST : QDMP_TEST;
    return status;
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
        return QDMP_NOT_OURS;
    behind = pass_word(p, d->lim, QDMP_EX_SUFFIX, sizeof QDMP_EX_SUFFIX - 1);
    if (behind)
        p = behind;
    if (p < d->lim && qdmp__is_word(*p))
        return QDMP_NOT_OURS;
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

static qdmp_status write_set(qdmp__line *line, bool ex, unsigned type, unsigned act) {
    line->field = QDMP_FIELD_TYPE;
    qdmp__put_char(&line->writer, '=');
    qdmp__put_number(&line->writer, type);
    if (!ex)
        return QDMP_OK;
    qdmp__put_char(&line->writer, ',');
    qdmp__put_number(&line->writer, act);
    return type < QDMP__TYPES_EX ? QDMP_OK : QDMP_RANGE;
}

/* Writes what stands behind the name. */
static qdmp_status write_form(qdmp__line *line, const qdmp_request *request, bool ex) {
    unsigned kind = (unsigned)request->kind;
    switch (kind) {
    case QDMP_TEST:
    case QDMP_EX_TEST: qdmp__put_char(&line->writer, '='); /* fall through */
    case QDMP_READ: qdmp__put_char(&line->writer, '?'); return QDMP_OK;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE:
        return write_set(line, ex, request->ex_type, kind == QDMP_EX_READ ? QDMP_ACT_READ : QDMP_ACT_ERASE);
    default: break;
    }
    if (kind >= QDMP__FORM_END || !(qdmp__forms[kind].direction & QDMP__REQUEST))
        return QDMP_FORM;
    (void)write_set(line, ex, kind - (ex ? QDMP__FIRST_EX : QDMP__FIRST_CFG), QDMP_ACT_SAVE);
    const qdmp__form *form = &qdmp__forms[kind];
    return qdmp__write_params(line, form, form->request, QDMP__READ_REQUEST, &request->server);
}

static qdmp_status write_request(qdmp__line *line, const qdmp_request *request, unsigned style) {
    unsigned kind = (unsigned)request->kind;
    bool ex = kind >= QDMP__FIRST_EX && kind != QDMP_TEST && kind != QDMP_READ;
    if (!(style & QDMP_REQUEST_WITHOUT_AT))
        qdmp__put_text(&line->writer, "AT");
    qdmp__put(&line->writer, qdmp__names[ex]);
    qdmp_status status = write_form(line, request, ex);
    if (!(style & QDMP_REQUEST_WITHOUT_END))
        qdmp__put_char(&line->writer, style & QDMP_REQUEST_SEMICOLON ? ';' : '\r');
    return status;
}

qdmp_status qdmp_request_encode(const qdmp_request *request, unsigned style, qdmp_room out, size_t *size,
                                qdmp_error *err) {
    qdmp__line line = {{NULL, 0}, QDMP_FIELD_NONE};
    qdmp_status status = qdmp__measured(&line, write_request(&line, request, style), out, size, err);
    return status == QDMP_OK ? write_request(&line, request, style) : status;
}

/* SPDX-License-Identifier: MIT */
/* Decoding of responses, and their relation to requests; encode.c writes them. */
#include "decode.h"
#include "response_head.h"

#ifndef QDMP_MODULE_ONLY
enum { QDMP__OTHER = 1 << 14 }; /* for speed: added to `ends` of every decode that is not strict */

/* A test line is its text and nothing else (R13): the first byte that differs is wrong, or marked (R28). */
QDMP__INLINE bool read_test(qdmp__decoder *d, bool ex, bool other, qdmp_response *out) {
    const char *rest = qdmp__tests[ex].ptr + 1;
    while (!other && *rest && d->c == (unsigned char)*rest) {
        qdmp__step(d);
        rest++;
    }
    out->kind = ex ? QDMP_EX_INFO_TEST : QDMP_INFO_TEST;
    d->field = QDMP_FIELD_TYPE;
    if (!*rest && qdmp__is_at_end(d))
        return true;
    if (!qdmp__tolerate(d, QDMP_DEVIATION_TEST, QDMP_FIELD_NONE))
        return qdmp__blame(d, QDMP_SYNTAX, d->cur);
    lex_detail(d);
    return qdmp__expect_end(d, QDMP_SYNTAX);
}

/* Reads the <type>. Returns the form of the line, or NULL. */
QDMP__INLINE const qdmp__form *read_type(qdmp__decoder *d, bool ex, qdmp_response *out) {
    uint32_t type;
    if (!qdmp__read_prefix(d, ex ? QDMP__PREFIX_EX_INFO : QDMP__PREFIX_CFG_INFO, QDMP__READ_TYPE, &type))
        return NULL;
    uint32_t kind = qdmp__kind_of(ex, type);
    out->kind = (qdmp_response_kind)kind;
    return &qdmp__forms[kind];
}

QDMP__INLINE bool walk_values(qdmp__decoder *d, bool ex, qdmp_response *out) {
    const qdmp__form *form = read_type(d, ex, out);
    return form && qdmp__read_params(d, form, form->count, qdmp__reading_of(ex, form), &out->server);
}

#if QDMP__FAST
/* All lines except strict ones share one walk, because copies with constants would be large. */
QDMP__APART bool read_other_values(qdmp__decoder *d, bool ex, qdmp_response *out) {
    return walk_values(d, ex, out);
}

QDMP__INLINE bool read_values(qdmp__decoder *d, bool ex, unsigned how, qdmp_response *out) {
    if (how & QDMP__OTHER)
        return read_other_values(d, ex, out);
    const qdmp__form *form = read_type(d, ex, out);
    if (QDMP__RARELY(!form))
        return false;
    enum qdmp__reading reading = qdmp__reading_of(ex, form);
    if (reading <= QDMP__READ_CFG) /* a strict decode treats both readings alike */
        return qdmp__read_params(d, form, form->count, QDMP__READ_CFG, &out->server);
    if (reading == QDMP__READ_EX_ONE)
        return qdmp__read_params(d, form, 1, QDMP__READ_EX_ONE, &out->server);
    return qdmp__read_params(d, form, form->count, QDMP__READ_EX, &out->server);
}
#else
QDMP__INLINE bool read_values(qdmp__decoder *d, bool ex, unsigned how, qdmp_response *out) {
    (void)how;
    return walk_values(d, ex, out);
}
#endif

/* Reads the text after the colon. A dispatcher that removed the colon may have removed the space too (R29). */
QDMP__INLINE bool read_info(qdmp__decoder *d, bool ex, unsigned how, qdmp_response *out) {
    const unsigned char *behind = d->cur;
    if (lex_test(d)) {
        bool eaten = how & QDMP__NAMELESS && how & QDMP__BEHIND_COLON;
        bool test = d->cur[-1] == '<' && (eaten || *behind == ' ');
        if (test || qdmp__is_tolerant(d))
            return read_test(d, ex, !test, out);
    }
    qdmp__go(d, behind);
    return read_values(d, ex, how, out);
}

QDMP__INLINE bool read_detail(qdmp__decoder *d, qdmp_response *out) {
    const unsigned char *detail = d->cur;
    lex_detail(d);
    d->field = QDMP_FIELD_DETAIL;
    out->detail = qdmp__span(detail, d->cur);
    if (!qdmp__expect_end(d, QDMP_BAD_CHAR))
        return false;
    if (detail == d->cur)
        return qdmp__blame(d, QDMP_MISSING, detail);
    return true;
}

QDMP__INLINE bool read_result(qdmp__decoder *d, enum qdmp__start start, qdmp_response *out) {
    out->kind = (qdmp_response_kind)start;
    if (start == QDMP__START_CME_ERROR)
        return read_detail(d, out);
    if (qdmp__is_tolerant(d))
        qdmp__skip_blanks(d);
    if (qdmp__is_at_end(d))
        return true;
    return qdmp__disown(d);
}

/* Reads the colon of an information line, unless a dispatcher has removed it too. */
QDMP__INLINE bool read_colon(qdmp__decoder *d, unsigned how) {
    if (how & QDMP__BEHIND_COLON)
        return true;
    if (d->c != ':')
        return qdmp__blame(d, QDMP_SYNTAX, d->cur);
    qdmp__step(d);
    return true;
}

#if QDMP__FAST
/* Whether read_info would find no test line at the cursor. */
QDMP__INLINE bool begins_no_test(const qdmp__decoder *d) {
    if (qdmp__is_tolerant(d))
        return d->c == ' ' && qdmp__is_digit(d->cur[1]);
    return d->cur[1] != '<';
}
#endif

QDMP__BY_POINTER bool read_response(qdmp__decoder *d, unsigned how, qdmp_response *out) {
    bool ex = how & QDMP__OF_EX;
    if (how & QDMP__NAMELESS) {
        if (!read_colon(d, how))
            return false;
    } else {
        if (qdmp__is_tolerant(d))
            qdmp__skip_noise(d);
#if QDMP__FAST
        /* An accelerator: skips the text that lex_start takes. */
        const unsigned char *begin = d->cur;
        ex = QDMP__SKIP(d, QDMP_EX_NAME ":");
        if ((ex || QDMP__SKIP(d, QDMP_CFG_NAME ":")) && d->lim - d->cur > 1 && begins_no_test(d))
            return ex ? read_values(d, true, how, out) : read_values(d, false, how, out);
        qdmp__go(d, begin);
#endif
        enum qdmp__start start = lex_start(d);
        if (start == QDMP__START_OTHER)
            return qdmp__disown(d);
        if (start > QDMP__START_EX)
            return read_result(d, start, out);
        ex = start == QDMP__START_EX;
    }
    return read_info(d, ex, how, out);
}

QDMP__ONCE qdmp_status decode_response(qdmp_span in, unsigned how, qdmp_response *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp_response response;
    qdmp__open(&decoder, in, false, how & QDMP__NAMELESS);
#ifndef QDMP_STRICT
    memset(&response, 0, QDMP__FAST && !(how & QDMP__TOLERANT) ? offsetof(qdmp_response, server) : sizeof response);
    if (how & QDMP__TOLERANT)
        decoder.marks = response.deviations;
#endif
    read_response(&decoder, how, &response);
    qdmp_status status = qdmp__end(&decoder, (qdmp_ends)how, used, err);
    if (status == QDMP_OK)
        *out = response;
    return status;
}

#if QDMP__FAST
/* The most common call of hosts: with constants throughout, and a frame for values only if a line has some. */
QDMP__APART qdmp_status decode_strict_response(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used,
                                               qdmp_error *err) {
    return decode_response(in, ends & QDMP_WHOLE_LINE, out, used, err);
}

qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
    qdmp__decoder decoder;
    qdmp__enter(&decoder, in, false);
    if (QDMP__SKIP(&decoder, "OK") && qdmp__is_at_end(&decoder) && qdmp__finish(&decoder, ends, used)) {
        out->kind = QDMP_RESULT_OK;
#ifndef QDMP_STRICT
        memset(out->deviations, 0, sizeof out->deviations);
#endif
        return QDMP_OK;
    }
    return decode_strict_response(in, ends, out, used, err);
}
#else
qdmp_status qdmp_response_decode(qdmp_span in, qdmp_ends ends, qdmp_response *out, size_t *used, qdmp_error *err) {
    return decode_response(in, ends, out, used, err);
}
#endif

#if defined(QDMP_STRICT) && defined(QDMP_WHOLE_LINES)
/* These switches leave out all other ways to decode. */
#elif !QDMP__FAST && defined(QDMP__SAME_AS)
qdmp_status qdmp__response_decode(qdmp_span in, qdmp_ends how, qdmp_response *out, size_t *used, qdmp_error *err)
    QDMP__SAME_AS(qdmp_response_decode);
#else
qdmp_status qdmp__response_decode(qdmp_span in, qdmp_ends how, qdmp_response *out, size_t *used, qdmp_error *err) {
    return QDMP__FAST ? decode_response(in, how | QDMP__OTHER, out, used, err)
                      : qdmp_response_decode(in, how, out, used, err);
}
#endif

/* --- answers --- */

/* Whether `request` asks for an information line of `kind`. */
static bool asks_for(const qdmp_request *request, qdmp_response_kind kind) {
    switch (request->kind) {
    case QDMP_TEST: return kind == QDMP_INFO_TEST;
    case QDMP_EX_TEST: return kind == QDMP_EX_INFO_TEST;
    case QDMP_READ: return kind == QDMP_INFO_ACCESS_MODE || kind == QDMP_INFO_SERVER || kind == QDMP_INFO_CREDENTIALS;
    case QDMP_QUERY: return (uint32_t)kind == QDMP__FORM_ACCESS_MODE + request->query_opt;
    case QDMP_QUERY_STATE: return kind == QDMP_INFO_STATE;
    case QDMP_EX_READ: return (uint32_t)kind == QDMP__FORM_APPL_INFO + request->ex_type;
    default: return false;
    }
}

qdmp_answer qdmp_response_answers(const qdmp_request *request, const qdmp_response *response) {
    switch (response->kind) {
    case QDMP_RESULT_OK:
    case QDMP_RESULT_ERROR:
    case QDMP_RESULT_CME_ERROR: return QDMP_ANSWER_COMPLETE;
    default: return asks_for(request, response->kind) ? QDMP_ANSWER_PART : QDMP_ANSWER_FOREIGN;
    }
}
#endif

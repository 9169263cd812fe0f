/* SPDX-License-Identifier: MIT */
/*
 * The token walk. First a decoder finds how much of the line is correct. Then the lexers and the walk read that part a
 * second time, one token or one parameter at a time. The code in this file does not judge a line.
 */
#include "library.h"

#include "qdmp/tokens.h"

#include "decode.h"
#include "password.h"
#include "request_head.h"
#include "response_head.h"

/* The part of a line in which the next token lies. */
enum qdmp__token_state {
    QDMP__TOKEN_OF_HEAD,      /* up to the name or the result code */
    QDMP__TOKEN_OF_SIGN,      /* from the end of the name to the end of the sign */
    QDMP__TOKEN_OF_TEST,      /* in a test line, after the colon */
    QDMP__TOKEN_OF_DETAIL,    /* in +CME ERROR, after the colon */
    QDMP__TOKEN_BEFORE_VALUE, /* in the current parameter */
    QDMP__TOKEN_BEHIND_VALUE  /* after the current parameter, or without one: separators and the line end */
};

static bool is_request(const qdmp_tokens *tokens) {
#if defined(QDMP_HOST_ONLY)
    (void)tokens;
    return false;
#elif defined(QDMP_MODULE_ONLY)
    (void)tokens;
    return true;
#else
    return tokens->kind == QDMP_LINE_REQUEST;
#endif
}

/* --- parameters --- */

/* How the parameters of the line are read. */
static enum qdmp__reading reading_of_line(const qdmp_tokens *tokens) {
    if (is_request(tokens))
        return QDMP__READ_REQUEST;
    enum qdmp__reading reading = qdmp__reading_of(tokens->ex, &qdmp__forms[tokens->form]);
    return tokens->field == QDMP_FIELD_NONE && reading == QDMP__READ_EX_ONE ? QDMP__READ_EX : reading;
}

static bool reread_type(qdmp_tokens *tokens, qdmp__decoder *d) {
    uint32_t type;
    int first = is_request(tokens) ? (int)QDMP__PREFIX_CFG : (int)QDMP__PREFIX_CFG_INFO;
    if (!qdmp__read_prefix(d, (enum qdmp__prefix)(first + tokens->ex), QDMP__READ_TYPE, &type))
        return false;
    tokens->form = (uint8_t)qdmp__kind_of(tokens->ex, type);
    const qdmp__form *form = &qdmp__forms[tokens->form];
    tokens->count = is_request(tokens) ? form->request : form->count;
    return true;
}

/* A request has the parameters of its <type> only if its <act> is to save. */
static bool reread_act(qdmp_tokens *tokens, qdmp__decoder *d) {
    uint32_t act;
    if (!qdmp__read_prefix(d, QDMP__PREFIX_ACT, QDMP__READ_ACT, &act))
        return false;
    if (act != QDMP_ACT_SAVE)
        tokens->count = 0;
    return true;
}

/* The row of the current parameter. A surplus parameter has the row that pass_surplus (walk.h) uses. */
static const qdmp__param *row_at_hand(const qdmp_tokens *tokens) {
    return qdmp__param_of(tokens->field == QDMP_FIELD_NONE ? QDMP_FIELD_PASSWORD : (qdmp_field)tokens->field);
}

/*
 * Reads one parameter after <type> and <act>. It tells the walk that the line has a bare string, so that the walk stops
 * at a comma after the parameter.
 */
static bool reread_param(const qdmp_tokens *tokens, qdmp__decoder *d) {
    union {
        qdmp_server server;
        qdmp_credentials credentials;
        qdmp_system system;
        qdmp_network network;
    } body;
    qdmp__form one = {(uint8_t)qdmp__field_of(row_at_hand(tokens)), 1, 1, QDMP__BOTH};
    d->bare = true;
    return qdmp__read_params(d, &one, 1, reading_of_line(tokens), &body) || d->status == QDMP_AMBIGUOUS;
}

/* Moves the cursor to the end of the parameter at it, including comma and spaces; or to the error in it. */
static void skip_param(qdmp_tokens *tokens, qdmp__decoder *d) {
    bool read = tokens->field == QDMP_FIELD_TYPE  ? reread_type(tokens, d)
                : tokens->field == QDMP_FIELD_ACT ? reread_act(tokens, d)
                                                  : reread_param(tokens, d);
    if (!read)
        qdmp__go(d, d->lim);
}

static bool is_text_at_hand(const qdmp_tokens *tokens) {
    return tokens->field != QDMP_FIELD_TYPE && tokens->field != QDMP_FIELD_ACT &&
           row_at_hand(tokens)->kind == QDMP_KIND_TEXT;
}

/* Records the value from `begin` to `end`. A response shows only a part of a password (R17). */
static void note_value(qdmp_tokens *tokens, const qdmp__decoder *d, const unsigned char *begin,
                       const unsigned char *end) {
    qdmp_span value = qdmp__span(begin, end);
    if (tokens->field == QDMP_FIELD_PASSWORD && reading_of_line(tokens) == QDMP__READ_CFG)
        qdmp__cut_to_shown_part(&value);
    tokens->value = (size_t)(begin - d->begin);
    tokens->value_end = tokens->value + value.len;
    tokens->mask_end = (size_t)(end - d->begin);
}

/* Finds the value in the parameter from `begin` to the cursor, which the walk has read. */
static void find_value(qdmp_tokens *tokens, qdmp__decoder *d, const unsigned char *begin) {
    bool text = is_text_at_hand(tokens), trims = !text || reading_of_line(tokens) <= QDMP__READ_CFG;
    const unsigned char *end = d->lim = d->cur;
    qdmp__go(d, begin);
    if (d->c == ',')
        qdmp__step(d);
    const unsigned char *value = d->cur;
    qdmp__skip_blanks(d);
    if (d->c == '"') {
        qdmp__step(d);
        if (!text)
            qdmp__skip_blanks(d);
        for (value = d->cur; d->cur < end && d->c != '"';)
            qdmp__step(d);
        end = d->cur;
    } else if (trims) {
        value = d->cur;
        while (end > value && end[-1] == ' ')
            end--;
    }
    note_value(tokens, d, value, end);
}

/* Starts the parameter at the cursor. `field` is its field. */
static void begin_param(qdmp_tokens *tokens, const qdmp__decoder *d, qdmp_field field) {
    qdmp__decoder ahead = *d;
    tokens->field = (uint8_t)field;
    tokens->state = QDMP__TOKEN_BEFORE_VALUE;
    skip_param(tokens, &ahead);
    find_value(tokens, &ahead, d->cur);
}

/* The field of the parameter after the current one; QDMP_FIELD_NONE for a surplus one. */
static qdmp_field next_field(qdmp_tokens *tokens) {
    if (tokens->field == QDMP_FIELD_TYPE && tokens->ex && is_request(tokens))
        return QDMP_FIELD_ACT;
    if (!tokens->count)
        return QDMP_FIELD_NONE;
    tokens->count--;
    bool prefix = tokens->field == QDMP_FIELD_TYPE || tokens->field == QDMP_FIELD_ACT;
    return (qdmp_field)(prefix ? qdmp__forms[tokens->form].first : tokens->field + 1);
}

/* --- tokens; each function moves the cursor to the end of the token at it --- */

/* A token that its first byte identifies. */
static qdmp_token_kind read_mark(qdmp__decoder *d) {
    unsigned char c = d->c;
    if (c == ' ') {
        qdmp__skip_blanks(d);
        return QDMP_TOKEN_BLANKS;
    }
    qdmp__step(d);
    switch (c) {
    case ',': return QDMP_TOKEN_COMMA;
    case '"': return QDMP_TOKEN_QUOTE;
    case ';': return QDMP_TOKEN_SEMICOLON;
    case '\r':
        if (d->cur < d->lim && d->c == '\n')
            qdmp__step(d);
        return QDMP_TOKEN_LINE_END;
    default: return QDMP_TOKEN_LINE_END;
    }
}

#ifndef QDMP_HOST_ONLY
static qdmp_token_kind read_request_head(qdmp_tokens *tokens, qdmp__decoder *d) {
    if (d->c == ' ')
        return read_mark(d);
    if (d->c != '+') {
        qdmp__go(d, d->cur + sizeof "AT" - 1);
        return QDMP_TOKEN_PREFIX;
    }
    tokens->ex = lex_name(d) == QDMP__NAME_EX;
    tokens->state = QDMP__TOKEN_OF_SIGN;
    return QDMP_TOKEN_NAME;
}

static void begin_form(qdmp_tokens *tokens, qdmp__decoder *d) {
    const unsigned char *behind = d->cur + 1;
    if (d->c == '?') {
        tokens->state = QDMP__TOKEN_BEHIND_VALUE;
    } else if (lex_sign(d) == QDMP__SIGN_SET) {
        qdmp__go(d, behind);
        begin_param(tokens, d, QDMP_FIELD_TYPE);
    }
    qdmp__go(d, behind);
}
#endif

#ifndef QDMP_MODULE_ONLY
static qdmp_token_kind read_response_head(qdmp_tokens *tokens, qdmp__decoder *d) {
    const unsigned char *begin = d->cur;
    if (qdmp__is_tolerant(d))
        qdmp__skip_noise(d);
    if (d->cur != begin)
        return QDMP_TOKEN_NOISE;
    enum qdmp__start start = lex_start(d);
    tokens->state = QDMP__TOKEN_BEHIND_VALUE;
    if (start == QDMP__START_OK || start == QDMP__START_ERROR)
        return QDMP_TOKEN_RESULT_CODE;
    for (qdmp__go(d, begin); d->c != ':';)
        qdmp__step(d);
    tokens->state = QDMP__TOKEN_OF_SIGN;
    tokens->ex = start == QDMP__START_EX;
    if (start != QDMP__START_CME_ERROR)
        return QDMP_TOKEN_NAME;
    tokens->field = QDMP_FIELD_DETAIL;
    return QDMP_TOKEN_RESULT_CODE;
}

/*
 * If a strict decode does not accept the text as a test line, the error is before the text. Then the walk does not
 * reach the text.
 */
static void begin_information(qdmp_tokens *tokens, qdmp__decoder *d) {
    const unsigned char *behind = d->cur + 1;
    qdmp__go(d, behind);
    if (tokens->field == QDMP_FIELD_DETAIL) {
        tokens->state = QDMP__TOKEN_OF_DETAIL;
    } else if (lex_test(d)) {
        tokens->state = QDMP__TOKEN_OF_TEST;
    } else {
        qdmp__go(d, behind);
        begin_param(tokens, d, QDMP_FIELD_TYPE);
    }
    qdmp__go(d, behind);
}

static qdmp_token_kind read_rest_of_line(qdmp_tokens *tokens, qdmp__decoder *d, qdmp_token_kind kind) {
    if (d->c == ' ')
        return read_mark(d);
    lex_detail(d);
    tokens->state = QDMP__TOKEN_BEHIND_VALUE;
    return kind;
}
#endif

static qdmp_token_kind read_head(qdmp_tokens *tokens, qdmp__decoder *d) {
    if ((size_t)(d->cur - d->begin) < tokens->value) /* an empty line */
        return read_mark(d);
#if defined(QDMP_HOST_ONLY)
    return read_response_head(tokens, d);
#elif defined(QDMP_MODULE_ONLY)
    return read_request_head(tokens, d);
#else
    return is_request(tokens) ? read_request_head(tokens, d) : read_response_head(tokens, d);
#endif
}

static qdmp_token_kind read_sign(qdmp_tokens *tokens, qdmp__decoder *d) {
    if (d->c == ' ')
        return read_mark(d);
#if defined(QDMP_HOST_ONLY)
    begin_information(tokens, d);
#elif defined(QDMP_MODULE_ONLY)
    begin_form(tokens, d);
#else
    if (is_request(tokens))
        begin_form(tokens, d);
    else
        begin_information(tokens, d);
#endif
    return QDMP_TOKEN_SIGN;
}

static qdmp_token_kind read_before_value(qdmp_tokens *tokens, qdmp__decoder *d) {
    if ((size_t)(d->cur - d->begin) < tokens->value)
        return read_mark(d);
    qdmp__go(d, d->begin + tokens->value_end);
    tokens->state = QDMP__TOKEN_BEHIND_VALUE;
    return tokens->field == QDMP_FIELD_NONE ? QDMP_TOKEN_SURPLUS : QDMP_TOKEN_VALUE;
}

static qdmp_token_kind read_behind_value(qdmp_tokens *tokens, qdmp__decoder *d) {
    if ((size_t)(d->cur - d->begin) < tokens->mask_end) {
        qdmp__go(d, d->begin + tokens->mask_end);
        return QDMP_TOKEN_MASK;
    }
    if (d->c == ',')
        begin_param(tokens, d, next_field(tokens));
    return read_mark(d);
}

static qdmp_token_kind read_token(qdmp_tokens *tokens, qdmp__decoder *d) {
    switch (tokens->state) {
    case QDMP__TOKEN_OF_HEAD: return read_head(tokens, d);
    case QDMP__TOKEN_OF_SIGN: return read_sign(tokens, d);
#ifndef QDMP_MODULE_ONLY
    case QDMP__TOKEN_OF_TEST: return read_rest_of_line(tokens, d, QDMP_TOKEN_TEST);
    case QDMP__TOKEN_OF_DETAIL: return read_rest_of_line(tokens, d, QDMP_TOKEN_VALUE);
#endif
    case QDMP__TOKEN_BEFORE_VALUE: return read_before_value(tokens, d);
    default: return read_behind_value(tokens, d);
    }
}

/* Reads the line from the error on, without the line end, which is a token of its own. */
static void read_rest(qdmp_tokens *tokens, qdmp_token *out) {
    size_t end = tokens->used;
    if (end > tokens->stop && tokens->line[end - 1] == '\n')
        end--;
    if (end > tokens->stop && tokens->line[end - 1] == '\r')
        end--;
    qdmp_token token = {QDMP_TOKEN_REST, (qdmp_field)tokens->error_field, tokens->stop, end - tokens->stop};
    *out = token;
    tokens->next = end;
    tokens->stop = tokens->used;
    tokens->state = QDMP__TOKEN_BEHIND_VALUE;
    tokens->mask_end = tokens->rest = 0;
}

/* --- begin and next --- */

/* Moves the cursor to the next token. The decoder cannot read text after an error. */
static void resume(const qdmp_tokens *tokens, qdmp__decoder *d, uint8_t *marks) {
    qdmp_span line = {tokens->line, tokens->stop};
    qdmp__open(d, line, is_request(tokens), true);
#if defined(QDMP_STRICT) || defined(QDMP_MODULE_ONLY)
    (void)marks;
#else
    if (tokens->kind == QDMP_LINE_RESPONSE_TOLERANT)
        d->marks = marks;
#endif
    qdmp__go(d, d->begin + tokens->next);
}

int qdmp_tokens_next(qdmp_tokens *tokens, qdmp_token *out) {
    bool ended = tokens->next == tokens->stop;
    if (ended && tokens->rest) {
        read_rest(tokens, out);
        return 1;
    }
    if (ended && tokens->state != QDMP__TOKEN_BEFORE_VALUE) /* else a value is left out at the end */
        return 0;
    qdmp__decoder d;
    uint8_t marks[QDMP_DEVIATIONS_MAX] = {0};
    resume(tokens, &d, marks);
    out->kind = read_token(tokens, &d);
    bool named = out->kind == QDMP_TOKEN_VALUE || out->kind == QDMP_TOKEN_MASK;
    out->field = named ? (qdmp_field)tokens->field : QDMP_FIELD_NONE;
    out->offset = tokens->next;
    tokens->next = (size_t)(d.cur - d.begin);
    out->len = tokens->next - out->offset;
    return 1;
}

#ifndef QDMP_MODULE_ONLY
static qdmp_status decode_response_line(qdmp_span in, qdmp_line kind, size_t *used, qdmp_error *err) {
    qdmp_response response;
#ifndef QDMP_STRICT
    if (kind == QDMP_LINE_RESPONSE_TOLERANT)
        return qdmp_response_decode_tolerant(in, QDMP_WHOLE_LINE, &response, used, err);
#endif
    (void)kind;
    return qdmp_response_decode(in, QDMP_WHOLE_LINE, &response, used, err);
}
#endif

static qdmp_status decode_line(const qdmp_tokens *tokens, qdmp_span in, size_t *used, qdmp_error *err) {
#ifndef QDMP_HOST_ONLY
    qdmp_request request;
    if (is_request(tokens))
        return qdmp_request_decode(in, QDMP_WHOLE_LINE, &request, used, err);
#endif
#ifndef QDMP_MODULE_ONLY
    return decode_response_line(in, (qdmp_line)tokens->kind, used, err);
#else
    return QDMP_NOT_OURS;
#endif
}

qdmp_status qdmp_tokens_begin(qdmp_tokens *tokens, qdmp_span in, qdmp_line kind, size_t *used, qdmp_error *err) {
    qdmp_error error = {QDMP_OK, QDMP_FIELD_NONE, 0};
    memset(tokens, 0, sizeof *tokens);
    tokens->line = (const char *)qdmp__bytes(in);
    tokens->kind = (uint8_t)kind;
    qdmp_status status = decode_line(tokens, in, &tokens->used, &error);
    tokens->rest = status != QDMP_OK;
    tokens->error_field = (uint8_t)error.field;
    qdmp__decoder d;
    qdmp_span line = {tokens->line, tokens->used};
    qdmp__open(&d, line, is_request(tokens), false);
    tokens->value = (size_t)(d.cur - d.begin);
    tokens->stop = status == QDMP_OK ? tokens->used : status == QDMP_NOT_OURS ? tokens->value : error.offset;
    if (used)
        *used = tokens->used;
    if (err && status != QDMP_OK)
        *err = error;
    return status;
}

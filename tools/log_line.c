/* SPDX-License-Identifier: MIT */
#include "log_line.h"
#include "complain.h"
#include "qdmp/qdmp.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- tokens ------------------------------------------------------------------------------------------------------- */

typedef enum log_token_kind {
    TOKEN_END,
    TOKEN_OURS,      /* the name of a command, with its plus sign */
    TOKEN_RESULT,    /* OK, ERROR */
    TOKEN_CME_ERROR, /* what begins one */
    TOKEN_ENDING,    /* a mark of a line end */
    TOKEN_ESCAPE,    /* one that is text elsewhere */
    TOKEN_STAMP,
    TOKEN_WORD,
    TOKEN_ARROW,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_QUOTE,
    TOKEN_SPACE,
    TOKEN_COLON,
    TOKEN_SEPARATOR,
    TOKEN_TEXT
} log_token_kind;

typedef struct log_token {
    log_token_kind kind;
    const unsigned char *begin;
    const unsigned char *end;
} log_token;

/* The meaning of a word. */
typedef enum word_kind {
    WORD_OTHER,
    WORD_TIME,
    WORD_LEVEL,
    WORD_WAY,  /* a direction, where it is set off from the text: `SEND OK` is an answer */
    WORD_SENT, /* it may also stand by itself, */
    WORD_HEARD /* and then be proof of a result code */
} word_kind;

static log_token token(log_token_kind kind, const unsigned char *begin, const unsigned char *end) {
    log_token made = {kind, begin, end};
    return made;
}

#include "generated/log_token.h"

static log_token peek(const unsigned char *cur, const unsigned char *lim) {
    return cur < lim ? token_before(cur, lim) : token(TOKEN_END, cur, cur);
}

static log_token peek_within(const unsigned char *cur, const unsigned char *lim) {
    return cur < lim ? token_within(cur, lim) : token(TOKEN_END, cur, cur);
}

static bool is_char(log_token found, char c) {
    return found.end - found.begin == 1 && *found.begin == (unsigned char)c;
}

/* --- what stands before the text ---------------------------------------------------------------------------------- */

typedef struct prefix {
    const unsigned char *cur;
    const unsigned char *lim;
    bool bare;           /* only marks of line ends stand there */
    bool sourced;        /* a level, a program, a module or a port has been named */
    bool directed;       /* a mark of direction has been found, and no such name behind it */
    unsigned char quote; /* opened; 0: none */
} prefix;

static void note_source(prefix *at) {
    at->sourced = true;
    at->directed = false;
}

static log_token peek_behind_spaces(const unsigned char *cur, const unsigned char *lim) {
    log_token next = peek(cur, lim);
    return next.kind == TOKEN_SPACE ? peek(next.end, lim) : next;
}

/*
 * Whether `next` separates the word that ends at `end` from what follows. `next` is the first token after the word that
 * is not spaces.
 */
static bool sets_off(log_token next, const unsigned char *end, const unsigned char *lim) {
    bool dash = next.kind == TOKEN_SEPARATOR && *next.begin == '-' && next.begin > end;
    return next.kind == TOKEN_COLON || next.kind == TOKEN_ARROW || (dash && peek(next.end, lim).kind == TOKEN_SPACE);
}

/* Returns the place after the number of a process, `[812]` or ` (12)`, if one stands at `cur`. */
static const unsigned char *skip_number(const unsigned char *cur, const unsigned char *lim) {
    log_token open = peek_behind_spaces(cur, lim);
    if (open.kind != TOKEN_OPEN)
        return cur;
    log_token number = peek_behind_spaces(open.end, lim), close = peek(number.end, lim);
    return number.kind == TOKEN_STAMP && close.kind == TOKEN_CLOSE ? close.end : cur;
}

/* The name of a host as syslog writes it: before a program and the number of its process. */
static bool is_host(const unsigned char *end, const unsigned char *lim) {
    log_token program = peek_behind_spaces(end, lim);
    const unsigned char *behind = skip_number(program.end, lim);
    return program.kind == TOKEN_WORD && behind > program.end && peek(behind, lim).kind == TOKEN_COLON;
}

static bool take_word(prefix *at, log_token word) {
    const unsigned char *behind = skip_number(word.end, at->lim);
    bool set_off = sets_off(peek_behind_spaces(behind, at->lim), behind, at->lim);
    word_kind kind = kind_of_word(word.begin, word.end);
    if (kind == WORD_TIME)
        behind = word.end;
    else if ((kind >= WORD_WAY && set_off && behind == word.end) || (kind == WORD_HEARD && !at->sourced))
        at->directed = true;
    else if (set_off || kind == WORD_LEVEL || kind > WORD_WAY || is_host(word.end, at->lim))
        note_source(at);
    else
        return false;
    at->cur = behind;
    return true;
}

/* What brackets enclose. */
typedef struct enclosed {
    bool direction;
    bool source;
} enclosed;

static void take_enclosed(enclosed *in, log_token found) {
    word_kind kind = found.kind == TOKEN_WORD ? kind_of_word(found.begin, found.end) : WORD_OTHER;
    bool is_way = kind >= WORD_WAY;
    bool is_word = found.kind == TOKEN_WORD || found.kind == TOKEN_RESULT;
    in->direction |= found.kind == TOKEN_ARROW || is_way;
    in->source |= is_word && !is_way && kind != WORD_TIME;
}

static bool is_enclosable(log_token_kind kind) {
    return kind != TOKEN_END && kind != TOKEN_OURS && kind != TOKEN_CME_ERROR && kind != TOKEN_ENDING &&
           kind != TOKEN_QUOTE;
}

/* Records the content of the brackets, and continues at `behind`. */
static void leave(prefix *at, const enclosed *in, const unsigned char *behind) {
    if (in->direction)
        at->directed = true;
    else if (in->source)
        note_source(at);
    at->cur = behind;
}

/* `[11:35:02]`, `(RX)`, `[modem0/at]`, also nested. */
static bool take_brackets(prefix *at) {
    enclosed in = {false, false};
    const unsigned char *cur = at->cur;
    unsigned depth = 0;
    do {
        log_token found = peek(cur, at->lim);
        if (!is_enclosable(found.kind))
            return false;
        if (found.kind == TOKEN_OPEN)
            depth++;
        else if (found.kind == TOKEN_CLOSE)
            depth--;
        else
            take_enclosed(&in, found);
        cur = found.end;
    } while (depth);
    leave(at, &in, cur);
    return true;
}

/* `<dbg>`, which begins like an arrow. */
static bool take_angle_brackets(prefix *at, log_token open) {
    enclosed in = {false, false};
    log_token word = peek(open.end, at->lim), close = peek(word.end, at->lim);
    if (!is_char(open, '<') || !is_char(close, '>') || (word.kind != TOKEN_WORD && word.kind != TOKEN_STAMP))
        return false;
    take_enclosed(&in, word);
    leave(at, &in, close.end);
    return true;
}

/* Skips a token before the text. Returns false if the token belongs to the text. */
static bool take_token(prefix *at, log_token found) {
    at->bare &= found.kind == TOKEN_ENDING;
    switch (found.kind) {
    case TOKEN_WORD: return take_word(at, found);
    case TOKEN_OPEN: return take_brackets(at);
    case TOKEN_ARROW:
        if (take_angle_brackets(at, found))
            return true;
        at->directed = true;
        break;
    case TOKEN_QUOTE: at->quote = at->quote ? at->quote : found.end[-1]; break;
    case TOKEN_RESULT: note_source(at); break; /* ERROR as a level */
    case TOKEN_ENDING:
    case TOKEN_STAMP:
    case TOKEN_SPACE:
    case TOKEN_COLON:
    case TOKEN_SEPARATOR: break;
    default: return false;
    }
    at->cur = found.end;
    return true;
}

static bool is_behind_text(log_token_kind kind) {
    return kind == TOKEN_QUOTE || kind == TOKEN_SPACE || kind == TOKEN_ENDING || kind == TOKEN_ESCAPE;
}

/* Whether only quotes, spaces and marks of line ends follow, up to the end or to the next text. */
static bool is_end_of_text(const unsigned char *cur, const unsigned char *lim) {
    log_token found;
    do {
        found = peek_within(cur, lim);
        cur = found.end;
    } while (is_behind_text(found.kind) && found.kind != TOKEN_ENDING);
    return found.kind == TOKEN_END || found.kind == TOKEN_ENDING;
}

/* ERROR is also a level, if something else follows. */
static bool is_result_code(log_token found, const unsigned char *lim) {
    bool is_word = found.kind == TOKEN_RESULT && (*found.begin == 'O' || is_end_of_text(found.end, lim));
    return is_word || found.kind == TOKEN_CME_ERROR;
}

/* Skips the prefix of the text. Returns the first token of the text. */
static log_token find_text(prefix *at) {
    for (;;) {
        log_token found = peek(at->cur, at->lim);
        if (is_result_code(found, at->lim) || !take_token(at, found))
            return found;
    }
}

/* --- the text ----------------------------------------------------------------------------------------------------- */

static qdmp_span span_of(const unsigned char *begin, const unsigned char *end) {
    qdmp_span span = {(const char *)begin, (size_t)(end - begin)};
    return span;
}

/*
 * The place of the quote that closes the text, or `lim`. Values are quoted too, so a quote that belongs to a pair
 * closes nothing.
 */
static const unsigned char *closing_quote(const prefix *at) {
    const unsigned char *last = NULL;
    bool odd = false;
    for (const unsigned char *p = at->cur; at->quote && p < at->lim; p++) {
        if (*p == at->quote) {
            last = p;
            odd = !odd;
        }
    }
    return last && (odd || at->quote != '"') ? last : at->lim;
}

static bool is_result(qdmp_span text) {
    while (text.len && text.ptr[text.len - 1] && strchr(" \t'`\"", text.ptr[text.len - 1]))
        text.len--;
    return (text.len == 2 && !memcmp(text.ptr, "OK", 2)) || (text.len == 5 && !memcmp(text.ptr, "ERROR", 5));
}

/* Skips marks of line ends. Returns false if nothing is left. */
static bool skip_endings(log_walk *walk) {
    log_token found = peek_within(walk->next, walk->limit);
    while (found.kind == TOKEN_ENDING || found.kind == TOKEN_ESCAPE || found.kind == TOKEN_SPACE) {
        walk->next = found.end;
        found = peek_within(walk->next, walk->limit);
    }
    return found.kind != TOKEN_END;
}

/* Finds the end of the text. Spaces and quotes between the text and the mark of its end do not belong to it. */
static const unsigned char *find_end(log_walk *walk) {
    const unsigned char *end = walk->next; /* behind the last byte that is certainly text */
    bool escaped = false;
    log_token found = peek_within(walk->next, walk->limit);
    while (found.kind != TOKEN_END && found.kind != TOKEN_ENDING && !(found.kind == TOKEN_ESCAPE && walk->wrapped)) {
        escaped = is_behind_text(found.kind) && (escaped || found.kind == TOKEN_ESCAPE);
        walk->next = found.end;
        if (!is_behind_text(found.kind))
            end = found.end;
        found = peek_within(walk->next, walk->limit);
    }
    if (escaped)
        return end;
    end = walk->next;
    return found.kind != TOKEN_END && end[-1] == ' ' ? end - 1 : end;
}

static bool is_known(log_token_kind kind) {
    return kind == TOKEN_OURS || kind == TOKEN_RESULT || kind == TOKEN_CME_ERROR;
}

/* Whether `out`, which begins with no token that is known, is a response behind noise. */
static void look_behind_noise(log_part *out) {
    qdmp_response response;
    qdmp_error err = {.field = QDMP_FIELD_NONE};
    qdmp_status status = qdmp_response_decode_tolerant(out->text, QDMP_WHOLE_LINE, &response, NULL, &err);
    bool is_final = status == QDMP_OK ? response.kind >= QDMP_RESULT_OK : err.field == QDMP_FIELD_DETAIL;
    out->result = status != QDMP_NOT_OURS && is_final;
    out->ours = status != QDMP_NOT_OURS && !is_final;
}

bool log_next(log_walk *walk, log_part *out) {
    if (!skip_endings(walk))
        return false;
    const unsigned char *begin = walk->next, *end = find_end(walk);
    log_token first = peek(begin, end);
    bool plain = is_result(span_of(begin, end));
    out->text = span_of(begin, plain ? first.end : end);
    out->ours = first.kind == TOKEN_OURS;
    out->result = plain || first.kind == TOKEN_CME_ERROR;
    if (walk->tolerant && !is_known(first.kind))
        look_behind_noise(out);
    return true;
}

/* --- colours ------------------------------------------------------------------------------------------------------ */

size_t log_colour(qdmp_span line, size_t at) {
    const unsigned char *bytes = (const unsigned char *)line.ptr;
    return line.ptr[at] == '\x1b' ? colour_size(bytes + at, bytes + line.len) : 0;
}

static void take_colours_out(log_text *text, qdmp_span line) {
    log_text fresh = {.line = line, .plain = line, .room = text->room, .cap = text->cap};
    *text = fresh;
    if (!line.len || !memchr(line.ptr, '\x1b', line.len))
        return;
    if (line.len > text->cap) {
        text->room = need(realloc(text->room, line.len));
        text->cap = line.len;
    }
    text->plain.ptr = text->room;
    text->plain.len = 0;
    for (size_t i = 0; i < line.len;) {
        size_t colour = log_colour(line, i);
        if (!colour)
            text->room[text->plain.len++] = line.ptr[i];
        i += colour ? colour : 1;
    }
}

/* Callers ask for places in ascending order, so that each byte of the line is passed once. */
size_t log_place(log_text *text, const char *at) {
    size_t wanted = (size_t)(at - text->plain.ptr);
    if (text->plain.ptr == text->line.ptr)
        return wanted;
    if (wanted < text->plain_at)
        text->at = text->plain_at = 0;
    while (text->at < text->line.len) {
        size_t colour = log_colour(text->line, text->at);
        if (!colour && text->plain_at == wanted)
            break;
        text->plain_at += !colour;
        text->at += colour ? colour : 1;
    }
    return text->at;
}

void log_close(log_text *text) {
    free(text->room);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* Whether one of the texts of `walk` is a command, an information line or a result code. */
static bool holds_one(log_walk walk) {
    log_part part;
    while (log_next(&walk, &part)) {
        if (part.ours || part.result)
            return true;
    }
    return false;
}

static bool begins_with_ours(log_walk walk) {
    log_part part;
    return log_next(&walk, &part) && part.ours;
}

bool log_open(log_walk *walk, log_text *text, qdmp_span line, bool tolerant) {
    take_colours_out(text, line);
    const unsigned char *begin = (const unsigned char *)text->plain.ptr;
    prefix at = {.cur = begin, .lim = begin + text->plain.len, .bare = true};
    log_token first = find_text(&at);
    const unsigned char *closing = closing_quote(&at);
    walk->next = at.cur;
    walk->limit = closing;
    walk->wrapped = closing < at.lim;
    walk->results = (at.bare || at.directed) && is_end_of_text(closing, at.lim);
    walk->tolerant = tolerant;
    if (first.kind == TOKEN_OURS || (tolerant && begins_with_ours(*walk)))
        return true;
    return walk->results && holds_one(*walk);
}

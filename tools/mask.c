/* SPDX-License-Identifier: MIT */
#include "mask.h"
#include "complain.h"
#include "fields.h"
#include "log_line.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

qdmp_span mask_password(qdmp_span password, char room[MASKED_PASSWORD]) {
    size_t shown = password.len < QDMP_PASSWORD_SHOWN ? password.len : QDMP_PASSWORD_SHOWN;
    if (shown)
        memcpy(room, password.ptr, shown);
    memcpy(room + shown, QDMP_PASSWORD_MASK, sizeof QDMP_PASSWORD_MASK - 1);
    qdmp_span masked = {room, shown + sizeof QDMP_PASSWORD_MASK - 1};
    return masked;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

/*
 * The place after `name` in `line`, 0 if `name` does not occur. Case, colours and bytes that do not print make no
 * difference: a reader of the line recognises a name with a control byte in it, or in UTF-16.
 */
static size_t behind_name(qdmp_span line, const char *name) {
    size_t matched = 0, next;
    for (size_t i = 0; i < line.len; i = next) {
        char c = line.ptr[i];
        size_t colour = log_colour(line, i);
        next = i + (colour ? colour : 1);
        if (c <= ' ' || c > '~')
            continue;
        if (toupper((unsigned char)c) != name[matched])
            matched = 0; /* no name has its first letter twice, so no match can begin within another */
        matched += toupper((unsigned char)c) == name[matched];
        if (!name[matched])
            return i + 1;
    }
    return 0;
}

#define NOWHERE SIZE_MAX

/*
 * The first byte that may belong to a value: after the name of the first command, or after a `=` before it, which may
 * follow a name that an error has damaged. NOWHERE if there is no name.
 */
static size_t values_begin(qdmp_span line) {
    size_t begin = behind_name(line, command_name(false)), longer = behind_name(line, command_name(true));
    const char *sign = begin ? memchr(line.ptr, '=', begin) : NULL;
    if (!begin)
        return NOWHERE;
    if (sign)
        return (size_t)(sign - line.ptr) + 1;
    return longer == begin + 2 ? longer : begin;
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

static bool is_separator(char c) {
    return c && strchr(",;=?:+ ", c);
}

static size_t count_quotes(qdmp_span line) {
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++)
        count += line.ptr[i] == '"';
    return count;
}

/* The number of separators in a row that are shown. More of them may be a password that consists of separators. */
enum { SEPARATORS_SHOWN = 4 };

typedef struct hiding {
    size_t values; /* where they begin */
    bool unpaired; /* it is unknown which quotes are partners, so any text after the first may be quoted */
    bool quoted;
    bool any_quote;
    unsigned separators; /* shown in a row */
} hiding;

static char hide(hiding *at, size_t offset, char c) {
    if (c == '"') {
        at->quoted = !at->quoted;
        at->any_quote = true;
        at->separators = 0;
        return c;
    }
    if (at->quoted || (offset < at->values && at->unpaired && at->any_quote))
        return '*';
    if (offset < at->values)
        return c;
    bool shown = is_separator(c) && at->separators < SEPARATORS_SHOWN;
    at->separators = shown ? at->separators + 1 : 0;
    return shown ? c : '*';
}

static void make_room(masker *to, size_t size) {
    if (size <= to->room)
        return;
    to->bytes = need(realloc(to->bytes, size));
    to->room = size;
}

qdmp_span mask_line(masker *to, qdmp_span line, size_t number) {
    bool goes_on = to->named && (to->open || to->number == number);
    size_t quotes = count_quotes(line);
    hiding at = {.values = goes_on ? 0 : values_begin(line),
                 .unpaired = to->open || quotes % 2,
                 .quoted = to->open,
                 .any_quote = to->open};
    make_room(to, line.len);
    for (size_t i = 0; i < line.len; i++)
        to->bytes[i] = hide(&at, i, line.ptr[i]);
    to->open = quotes ? quotes % 2 : to->open;
    to->named = at.values != NOWHERE;
    to->number = number;
    qdmp_span masked = {to->bytes, line.len};
    return masked;
}

void mask_pass(masker *to, bool named, size_t number) {
    to->open = false;
    to->named = named || (to->named && to->number == number);
    to->number = number;
}

void mask_restart(masker *to) {
    to->open = to->named = false;
}

void mask_close(masker *to) {
    free(to->bytes);
}

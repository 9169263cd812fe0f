/* SPDX-License-Identifier: MIT */
/*
 * The language with strtok_r and strtol. strtok_r writes into the text that it cuts, so the line is copied first. The
 * fields point to the place in the line from which their copy was taken.
 */
#include "peers.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_COPIED = 512 };

typedef struct cutter {
    char copy[LINE_MAX_COPIED];
    const char *line;
    char *save;
    split_line *out;
} cutter;

static const char *cut(cutter *c, const char *delimiters) {
    return strtok_r(NULL, delimiters, &c->save);
}

static unsigned long cut_number(cutter *c) {
    const char *token = cut(c, ", ");
    unsigned long number = token ? (unsigned long)strtol(token, NULL, 10) : 0;
    if (token)
        c->out->values[c->out->count++].number = (uint32_t)number;
    return number;
}

static void cut_text(cutter *c, const char *delimiters) {
    const char *token = cut(c, delimiters);
    split_value *value = &c->out->values[c->out->count];
    if (!token)
        return;
    value->ptr = c->line + (token - c->copy);
    value->len = strlen(token);
    c->out->count++;
}

/* The comma between two quoted texts is a piece of its own. */
static void cut_texts(cutter *c, unsigned count, const char *delimiters) {
    for (unsigned i = 0; i < count; i++) {
        if (delimiters[0] == '"' && i > 0)
            cut(c, delimiters);
        cut_text(c, delimiters);
    }
}

static void cut_plain(cutter *c, int quoted) {
    unsigned long type = cut_number(c);
    if (type == 1) {
        cut_text(c, ",");
        cut_number(c);
        cut_number(c);
    } else if (type == 2) {
        cut_texts(c, 2, quoted ? "\"" : ", ");
        cut_number(c);
        cut_text(c, ", ");
    } else {
        cut_number(c);
    }
}

static void cut_extended(cutter *c, int quoted) {
    static const unsigned texts[6] = {1, 1, 4, 2, 4, 1};
    unsigned long type = cut_number(c);
    if (quoted && cut_number(c) != 0)
        return;
    if (type < 6)
        cut_texts(c, texts[type], quoted ? "\"" : texts[type] == 1 ? "\r\n" : ",");
}

static void cut_command(cutter *c, const char *head) {
    int quoted = head[0] == 'A';
    c->out->form = quoted ? '=' : ':';
    c->out->ex = strcmp(head + (quoted ? 2 : 0), "+QDMPCFGEX") == 0;
    if (c->save[0] == '?') {
        c->out->form = 't';
        return;
    }
    if (c->out->ex)
        cut_extended(c, quoted);
    else
        cut_plain(c, quoted);
}

void split_with_strtok(const char *line, size_t len, split_line *out) {
    cutter c;
    const char *head;
    c.line = line;
    c.out = out;
    memcpy(c.copy, line, len + 1);
    out->count = 0;
    out->form = 0;
    out->ex = 0;
    head = strtok_r(c.copy, "=:?", &c.save);
    if (!head)
        return;
    if (strcmp(head, "OK") == 0)
        out->form = 'o';
    else if (strcmp(head, "ERROR") == 0)
        out->form = 'e';
    else if (line[len - 1] == '?' && strlen(head) == len - 1)
        out->form = '?', out->ex = head[len - 2] == 'X';
    else
        cut_command(&c, head);
}

/* SPDX-License-Identifier: MIT */
#include "vector_file.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS_MAX = 400, POOL_SIZE = 1 << 18, LINE_SIZE = 8192, GUIDE_MAX = 100, IMAGES_MAX = 60 };

/* The memory for the texts of a file. */
typedef struct pool {
    char bytes[POOL_SIZE];
    size_t used;
} pool;

static FILE *data_open(const char *name) {
    char path[4096];
    const char *dir = getenv("QDMP_TEST_DATA");
    snprintf(path, sizeof path, "%s/%s", dir ? dir : QDMP_TEST_DATA, name);
    FILE *file = fopen(path, "rb");
    cr_assert(file, "cannot open %s", path);
    return file;
}

/* The next line that is neither empty nor a comment, without its line end; NULL at the end of the file. */
static char *data_line(FILE *file, char line[LINE_SIZE]) {
    while (fgets(line, LINE_SIZE, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] && line[0] != '#')
            return line;
    }
    return NULL;
}

static char *keep(pool *texts, const char *bytes, size_t len) {
    cr_assert(texts->used + len < POOL_SIZE, "the pool is too small");
    char *kept = texts->bytes + texts->used;
    memcpy(kept, bytes, len);
    kept[len] = '\0';
    texts->used += len + 1;
    return kept;
}

static const char *pass_spaces(const char *p) {
    return p + strspn(p, " ");
}

static const char *take_word(const char **p, pool *texts) {
    *p = pass_spaces(*p);
    size_t len = strcspn(*p, " ");
    cr_assert(len, "a word is missing");
    const char *word = keep(texts, *p, len);
    *p += len;
    return word;
}

static char take_hex(const char **p) {
    char digits[3] = {(*p)[0], (*p)[0] ? (*p)[1] : '\0', '\0'};
    char *end;
    long value = strtol(digits, &end, 16);
    cr_assert(*end == '\0' && digits[1], "\\x needs two digits");
    *p += 2;
    return (char)value;
}

static char take_escape(const char **p) {
    char c = *(*p)++;
    switch (c) {
    case 'r': return '\r';
    case 'n': return '\n';
    case '0': return '\0';
    case 'x': return take_hex(p);
    case '\\':
    case '"': return c;
    default: cr_assert(false, "unknown escape \\%c", c); return c;
    }
}

static qdmp_span take_quoted(const char **p, pool *texts) {
    char bytes[LINE_SIZE];
    size_t len = 0;
    *p = pass_spaces(*p);
    cr_assert(**p == '"', "a quoted text is missing at %s", *p);
    for (++*p; **p && **p != '"'; len++) {
        char c = *(*p)++;
        bytes[len] = c == '\\' ? take_escape(p) : c;
    }
    cr_assert(**p == '"', "a closing quote is missing");
    ++*p;
    return span_from(keep(texts, bytes, len), len);
}

static qdmp_ends take_mode(const char **p, pool *texts) {
    const char *word = take_word(p, texts);
    cr_assert(!strcmp(word, "whole") || !strcmp(word, "more"), "mode %s", word);
    return strcmp(word, "whole") ? QDMP_MORE_MAY_COME : QDMP_WHOLE_LINE;
}

static void take_verdict(const char **p, pool *texts, vector *v) {
    v->code = take_word(p, texts);
    v->field = take_word(p, texts);
    *p = pass_spaces(*p);
    v->at_end = **p == '$';
    if (!v->at_end)
        v->at = take_quoted(p, texts);
}

static const struct {
    const char *word;
    message_reading reading;
} places[] = {
    {"sign", {.direction = REQUEST, .request_rest = QDMP_REQUEST_FROM_SIGN}},
    {"set", {.direction = REQUEST, .request_rest = QDMP_REQUEST_OF_SET}},
    {"test", {.direction = REQUEST, .request_rest = QDMP_REQUEST_OF_TEST}},
    {"read", {.direction = REQUEST, .request_rest = QDMP_REQUEST_OF_READ}},
    {"colon", {.direction = RESPONSE}},
    {"behind-colon", {.direction = RESPONSE, .behind_colon = true}},
    {"tolerant-colon", {.direction = RESPONSE, .tolerant = true}},
    {"tolerant-behind-colon", {.direction = RESPONSE, .tolerant = true, .behind_colon = true}},
};

static message_reading take_place(const char **p, pool *texts) {
    bool ex = !strcmp(take_word(p, texts), "ex");
    const char *word = take_word(p, texts);
    for (size_t i = 0; i < COUNT(places); i++) {
        if (strcmp(places[i].word, word))
            continue;
        message_reading reading = places[i].reading;
        reading.rest = true;
        reading.command = ex ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
        return reading;
    }
    cr_assert(false, "place %s", word);
    return places[0].reading;
}

static void take_row(const char *p, pool *texts, vector *v) {
    v->rule = take_word(&p, texts);
    v->name = take_word(&p, texts);
    if (v->reading.rest)
        v->reading = take_place(&p, texts);
    v->ends = take_mode(&p, texts);
    v->input = take_quoted(&p, texts);
    p = pass_spaces(p);
    if (*p == '*') {
        v->rest = v->input;
        p++;
    } else {
        v->rest = take_quoted(&p, texts);
    }
    if (v->reject) {
        take_verdict(&p, texts, v);
    } else {
        p = pass_spaces(p);
        v->expected = keep(texts, p, strlen(p));
    }
}

static const struct {
    const char *file;
    message_reading reading; /* for the text after a name; the rows say the rest */
    bool reject;
} sets[VECTOR_SETS] = {
    [REQUEST_ACCEPT] = {"request-accept.txt", {.direction = REQUEST}, false},
    [REQUEST_REJECT] = {"request-reject.txt", {.direction = REQUEST}, true},
    [RESPONSE_ACCEPT] = {"response-accept.txt", {.direction = RESPONSE}, false},
    [RESPONSE_REJECT] = {"response-reject.txt", {.direction = RESPONSE}, true},
    [RESPONSE_TOLERANT] = {"response-tolerant.txt", {.direction = RESPONSE, .tolerant = true}, false},
    [RESPONSE_TOLERANT_REJECT] = {"response-tolerant-reject.txt", {.direction = RESPONSE, .tolerant = true}, true},
    [BEHIND_NAME] = {"behind-name.txt", {.rest = true}, false},
    [BEHIND_NAME_REJECT] = {"behind-name-reject.txt", {.rest = true}, true},
};

vectors vectors_load(vector_set set) {
    static vector rows[VECTOR_SETS][ROWS_MAX];
    static pool texts[VECTOR_SETS];
    char line[LINE_SIZE];
    vectors loaded = {rows[set], 0};
    texts[set].used = 0;
    FILE *file = data_open(sets[set].file);
    while (data_line(file, line)) {
        cr_assert(loaded.count < ROWS_MAX, "too many rows");
        vector *v = &rows[set][loaded.count++];
        memset(v, 0, sizeof *v);
        v->reading = sets[set].reading;
        v->reject = sets[set].reject;
        take_row(line, &texts[set], v);
    }
    fclose(file);
    return loaded;
}

const guide_line *guide_load(size_t *count) {
    static guide_line lines[GUIDE_MAX];
    static pool texts;
    char line[LINE_SIZE];
    texts.used = 0;
    *count = 0;
    FILE *file = data_open("guide.txt");
    while (data_line(file, line)) {
        cr_assert(*count < GUIDE_MAX, "too many lines");
        guide_line *g = &lines[(*count)++];
        g->direction = strncmp(line, "AT", 2) ? RESPONSE : REQUEST;
        g->text = span_from(keep(&texts, line, strlen(line)), strlen(line));
    }
    fclose(file);
    return lines;
}

static qdmp_span take_bytes(const char *p, pool *texts) {
    char bytes[LINE_SIZE / 2];
    size_t len = 0;
    while (*p)
        bytes[len++] = take_hex(&p);
    return span_from(keep(texts, bytes, len), len);
}

const image_vector *images_load(size_t *count) {
    static image_vector rows[IMAGES_MAX];
    static pool texts;
    char line[LINE_SIZE];
    texts.used = 0;
    *count = 0;
    FILE *file = data_open("image-v1.txt");
    while (data_line(file, line)) {
        cr_assert(*count < IMAGES_MAX, "too many rows");
        image_vector *v = &rows[(*count)++];
        const char *p = line;
        v->name = take_word(&p, &texts);
        v->line = take_quoted(&p, &texts);
        v->image = take_bytes(pass_spaces(p), &texts);
    }
    fclose(file);
    return rows;
}

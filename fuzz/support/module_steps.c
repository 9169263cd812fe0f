/* SPDX-License-Identifier: MIT */
#include "module_steps.h"

#include "lines_parts.h"
#include "lines_writer.h"

#include <stdio.h>
#include <string.h>

static void put_number(struct writer *w, unsigned number) {
    char text[16];
    (void)snprintf(text, sizeof text, "%u", number);
    put_text(w, text);
}

/* ---- Values ---- */

/* Lengths around the limits with which lives begin. */
static const unsigned lengths[] = {0, 1, 4, 7, 8, 9, 16, 17, 32, 33, 40, 41};

/* A byte that matters to some rule: at the beginning, at the end or between them. */
static void put_letters(struct writer *w, unsigned length, char odd) {
    unsigned place = lines_draw(w->rng, 3) == 0 ? 0 : lines_draw(w->rng, 2) ? length - 1 : length / 2;
    char letter = (char)('A' + lines_draw(w->rng, 26));
    for (unsigned i = 0; i < length; i++)
        put(w, odd != '\0' && i == place ? odd : letter);
}

static void put_quoted(struct writer *w, unsigned longest) {
    static const char *const texts[] = {"",      "NULL", "ab *c", "abc ",  " ab",   "a,b",
                                        "abcd,", "****", "ab**",  "abcd ", "4096KB"};
    static const char odd[] = ", *;|\\\xC3";
    unsigned length = longest < 100 && lines_one_in(w->rng, 2) ? longest : LINES_PICK(w->rng, lengths);
    put(w, '"');
    switch (lines_draw(w->rng, 8)) {
    case 0: put_text(w, LINES_PICK(w->rng, texts)); break;
    case 1: put_letters(w, length, odd[lines_draw(w->rng, sizeof odd - 1)]); break;
    case 2: put_letters(w, longest + lines_draw(w->rng, 2), '\0'); break;
    case 3: put_letters(w, longest - lines_draw(w->rng, 2), '\0'); break;
    case 4: put_letters(w, length, '\0'); break;
    default: put_letters(w, 1 + lines_draw(w->rng, 6), '\0'); break;
    }
    put(w, '"');
}

/* ---- Commands ---- */

static void put_server(struct writer *w) {
    static const char *const servers[] = {"",
                                          ",117.161.2.7,5683,420",
                                          ",0.0.0.0,1,300",
                                          ",255.255.255.255,65535,4294966",
                                          ",117.161.2.41,5683,86400",
                                          ",,,",
                                          ",10.0.0.1",
                                          ",1.2.3.4,5684,299",
                                          ",1.2.3.4,65536",
                                          ",1.2.3.256"};
    put_text(w, LINES_PICK(w->rng, servers));
}

static void put_credentials(struct writer *w) {
    static const char *const rests[] = {",1,863703030822519",
                                        ",0,123456789012345",
                                        ",2,00000000000000017",
                                        ",1,8637030308225190",
                                        ",3,863703030822519",
                                        ",1,86370303082251",
                                        ",1"};
    static const unsigned longest[] = {8, 12, 16, 32, 40};
    put(w, ',');
    put_quoted(w, LINES_PICK(w->rng, longest));
    put(w, ',');
    put_quoted(w, LINES_PICK(w->rng, longest));
    put_text(w, lines_one_in(w->rng, 6) ? LINES_PICK(w->rng, rests) : rests[lines_draw(w->rng, 3)]);
}

static void put_cfg(struct writer *w) {
    put_text(w, "+QDMPCFG");
    switch (lines_draw(w->rng, 12)) {
    case 0:
    case 1:
        put_text(w, "=0,");
        put_number(w, lines_draw(w->rng, 12) % 11 % 3);
        break;
    case 2:
        put_text(w, "=1");
        put_server(w);
        break;
    case 3:
    case 4:
    case 5:
        put_text(w, "=2");
        put_credentials(w);
        break;
    case 6:
        put_text(w, "=5,");
        put_number(w, lines_draw(w->rng, 6));
        break;
    case 7: put_text(w, lines_one_in(w->rng, 3) ? "=?" : "=6"); break;
    case 8:
    case 9: put_text(w, "?"); break;
    default:
        put_text(w, "=4,");
        put_number(w, lines_one_in(w->rng, 12) ? lines_draw(w->rng, 5) : lines_draw(w->rng, 3));
        break;
    }
}

static void put_ex(struct writer *w) {
    static const unsigned longest[6][5] = {{255}, {19}, {19, 19, 19, 47}, {47, 47}, {7, 19, 47, 19}, {255}};
    unsigned type = lines_draw(w->rng, 6), act = lines_draw(w->rng, 7);
    put_text(w, "+QDMPCFGEX=");
    put_number(w, type);
    put_text(w, act < 4 ? ",0" : act < 6 ? ",1" : ",2");
    for (unsigned i = 0; i < 4 && act < 4 && longest[type][i] > 0; i++) {
        put(w, ',');
        put_quoted(w, longest[type][i]);
    }
}

/* A command of another, an empty one, or text that is similar to a command of ours. */
static void put_foreign(struct writer *w) {
    static const char *const others[] = {"+CSQ",        "+CGDCONT=1,\"IP\",\"a;b\"",
                                         "E0V1",        "",
                                         "   ",         "+QDMPCFGE=0,1",
                                         "&F",          "D*99#;",
                                         "+QDMPCFG",    "S3=13",
                                         "+QDMPCFGEX?", "AT",
                                         ";",           "+QDMPCFGEX=?",
                                         "Z",           "\"",
                                         "+CSQ;\"",     "+A=\"\r"};
    put_text(w, LINES_PICK(w->rng, others));
}

static void put_commands(struct writer *w) {
    static const char *const ends[] = {"\r",   "\r",   "\r",   "\r\n", "\n", "",  ";\r",
                                       "; \r", ";;\r", "\r\r", " \r",  "  ", ";", "\r\n\r\nAT+QDMPCFG=0,1\r",
                                       ";\r\n"};
    put_text(w, lines_one_in(w->rng, 20) ? "\r\n" : lines_one_in(w->rng, 40) ? " " : "");
    put_text(w, lines_one_in(w->rng, 8) ? "" : "AT");
    do {
        unsigned which = lines_draw(w->rng, 24);
        if (which == 0)
            put_foreign(w);
        else if (which < 13)
            put_cfg(w);
        else
            put_ex(w);
    } while (lines_one_in(w->rng, 4) ? put(w, ';'), 1 : 0);
    put_text(w, LINES_PICK(w->rng, ends));
}

/* ---- Steps ---- */

static void put_event(struct writer *w) {
    static const char *const events[] = {"!o",  "!n",  "!x",  "!o",   "!n",   "!l",    "!l",  "!d",
                                         "!t",  "!e",  "!F",  "!Z",   "!z0",  "!z1",   "!z2", "!v2",
                                         "!v0", "!u4", "!u0", "!u15", "!u22", "!u255", "!a"};
    put(w, '!');
    switch (lines_draw(w->rng, 10)) {
    case 8:
        put(w, '>');
        put_commands(w);
        break;
    case 9:
        put(w, 'q');
        for (uint32_t i = lines_draw(w->rng, 40); i > 0; i--)
            put(w, (char)(1 + lines_draw(w->rng, 255)));
        break;
    case 0:
        put(w, 's');
        put_number(w, lines_draw(w->rng, 14));
        break;
    case 1:
        put(w, 'b');
        put_number(w, lines_draw(w->rng, 1200));
        break;
    case 2:
    case 3:
        put(w, lines_one_in(w->rng, 2) ? 'k' : 'K');
        put_number(w, lines_draw(w->rng, 7));
        put(w, ',');
        put_number(w, lines_draw(w->rng, lines_one_in(w->rng, 2) ? 4 : 100));
        break;
    default:
        w->size--;
        put_text(w, LINES_PICK(w->rng, events));
        break;
    }
}

/* A NUL ends a step of a script. */
static size_t without_nul(char *step, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (step[i] == '\0')
            step[i] = '\x01';
    return size;
}

size_t module_steps_make(struct lines_rng *rng, char *out, size_t cap) {
    struct writer w = {.rng = rng, .out = out, .cap = cap};
    uint32_t way = lines_draw(rng, 16);
    if (way < 2)
        put_text(&w, "!r");
    else if (way < 4)
        put_event(&w);
    else if (way < 13)
        put_commands(&w);
    else
        w.size = lines_generate_as(rng, out, cap, 0);
    return without_nul(out, w.size);
}

size_t module_steps_begin(struct lines_rng *rng, char *out, size_t cap) {
    static const char *const lives[] = {"!c32,32", "!c8,0", "!c16,40", "!c1,8", "!c40,16", "!c0,0"};
    static const unsigned granules[] = {1, 4, 8, 16, 32};
    struct writer w = {.rng = rng, .out = out, .cap = cap};
    put_text(&w, LINES_PICK(rng, lives));
    if (lines_one_in(rng, 2)) {
        put(&w, ',');
        put_number(&w, LINES_PICK(rng, granules));
    }
    return w.size;
}

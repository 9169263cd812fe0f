/* SPDX-License-Identifier: MIT */
/*
 * Runs the tests of suites.py on the compiled lexers, without accelerators. For each lexer that is wrong, prints the
 * shortest text that shows it. The expected answers come only from the automaton of the shapes.
 */
#define QDMP__FAST 0
#include "../../src/decode.c"
#include "../../src/request.c"
#include "../../src/response.c"

#include "machine.h"

#include <stdio.h>

enum { NO_MATCH = -1, LONGEST = 80, LONGEST_RUN = 40, SEEN_AS_END = '\n' };

typedef struct word {
    const char *bytes;
    size_t len;
} word;

typedef struct suite {
    const char *name;
    int (*run)(qdmp__decoder *d, uint32_t *value);
    const unsigned char *classes; /* of each byte */
    const unsigned char *edges;   /* of each state and class; state 0 is dead */
    unsigned class_count;
    unsigned start;
    const int *verdicts; /* of each state */
    const word *access;  /* a text to each state */
    unsigned access_count;
    unsigned more; /* how many states more than the shapes need the graph has */
    const word *tails;
    unsigned tail_count;
    const word *texts; /* other texts */
    unsigned text_count;
} suite;

typedef struct answer {
    int verdict;
    size_t taken;
    uint32_t value;
} answer;

typedef struct outcome {
    long tests, failed;
    unsigned char text[LONGEST]; /* the shortest text that fails */
    size_t len;                  /* of it; `more`: whether a byte follows it */
    bool more;
    answer wanted, got;
} outcome;

/* --- the lexers --- */

#define RETURNS(lexer)                                                                                                 \
    static int run_##lexer(qdmp__decoder *d, uint32_t *value) {                                                        \
        (void)value;                                                                                                   \
        return (int)lexer(d);                                                                                          \
    }
#define RETURNS_VALUE(lexer)                                                                                           \
    static int run_##lexer(qdmp__decoder *d, uint32_t *value) {                                                        \
        return (int)lexer(d, value);                                                                                   \
    }
#define TAKES(lexer, ...)                                                                                              \
    static int run_##lexer(qdmp__decoder *d, uint32_t *value) {                                                        \
        (void)value;                                                                                                   \
        lexer(__VA_ARGS__);                                                                                            \
        return 0;                                                                                                      \
    }

RETURNS(lex_empty_line)
TAKES(lex_rest, d)
TAKES(lex_end, d)
RETURNS(lex_name)
RETURNS(lex_sign)
TAKES(lex_noise, d)
RETURNS(lex_start)
RETURNS(lex_test)
TAKES(lex_detail, d)
TAKES(lex_spaces, d)
RETURNS_VALUE(lex_number)
RETURNS(lex_digits)
RETURNS_VALUE(lex_octet)
TAKES(lex_text, d, d->cur)
TAKES(lex_bare, d)

#include "suites.h"

/* --- one text --- */

/*
 * The answer of the shapes: the verdict on the longest text that is a shape. The end of the input reads as a line end.
 */
static answer wanted_of(const suite *s, const unsigned char *text, size_t len) {
    answer a = {NO_MATCH, 0, 0};
    unsigned state = s->start;
    for (size_t i = 0; state; i++) {
        if (s->verdicts[state] != NO_MATCH) {
            a.verdict = s->verdicts[state];
            a.taken = i < len ? i : len;
        }
        if (i > len)
            break;
        state = s->edges[state * s->class_count + s->classes[i < len ? text[i] : SEEN_AS_END]];
    }
    return a;
}

/* Adds the accepted digits to the number. A number that is too large ends where it becomes too large (R4). */
static void count(const unsigned char *text, answer *a) {
    uint64_t number = 0;
    for (size_t i = 0; i < a->taken; i++) {
        number = number * 10 + (unsigned)(text[i] - '0');
        if (number > UINT32_MAX) {
            *a = (answer){QDMP_RANGE, i + 1, 0};
            return;
        }
    }
    a->value = (uint32_t)number;
}

static bool gives_value(const suite *s, int verdict) {
    return (s->run == run_lex_number && verdict == QDMP_OK) || (s->run == run_lex_octet && verdict == true);
}

/* `room` has more bytes after `len`. None of them may be read. */
static answer got_of(const suite *s, const unsigned char *room, size_t len) {
    answer a = {0, 0, 0};
    qdmp__decoder d = {.cur = room, .begin = room, .lim = room + len};
    qdmp__go(&d, room);
    uint32_t value = 0;
    a.verdict = s->run(&d, &value);
    a.taken = (size_t)(d.cur - room);
    if (gives_value(s, a.verdict))
        a.value = value;
    if (a.taken <= len && d.c != (a.taken < len ? room[a.taken] : SEEN_AS_END))
        a.verdict = NO_MATCH; /* `d.c` is not the byte at the cursor */
    return a;
}

static void try_input(const suite *s, const unsigned char *room, size_t len, bool more, outcome *o) {
    answer wanted = wanted_of(s, room, len), got = got_of(s, room, len);
    if (gives_value(s, wanted.verdict))
        count(room, &wanted);
    o->tests++;
    if (got.verdict == wanted.verdict && got.taken == wanted.taken && got.value == wanted.value)
        return;
    if (!o->failed++ || len - more < o->len) {
        memcpy(o->text, room, len);
        o->len = len - more;
        o->more = more;
        o->wanted = wanted;
        o->got = got;
    }
}

/*
 * Tests at the end of the input, before bytes that a reader past the end would take; and with one byte after the text.
 */
static void try_text(const suite *s, const unsigned char *text, size_t len, outcome *o) {
    unsigned char room[LONGEST + 8];
    memcpy(room, text, len);
    memset(room + len, len ? text[len - 1] : ' ', 8);
    try_input(s, room, len, false, o);
    room[len] = 'x';
    try_input(s, room, len + 1, true, o);
}

/* --- all texts --- */

/* Tests `text` as it is, and with up to `more` bytes of all values, each followed by every tail. */
static void try_extensions(const suite *s, unsigned char *text, size_t len, unsigned more, outcome *o) {
    for (unsigned i = 0; i < s->tail_count; i++) {
        memcpy(text + len, s->tails[i].bytes, s->tails[i].len);
        try_text(s, text, len + s->tails[i].len, o);
    }
    for (unsigned byte = 0; more && byte < 256; byte++) {
        text[len] = (unsigned char)byte;
        try_extensions(s, text, len + 1, more - 1, o);
    }
}

/* Runs of one byte after `text`. They are not part of the method, which has no counts, but a bug may have one. */
static void try_runs(const suite *s, unsigned char *text, size_t len, outcome *o) {
    for (unsigned byte = 0; byte < 256; byte++) {
        memset(text + len, (int)byte, LONGEST_RUN);
        for (size_t run = 2; run <= LONGEST_RUN; run++)
            try_text(s, text, len + run, o);
    }
}

static void print(const char *format, long number) {
    char line[64];
    snprintf(line, sizeof line, format, number);
    say(line);
}

static void print_byte(unsigned char byte) {
    const char letter[] = {(char)byte, 0};
    if (byte > ' ' && byte < 0x7F && byte != '"' && byte != '\\')
        say(letter);
    else
        print("\\x%02lx", byte);
}

static void print_answer(const char *who, const answer *a) {
    say(who);
    print(" verdict %ld", a->verdict);
    print(", taken %ld", (long)a->taken);
    print(", value %lx", (long)a->value);
}

static void print_failure(const outcome *o) {
    print(", %ld FAILED, the shortest \"", o->failed);
    for (size_t i = 0; i < o->len; i++)
        print_byte(o->text[i]);
    say(o->more ? "\" and a byte more:" : "\" at the end of the input:");
    print_answer(" wanted", &o->wanted);
    print_answer("; got", &o->got);
}

static void try_all(const suite *s, outcome *o) {
    unsigned char text[LONGEST];
    for (unsigned i = 0; i < s->access_count; i++) {
        memcpy(text, s->access[i].bytes, s->access[i].len);
        try_extensions(s, text, s->access[i].len, s->more + 1, o);
        try_runs(s, text, s->access[i].len, o);
    }
    for (unsigned i = 0; i < s->text_count; i++)
        try_text(s, (const unsigned char *)s->texts[i].bytes, s->texts[i].len, o);
}

int main(void) {
    long tests = 0, wrong = 0;
    for (unsigned i = 0; i < sizeof suites / sizeof *suites; i++) {
        outcome o = {.tests = 0};
        try_all(&suites[i], &o);
        say(suites[i].name);
        print(": %ld tests", o.tests);
        if (o.failed)
            print_failure(&o);
        say("\n");
        tests += o.tests;
        wrong += o.failed != 0;
    }
    print("%ld tests", tests);
    print(", %ld lexers wrong\n", wrong);
    leave(wrong != 0);
}

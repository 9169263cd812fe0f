/* SPDX-License-Identifier: MIT */
/*
 * Each lexer, without accelerators, on any input of up to LONGEST bytes. What it must take is typed by hand from
 * docs/protocol.md. contracts.h has what the walk relies on.
 */
#define QDMP__FAST 0
#include "decode.c"
#include "request.c"
#include "response.c"

#include "contracts.h"
#include "proof.h"

/* --- the classes of bytes --- */

static bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}

static bool is_eol(unsigned char c) {
    return c == 0x0D || c == 0x0A;
}

/* R5, and the quote. */
static bool is_shown(unsigned char c) {
    return c >= 0x20 && c != 0x7F;
}

static bool is_text(unsigned char c) {
    return is_shown(c) && c != 0x22;
}

/* R14 */
static bool is_bare(unsigned char c) {
    return is_text(c) && c != 0x2C;
}

/* R28 */
static bool is_noise(unsigned char c) {
    return !is_eol(c) && (c <= 0x20 || c == 0x7F || c == 0xFF);
}

/* --- what a lexer has done --- */

static qdmp__decoder before, d;
static size_t len;

/* Opens any input, at its first byte. */
static void open(void) {
    len = any_size_to(LONGEST);
    unsigned char *in = any_bytes(len);
    d.begin = d.at = in;
    d.lim = in + len;
    d.asks = nondet_bool();
    qdmp__go(&d, in);
    before = d;
}

static size_t taken(void) {
    return (size_t)(d.cur - before.cur);
}

static unsigned char byte_at(size_t i) {
    return before.cur[i];
}

/* Any place in what was taken. */
static size_t any_place(void) {
    size_t i = nondet_size();
    ASSUME(i < taken());
    return i;
}

/* How many bytes from `i` on are `c`. */
static size_t count(size_t i, unsigned char c) {
    size_t n = 0;
    while (i + n < len && byte_at(i + n) == c)
        n++;
    return n;
}

/* A lexer that takes each byte of a class, and no other. */
#define PROVE_RUN(lexer, call, is_in)                                                                                  \
    void proof_##lexer(void) {                                                                                         \
        open();                                                                                                        \
        call;                                                                                                          \
        PROVE(keeps(&before, &d), "stays in the input, changes nothing else");                                         \
        PROVE(d.cur == d.lim || !is_in(*d.cur), "takes all of its class");                                             \
        WITNESS(taken() == LONGEST, "all of the longest input taken");                                                 \
        WITNESS(taken() == 0 && len != 0, "nothing taken");                                                            \
        WITNESS(taken() == LONGEST - 1 && taken() < len, "all but the last byte taken");                               \
        PROVE(is_in(byte_at(any_place())), "takes nothing but its class");                                             \
    }

static bool is_space(unsigned char c) {
    return c == 0x20;
}

static bool is_no_eol(unsigned char c) {
    return !is_eol(c);
}

PROVE_RUN(lex_text, lex_text(&d, d.cur), is_text)
PROVE_RUN(lex_bare, lex_bare(&d), is_bare)
PROVE_RUN(lex_spaces, lex_spaces(&d), is_space)
PROVE_RUN(lex_noise, lex_noise(&d), is_noise)
PROVE_RUN(lex_detail, lex_detail(&d), is_shown)
PROVE_RUN(lex_rest, lex_rest(&d), is_no_eol)

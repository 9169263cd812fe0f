/* SPDX-License-Identifier: MIT */
/*
 * Each lexer, without accelerators, on any input of up to LONGEST bytes. The bytes that it must take are typed by hand
 * from docs/protocol.md. contracts.h has the contracts on which the walk relies.
 */
#include "../../src/decode.c"
#include "../../src/request.c"
#include "../../src/response.c"

#include "classes.h"
#include "contracts.h"
#include "proof.h"

/* --- the effects of a lexer --- */

static qdmp__decoder before, d;
static size_t len;

/* Opens the `size` bytes at `in` as the input, at the first byte. */
static void open_at(unsigned char *in, size_t size) {
    len = size;
    d.begin = d.at = in;
    d.lim = in + len;
    d.asks = nondet_bool();
    qdmp__go(&d, in);
    before = d;
}

/* Opens any input of `size` bytes. */
static void open(size_t size) {
    open_at(any_bytes(size), size);
}

static size_t taken(void) {
    return (size_t)(d.cur - before.cur);
}

static unsigned char byte_at(size_t i) {
    return before.cur[i];
}

/* The byte at `i`; a line end at the end of the input. */
static unsigned char seen(size_t i) {
    return i < len ? byte_at(i) : 0x0A;
}

/* The index of any byte that was taken. */
static size_t any_place(void) {
    size_t i = nondet_size();
    ASSUME(i < taken());
    return i;
}

/* The number of bytes `c` in a row from `i` on. */
static size_t count(size_t i, unsigned char c) {
    size_t n = 0;
    while (i + n < len && byte_at(i + n) == c)
        n++;
    return n;
}

static size_t count_digits(void) {
    size_t n = 0;
    while (n < len && is_digit(byte_at(n)))
        n++;
    return n;
}

/* Whether `word`, which is in upper case, is at `i`. With `any_case`, lower case matches too. */
static bool has(size_t i, const char *word, bool any_case) {
    for (; *word; i++, word++) {
        bool is_letter = *word >= 'A' && *word <= 'Z';
        if (seen(i) != (unsigned char)*word && !(any_case && is_letter && seen(i) == (unsigned char)*word + 32))
            return false;
    }
    return true;
}

/* For a lexer that takes all bytes of a class, and no others. */
#define PROVE_RUN(lexer, call, is_in)                                                                                  \
    void proof_##lexer(void) {                                                                                         \
        open(any_size_to(LONGEST));                                                                                    \
        call;                                                                                                          \
        PROVE(keeps(&before, &d), "stays in the input, changes nothing else");                                         \
        PROVE(d.cur == d.lim || !is_in(*d.cur), "takes all of its class");                                             \
        WITNESS(taken() == LONGEST, "all of the longest input taken");                                                 \
        WITNESS(taken() == 0 && len != 0, "nothing taken");                                                            \
        WITNESS(taken() == LONGEST - 1 && taken() < len, "all but the last byte taken");                               \
        PROVE(is_in(byte_at(any_place())), "takes nothing but its class");                                             \
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

/* The end of a bare string without the spaces at its end (R16). */
static void prove_keep_bare(void) {
    bool trims = nondet_bool();
    const unsigned char *end = keep_bare(&d, before.cur, d.lim, trims);
    PROVE(d.bare && d.cur == before.cur && d.c == before.c && d.lim == before.lim, "changes nothing else");
    PROVE(end >= before.cur && end <= d.lim && (trims || end == d.lim), "stays in the string");
    PROVE(!trims || end == before.cur || end[-1] != 0x20, "leaves no space");
    WITNESS(trims && end == before.cur && len == LONGEST, "nothing but spaces");
    WITNESS(trims && end == d.lim && len == LONGEST, "no space at the end");
    size_t i = nondet_size();
    ASSUME(i < (size_t)(d.lim - end));
    PROVE(end[i] == 0x20, "takes off nothing but spaces");
}

/*
 * The string ends where its object ends, so that the prover knows the address of each byte that is read. A read before
 * a string that is shorter than the object would be no error. proof_keep_bare_inside shows that there is none.
 */
void proof_keep_bare(void) {
    size_t size = any_size_to(LONGEST);
    open_at(any_bytes(LONGEST) + (LONGEST - size), size);
    prove_keep_bare();
}

/* The string is all of its object. */
void proof_keep_bare_inside(void) {
    size_t chosen = nondet_size();
    for (size_t size = 0; size <= LONGEST; size++) {
        if (size == chosen) {
            open(size);
            prove_keep_bare();
        }
    }
}

/* --- one token --- */

/* Proves each length separately, because the prover is faster if it knows the length. */
#define PROVE_TOKEN(lexer)                                                                                             \
    void proof_##lexer(void) {                                                                                         \
        size_t chosen = nondet_size();                                                                                 \
        for (size_t size = 0; size <= LONGEST; size++) {                                                               \
            if (size == chosen) {                                                                                      \
                open(size);                                                                                            \
                prove_##lexer();                                                                                       \
            }                                                                                                          \
        }                                                                                                              \
    }

#define PROVE_TAKEN(size)                                                                                              \
    PROVE(keeps(&before, &d), "stays in the input, changes nothing else");                                             \
    PROVE(taken() == (size), "takes what it should")

/* R2: an empty line has only spaces before its line end. */
static void prove_lex_empty_line(void) {
    size_t spaces = count(0, 0x20);
    bool wanted = is_eol(seen(spaces));
    bool found = lex_empty_line(&d);
    PROVE(found == wanted, "finds an empty line");
    PROVE_TAKEN(!wanted ? 0 : spaces < len ? spaces + 1 : len);
    WITNESS(found && taken() == LONGEST, "the longest, with its end");
    WITNESS(found && taken() == LONGEST && len == LONGEST && spaces == len, "the longest, at the end of the input");
    WITNESS(!found && spaces == LONGEST - 1, "spaces before something else");
}

PROVE_TOKEN(lex_empty_line)

/* R2: CR, CR LF, LF, or `;`. */
static void prove_lex_end(void) {
    bool crlf = seen(0) == 0x0D && seen(1) == 0x0A && len > 1;
    lex_end(&d);
    PROVE_TAKEN(crlf ? 2 : len && (is_eol(seen(0)) || seen(0) == 0x3B) ? 1 : 0);
    WITNESS(taken() == 2, "CR LF");
    WITNESS(taken() == 1 && len == 1 && seen(0) == 0x0D, "CR at the end of the input");
    WITNESS(taken() == 0 && len, "no end");
}

PROVE_TOKEN(lex_end)

/*
 * The name of a command. The oracle computes with `&` and `|` on bytes at constant places, and each length is a number
 * of bytes at the beginning of an object of one size. A branch, or a place that depends on the input, makes this proof
 * slower by orders of magnitude. The bytes behind the input have any values, on which no result may depend.
 * proof_lex_name_inside shows that they are not read.
 */
static unsigned char text[LONGEST + 12];

static void open_text(void) {
    unsigned char *in = any_bytes(LONGEST);
    open_at(in, any_size_to(LONGEST));
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i < len ? in[i] : 0x0A;
}

static bool is_letter_at(size_t i, char upper) {
    return (text[i] == upper) | (text[i] == upper + 32);
}

/* Whether `word`, in any case, is at `i`. */
static bool is_word_at(size_t i, const char *word) {
    bool is_here = true;
    for (; *word; i++, word++)
        is_here &= *word == '+' ? text[i] == '+' : is_letter_at(i, *word);
    return is_here;
}

/* R20 */
static bool goes_on_at(size_t i) {
    unsigned char c = text[i];
    return (c >= 0x30 & c <= 0x39) | (c >= 0x41 & c <= 0x5A) | (c >= 0x61 & c <= 0x7A) | (c == 0x5F);
}

static enum qdmp__name wanted_name;
static size_t wanted_taken;

/* The longest name of a command at `i`, where `+QDMPCFG` is. */
static void expect_name(size_t i) {
    bool is_ex = is_word_at(i + 8, "EX");
    wanted_name = QDMP__NAME_CFG;
    wanted_taken = i + 8;
    if (is_ex & !goes_on_at(i + 10)) {
        wanted_name = QDMP__NAME_EX;
        wanted_taken = i + 10;
    } else if (goes_on_at(i + 8)) {
        wanted_name = QDMP__NAME_NONE;
        wanted_taken = i + (is_ex ? 11 : 9);
    }
}

/* R1, R3: spaces, then AT and spaces, or nothing, and the name. At most one place has all of this before it. */
static void expect_names(void) {
    bool is_behind_spaces = true, is_behind_a = false, is_behind_at = false;
    for (size_t i = 0; i <= LONGEST; i++) {
        if ((is_behind_spaces | is_behind_at) & is_word_at(i, "+QDMPCFG"))
            expect_name(i);
        bool is_blank = text[i] == 0x20;
        is_behind_at = (is_behind_at & is_blank) | (is_behind_a & is_letter_at(i, 'T'));
        is_behind_a = is_behind_spaces & is_letter_at(i, 'A');
        is_behind_spaces &= is_blank;
    }
}

void proof_lex_name(void) {
    open_text();
    expect_names();
    enum qdmp__name name = lex_name(&d);
    PROVE(name == wanted_name, "finds the name");
    PROVE_TAKEN(wanted_taken);
    WITNESS(name == QDMP__NAME_CFG && len == 8, "the shortest name");
    WITNESS(name == QDMP__NAME_EX && taken() == LONGEST, "the longest name");
    WITNESS(name == QDMP__NAME_NONE && taken() == 11, "a name that goes on");
    WITNESS(name == QDMP__NAME_NONE && len == LONGEST && text[LONGEST - 1] == 0x20, "a space at the end");
    WITNESS(name == QDMP__NAME_CFG && text[0] == 0x20 && text[1] == 'a' && text[3] == 0x20, "spaces and AT");
}

/* The input is all of its object. */
void proof_lex_name_inside(void) {
    open(any_size_to(LONGEST));
    enum qdmp__name name = lex_name(&d);
    PROVE(d.cur <= d.lim, "stays in the input");
    WITNESS(name == QDMP__NAME_EX && taken() == LONGEST, "the longest name");
}

/* Section 3 */
static void prove_lex_sign(void) {
    size_t spaces = count(0, 0x20), inner = spaces < len ? count(spaces + 1, 0x20) : 0, size = spaces + 1;
    enum qdmp__sign wanted = QDMP__SIGN_SET;
    if (seen(spaces) == 0x3F) {
        wanted = QDMP__SIGN_READ;
    } else if (seen(spaces) != 0x3D) {
        wanted = QDMP__SIGN_NONE;
        size = spaces;
    } else if (seen(spaces + 1 + inner) == 0x3F) {
        wanted = QDMP__SIGN_TEST;
        size = spaces + inner + 2;
    }
    enum qdmp__sign sign = lex_sign(&d);
    PROVE(sign == wanted, "finds the sign");
    PROVE_TAKEN(size);
    WITNESS(sign == QDMP__SIGN_SET && inner == LONGEST - 1, "spaces behind `=`, which are the caller's");
    WITNESS(sign == QDMP__SIGN_TEST && spaces == 1 && taken() == LONGEST, "the longest `=?`");
    WITNESS(sign == QDMP__SIGN_READ && taken() == LONGEST, "the longest `?`");
    WITNESS(sign == QDMP__SIGN_NONE && taken() == LONGEST, "nothing but spaces");
}

PROVE_TOKEN(lex_sign)

/* R12, R13, R20 */
static void prove_lex_start(void) {
    enum qdmp__start wanted = QDMP__START_OTHER;
    size_t size = 0;
    if (has(0, "OK", false)) {
        wanted = QDMP__START_OK;
        size = 2;
    } else if (has(0, "ERROR", false)) {
        wanted = QDMP__START_ERROR;
        size = 5;
    } else if (has(0, "+CME ERROR:", false)) {
        wanted = QDMP__START_CME_ERROR;
        size = 11 + count(11, 0x20);
    } else if (has(0, "+QDMPCFG:", false)) {
        wanted = QDMP__START_CFG;
        size = 9;
    } else if (has(0, "+QDMPCFGEX:", false)) {
        wanted = QDMP__START_EX;
        size = 11;
    }
    enum qdmp__start start = lex_start(&d);
    PROVE(start == wanted, "finds what the line begins with");
    PROVE_TAKEN(size);
    WITNESS(start == QDMP__START_OK && len == 2, "OK");
    WITNESS(start == QDMP__START_ERROR, "ERROR");
    WITNESS(start == QDMP__START_CME_ERROR && taken() == LONGEST, "+CME ERROR and spaces");
    WITNESS(start == QDMP__START_CFG, "+QDMPCFG");
    WITNESS(start == QDMP__START_EX && len == 11, "+QDMPCFGEX");
    WITNESS(start == QDMP__START_OTHER && len == 10 && has(0, "+QDMPCFGEX", false), "one that is cut");
}

PROVE_TOKEN(lex_start)

/* R13, R28 */
static void prove_lex_test(void) {
    size_t space = seen(0) == 0x20;
    bool wanted = seen(space) == 0x3C || seen(space) == 0x28;
    bool found = lex_test(&d);
    PROVE(found == wanted, "finds the beginning of a test line");
    PROVE_TAKEN(wanted ? space + 1 : 0);
    WITNESS(found && taken() == 2, "behind a space");
    WITNESS(found && taken() == 1, "at once");
    WITNESS(!found && space && len == 1, "a space alone");
}

PROVE_TOKEN(lex_test)

/* R4: the value up to 2^32-1. */
void proof_qdmp__append_digit(void) {
    uint32_t old = nondet_u32(), number = old;
    unsigned char c = nondet_byte();
    ASSUME(is_digit(c));
    uint64_t value = (uint64_t)old * 10 + (uint64_t)(c - 0x30);
    bool fits = qdmp__append_digit(&number, c);
    PROVE(fits == (value <= UINT32_MAX), "refuses a number that does not fit");
    PROVE(number == (fits ? value : old), "computes the number");
    WITNESS(fits && number == UINT32_MAX, "the greatest number");
    WITNESS(!fits && value == (uint64_t)UINT32_MAX + 1, "one more");
}

/* How many digits make `value`. The first one makes it without qdmp__append_digit. */
static size_t joined;
static uint64_t value;

static void join_first(void) {
    if (joined == 0)
        value = (uint64_t)(byte_at(0) - 0x30);
    joined = joined ? joined : 1;
}

/*
 * In place of qdmp__append_digit. It computes the value of the digits for lexer and proof at once, and shows that the
 * lexer appends the next digit to the number of all digits before.
 */
bool in_place_of_qdmp__append_digit(uint32_t *number, unsigned char c) {
    join_first();
    PROVE(*number == value, "the number of all digits before");
    PROVE(joined < len && c == byte_at(joined) && is_digit(c), "the next digit");
    joined++;
    value = value * 10 + (uint64_t)(c - 0x30);
    if (value > UINT32_MAX)
        return false;
    *number = (uint32_t)value;
    return true;
}

/* With any number of leading zeros. A number whose first digits make more than 2^32-1 is greater, too. */
void proof_lex_number(void) {
    open(any_size_to(LONGEST));
    uint32_t number;
    qdmp_status status = lex_number(&d, &number);
    bool has_digit = is_digit(seen(0));
    if (has_digit)
        join_first();
    PROVE(keeps_or_stays(&before, &d, has_digit), "stays in the input, changes nothing else");
    PROVE(status == (!has_digit ? QDMP_MISSING : value > UINT32_MAX ? QDMP_RANGE : QDMP_OK), "judges the number");
    PROVE(status != QDMP_OK || number == value, "computes the number");
    PROVE(taken() == joined && (status != QDMP_OK || !is_digit(seen(joined))), "of all digits");
    WITNESS(status == QDMP_OK && number == 4294967295 && taken() == LONGEST, "the greatest number, behind zeros");
    WITNESS(status == QDMP_RANGE && value == 4294967296, "one more");
    WITNESS(status == QDMP_MISSING && len, "no number");
}

/* Section 4: tmlIMEI */
static void prove_lex_digits(void) {
    size_t digits = count_digits();
    bool found = lex_digits(&d);
    PROVE(found == (digits != 0), "finds digits");
    PROVE_TAKEN(digits);
    WITNESS(found && taken() == LONGEST, "all of the longest input");
    WITNESS(found && taken() == 15 && len > 15, "15 digits and something else");
    WITNESS(!found && len, "none");
}

PROVE_TOKEN(lex_digits)

/* Section 4: serverIp */
static void prove_lex_octet(void) {
    size_t digits = count_digits(), size = digits > 3 ? 3 : digits;
    if (size && byte_at(0) == 0x30)
        size = 1;
    uint32_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value * 10 + (uint32_t)(byte_at(i) - 0x30);
    uint32_t octet;
    bool found = lex_octet(&d, &octet);
    PROVE(found == (digits != 0), "finds an octet");
    PROVE_TAKEN(size);
    PROVE(!found || octet == value, "computes the octet");
    WITNESS(found && octet == 999 && len == 3, "three digits at the end of the input");
    WITNESS(found && octet == 10 && taken() == 2, "two digits");
    WITNESS(found && octet == 0 && digits == LONGEST, "a zero before others");
}

PROVE_TOKEN(lex_octet)

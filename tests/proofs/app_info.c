/* SPDX-License-Identifier: MIT */
/*
 * qdmp_app_info_next, for one record at any place of an application list of up to LONGEST bytes. Functions that only
 * keep their contracts replace qdmp__find_stop and scan_words. The contracts have proofs of their own.
 */
#include "../../src/app_info.c"
#include "../../src/text.c"

#include "classes.h"
#include "input.h"

/* --- the ends of texts and numbers --- */

/* R10: the bytes of a name or a package. */
static bool is_word(unsigned char c) {
    return is_text(c) && c != '|' && c != ';';
}

/* Any place between `p` and `end`. */
static const unsigned char *any_between(const unsigned char *p, const unsigned char *end) {
    return p + any_size_to((size_t)(end - p));
}

const unsigned char *in_place_of_qdmp__find_stop(const unsigned char *p, const unsigned char *end, uint32_t stops) {
    PROVE(stops == QDMP__WORD_STOPS, "the bytes that stop a word");
    const unsigned char *stop = any_between(p, end);
    ASSUME(stop == end || !is_word(*stop));
    return stop;
}

const unsigned char *in_place_of_scan_words(const unsigned char *p, const unsigned char *end, qdmp__words out) {
    const unsigned char *stop = any_between(p, end);
    ASSUME(stop == end || !is_digit(*stop));
    out[0] = nondet_u32();
    out[1] = nondet_u32();
    return nondet_bool() ? stop : NULL;
}

/* Makes an input of any size, and returns its end. */
static const unsigned char *open_text(void) {
    input_len = any_size_to(LONGEST);
    input = any_bytes(input_len);
    return input + input_len;
}

/* The index of any byte before `place`. */
static size_t any_before(size_t place) {
    size_t i = nondet_size();
    ASSUME(i < place);
    return i;
}

void proof_qdmp__find_stop(void) {
    const unsigned char *end = open_text(), *begin = input;
    const unsigned char *stop = qdmp__find_stop(begin, end, QDMP__WORD_STOPS);
    PROVE(stop >= begin && stop <= end, "stays in the input");
    PROVE(stop == end || !is_word(*stop), "stops only where a word stops");
    WITNESS(stop == begin + LONGEST, "the longest word");
    WITNESS(stop == begin && stop < end, "no word");
    PROVE(is_word(begin[any_before((size_t)(stop - begin))]), "stops at the first place");
}

void proof_scan_words(void) {
    const unsigned char *end = open_text(), *begin = input;
    qdmp__words number;
    const unsigned char *stop = scan_words(begin, end, number);
    PROVE(!stop || (stop >= begin && stop <= end), "stays in the input");
    PROVE(!stop || stop == end || !is_digit(*stop), "takes all digits");
    PROVE(stop || (input_len >= 20 && is_digit(begin[19])), "refuses no number of less than 20 digits");
    WITNESS(stop == begin + LONGEST && number[0] == 0xFFFFFFFF && number[1] == 0xFFFFFFFF, "the greatest number");
    WITNESS(!stop, "a number that does not fit");
    WITNESS(stop == begin && stop < end, "no number");
    ASSUME(stop);
    PROVE(is_digit(begin[any_before((size_t)(stop - begin))]), "takes nothing but digits");
}

/* --- a record --- */

void proof_app_info_next(void) {
    open_text();
    size_t from = any_size_to(input_len + 1);
    qdmp_app_info list = {{(const char *)input, input_len}, from};
    qdmp_app app = {.milliseconds = 7, .count = 8};
    qdmp_error fault;
    qdmp_status status = qdmp_app_info_next(&list, &app, &fault);
    PROVE((status == QDMP_END) == (from > input_len), "the end");
    PROVE(status == QDMP_OK || (list.next == from && app.milliseconds == 7 && app.count == 8 && !app.name.ptr),
          "nothing is written on failure");
    PROVE(status == QDMP_OK || status == QDMP_END || (fault.offset >= from && fault.offset <= input_len),
          "the fault lies in the record");
    if (status == QDMP_OK) {
        size_t package = place_of(app.package), numbers = package + app.package.len;
        PROVE(place_of(app.name) == from && package == from + app.name.len + 1, "the name, and the package behind it");
        PROVE(list.next >= numbers + 5 && list.next <= input_len + 1, "two numbers behind them");
        PROVE(input[package - 1] == '|' && input[numbers] == '|', "bars between them");
        PROVE(list.next > input_len || input[list.next - 1] == ';', "a semicolon, or the end");
    }
    WITNESS(status == QDMP_OK && app.name.len == LONGEST - 5, "the longest name");
    WITNESS(status == QDMP_OK && app.package.len == LONGEST - 5, "the longest package");
    WITNESS(status == QDMP_OK && list.next < input_len && from, "one of several");
    WITNESS(status == QDMP_SYNTAX && fault.offset == LONGEST, "a record that is cut");
    WITNESS(status == QDMP_BAD_CHAR, "a byte that no string holds");
}

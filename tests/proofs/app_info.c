/* SPDX-License-Identifier: MIT */
/* qdmp_app_info_next, for one record at any place of an application list of up to LONGEST bytes. */
#include "../../src/app_info.c"
#include "../../src/text.c"

#include "proof.h"

static const char *input;
static size_t input_len;

static size_t place_of(qdmp_span text) {
    return (size_t)(text.ptr - input);
}

static void next(size_t size) {
    input_len = size;
    input = (const char *)any_bytes(input_len);
    size_t from = any_size_to(input_len + 1);
    qdmp_app_info list = {{input, input_len}, from};
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

void proof_app_info_next(void) {
    size_t chosen = nondet_size();
    for (size_t size = 0; size <= LONGEST; size++) {
        if (size == chosen)
            next(size);
    }
}

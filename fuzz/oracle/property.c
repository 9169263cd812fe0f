/* SPDX-License-Identifier: MIT */
#include "property.h"

#include "../support/check.h"
#include "compare.h"

#include <stdlib.h>

static void check(struct oracle *oracle, const char *line, size_t size, const struct oracle_reading *how) {
    struct disagreement difference;
    int accepted;
    if (compare_all(oracle, line, size, how, &accepted, &difference) ||
        (how->rest == ORACLE_NOTHING_EATEN && compare_behind_name(oracle, line, size, how, &difference)))
        fuzz_fail("P49", "%s\nlibrary %s\noracle  %s", difference.what, difference.library, difference.oracle);
}

/* The bytes that a dispatcher passes on. The size of the input chooses where the dispatcher cuts. */
static void check_as_rest(struct oracle *oracle, const char *line, size_t size, int is_response) {
    static const enum oracle_rest of_request[] = {ORACLE_NAME_EATEN, ORACLE_SET_EATEN, ORACLE_TEST_EATEN,
                                                  ORACLE_READ_EATEN};
    static const enum oracle_rest of_response[] = {ORACLE_NAME_EATEN, ORACLE_COLON_EATEN};
    struct oracle_reading how = {.is_response = is_response,
                                 .whole_line = size % 8 > 1,
                                 .tolerant = is_response && size / 2 % 2,
                                 .rest = is_response ? of_response[size % 2] : of_request[size % 4],
                                 .ex = size / 4 % 2};
    check(oracle, line, size, &how);
}

void oracle_check(const uint8_t *data, size_t size, int is_response) {
    static struct oracle *oracle;
    if (oracle == NULL && (oracle = oracle_new()) == NULL)
        abort();
    char *line = fuzz_copy(data, size);
    for (int whole_line = 0; whole_line < 2; whole_line++)
        for (int tolerant = 0; tolerant <= is_response; tolerant++) {
            struct oracle_reading how = {.is_response = is_response, .whole_line = whole_line, .tolerant = tolerant};
            check(oracle, line, size, &how);
        }
    check_as_rest(oracle, line, size, is_response);
    free(line);
}

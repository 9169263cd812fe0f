/* SPDX-License-Identifier: MIT */
#include "property.h"

#include "../support/check.h"
#include "compare.h"

#include <stdlib.h>

void oracle_check(const uint8_t *data, size_t size, int is_response) {
    static struct oracle *oracle;
    if (oracle == NULL && (oracle = oracle_new()) == NULL)
        abort();
    char *line = fuzz_copy(data, size);
    for (int whole_line = 0; whole_line < 2; whole_line++) {
        struct disagreement difference;
        if (compare_all(oracle, line, size, is_response, whole_line, &difference))
            fuzz_fail("P49", "%s\nlibrary %s\noracle  %s", difference.what, difference.library, difference.oracle);
    }
    free(line);
}

/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a request, read by the library and by the regular expressions in oracle/: P49.
 */
#include "oracle/compare.h"
#include "support/check.h"
#include "support/mutate.h"

#include <stdlib.h>

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    return mutate_line(data, size, most, seed, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct oracle *oracle;
    if (oracle == NULL && (oracle = oracle_new()) == NULL)
        abort();
    char *line = fuzz_copy(data, size);
    for (int whole_line = 0; whole_line < 2; whole_line++) {
        struct disagreement difference;
        if (compare_all(oracle, line, size, 0, whole_line, &difference))
            fuzz_fail("P49", "%s\nlibrary %s\noracle  %s", difference.what, difference.library, difference.oracle);
    }
    free(line);
    return 0;
}

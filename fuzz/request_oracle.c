/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a request, read by the library and by the regular expressions in oracle/: P49.
 */
#include "oracle/property.h"
#include "support/check.h"
#include "support/mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    return mutate_line(data, size, most, seed, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    oracle_check(data, size, 0);
    return 0;
}

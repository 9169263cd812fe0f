/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a request, decoded with both meanings of their end, command after command, also behind the name: P1-P16,
 * P66-P69.
 */
#include "support/check.h"
#include "support/decoded.h"
#include "support/mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    return mutate_line(data, size, most, seed, 0);
}

/* The same answer without the optional outputs. */
static void check_bare_call(qdmp_span in, qdmp_ends ends) {
    qdmp_request request;
    qdmp_error err;
    size_t used;
    FUZZ_CHECK(qdmp_request_decode(in, ends, &request, NULL, NULL) ==
                   qdmp_request_decode(in, ends, &request, &used, &err),
               "P6", "another answer without used and err");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    decoded_all(decoded_request, data, size);
    check_bare_call((qdmp_span){(const char *)data, size}, QDMP_WHOLE_LINE);
    return 0;
}

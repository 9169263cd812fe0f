/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a response, decoded with both meanings of their end, line after line, strictly and tolerantly, and behind
 * the name: P1-P17, P62-P69.
 */
#include "support/check.h"
#include "support/decoded.h"
#include "support/mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    return mutate_line(data, size, most, seed, 1);
}

/* The same answer without the optional outputs. */
static void check_bare_call(qdmp_span in, qdmp_ends ends) {
    qdmp_response response;
    qdmp_error err;
    size_t used;
    FUZZ_CHECK(qdmp_response_decode(in, ends, &response, NULL, NULL) ==
                   qdmp_response_decode(in, ends, &response, &used, &err),
               "P6", "another answer without used and err");
    FUZZ_CHECK(qdmp_response_decode_tolerant(in, ends, &response, NULL, NULL) ==
                   qdmp_response_decode_tolerant(in, ends, &response, &used, &err),
               "P6", "another tolerant answer without used and err");
}

/* The answer to a request of this kind, by R13's table. `number`: its option or type. */
static qdmp_answer answer_to(qdmp_request_kind request, uint32_t number, qdmp_response_kind response) {
    static const qdmp_response_kind queried[] = {QDMP_INFO_ACCESS_MODE, QDMP_INFO_SERVER, QDMP_INFO_CREDENTIALS};
    static const qdmp_response_kind extended[] = {QDMP_EX_INFO_APPL_INFO, QDMP_EX_INFO_MAC,     QDMP_EX_INFO_SYSTEM,
                                                  QDMP_EX_INFO_SOFTWARE,  QDMP_EX_INFO_NETWORK, QDMP_EX_INFO_LOCATION};
    bool asked = false;
    if (response == QDMP_RESULT_OK || response == QDMP_RESULT_ERROR || response == QDMP_RESULT_CME_ERROR)
        return QDMP_ANSWER_COMPLETE;
    switch (request) {
    case QDMP_TEST: asked = response == QDMP_INFO_TEST; break;
    case QDMP_EX_TEST: asked = response == QDMP_EX_INFO_TEST; break;
    case QDMP_READ: asked = response == queried[0] || response == queried[1] || response == queried[2]; break;
    case QDMP_QUERY: asked = number < 3 && response == queried[number]; break;
    case QDMP_QUERY_STATE: asked = response == QDMP_INFO_STATE; break;
    case QDMP_EX_READ: asked = number < 6 && response == extended[number]; break;
    default: break;
    }
    return asked ? QDMP_ANSWER_PART : QDMP_ANSWER_FOREIGN;
}

/* To every request there is. */
static void check_answers(const qdmp_response *response) {
    for (int kind = QDMP_SET_ACCESS_MODE; kind <= (int)QDMP_EX_ERASE; kind++) {
        uint32_t last = kind == QDMP_QUERY ? 2 : kind == QDMP_EX_READ ? 5 : 0;
        for (uint32_t number = 0; rules_request(kind) != NULL && number <= last; number++) {
            qdmp_request request = {.kind = (qdmp_request_kind)kind, .ex_type = number};
            FUZZ_CHECK(qdmp_response_answers(&request, response) == answer_to(request.kind, number, response->kind),
                       "P17", "response %d to request %d, %u", (int)response->kind, kind, (unsigned)number);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    qdmp_span in = {(const char *)data, size};
    qdmp_response response;
    decoded_all(decoded_response, data, size);
    check_bare_call(in, QDMP_WHOLE_LINE);
    if (size % 2 == 0 && qdmp_response_decode(in, QDMP_WHOLE_LINE, &response, NULL, NULL) == QDMP_OK)
        check_answers(&response);
    return 0;
}

/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/port/crypto_psa.h"

#include <psa/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const qdmp_credentials credentials = {QDMP_LITERAL("M100000089"), QDMP_LITERAL("95Go0123456789abcdefghijklmnopqr"),
                                      QDMP_TML_TYPE_LINUX, QDMP_LITERAL("863703030822519")};

void expect_at(int holds, const char *what, const char *file, int line) {
    if (holds)
        return;
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
    exit(1);
}

int is(qdmp_span span, const char *text) {
    return span.len == strlen(text) && memcmp(span.ptr, text, span.len) == 0;
}

qdmp_crypto crypto_of_the_stack(void) {
    expect(psa_crypto_init() == PSA_SUCCESS);
    return qdmp_crypto_psa();
}

int main(int argc, char **argv) {
    if (argc != 2)
        return 2; /* the argument is a folder for files */
    span_examples();
    spec_examples();
    request_examples();
    response_examples();
    values_examples();
    stream_examples();
    tokens_examples();
    settings_examples();
    coap_examples();
    registration_examples();
    session_examples();
    object_examples();
    module_examples();
    ports_examples(argv[1]);
    build_examples();
    status_examples();
    puts("every example of the reference is so");
    return 0;
}

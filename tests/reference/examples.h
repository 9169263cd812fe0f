/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The examples of the API reference. Each public function has one, between two lines `//! [NAME OF THE FUNCTION]`. All
 * examples are one program, which ends at the first assertion that fails.
 */
#ifndef QDMP_TESTS_REFERENCE_EXAMPLES_H
#define QDMP_TESTS_REFERENCE_EXAMPLES_H

#include "qdmp/qdmp.h"

/** Ends the program if `holds` is false. */
#define expect(holds) expect_at(!!(holds), #holds, __FILE__, __LINE__)
void expect_at(int holds, const char *what, const char *file, int line);

/** Whether a span has exactly the bytes of `text`. */
int is(qdmp_span span, const char *text);

/* The credentials of the guide, with a whole password, and the cryptography that encrypts them. */
extern const qdmp_credentials credentials;
qdmp_crypto crypto_of_the_stack(void);

void build_examples(void);
void coap_examples(void);
void module_examples(void);
void object_examples(void);
void ports_examples(const char *folder);
void registration_examples(void);
void request_examples(void);
void response_examples(void);
void session_examples(void);
void settings_examples(void);
void span_examples(void);
void spec_examples(void);
void status_examples(void);
void stream_examples(void);
void tokens_examples(void);
void values_examples(void);

#endif

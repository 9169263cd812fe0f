/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A plain decoder of the AT language. It cuts lines at commas, and checks one piece after the other. It shares nothing
 * with the library, is as simple as possible, and lists all faults of a line, because any of them may be reported.
 */
#ifndef QDMP_FUZZ_NAIVE_H
#define QDMP_FUZZ_NAIVE_H

#include "rules.h"

enum { NAIVE_FAULTS_MAX = 48 };

/** The expected answer of a decoder. */
struct naive_answer {
    qdmp_status status; /* QDMP_OK, QDMP_TRUNCATED, QDMP_NOT_OURS; anything else: see the faults */
    size_t used;
    struct parts parts;
    qdmp_error faults[NAIVE_FAULTS_MAX];
    size_t fault_count;
};

void naive_request(qdmp_span in, qdmp_ends ends, struct naive_answer *answer);
void naive_request_rest(qdmp_span in, qdmp_ends ends, qdmp_command command, qdmp_request_rest rest,
                        struct naive_answer *answer);

void naive_response(qdmp_span in, qdmp_ends ends, struct naive_answer *answer);
void naive_response_tolerant(qdmp_span in, qdmp_ends ends, struct naive_answer *answer);

/** `rest`: bits of enum qdmp_response_rest. */
void naive_response_rest(qdmp_span in, qdmp_ends ends, qdmp_command command, unsigned rest,
                         struct naive_answer *answer);

/** The end of the name of a line; in a response the place of the colon. */
struct naive_name {
    qdmp_command command;
    size_t end;
};

/** Whether the first line of `in` has a name of ours (R20). */
bool naive_request_name(qdmp_span in, struct naive_name *name);
bool naive_response_name(qdmp_span in, bool tolerant, struct naive_name *name);

#endif

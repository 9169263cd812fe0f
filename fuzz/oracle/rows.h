/* SPDX-License-Identifier: MIT */
/**
 * @file
 * The rows of qdmp/spec.def, and a strict reading of lines by them (docs/protocol.md, sections 2 to 6). It shares
 * nothing with the library except the lists of that file, from which it makes its own tables. The oracle lists all
 * faults of a line. This reading stops at the first one, and says which parameter and which byte have it.
 */
#ifndef QDMP_ROWS_H
#define QDMP_ROWS_H

#include "qdmp/response.h"

enum { ROW_PARTS_MAX = 4, ROW_FAULTS_MAX = 2 };

enum row_kind { ROW_NUMBER, ROW_CHOICE, ROW_ADDRESS, ROW_DIGITS, ROW_TEXT };

/** A row of QDMP_PARAMS. */
struct row {
    int ex;
    uint32_t type;
    qdmp_field field;
    enum row_kind kind;
    uint32_t least;
    uint32_t most;
    const char *fallback; /* the default; "" for none */
    int is_output;        /* it is in no request */
};

/** A row of QDMP_FORMS. `kind` is the kind of a request and of a response. */
struct row_form {
    int ex;
    uint32_t type;
    int kind;
    int in_requests;
    int in_responses;
};

/** A row of QDMP_VALUES, or of QDMP_ACTS. */
struct row_value {
    qdmp_field field;
    uint32_t value;
    int is_reserved;
};

extern const struct row rows_params[];
extern const struct row_form rows_forms[];
extern const struct row_value rows_values[];
extern const size_t rows_param_count, rows_form_count, rows_value_count;

/** The answer of a command to =?, indexed by `ex`. */
extern const char *const rows_tests[2];

/** How a line is read. `name`: the length of its name, in a response with the colon. */
struct row_reading {
    int is_response;
    int ex;
    size_t name;
    int whole_line;
};

/** A value. */
struct row_part {
    enum row_kind kind;
    uint32_t number;
    uint8_t octets[4];
    qdmp_span text;
};

/**
 * The answer that a decoder must give. For a faulty line it must give one of the faults, which all belong to one
 * parameter.
 */
struct row_answer {
    qdmp_status status;
    size_t used;
    int kind;
    uint32_t defaulted;
    struct row_part parts[ROW_PARTS_MAX];
    size_t part_count;
    qdmp_error faults[ROW_FAULTS_MAX];
    size_t fault_count;
};

/** Reads `in`, which begins with a name. */
void rows_read(qdmp_span in, const struct row_reading *how, struct row_answer *answer);

#endif

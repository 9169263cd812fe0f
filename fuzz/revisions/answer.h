/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A question to a decoder, and its answer in terms that do not depend on the revision of the library: two revisions
 * answer the same question, and their answers are compared. No header of the library may be included here.
 */
#ifndef QDMP_REVISIONS_ANSWER_H
#define QDMP_REVISIONS_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct question {
    const char *bytes;
    size_t size;
    bool is_response;
    bool whole_line;      /* QDMP_WHOLE_LINE; else QDMP_MORE_MAY_COME */
    bool without_outputs; /* `used` and `err` are NULL */
};

/** The place of a text that is not in the input. */
#define ANSWER_OUTSIDE SIZE_MAX

enum { ANSWER_VALUES_MAX = 4 };

enum answer_value_kind { ANSWER_NUMBER, ANSWER_ADDRESS, ANSWER_TEXT };

/** A value of a message. */
struct answer_value {
    const char *field;
    enum answer_value_kind kind;
    uint32_t number; /* of an address: its octets, the first one in the highest byte */
    const char *text;
    size_t size;
    size_t place; /* offset of the text in the input, also of an empty one; or ANSWER_OUTSIDE */
    bool defaulted;
};

/** All that came out of a decoder. Names are static texts of the revision that answers, or "". */
struct answer {
    const char *status;  /* what was returned */
    bool touched;        /* an output changed that this status must leave alone */
    bool outputs_matter; /* the answer is another one where `used` and `err` are NULL */
    size_t used;

    /* Of a call that failed. */
    const char *error_status;
    const char *error_field;
    size_t error_offset;

    /* Of a call that succeeded. */
    const char *kind;
    struct answer_value values[ANSWER_VALUES_MAX];
    size_t value_count;
    bool others_defaulted; /* a field is marked as defaulted that is none of `values` */
};

typedef void ask_decoder(const struct question *question, struct answer *answer);

#endif

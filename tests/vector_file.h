/* SPDX-License-Identifier: MIT */
/*
 * Reads the data in vectors/. The folder is the one in the environment variable QDMP_TEST_DATA, or else the one
 * compiled in.
 */
#ifndef QDMP_TESTS_VECTOR_FILE_H
#define QDMP_TESTS_VECTOR_FILE_H

#include "message.h"

/*
 * One row:  rule name whole|more "input" "rest" expectation
 *
 * `rest` is the text after the bytes consumed; `*` means that no bytes were consumed. The expectation of an accepted
 * line is the text of message_describe. That of a rejected line is:  code field "text at the error's offset"  where the
 * field may be `-` (none) or `?` (no rule says which), and the text may be `$`, the end of the line.
 *
 * The rows of texts behind a name have two more words before whole|more: the command, `cfg` or `ex`, and the beginning
 * of the input. A request begins at its `sign`, or behind that of a `set`, `test` or `read`. An information line begins
 * at its `colon` or `behind-colon`; for a tolerant decode at its `tolerant-colon` or `tolerant-behind-colon`.
 */
typedef struct vector {
    message_reading reading;
    bool reject;
    const char *rule;
    const char *name;
    qdmp_ends ends;
    qdmp_span input;
    qdmp_span rest;
    const char *expected; /* accepted: the description */
    const char *code;     /* rejected: the name of the status */
    const char *field;
    qdmp_span at;
    bool at_end; /* the error is at the end of the line */
} vector;

typedef struct vectors {
    const vector *rows;
    size_t count;
} vectors;

typedef enum vector_set {
    REQUEST_ACCEPT,
    REQUEST_REJECT,
    RESPONSE_ACCEPT,
    RESPONSE_REJECT,
    RESPONSE_TOLERANT,
    RESPONSE_TOLERANT_REJECT,
    BEHIND_NAME,
    BEHIND_NAME_REJECT,
    VECTOR_SETS
} vector_set;

vectors vectors_load(vector_set set);

/* A line of the guide's examples. */
typedef struct guide_line {
    message_direction direction;
    qdmp_span text;
} guide_line;

const guide_line *guide_load(size_t *count);

/* A row of image-v1.txt:  name "the command line that sets it" image in hexadecimal */
typedef struct image_vector {
    const char *name;
    qdmp_span line;
    qdmp_span image;
} image_vector;

const image_vector *images_load(size_t *count);

#endif

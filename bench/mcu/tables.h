/* SPDX-License-Identifier: MIT */
/* The data of tests/vectors as tables.py writes it into C. */
#ifndef QDMP_MCU_TABLES_H
#define QDMP_MCU_TABLES_H

#include "message.h"

/* A row of any file but guide.txt, see tests/vector_file.h; the texts in it are counted out. */
typedef struct table_vector {
    const char *rule;
    const char *name;
    message_reading reading;
    qdmp_ends ends;
    qdmp_span input;
    size_t used;
    const char *expected; /* the description of an accepted line; NULL for a rejected one, whose error follows */
    const char *code;
    const char *field; /* "?": any */
    size_t offset;
} table_vector;

extern const table_vector table_vectors[];
extern const size_t table_vector_count;

/* A line of guide.txt. */
typedef struct table_line {
    message_direction direction;
    qdmp_span text;
} table_line;

extern const table_line table_guide[];
extern const size_t table_guide_count;

#endif

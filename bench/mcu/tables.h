/* SPDX-License-Identifier: MIT */
/* The guide's lines as tables.py writes them into C. */
#ifndef QDMP_MCU_TABLES_H
#define QDMP_MCU_TABLES_H

#include "message.h"

/* A line of guide.txt. */
typedef struct table_line {
    message_direction direction;
    qdmp_span text;
} table_line;

extern const table_line table_guide[];
extern const size_t table_guide_count;

#endif

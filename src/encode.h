/* SPDX-License-Identifier: MIT */
/* What both encoders share: put a line together from its parts, check it, measure it, write it. Internal. */
#ifndef QDMP_ENCODE_H
#define QDMP_ENCODE_H

#include "decode.h"

/* The parts of a line, in their order; zero for those that it does not have. */
typedef struct qdmp__line {
    const char *before; /* AT, or CR LF */
    qdmp_span name;     /* of the command */
    const char *sign;   /* "=", "?", "=?" or ": "; or a final result code */
    char numbers[4];    /* <type>, or <type>,<act>: all are below ten */
    uint8_t reading;    /* enum qdmp__reading: how the other side reads the parameters */
    uint8_t first;      /* field of the first parameter */
    uint8_t count;      /* how many parameters */
    const void *body;   /* holds them */
    qdmp_span text;     /* a text instead of parameters */
    const char *after;
} qdmp__line;

/* Encodes `line`, after checking its parameters. */
qdmp_status qdmp__encode(const qdmp__line *line, qdmp_room out, size_t *size, qdmp_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Finds the faults of a parameter in the text that a slice expression cut out of the line.
 */
#ifndef QDMP_ORACLE_FAULTS_H
#define QDMP_ORACLE_FAULTS_H

#include "match.h"
#include "parameters.h"

/* A parameter as a slice expression found it. */
struct slice {
    int quoted;
    int closed;
    size_t first;      /* offset of the first byte, quote included */
    size_t text;       /* offset of the text, quote left out */
    size_t text_end;   /* its end */
    size_t behind;     /* offset of the text between the closing quote and the end of the parameter */
    size_t behind_end; /* its end */
    size_t end;        /* offset of the comma or end in its place */
};

struct slice slice_cut(const struct line *line, enum expression which, size_t from);

/* The slice after the comma at `at`. If there is no comma, an empty slice that ends at `at`. */
struct slice slice_cut_behind_comma(const struct line *line, enum expression which, size_t at);

int slice_is_empty(const struct slice *slice);

/* Finds a bad character inside quotes, and in a bare text of an answer, where a quote is a bad character too. */
void find_bad_char(const struct line *line, const char *field, const struct slice *slice);

void find_quote_faults(const struct line *line, const char *field, const struct slice *slice);
void find_length_fault(const struct line *line, const struct spec *spec, const struct slice *slice);

/* Finds the faults of a value that is never quoted, in requests and answers. */
void find_bare_faults(const struct line *line, const struct spec *spec, const struct slice *slice);

/* R28: finds the faults of a number, address or IMEI that may be quoted and outside its limits. */
void find_tolerant_faults(const struct line *line, const struct spec *spec, const struct slice *slice);

/*
 * Reads the number at the start of a line, which determines the rest. Returns -1 if it is wrong: then nothing is known
 * about the rest.
 */
int find_leading_number(const struct line *line, const struct spec *spec, const struct slice *slice);

#endif

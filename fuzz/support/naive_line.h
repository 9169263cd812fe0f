/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What both directions of the plain decoder share: the line, the pieces between its commas, and values that are not
 * strings.
 */
#ifndef QDMP_FUZZ_NAIVE_LINE_H
#define QDMP_FUZZ_NAIVE_LINE_H

#include "naive.h"

/* ---- The current line ---- */

/** Offsets count from the first byte of the input. */
struct line {
    const char *in;
    size_t begin; /* of the text */
    size_t stop;  /* its end: a CR, LF or the end of the input */
    size_t next;  /* after the CR and LF */
    bool tolerant;
    struct naive_answer *answer;
};

/** R2: skips empty lines and finds the end of the line. Returns false if there are only blanks. */
bool line_frame(qdmp_span in, struct line *line, struct naive_answer *answer);

/** R29: the text begins with the first byte. */
void line_frame_rest(qdmp_span in, struct line *line, struct naive_answer *answer);

void line_fault(const struct line *line, qdmp_status status, qdmp_field field, size_t at);

/** Notes a deviation, once (R28). */
void line_mark(const struct line *line, qdmp_deviation deviation, qdmp_field field);

/** The offset after the spaces, or after the digits, at `at`. */
size_t line_spaces(const struct line *line, size_t at);
size_t line_digits(const struct line *line, size_t at, size_t end);

bool line_comma_at(const struct line *line, size_t at);

/** Sets the verdict by the faults that were found. `used`: the bytes consumed by a valid line. */
void line_conclude(const struct line *line, size_t used);

/** Sets the answer to `status` and nothing else. */
void naive_say(struct naive_answer *answer, qdmp_status status, size_t used, size_t at);

/* ---- Pieces ---- */

/** The piece between two commas. `text` to `end` are its bytes without the spaces and quotes around them. */
struct piece {
    size_t first; /* offset of the quote, or the same as `text` */
    size_t text;
    size_t end;
    bool quoted;
    bool closed;
    bool blanks_before; /* spaces that only a tolerant decoder skips */
    bool blanks_behind;
    size_t behind; /* a byte after the closing quote that is neither a space nor an end; or `stop` */
    size_t stop;   /* the comma or end */
};

/** How pieces end, and what surrounds them. */
struct cutting {
    bool semicolons; /* `;` ends a line */
    bool skips;      /* spaces around values are ignored */
    bool commas;     /* a bare value extends to the end, commas included */
};

/** Cuts the piece that begins at `at`, after a comma or the byte in its place. */
struct piece line_cut(const struct line *line, const struct cutting *cutting, size_t at);

/** The piece after the comma at `at`. If there is no comma, an empty piece that ends there. */
struct piece line_cut_behind_comma(const struct line *line, const struct cutting *cutting, size_t at);

bool piece_is_empty(const struct piece *piece);

/* ---- Values ---- */

void check_quotes(const struct line *line, qdmp_field field, const struct piece *piece);
void check_length(const struct line *line, const struct rule *rule, const struct piece *piece);

/** Reads a number, address or IMEI. Quotes around it are a fault (R6, R14). */
void read_bare(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out);

/** R28: reads a number, address or IMEI in quotes, closed or not, that contain more than spaces. */
void read_in_quotes(const struct line *line, const struct rule *rule, const struct piece *piece, struct part *out);

/**
 * Reads the number that determines the rest of the line. Returns false if it is wrong: then nothing is known about the
 * rest.
 */
bool read_selector(const struct line *line, const struct rule *rule, const struct piece *piece, uint32_t *number);

#endif

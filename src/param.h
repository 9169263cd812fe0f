/* SPDX-License-Identifier: MIT */
/*
 * The semantic layer: walks the rows of spec.def over the places that a grammar found, and over the members of a
 * message that an encoder writes. Internal.
 */
#ifndef QDMP_PARAM_H
#define QDMP_PARAM_H

#include "qdmp/response.h"
#include "text.h"
#include "writer.h"

/* Where a form exists (column direction of QDMP_FORMS). */
enum { QDMP__NOWHERE, QDMP__REQUEST, QDMP__INFO, QDMP__BOTH };

typedef struct qdmp__param {
    const char *fallback; /* the default as a text, "" for none */
    uint32_t least;       /* of a choice: the bits of its reserved values */
    uint32_t most;        /* of a choice: the bits of its valid values */
    uint8_t kind;         /* qdmp_param_kind */
    uint8_t offset;       /* of the member in the message's union */
} qdmp__param;

typedef struct qdmp__form {
    uint8_t first; /* field of the first parameter */
    uint8_t count;
    uint8_t direction;
} qdmp__form;

/* By qdmp_field, and by qdmp_request_kind or qdmp_response_kind. */
extern const qdmp__param qdmp__params[QDMP_FIELD_COUNT];
extern const qdmp__form qdmp__forms[QDMP__FORM_END];

/* The name of a command and its test line, and the numbers of its forms. */
typedef struct qdmp__command {
    qdmp_span name;
    qdmp_span test;
    uint8_t first_form;
    uint8_t types;
} qdmp__command;

enum { QDMP__CFG, QDMP__EX };
extern const qdmp__command qdmp__commands[2];

/* <type>, <act>, four parameters and the first surplus one. */
enum { QDMP__SLOTS = 7 };

/*
 * Where the values of a line stand. Slot i lies between at[i] and the comma before at[i + 1], the last between its
 * start and `end`. Beyond QDMP__SLOTS only the count goes on: no form has so many.
 */
typedef struct qdmp__slots {
    const unsigned char *at[QDMP__SLOTS];
    unsigned count;
    const unsigned char *name;   /* the byte behind the command's name */
    const unsigned char *end;    /* the delimiter behind the last slot */
    const unsigned char *next;   /* the byte behind the line's or command's end */
    const unsigned char *broken; /* in the last slot, the byte that the grammar refused; or NULL */
} qdmp__slots;

static inline void qdmp__slot_push(qdmp__slots *slots, const unsigned char *at) {
    if (slots->count < QDMP__SLOTS)
        slots->at[slots->count] = at;
    slots->count++;
}

static inline void qdmp__slots_open(qdmp__slots *slots) {
    slots->count = 1;
    slots->broken = NULL;
}

static inline void qdmp__slots_close(qdmp__slots *slots, const unsigned char *name, const unsigned char *first,
                                     const unsigned char *end, const unsigned char *next) {
    slots->name = name;
    slots->at[0] = first;
    slots->end = end;
    slots->next = next;
}

/* What is wrong, where, and in which parameter; status QDMP_OK while nothing is. */
typedef struct qdmp__fault {
    const unsigned char *at;
    qdmp_field field;
} qdmp__fault;

/* How the values of a line are to be read. */
enum qdmp__reading {
    QDMP__READ_REQUEST, /* strings quoted, defaults for what is left out, spaces around values skipped */
    QDMP__READ_CFG,     /* strings bare or quoted, spaces around values skipped */
    QDMP__READ_EX       /* strings bare or quoted, spaces kept */
};

/*
 * Cuts the slots of a line that the grammar gave up on at `broken`: from `first`, counting commas outside quotes. The
 * line ends at `end`.
 */
void qdmp__slots_recover(qdmp__slots *slots, const unsigned char *first, const unsigned char *broken,
                         const unsigned char *end);

/* Reads the number in slot `index`, between its limits or not; used for <type> and <act>. */
qdmp_status qdmp__read_index(const qdmp__slots *slots, unsigned index, uint32_t *value, qdmp__fault *fault);

/* Reads the parameters of `form` from the slots behind `skip`, into the union at `body`. */
qdmp_status qdmp__read_params(const qdmp__form *form, const qdmp__slots *slots, unsigned skip,
                              enum qdmp__reading reading, void *body, uint32_t *defaulted, qdmp__fault *fault);

/* Reads the string that is the only one of its line: the slots from the second on, commas included (R14). */
qdmp_status qdmp__read_rest(const qdmp__form *form, const qdmp__slots *slots, void *body, qdmp__fault *fault);

/* Whether the parameters of `form` in `body` may be written; names the first that may not. */
qdmp_status qdmp__check_params(const qdmp__form *form, enum qdmp__reading reading, const void *body, qdmp_field *field);

/* Writes a comma and the value for each parameter of `form`. */
void qdmp__write_params(qdmp__writer *writer, const qdmp__form *form, enum qdmp__reading reading, const void *body);

#endif

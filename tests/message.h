/* SPDX-License-Identifier: MIT */
/*
 * One type for requests and responses, and a description of their content that is written apart from the library.
 * message.c says which kind has which fields; that table is typed by hand from the guide.
 */
#ifndef QDMP_TESTS_MESSAGE_H
#define QDMP_TESTS_MESSAGE_H

#include "support.h"

typedef enum message_direction { REQUEST, RESPONSE } message_direction;

typedef struct message {
    message_direction direction;
    union {
        qdmp_request request;
        qdmp_response response;
    };
} message;

typedef enum slot_type { SLOT_NUMBER, SLOT_TEXT, SLOT_ADDRESS } slot_type;

/* The place of a field in the two structs. */
typedef struct slot {
    qdmp_field field;
    slot_type type;
    const char *name;
    size_t in_request;
    size_t in_response;
} slot;

enum { KIND_FIELDS_MAX = 4, DESCRIPTION_MAX = 8192 };

/* The name of a kind in the vectors, and its fields in the order of the line, followed by QDMP_FIELD_NONE. */
typedef struct kind_row {
    int kind;
    const char *name;
    qdmp_field fields[KIND_FIELDS_MAX + 1];
} kind_row;

extern const kind_row request_kinds[], response_kinds[];
extern const size_t request_kind_count, response_kind_count;

const slot *slot_of(qdmp_field field);

/* NULL for a kind that does not exist. */
const kind_row *message_kind(const message *m);

void *message_at(message *m, qdmp_field field);
uint32_t message_number(const message *m, qdmp_field field);
qdmp_span message_text(const message *m, qdmp_field field);

/* How a line is decoded. All zeros: as a request with its name. */
typedef struct message_reading {
    message_direction direction;
    bool tolerant; /* of a response (R28) */
    bool rest;     /* the line is decoded behind its name (R29), with: */
    qdmp_command command;
    qdmp_request_rest request_rest;
    bool behind_colon;
} message_reading;

qdmp_status message_read(const message_reading *reading, qdmp_span in, qdmp_ends ends, message *out, size_t *used,
                         qdmp_error *err);

/* The same reading, but strict and with the name. */
qdmp_status message_decode(message_direction direction, qdmp_span in, qdmp_ends ends, message *out, size_t *used,
                           qdmp_error *err);
qdmp_status message_encode(const message *m, unsigned style, qdmp_room out, size_t *size, qdmp_error *err);

/* Compares the kind and every field, but not the marks of defaulted fields. */
bool message_equal(const message *a, const message *b);

/* Whether every text lies in `in`. No text has a default, so no text may lie anywhere else. */
bool message_inside(const message *m, qdmp_span in);

/*
 * Writes `kind field=value ... defaulted=field,... deviations=deviation,deviation:field,...`: numbers in decimal, texts
 * in quotes with escapes. `defaulted=` is left out if no field has its default; `deviations=` is left out if nothing
 * deviates.
 */
const char *message_describe(const message *m, char out[DESCRIPTION_MAX]);

/*
 * R26: encodes, decodes, compares, encodes again, compares. Returns QDMP_OK, or QDMP_NOT_REPRESENTABLE if the first
 * encoder returns it; anything else fails the test. `line` is the source of `m`; it is only printed.
 */
qdmp_status message_round_trip(const message *m, qdmp_span line);

#endif

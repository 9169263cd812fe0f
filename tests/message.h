/* SPDX-License-Identifier: MIT */
/*
 * Requests and responses under one roof, and a description of what is in them that is written apart from the library:
 * which kind has which fields stands in message.c, typed by hand from the guide.
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

/* Where a field stands in the two structs. */
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

/* How a line is decoded. All zeros: a request with its name. */
typedef struct message_reading {
    message_direction direction;
    bool tolerant; /* of a response (R28) */
    bool rest;     /* the name has been eaten (R29), which is: */
    qdmp_command command;
    qdmp_request_rest request_rest;
    bool behind_colon;
} message_reading;

qdmp_status message_read(const message_reading *reading, qdmp_span in, qdmp_ends ends, message *out, size_t *used,
                         qdmp_error *err);

/* The same strictly, and with the name. */
qdmp_status message_decode(message_direction direction, qdmp_span in, qdmp_ends ends, message *out, size_t *used,
                           qdmp_error *err);
qdmp_status message_encode(const message *m, unsigned style, qdmp_room out, size_t *size, qdmp_error *err);

/* Kind and every field; the marks of defaulted ones aside. */
bool message_equal(const message *a, const message *b);

/* Whether every text lies in `in`. No text has a default, so none may lie anywhere else. */
bool message_inside(const message *m, qdmp_span in);

/*
 * `kind field=value ... defaulted=field,... deviations=deviation,deviation:field,...`: numbers decimal, texts in quotes
 * with escapes. The last parts are left out where nothing is defaulted, and where nothing deviates.
 */
const char *message_describe(const message *m, char out[DESCRIPTION_MAX]);

/*
 * R26: encodes, decodes, compares, encodes again, compares. QDMP_OK, or the status of the first encoder if that is
 * QDMP_NOT_REPRESENTABLE; anything else fails the test. `line` is what `m` came from, to show it.
 */
qdmp_status message_round_trip(const message *m, qdmp_span line);

#endif

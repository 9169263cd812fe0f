/* SPDX-License-Identifier: MIT */
/*
 * The table of spec.def for the tool: the parameters of a form, and the place of each of them in a message. So the tool
 * never lists fields one by one.
 */
#ifndef FIELDS_H
#define FIELDS_H

#include "qdmp/qdmp.h"

#include <stdbool.h>

/* Where a form exists; the bits of form_row.direction. */
enum { IN_NOWHERE, IN_REQUEST, IN_INFO, IN_BOTH };

/* One <type> of a command. */
typedef struct form_row {
    bool ex; /* QDMPCFGEX */
    uint8_t type;
    uint8_t first; /* qdmp_field of its first parameter */
    uint8_t count;
    uint8_t direction;
} form_row;

/* The forms, by the numbers that qdmp_request_kind and qdmp_response_kind share: from 1 to below FORMS_END. */
enum { FORMS_END = QDMP__FORM_END };
const form_row *form_at(unsigned kind);

/* The kind of a <type> of a command in `direction`; 0 if there is none. */
unsigned form_kind(bool ex, uint32_t type, unsigned direction);

/* The row of a parameter. */
const qdmp_param *param_at(qdmp_field field);

/* Whether a line of `direction` contains the parameter. Some parameters occur only in information lines. */
bool param_is_in(const qdmp_param *param, unsigned direction);

/* The place of `field` in the union of a qdmp_request or qdmp_response that begins at `body`. */
const void *field_in(const void *body, qdmp_field field);
void *field_to_set(void *body, qdmp_field field);

/* Writes an address with dots. Returns the number of bytes. */
enum { ADDRESS_TEXT = 15 };
size_t address_text(const uint8_t octets[4], char text[ADDRESS_TEXT]);

/* The values that `field` may choose from, without the reserved ones: "0, 1, 2". Returns `text`. */
enum { CHOICES_TEXT = 128 };
const char *choices_text(qdmp_field field, char text[CHOICES_TEXT]);

/* "QDMPCFG" or "QDMPCFGEX". */
const char *command_name(bool ex);

#endif

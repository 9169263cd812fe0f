/* SPDX-License-Identifier: MIT */
/* The names of the numbers in CoAP messages (RFC 7252, 12; RFC 7641, 7959 and 9175 for the later ones). */
#ifndef COAP_NAMES_H
#define COAP_NAMES_H

#include "qdmp/coap.h"

/* How to read the value of an option. */
typedef enum value_kind { VALUE_OPAQUE, VALUE_TEXT, VALUE_NUMBER, VALUE_BLOCK, VALUE_FORMAT } value_kind;

typedef struct option_name {
    uint16_t number;
    value_kind kind;
    const char *name;
} option_name;

/* NULL for an option that is not known. */
const option_name *coap_option_name(uint16_t number);

/* How to read the value of an option. A number that is too long for an option is opaque. */
value_kind coap_value_kind(const qdmp_coap_option *option);

/* The number in a value that is one (RFC 7252, 3.2). */
uint32_t coap_value_number(qdmp_span value);

/* Method or response; "" for a code that is not known. */
const char *coap_code_name(uint8_t code);

/* "CON", "NON", "ACK" or "RST". */
const char *coap_type_name(qdmp_coap_type type);

/* The media type of a Content-Format; "" if it is not known. */
const char *coap_format_name(uint64_t number);

#endif

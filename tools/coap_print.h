/* SPDX-License-Identifier: MIT */
/* CoAP messages, for people and as JSON. */
#ifndef COAP_PRINT_H
#define COAP_PRINT_H

#include "output.h"
#include "qdmp/coap.h"

/* "2.01 Created" */
void coap_print_code(output *out, uint8_t code);

/* Prints a line for the header, and one for each option and for the payload. */
void coap_print_text(output *out, const qdmp_coap_message *message);

/* Code, type, Message ID, token, options and payload. The caller releases it. */
json_t *coap_json(const qdmp_coap_message *message);

#endif

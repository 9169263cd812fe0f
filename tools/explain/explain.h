/* SPDX-License-Identifier: MIT */
/*
 * What the page shows, told as JSON. The page hands in bytes and draws what comes back; all that is known of lines and
 * datagrams is the library's.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "json.h"

#include "qdmp/request.h"

typedef enum line_role { ROLE_AUTO, ROLE_REQUEST, ROLE_RESPONSE } line_role;

/* The table of the forms, parameters, values, tokens, deviations and statuses, by which the page names things. */
void explain_table(json *out);

/*
 * The messages of one line: a response, or requests. `room` is for their canonical forms, which may be longer than what
 * they were read from by the values that were left out, and by quotes.
 */
void explain_line(json *out, qdmp_span line, line_role role, qdmp_room room);

/* The lines of a log or of a terminal, the messages of each. `room` has to be as large as `text`, too. */
void explain_log(json *out, qdmp_span text, qdmp_room room);

/* A CoAP datagram. */
void explain_datagram(json *out, qdmp_span datagram);

/* A request as the library writes it, without CR; or what is wrong with it. */
void explain_request(json *out, const qdmp_request *request, qdmp_room room);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The data that the line viewer shows, as JSON. The page passes bytes and shows the result. Only the library knows the
 * rules of lines and datagrams.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "json.h"

#include "qdmp/request.h"

typedef enum line_role { ROLE_AUTO, ROLE_REQUEST, ROLE_RESPONSE } line_role;

/* The tables of forms, parameters, values, tokens, deviations and statuses, from which the page takes all names. */
void explain_table(json *out);

/*
 * The messages of one line: a response, or one or more requests. `room` is for their canonical forms. A canonical form
 * may be longer than its line, because it contains quotes and the values that the line leaves out.
 */
void explain_line(json *out, qdmp_span line, line_role role, qdmp_room room);

/*
 * The messages of each line of a terminal or, with ROLE_AUTO, of a log. `room` must also be at least as large as `text`.
 */
void explain_log(json *out, qdmp_span text, line_role role, qdmp_room room);

/* A CoAP datagram. */
void explain_datagram(json *out, qdmp_span datagram);

/* A request in its canonical form without CR, or its error. */
void explain_request(json *out, const qdmp_request *request, qdmp_room room);

#endif

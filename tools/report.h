/* SPDX-License-Identifier: MIT */
/* Reports events while messages are sent: a line for each event, flushed at once. */
#ifndef REPORT_H
#define REPORT_H

#include "output.h"
#include "reception.h"

typedef struct report {
    output *out;
    bool json;
} report;

/* A state, QDMP_DMSTATE_... */
void report_dmstate(const report *to, uint32_t dmstate);

/*
 * An answer of the server, or one of its requests. The diagnostic text of a refusal is shown as well (RFC 7252, 5.5.2).
 */
void report_message(const report *to, const qdmp_coap_message *message);

/* The answer to a request of the server. */
void report_reply(const report *to, const qdmp_coap_message *message);

/* A datagram that is not an answer, and the reason. */
void report_ignored(const report *to, const reception *it);

#endif

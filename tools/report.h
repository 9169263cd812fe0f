/* SPDX-License-Identifier: MIT */
/* What happens while messages are sent: a line for each event, handed to the system at once. */
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

/* An answer of the server, or a request of his. What a refusal says for people is shown as well (RFC 7252, 5.5.2). */
void report_message(const report *to, const qdmp_coap_message *message);

/* What a request of the server is answered with. */
void report_reply(const report *to, const qdmp_coap_message *message);

/* A datagram that is no answer, and why. */
void report_ignored(const report *to, const reception *it);

#endif

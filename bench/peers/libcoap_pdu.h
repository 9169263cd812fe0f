/* SPDX-License-Identifier: MIT */
/* What the files here that build messages with libcoap share. */
#ifndef QDMP_BENCH_LIBCOAP_PDU_H
#define QDMP_BENCH_LIBCOAP_PDU_H

#include <coap3/coap.h>

/* Copies the message to `out`, less the header, and deletes it; the bytes written, 0 where they do not fit. */
size_t libcoap_take_bytes(coap_pdu_t *pdu, char *out, size_t cap);

#endif

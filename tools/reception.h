/* SPDX-License-Identifier: MIT */
/* Relates a datagram from the server to the request that was sent (RFC 7252, 4.2, 5.3.2 and 5.4.1). */
#ifndef RECEPTION_H
#define RECEPTION_H

#include "qdmp/registration.h"

#include <stdbool.h>

typedef enum reception_kind {
    RECEPTION_ANSWER,
    RECEPTION_RESET,        /* of the request */
    RECEPTION_ACKNOWLEDGED, /* the answer comes later */
    RECEPTION_EMPTY,        /* an Empty message that does not concern the request */
    RECEPTION_IGNORED       /* `why` */
} reception_kind;

enum { WHY_ROOM = 32 };

typedef struct reception {
    reception_kind kind;
    qdmp_span datagram;
    bool readable;             /* it is a CoAP message */
    qdmp_coap_message message; /* if it is readable */
    char why[WHY_ROOM];
} reception;

/* Judges `datagram`, which must live as long as the result. */
reception reception_of(qdmp_span datagram, const qdmp_exchange *sent);

#endif

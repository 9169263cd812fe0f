/* SPDX-License-Identifier: MIT */
/* Answers the platform's reads of a registered module. */
#ifndef OBJECT_REPLY_H
#define OBJECT_REPLY_H

#include "qdmp/object.h"
#include "qdmp/session.h"

/*
 * Makes the answer to a request that `session` has just returned. QDMP_OK: the session leaves it to the caller, who
 * sends `reply`, which lies in `room`. Anything else is what qdmp_object_answer returned, and the session answers by
 * itself.
 */
qdmp_status object_reply(qdmp_session *session, const qdmp_object *object, const qdmp_coap_message *request,
                         qdmp_room room, qdmp_span *reply);

#endif

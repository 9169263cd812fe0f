/* SPDX-License-Identifier: MIT */
/* Answers what the platform reads of a module that is registered. */
#ifndef OBJECT_REPLY_H
#define OBJECT_REPLY_H

#include "qdmp/object.h"
#include "qdmp/session.h"

/*
 * Makes the answer to a request that `session` has just handed over. QDMP_OK: the session leaves it to the caller, who
 * sends `reply`, which lies in `room`; anything else is what qdmp_object_answer says, and the session answers by itself.
 */
qdmp_status object_reply(qdmp_session *session, const qdmp_object *object, const qdmp_coap_message *request,
                         qdmp_room room, qdmp_span *reply);

#endif

/* SPDX-License-Identifier: MIT */
#include "object_reply.h"

qdmp_status object_reply(qdmp_session *session, const qdmp_object *object, const qdmp_coap_message *request,
                         qdmp_room room, qdmp_span *reply) {
    uint16_t id = qdmp_session_next_id(session);
    size_t size;
    qdmp_status status = qdmp_object_answer(object, request, id, room, &size, NULL);
    if (status != QDMP_OK)
        return status;
    qdmp_session_take(session);
    *reply = (qdmp_span){room.ptr, size};
    return QDMP_OK;
}

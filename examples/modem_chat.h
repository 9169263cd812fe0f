/* SPDX-License-Identifier: MIT */
#ifndef EXAMPLES_MODEM_CHAT_H
#define EXAMPLES_MODEM_CHAT_H

#include <qdmp/qdmp.h>
#include <zephyr/modem/chat.h>

/** The user_data of modem_chat_init. A driver with user data of its own makes this a member of it. */
struct conversation {
    const qdmp_request *request;
    void (*take)(const qdmp_response *response); /**< gets each line of the answer, which lives during the call */
    qdmp_status status;                          /**< of the request, or of the last line that broke a rule */
};

/**
 * Sends the request, and waits for its answer. Returns 0; -EINVAL, -EBADMSG: see the status; otherwise the result of
 * modem_chat.
 */
int ask(struct modem_chat *chat, struct conversation *conversation);

#endif

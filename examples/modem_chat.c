/* SPDX-License-Identifier: MIT */
/*
 * A host on Zephyr's modem_chat. It sends a request to the module, and passes on each information line of the answer.
 *
 * modem_chat splits a line at separators, but a value may contain separators. A match without separators returns the
 * rest of the line whole, as argv[1]; R29 decodes it. The match ends at the colon, because a module may leave out the
 * space after it.
 *
 * Build it in a Zephyr application with CONFIG_QDMP and CONFIG_MODEM_CHAT. The receive buffer of the chat has
 * QDMP_REQUEST_LINE_MAX + 16 bytes, its delimiter is "\r", its filter "\n". Here stand-in/zephyr/modem/chat.h declares
 * the part of Zephyr that is used.
 */
#include "modem_chat.h"

#include <errno.h>
#include <string.h>

static void on_info(struct modem_chat *chat, char **argv, uint16_t argc, void *user_data) {
    struct conversation *conversation = user_data;
    qdmp_command command = strcmp(argv[0], QDMP_EX_NAME ":") == 0 ? QDMP_COMMAND_EX : QDMP_COMMAND_CFG;
    const char *text = argc > 1 ? argv[1] : "";
    qdmp_span rest = {text, strlen(text)};
    qdmp_response response;
    qdmp_status status = qdmp_response_decode_rest(rest, QDMP_WHOLE_LINE, command,
                                                   QDMP_REST_BEHIND_COLON | QDMP_REST_TOLERANT, &response, NULL, NULL);
    (void)chat;
    if (status != QDMP_OK)
        conversation->status = status;
    else if (qdmp_response_answers(conversation->request, &response) == QDMP_ANSWER_PART)
        conversation->take(&response);
}

/* Partial: more lines may follow, until OK. */
MODEM_CHAT_MATCHES_DEFINE(answers, MODEM_CHAT_MATCH_INITIALIZER(QDMP_CFG_NAME ":", "", on_info, false, true),
                          MODEM_CHAT_MATCH_INITIALIZER(QDMP_EX_NAME ":", "", on_info, false, true),
                          MODEM_CHAT_MATCH("OK", "", NULL));
MODEM_CHAT_MATCHES_DEFINE(failures, MODEM_CHAT_MATCH("ERROR", "", NULL), MODEM_CHAT_MATCH("+CME ERROR:", "", NULL));

int ask(struct modem_chat *chat, struct conversation *conversation) {
    char line[QDMP_REQUEST_LINE_MAX];
    qdmp_room room = {line, sizeof line};
    size_t size;
    struct modem_chat_script_chat step = {
        .request = (const uint8_t *)line, .response_matches = answers, .response_matches_size = ARRAY_SIZE(answers)};
    struct modem_chat_script script = {.name = "qdmp",
                                       .script_chats = &step,
                                       .script_chats_size = 1,
                                       .abort_matches = failures,
                                       .abort_matches_size = ARRAY_SIZE(failures),
                                       .timeout = 2};
    conversation->status = qdmp_request_encode(conversation->request, QDMP_REQUEST_WITHOUT_END, room, &size, NULL);
    if (conversation->status != QDMP_OK)
        return -EINVAL;
    step.request_size = (uint16_t)size;
    int result = modem_chat_run_script(chat, &script);
    return result == 0 && conversation->status != QDMP_OK ? -EBADMSG : result;
}

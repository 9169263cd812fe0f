/* SPDX-License-Identifier: MIT */
/*
 * examples/modem_chat.c with a small imitation of Zephyr's modem_chat. How it finds a match, and what it passes to its
 * callback, was taken from Zephyr's source and is written anew here. Its delimiter is CR, its filter LF.
 */
#include "../../examples/modem_chat.h"
#include "expect.h"

#include <errno.h>
#include <string.h>

struct modem_chat {
    void *user_data;
    const char *reply; /* what the module will say; a silent one: "" */
    bool is_late;      /* the answer did not end in time */
};

static const struct modem_chat_match *match_of(const struct modem_chat_match *matches, size_t count, const char *line) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(line, (const char *)matches[i].match, matches[i].match_size) == 0)
            return &matches[i];
    return NULL;
}

static void call(struct modem_chat *chat, const struct modem_chat_match *match, char *line) {
    char name[32], *argv[2] = {name, line + match->match_size};
    require(match->separators_size == 0, "the line would be split");
    memcpy(name, match->match, match->match_size);
    name[match->match_size] = '\0';
    if (match->callback != NULL) /* there is no argument if nothing is left */
        match->callback(chat, argv, *argv[1] == '\0' ? 1 : 2, chat->user_data);
}

/* Whether the line ends the script, and how. */
static bool hear(struct modem_chat *chat, const struct modem_chat_script *script, char *line, int *result) {
    const struct modem_chat_script_chat *step = script->script_chats;
    const struct modem_chat_match *match = match_of(step->response_matches, step->response_matches_size, line);
    if (match != NULL) {
        call(chat, match, line);
        *result = 0;
        return !match->partial;
    }
    match = match_of(script->abort_matches, script->abort_matches_size, line);
    if (match == NULL)
        return false;
    call(chat, match, line);
    *result = -EAGAIN;
    return true;
}

int modem_chat_run_script(struct modem_chat *chat, const struct modem_chat_script *script) {
    char line[128];
    size_t size = 0;
    int result = 0;
    require(script->script_chats_size == 1 && script->timeout > 0, "the script");
    say((const char *)script->script_chats->request, script->script_chats->request_size);
    say("\r", 1);
    for (const char *byte = chat->reply; *byte != '\0'; byte++) {
        if (*byte != '\r' && *byte != '\n')
            line[size++] = *byte;
        line[size] = '\0';
        if (*byte != '\r')
            continue;
        if (size > 0 && hear(chat, script, line, &result))
            return result;
        size = 0;
    }
    chat->is_late = true;
    return -EAGAIN;
}

static void take(const qdmp_response *response) {
    char text[128];
    qdmp_room room = {text, sizeof text};
    size_t size;
    if (response->kind == QDMP_INFO_SERVER && qdmp_response_deviates(response, QDMP_DEVIATION_UNSET, QDMP_FIELD_NONE)) {
        say(" unset", 6);
        return;
    }
    require(qdmp_response_encode(response, QDMP_RESPONSE_TEXT_ALONE, room, &size, NULL) == QDMP_OK, "a line");
    say(" ", 1);
    say(text, size);
}

/* The text that is sent, and the part of the answer that is passed on. */
static void asks(qdmp_request request, const char *reply, int wanted_result, const char *wanted) {
    struct conversation conversation = {&request, take, QDMP_OK};
    struct modem_chat chat = {&conversation, reply, false};
    int result = ask(&chat, &conversation);
    expect(reply, wanted);
    require(result == wanted_result && chat.is_late == (*reply == '\0'), reply);
    require((result == -EBADMSG) == (conversation.status == QDMP_RANGE), "the status");
}

int main(void) {
    qdmp_request server = {.kind = QDMP_SET_SERVER, .server = {{117, 161, 2, 7}, 5683, 420}};
    qdmp_request state = {.kind = QDMP_QUERY_STATE}, read = {.kind = QDMP_READ};
    qdmp_request location = {.kind = QDMP_EX_READ, .ex_type = QDMP_EX_TYPE_LOCATION};
    asks(server, "\r\nOK\r\n", 0, "AT+QDMPCFG=1,117.161.2.7,5683,420\r");
    asks(server, "\r\nERROR\r\n", -EAGAIN, "AT+QDMPCFG=1,117.161.2.7,5683,420\r");
    asks(server, "\r\n+CME ERROR: 50\r\n", -EAGAIN, "AT+QDMPCFG=1,117.161.2.7,5683,420\r");
    asks(server, "", -EAGAIN, "AT+QDMPCFG=1,117.161.2.7,5683,420\r");
    asks(state, "\r\n+QDMPCFG: 6,6\r\n\r\nOK\r\n", 0, "AT+QDMPCFG=6\r +QDMPCFG: 6,6");
    asks(state, "AT+QDMPCFG=6\r\r\n+QDMPCFG:6,6\r\n\r\n+CEREG: 1\r\n\r\nOK \r\n", 0, "AT+QDMPCFG=6\r +QDMPCFG: 6,6");
    asks(state, "\r\n+QDMPCFG:\r\n\r\n+QDMPCFG: 7,1\r\n\r\nOK\r\n", -EBADMSG, "AT+QDMPCFG=6\r");
    asks(read, "\r\n+QDMPCFG: 0,1\r\n\r\n+QDMPCFG: 1,,,\r\n\r\nOK\r\n", 0, "AT+QDMPCFG?\r +QDMPCFG: 0,1 unset");
    asks(location, "\r\n+QDMPCFG: 6,6\r\n+QDMPCFGEX: 5,31.2,121.4,GPS\r\n\r\nOK\r\n", 0,
         "AT+QDMPCFGEX=5,1\r +QDMPCFGEX: 5,31.2,121.4,GPS");
    asks(location, "\r\n+QDMPCFGEX: 5,NULL\r\n\r\nERROR\r\n", -EAGAIN, "AT+QDMPCFGEX=5,1\r +QDMPCFGEX: 5,NULL");
    server.server.port = 0;
    struct conversation refused = {&server, take, QDMP_OK};
    struct modem_chat chat = {&refused, "\r\nOK\r\n", false};
    require(ask(&chat, &refused) == -EINVAL && refused.status == QDMP_RANGE, "a request that is not legal");
    expect("a request that is not legal", "");
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * A stand-in for Zephyr's header of this name (https://github.com/zephyrproject-rtos/zephyr), written for this
 * repository: the declarations that ../../../modem_chat.c and its test use, and no more. It has no code of Zephyr.
 * Build with Zephyr's own header, not with this one.
 */
#ifndef STAND_IN_ZEPHYR_MODEM_CHAT_H
#define STAND_IN_ZEPHYR_MODEM_CHAT_H

#include <stdbool.h>
#include <stdint.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

struct modem_chat;

typedef void (*modem_chat_match_callback)(struct modem_chat *chat, char **argv, uint16_t argc, void *user_data);

struct modem_chat_match {
    const uint8_t *match;
    uint8_t match_size;
    const uint8_t *separators;
    uint8_t separators_size;
    bool wildcards;
    bool partial;
    modem_chat_match_callback callback;
};

#define MODEM_CHAT_MATCH_INITIALIZER(text, between, function, with_wildcards, is_partial)                              \
    {                                                                                                                  \
        .match = (const uint8_t *)(text), .match_size = sizeof(text) - 1, .separators = (const uint8_t *)(between),    \
        .separators_size = sizeof(between) - 1, .wildcards = (with_wildcards), .partial = (is_partial),                \
        .callback = (function),                                                                                        \
    }
#define MODEM_CHAT_MATCH(text, between, function) MODEM_CHAT_MATCH_INITIALIZER(text, between, function, false, false)
#define MODEM_CHAT_MATCHES_DEFINE(name, ...)      static const struct modem_chat_match name[] = {__VA_ARGS__}

struct modem_chat_script_chat {
    const uint8_t *request;
    uint16_t request_size;
    const struct modem_chat_match *response_matches;
    uint16_t response_matches_size;
    uint16_t timeout; /* ms */
};

enum modem_chat_script_result {
    MODEM_CHAT_SCRIPT_RESULT_SUCCESS,
    MODEM_CHAT_SCRIPT_RESULT_ABORT,
    MODEM_CHAT_SCRIPT_RESULT_TIMEOUT
};

struct modem_chat_script {
    const char *name;
    const struct modem_chat_script_chat *script_chats;
    uint16_t script_chats_size;
    const struct modem_chat_match *abort_matches;
    uint16_t abort_matches_size;
    void (*callback)(struct modem_chat *chat, enum modem_chat_script_result result, void *user_data);
    uint32_t timeout; /* s */
};

int modem_chat_run_script(struct modem_chat *chat, const struct modem_chat_script *script);

#endif

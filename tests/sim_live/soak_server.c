/* SPDX-License-Identifier: MIT */
#include "soak_server.h"

#include <stdlib.h>
#include <string.h>

/* The text of an option of the request that begins with `begin`, without that beginning. */
static bool option_of(const qdmp_coap_message *request, uint16_t number, const char *begin, char text[32]) {
    qdmp_coap_options options = request->options;
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        size_t size = strlen(begin);
        if (option.number != number || option.value.len < size || memcmp(option.value.ptr, begin, size) != 0)
            continue;
        size_t rest = option.value.len - size < 31 ? option.value.len - size : 31;
        memcpy(text, option.value.ptr + size, rest);
        text[rest] = 0;
        return true;
    }
    return false;
}

static uint8_t take_register(soak_server *at, uint64_t now, const qdmp_coap_message *request) {
    char lifetime[32];
    at->registers++;
    if (at->mood == MOOD_REFUSES || !option_of(request, QDMP_COAP_URI_QUERY, "lt=", lifetime))
        return QDMP_COAP_CODE(4, 0);
    at->registered = true;
    at->lifetime = strtoull(lifetime, NULL, 10) * 1000;
    at->expires = now + at->lifetime;
    return QDMP_COAP_CREATED;
}

static uint8_t take_update(soak_server *at, uint64_t now) {
    at->updates++;
    if (at->mood == MOOD_REFUSES || !at->registered || at->expires <= now)
        return QDMP_COAP_CODE(4, 4);
    at->expires = now + at->lifetime;
    return QDMP_COAP_CHANGED;
}

static uint8_t take_deregister(soak_server *at) {
    at->deregisters++;
    at->registered = false;
    return QDMP_COAP_DELETED;
}

static uint8_t code_for(soak_server *at, uint64_t now, const qdmp_coap_message *request) {
    char rest[32];
    if (request->code == QDMP_COAP_DELETE)
        return take_deregister(at);
    return option_of(request, QDMP_COAP_URI_PATH, "x", rest) ? take_update(at, now) : take_register(at, now, request);
}

size_t soak_server_answer(soak_server *at, uint64_t now, qdmp_span datagram, qdmp_room out) {
    static const qdmp_coap_option location[] = {{QDMP_COAP_LOCATION_PATH, {"rd", 2}},
                                                {QDMP_COAP_LOCATION_PATH, {"x", 1}}};
    qdmp_coap_message message;
    size_t size = 0;
    if (qdmp_coap_decode(datagram, &message, NULL) != QDMP_OK)
        return 0;
    at->contents += message.code == QDMP_COAP_CONTENT;
    if (!qdmp_coap_is_request(message.code) || at->mood == MOOD_SILENT)
        return 0;
    qdmp_coap_message answer = {.type = QDMP_COAP_ACK, .id = message.id, .token = message.token};
    answer.code = code_for(at, now, &message);
    size_t options = answer.code == QDMP_COAP_CREATED ? 2 : 0;
    return qdmp_coap_encode(&answer, location, options, out, &size, NULL) == QDMP_OK ? size : 0;
}

size_t soak_server_read(qdmp_room out, uint16_t id) {
    static const qdmp_coap_option path[] = {
        {QDMP_COAP_URI_PATH, {"666", 3}}, {QDMP_COAP_URI_PATH, {"0", 1}}, {QDMP_COAP_URI_PATH, {"6604", 4}}};
    qdmp_coap_message request = {.type = QDMP_COAP_CON, .code = QDMP_COAP_GET, .id = id, .token = {"t", 1}};
    size_t size = 0;
    return qdmp_coap_encode(&request, path, 3, out, &size, NULL) == QDMP_OK ? size : 0;
}

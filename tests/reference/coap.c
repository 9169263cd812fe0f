/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/coap.h"

#include <string.h>

/* ACK 2.01, Message ID 0x1234, token 34 12 00 00, Location-Path rd/ABCD1234. */
#define CREATED                                                                                                        \
    "\x64\x41\x12\x34\x34\x12\x00\x00\x82rd\x08"                                                                       \
    "ABCD1234"

static void decode(void) {
    //! [qdmp_coap_decode]
    qdmp_span datagram = QDMP_LITERAL(CREATED); // as the server sent it
    qdmp_coap_message message;
    qdmp_error err;
    expect(qdmp_coap_decode(datagram, &message, &err) == QDMP_OK);
    expect(message.type == QDMP_COAP_ACK && message.code == QDMP_COAP_CREATED && message.id == 0x1234);

    datagram.len = 3; // the datagram is cut
    expect(qdmp_coap_decode(datagram, &message, &err) == QDMP_COAP && err.offset == 3);
    //! [qdmp_coap_decode]
}

static void options(void) {
    qdmp_span datagram = QDMP_LITERAL(CREATED);
    //! [qdmp_coap_option_next]
    qdmp_coap_message message;
    qdmp_coap_option option;
    size_t segments = 0;
    expect(qdmp_coap_decode(datagram, &message, NULL) == QDMP_OK);
    while (qdmp_coap_option_next(&message.options, &option) == QDMP_OK) {
        if (option.number == QDMP_COAP_LOCATION_PATH)
            segments++;
    }
    expect(segments == 2 && is(option.value, "ABCD1234")); // the last segment
    //! [qdmp_coap_option_next]
}

static void encode(void) {
    //! [qdmp_coap_encode]
    qdmp_coap_message message = {
        .type = QDMP_COAP_CON, .code = QDMP_COAP_GET, .id = 0x1234, .token = QDMP_LITERAL("t")};
    qdmp_coap_option path[] = {{QDMP_COAP_URI_PATH, QDMP_LITERAL("666")}, {QDMP_COAP_URI_PATH, QDMP_LITERAL("0")}};
    char bytes[32];
    size_t size;
    expect(qdmp_coap_encode(&message, path, 2, (qdmp_room){bytes, sizeof bytes}, &size, NULL) == QDMP_OK);
    expect(size == 11 && memcmp(bytes,
                                "\x41\x01\x12\x34t\xb3"
                                "666\x01"
                                "0",
                                size) == 0);
    //! [qdmp_coap_encode]
}

static void kinds(void) {
    //! [qdmp_coap_is_request]
    expect(qdmp_coap_is_request(QDMP_COAP_GET));
    expect(!qdmp_coap_is_request(QDMP_COAP_EMPTY) && !qdmp_coap_is_request(QDMP_COAP_CONTENT));
    //! [qdmp_coap_is_request]
    //! [qdmp_coap_is_response]
    expect(qdmp_coap_is_response(QDMP_COAP_CODE(4, 4)) && !qdmp_coap_is_response(QDMP_COAP_CODE(7, 1)));
    //! [qdmp_coap_is_response]
}

static void links(void) {
    //! [qdmp_links_open]
    //! [qdmp_links_next]
    qdmp_span text = QDMP_LITERAL("</>;rt=\"oma.lwm2m\",</1/0>");
    qdmp_links walk = qdmp_links_open(text);
    qdmp_link_item item;
    expect(qdmp_links_next(&walk, &item, NULL) == QDMP_OK && item.kind == QDMP_LINK_TARGET && is(item.value, "/"));
    expect(qdmp_links_next(&walk, &item, NULL) == QDMP_OK && item.kind == QDMP_LINK_QUOTED && is(item.name, "rt"));
    expect(qdmp_links_next(&walk, &item, NULL) == QDMP_OK && is(item.value, "/1/0"));
    expect(qdmp_links_next(&walk, &item, NULL) == QDMP_END);
    //! [qdmp_links_next]
    //! [qdmp_links_open]
}

static void links_encode(void) {
    //! [qdmp_links_encode]
    qdmp_link_item items[] = {{QDMP_LINK_TARGET, {NULL, 0}, QDMP_LITERAL("/666/0")},
                              {QDMP_LINK_TOKEN, QDMP_LITERAL("ct"), QDMP_LITERAL("40")}};
    char text[32];
    size_t size;
    expect(qdmp_links_encode(items, 2, (qdmp_room){text, sizeof text}, &size, NULL) == QDMP_OK);
    expect(is((qdmp_span){text, size}, "</666/0>;ct=40"));
    //! [qdmp_links_encode]
}

void coap_examples(void) {
    decode();
    options();
    encode();
    kinds();
    links();
    links_encode();
}

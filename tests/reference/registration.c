/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/registration.h"

/* ACK 2.01 with Message ID 0x1234, token 34 12 00 00 and Location-Path rd/ABCD1234. */
#define CREATED                                                                                                        \
    "\x64\x41\x12\x34\x34\x12\x00\x00\x82rd\x08"                                                                       \
    "ABCD1234"

static qdmp_crypto crypto;
static qdmp_registration registration;
static const qdmp_exchange exchange = {0x1234, QDMP_LITERAL("\x34\x12\x00\x00")};
static const qdmp_location_path path = {{QDMP_LITERAL("rd"), QDMP_LITERAL("ABCD1234")}, 2};

static void name(void) {
    //! [qdmp_endpoint_name]
    registration.credentials = credentials; // the values of `AT+QDMPCFG=2`, with the whole password
    registration.imsi = (qdmp_span)QDMP_LITERAL("460001234567890");
    registration.crypto = &crypto;
    char text[QDMP_ENDPOINT_NAME_MAX];
    qdmp_room room = {text, sizeof text};
    size_t size;
    expect(qdmp_endpoint_name(&registration, QDMP_NAME_REGISTER, room, &size, NULL) == QDMP_OK);
    expect(is((qdmp_span){text, size}, "L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5"
                                       "@#@M100000089@#@863703030822519@#@v2.0"));
    //! [qdmp_endpoint_name]
}

static void lifetime(void) {
    //! [qdmp_registration_lifetime]
    registration.server.update_period = QDMP_UPDATE_PERIOD_DEFAULT;
    expect(qdmp_registration_lifetime(&registration) == QDMP_UPDATE_PERIOD_DEFAULT); // seconds
    //! [qdmp_registration_lifetime]
}

static void registers(void) {
    //! [qdmp_register_encode]
    char datagram[QDMP_REGISTER_MAX(QDMP_OBJECTS_MAX)];
    qdmp_room room = {datagram, sizeof datagram};
    size_t size;
    qdmp_error err;
    expect(qdmp_register_encode(&registration, &exchange, room, &size, &err) == QDMP_OK); // CON POST /rd
    //! [qdmp_register_encode]
    qdmp_coap_message message;
    expect(qdmp_coap_decode((qdmp_span){datagram, size}, &message, &err) == QDMP_OK && message.id == 0x1234);
    expect(size == 189 && message.code == QDMP_COAP_POST);
    expect(is(message.payload, "</>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>"));
}

static void updates(void) {
    //! [qdmp_update_encode]
    char datagram[QDMP_UPDATE_MAX(2, 10)]; // for a path of 2 segments with 10 bytes in total: rd/ABCD1234
    qdmp_room room = {datagram, sizeof datagram};
    size_t size;
    expect(qdmp_update_encode(&registration, &path, &exchange, room, &size, NULL) == QDMP_OK);
    //! [qdmp_update_encode]
    qdmp_coap_message message;
    expect(qdmp_coap_decode((qdmp_span){datagram, size}, &message, NULL) == QDMP_OK);
    expect(size == 132 && message.code == QDMP_COAP_POST && message.payload.len == 0);
}

static void deregisters(void) {
    //! [qdmp_deregister_encode]
    char datagram[QDMP_DEREGISTER_MAX(2, 10)];
    qdmp_room room = {datagram, sizeof datagram};
    size_t size;
    expect(qdmp_deregister_encode(&path, &exchange, room, &size, NULL) == QDMP_OK);
    expect(is((qdmp_span){datagram + 8, size - 8}, "\xb2rd\x08"
                                                   "ABCD1234"));
    //! [qdmp_deregister_encode]
}

static void reply(void) {
    //! [qdmp_reply_decode]
    qdmp_span datagram = QDMP_LITERAL(CREATED); // as the server sent it
    qdmp_reply answer;
    expect(qdmp_reply_decode(datagram, &answer, NULL) == QDMP_OK);
    expect(answer.message.code == QDMP_COAP_CREATED && answer.message.id == 0x1234);
    expect(answer.location.count == 2 && is(answer.location.segments[1], "ABCD1234")); // send updates to this path
    //! [qdmp_reply_decode]
}

void registration_examples(void) {
    crypto = crypto_of_the_stack();
    name();
    lifetime();
    registers();
    updates();
    deregisters();
    reply();
}

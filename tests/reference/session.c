/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/session.h"

#include <string.h>

static qdmp_crypto crypto;
static qdmp_registration registration;
static char room_of_session[QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
static qdmp_session session;
static const uint32_t random32 = 0x5EED1234; /* the result of a random number generator */

/* Makes the server's answer to `datagram` in the caller's bytes, with or without a Location-Path. */
static qdmp_span answer_to(qdmp_span datagram, uint8_t code, size_t segments, qdmp_room room) {
    static const qdmp_coap_option path[] = {{QDMP_COAP_LOCATION_PATH, QDMP_LITERAL("rd")},
                                            {QDMP_COAP_LOCATION_PATH, QDMP_LITERAL("ABCD1234")}};
    qdmp_coap_message message;
    size_t size;
    expect(qdmp_coap_decode(datagram, &message, NULL) == QDMP_OK);
    message.type = QDMP_COAP_ACK;
    message.code = code;
    message.payload.len = 0;
    expect(qdmp_coap_encode(&message, path, segments, room, &size, NULL) == QDMP_OK);
    return (qdmp_span){room.ptr, size};
}

static void open_and_register(void) {
    char bytes[64];
    qdmp_room server = {bytes, sizeof bytes};
    uint64_t now = 0;
    registration.credentials = credentials;
    registration.server.update_period = 420;
    registration.crypto = &crypto;
    //! [qdmp_session_open]
    qdmp_room room = {room_of_session, sizeof room_of_session};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&registration, room);
    qdmp_error err;
    expect(qdmp_session_open(&session, &config, now, random32, &err) == QDMP_OK);
    //! [qdmp_session_open]
    //! [qdmp_session_event]
    qdmp_session_event(&session, now, QDMP_SESSION_OPENED); // the UDP socket is open
    expect(qdmp_session_dmstate(&session) == QDMP_DMSTATE_CONNECT_SUCCESS);
    //! [qdmp_session_event]
    //! [qdmp_session_poll]
    qdmp_span datagram;
    expect(qdmp_session_poll(&session, now, random32, &datagram, &err) == QDMP_OK); // a register: send it
    //! [qdmp_session_poll]
    qdmp_span answer = answer_to(datagram, QDMP_COAP_CREATED, 2, server);
    //! [qdmp_session_poll]
    expect(qdmp_session_poll(&session, now, random32, &datagram, &err) == QDMP_END); // nothing else to send now
    //! [qdmp_session_poll]
    //! [qdmp_session_receive]
    now += 50; // milliseconds later the server answers 2.01
    qdmp_coap_message request;
    expect(qdmp_session_receive(&session, now, answer, &request) == QDMP_SESSION_ANSWER);
    //! [qdmp_session_receive]
    //! [qdmp_session_dmstate]
    expect(qdmp_session_dmstate(&session) == QDMP_DMSTATE_REG_SUCCESS); // the answer to `AT+QDMPCFG=6`
    //! [qdmp_session_dmstate]
    //! [qdmp_session_deadline]
    expect(qdmp_session_poll(&session, now, random32, &datagram, &err) == QDMP_END);
    // The update is due 93 s before the lifetime ends. The lifetime began 50 ms ago, when the register was sent.
    expect(qdmp_session_deadline(&session, now) == (420 - 93) * 1000 - 50);
    //! [qdmp_session_deadline]
}

static void answer_a_request(void) {
    const qdmp_span get = QDMP_LITERAL("\x51\x01\x00\x07t\xb3"
                                       "666\x01"
                                       "0");
    uint64_t now = 1000;
    //! [qdmp_session_take]
    //! [qdmp_session_next_id]
    qdmp_coap_message request;
    if (qdmp_session_receive(&session, now, get, &request) == QDMP_SESSION_REQUEST) { // NON GET /666/0
        uint16_t id = qdmp_session_next_id(&session); // Message ID of the answer, which object.h makes
        expect(id != qdmp_session_next_id(&session));
        qdmp_session_take(&session); // the caller answers, not the session
    }
    qdmp_span datagram;
    expect(qdmp_session_poll(&session, now, random32, &datagram, NULL) == QDMP_END);
    //! [qdmp_session_next_id]
    //! [qdmp_session_take]
    expect(request.code == QDMP_COAP_GET);
}

static void sleep_deep(void) {
    uint64_t now = 2000;
    qdmp_room room = {room_of_session, sizeof room_of_session};
    qdmp_session_config config = QDMP_SESSION_CONFIG(&registration, room);
    //! [qdmp_session_save]
    char saved[QDMP_SESSION_SAVED_MAX(QDMP_SESSION_SEGMENTS, QDMP_SESSION_PATH)];
    size_t size;
    expect(qdmp_session_save(&session, now, (qdmp_room){saved, sizeof saved}, &size, NULL) == QDMP_OK);
    //! [qdmp_session_save]
    memset(&session, 0, sizeof session);
    //! [qdmp_session_restore]
    uint64_t slept = 60000; // milliseconds; the clock begins anew
    now = 0;
    expect(qdmp_session_open(&session, &config, now, random32, NULL) == QDMP_OK);
    expect(qdmp_session_restore(&session, now, slept, (qdmp_span){saved, size}, NULL) == QDMP_OK);
    expect(qdmp_session_dmstate(&session) == QDMP_DMSTATE_REG_SUCCESS); // still registered
    //! [qdmp_session_restore]
    expect(qdmp_session_deadline(&session, now) == (420 - 93) * 1000 - 2000 - 60000);
}

void session_examples(void) {
    crypto = crypto_of_the_stack();
    open_and_register();
    answer_a_request();
    sleep_deep();
}

/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/request.h"

static void decode(void) {
    //! [qdmp_request_decode]
    qdmp_span in = QDMP_LITERAL("AT+QDMPCFG=0,1;+QDMPCFG=1,117.161.2.7\r"); // two commands on one line
    qdmp_request request;
    size_t used;
    expect(qdmp_request_decode(in, QDMP_MORE_MAY_COME, &request, &used, NULL) == QDMP_OK);
    expect(request.kind == QDMP_SET_ACCESS_MODE && request.dm_mode == QDMP_DM_MODE_ALLOWED);

    in.ptr += used; // the text after the `;`
    in.len -= used;
    expect(qdmp_request_decode(in, QDMP_MORE_MAY_COME, &request, &used, NULL) == QDMP_OK && used == in.len);
    expect(request.kind == QDMP_SET_SERVER && request.server.ip[0] == 117);
    expect(request.server.port == 5683); // the default, because the line leaves it out
    expect(request.defaulted & QDMP_DEFAULTED(QDMP_FIELD_SERVER_PORT));
    //! [qdmp_request_decode]
}

static void decode_rest(void) {
    //! [qdmp_request_decode_rest]
    // A dispatcher that matched `AT+QDMPCFG=` passes on the rest.
    qdmp_span rest = QDMP_LITERAL("5,4");
    qdmp_request request;
    expect(qdmp_request_decode_rest(rest, QDMP_WHOLE_LINE, QDMP_COMMAND_CFG, QDMP_REQUEST_OF_SET, &request, NULL,
                                    NULL) == QDMP_OK);
    expect(request.kind == QDMP_ERASE && request.erase_opt == QDMP_ERASE_OPT_ALL);
    //! [qdmp_request_decode_rest]
}

static void encode(void) {
    //! [qdmp_request_encode]
    qdmp_request request = {.kind = QDMP_SET_SERVER, .server = {{117, 161, 2, 7}, QDMP_SERVER_PORT_DEFAULT, 420}};
    char line[QDMP_REQUEST_LINE_MAX];
    qdmp_room room = {line, sizeof line};
    size_t size;
    qdmp_error err;
    expect(qdmp_request_encode(&request, QDMP_REQUEST_CANONICAL, room, &size, &err) == QDMP_OK);
    expect(is((qdmp_span){line, size}, "AT+QDMPCFG=1,117.161.2.7,5683,420\r"));

    request.server.update_period = QDMP_UPDATE_PERIOD_MIN - 1; // no module would accept it: nothing is written
    expect(qdmp_request_encode(&request, QDMP_REQUEST_CANONICAL, room, &size, &err) == QDMP_RANGE);
    expect(err.field == QDMP_FIELD_UPDATE_PERIOD);
    //! [qdmp_request_encode]
}

void request_examples(void) {
    decode();
    decode_rest();
    encode();
}

/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include "qdmp/response.h"

#include <string.h>

static void decode(void) {
    //! [qdmp_response_decode]
    qdmp_span line = QDMP_LITERAL("\r\n+QDMPCFG: 6,6\r\n");
    qdmp_response response;
    size_t used;
    qdmp_error err;
    expect(qdmp_response_decode(line, QDMP_MORE_MAY_COME, &response, &used, &err) == QDMP_OK && used == line.len);
    expect(response.kind == QDMP_INFO_STATE && response.dmstate == QDMP_DMSTATE_REG_SUCCESS);

    qdmp_span urc = QDMP_LITERAL("+CEREG: 1"); // a line of another command: pass it on
    expect(qdmp_response_decode(urc, QDMP_WHOLE_LINE, &response, NULL, &err) == QDMP_NOT_OURS);
    //! [qdmp_response_decode]
}

static void decode_tolerant(void) {
    //! [qdmp_response_decode_tolerant]
    qdmp_span line = QDMP_LITERAL("> +QDMPCFG: 6,1"); // a prompt before the text, and a dmstate that is not listed
    qdmp_response response;
    expect(qdmp_response_decode(line, QDMP_WHOLE_LINE, &response, NULL, NULL) == QDMP_NOT_OURS);
    expect(qdmp_response_decode_tolerant(line, QDMP_WHOLE_LINE, &response, NULL, NULL) == QDMP_OK);
    expect(response.dmstate == 1);
    expect(QDMP_MARK_DEVIATION(response.deviations[0]) == QDMP_DEVIATION_NOISE);
    expect(QDMP_MARK_DEVIATION(response.deviations[1]) == QDMP_DEVIATION_BEYOND);
    //! [qdmp_response_decode_tolerant]
}

static void deviates(void) {
    //! [qdmp_response_deviates]
    qdmp_span line = QDMP_LITERAL("+QDMPCFG: 1,117.161.2.7,5683,"); // updatePeriod has no value
    qdmp_response response;
    expect(qdmp_response_decode_tolerant(line, QDMP_WHOLE_LINE, &response, NULL, NULL) == QDMP_OK);
    expect(qdmp_response_deviates(&response, QDMP_DEVIATION_UNSET, QDMP_FIELD_UPDATE_PERIOD));
    expect(!qdmp_response_deviates(&response, QDMP_DEVIATION_UNSET, QDMP_FIELD_SERVER_IP));
    //! [qdmp_response_deviates]
}

static void deviation_name(void) {
    //! [qdmp_deviation_name]
    expect(strcmp(qdmp_deviation_name(QDMP_DEVIATION_UNSET), "unset") == 0);
    //! [qdmp_deviation_name]
}

static void decode_rest(void) {
    //! [qdmp_response_decode_rest]
    // A dispatcher that matched `+QDMPCFGEX: ` passes on the rest.
    qdmp_span rest = QDMP_LITERAL("1,00-01-6C-06-A6-29");
    qdmp_response response;
    expect(qdmp_response_decode_rest(rest, QDMP_WHOLE_LINE, QDMP_COMMAND_EX, QDMP_REST_BEHIND_COLON, &response, NULL,
                                     NULL) == QDMP_OK);
    expect(response.kind == QDMP_EX_INFO_MAC && is(response.mac, "00-01-6C-06-A6-29"));
    //! [qdmp_response_decode_rest]
}

static void encode(void) {
    //! [qdmp_response_encode]
    qdmp_response response = {.kind = QDMP_INFO_CREDENTIALS,
                              .credentials = {QDMP_LITERAL("M100000089"), QDMP_LITERAL("95Go-and-more"),
                                              QDMP_TML_TYPE_LINUX, QDMP_LITERAL("863703030822519")}};
    char line[QDMP_CREDENTIALS_RESPONSE_MAX(10)];
    qdmp_room room = {line, sizeof line};
    size_t size;
    expect(qdmp_response_encode(&response, QDMP_RESPONSE_CANONICAL, room, &size, NULL) == QDMP_OK);
    // The encoder never writes more than four bytes of a password.
    expect(is((qdmp_span){line, size}, "\r\n+QDMPCFG: 2,M100000089,95Go****,1,863703030822519\r\n"));
    //! [qdmp_response_encode]
}

static void answers(void) {
    //! [qdmp_response_answers]
    qdmp_request sent = {.kind = QDMP_QUERY_STATE};
    qdmp_response line = {.kind = QDMP_INFO_STATE, .dmstate = QDMP_DMSTATE_REG_SUCCESS};
    expect(qdmp_response_answers(&sent, &line) == QDMP_ANSWER_PART); // wait for the result code
    line.kind = QDMP_RESULT_OK;
    expect(qdmp_response_answers(&sent, &line) == QDMP_ANSWER_COMPLETE);
    line.kind = QDMP_INFO_SERVER;
    expect(qdmp_response_answers(&sent, &line) == QDMP_ANSWER_FOREIGN);
    //! [qdmp_response_answers]
}

void response_examples(void) {
    decode();
    decode_tolerant();
    deviates();
    deviation_name();
    decode_rest();
    encode();
    answers();
}

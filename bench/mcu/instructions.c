/* SPDX-License-Identifier: MIT */
/* Decodes each of the guide's lines once, and encodes the result. instructions.py counts the instructions. */
#include "tables.h"

static char text[1024];

static bool pass_request(qdmp_span line) {
    qdmp_request request;
    qdmp_room room = {text, sizeof text};
    return qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, NULL, NULL) == QDMP_OK &&
           qdmp_request_encode(&request, QDMP_REQUEST_CANONICAL, room, NULL, NULL) == QDMP_OK;
}

static bool pass_response(qdmp_span line) {
    qdmp_response response;
    qdmp_room room = {text, sizeof text};
    return qdmp_response_decode(line, QDMP_WHOLE_LINE, &response, NULL, NULL) == QDMP_OK &&
           qdmp_response_encode(&response, QDMP_RESPONSE_CANONICAL, room, NULL, NULL) == QDMP_OK;
}

int main(void) {
    for (size_t i = 0; i < table_guide_count; i++) {
        const table_line *line = &table_guide[i];
        if (!(line->direction == REQUEST ? pass_request(line->text) : pass_response(line->text)))
            return 1;
    }
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * Prints the results of the native library for lines and datagrams. The test compares the page with them. Reads lines
 * `request|response|tolerant|datagram HEX`, and answers each with one line of words.
 */
#include "qdmp/qdmp.h"

#include <stdio.h>
#include <string.h>

enum { ROOM = 1 << 16 };

static void print_hex(qdmp_span bytes) {
    putchar('=');
    for (size_t i = 0; i < bytes.len; i++)
        printf("%02x", (unsigned char)bytes.ptr[i]);
}

/* --- lines --- */

static void print_encoded(qdmp_status status, qdmp_span text) {
    printf(" refused=%s canonical", status == QDMP_OK ? "" : qdmp_status_name(status));
    print_hex(text);
}

static void print_request(qdmp_span line) {
    static char text[ROOM];
    qdmp_request request;
    qdmp_span written = {text, 0};
    if (qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, NULL, NULL) != QDMP_OK)
        return;
    qdmp_status status =
        qdmp_request_encode(&request, QDMP_REQUEST_WITHOUT_END, (qdmp_room){text, sizeof text}, &written.len, NULL);
    print_encoded(status, written);
}

static void print_response(qdmp_span line, qdmp_line kind) {
    static char text[ROOM];
    qdmp_response response;
    qdmp_span written = {text, 0};
    qdmp_status decoded = kind == QDMP_LINE_RESPONSE
                              ? qdmp_response_decode(line, QDMP_WHOLE_LINE, &response, NULL, NULL)
                              : qdmp_response_decode_tolerant(line, QDMP_WHOLE_LINE, &response, NULL, NULL);
    if (decoded != QDMP_OK)
        return;
    qdmp_status status =
        qdmp_response_encode(&response, QDMP_RESPONSE_TEXT_ALONE, (qdmp_room){text, sizeof text}, &written.len, NULL);
    print_encoded(status, written);
    printf(" deviations=");
    for (unsigned i = 0; i < QDMP_DEVIATIONS_MAX && response.deviations[i]; i++)
        printf("%s%d.%d", i ? "," : "", QDMP_MARK_DEVIATION(response.deviations[i]),
               QDMP_MARK_FIELD(response.deviations[i]));
}

static void print_tokens(qdmp_tokens *tokens) {
    qdmp_token token;
    printf(" tokens=");
    while (qdmp_tokens_next(tokens, &token))
        printf("%s:%s:%zu:%zu,", qdmp_token_name(token.kind), qdmp_field_name(token.field), token.offset, token.len);
}

static void print_line(qdmp_span line, qdmp_line kind) {
    qdmp_tokens tokens;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    size_t used;
    qdmp_status status = qdmp_tokens_begin(&tokens, line, kind, &used, &err);
    printf("status=%s field=%s offset=%zu used=%zu", qdmp_status_name(status), qdmp_field_name(err.field), err.offset,
           used);
    print_tokens(&tokens);
    if (kind == QDMP_LINE_REQUEST)
        print_request(line);
    else
        print_response(line, kind);
}

/* --- datagrams --- */

static void print_datagram(qdmp_span datagram) {
    qdmp_coap_message message;
    qdmp_coap_option option;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_status status = qdmp_coap_decode(datagram, &message, &err);
    printf("status=%s offset=%zu", qdmp_status_name(status), err.offset);
    if (status != QDMP_OK)
        return;
    printf(" type=%d code=%d id=%d token", message.type, message.code, message.id);
    print_hex(message.token);
    printf(" options=");
    while (qdmp_coap_option_next(&message.options, &option) == QDMP_OK)
        printf("%d,", option.number);
    printf(" payload=%zu", message.payload.len);
}

/* --- input --- */

static size_t read_hex(const char *text, char *bytes) {
    size_t len = 0;
    unsigned byte;
    for (; sscanf(text, "%2x", &byte) == 1; text += 2)
        bytes[len++] = (char)byte;
    return len;
}

int main(void) {
    static char input[3 * ROOM], bytes[ROOM];
    while (fgets(input, sizeof input, stdin)) {
        char *digits = strchr(input, ' ') + 1;
        qdmp_span text = {bytes, read_hex(digits, bytes)};
        if (!strncmp(input, "datagram", 8))
            print_datagram(text);
        else
            print_line(text, !strncmp(input, "request", 7)    ? QDMP_LINE_REQUEST
                             : !strncmp(input, "response", 8) ? QDMP_LINE_RESPONSE
                                                              : QDMP_LINE_RESPONSE_TOLERANT);
        putchar('\n');
        fflush(stdout);
    }
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* The parts of lines, as JSON. */
#include "explain.h"

#include "qdmp/qdmp.h"

/* --- one decode --- */

/* Four numbers per token: kind, field, offset, length. */
static void tell_tokens(json *out, qdmp_tokens *tokens) {
    qdmp_token token;
    json_key(out, "tokens");
    json_open(out, '[');
    while (qdmp_tokens_next(tokens, &token)) {
        json_number(out, token.kind);
        json_number(out, token.field);
        json_number(out, token.offset);
        json_number(out, token.len);
    }
    json_close(out, ']');
}

static void tell_deviations(json *out, const qdmp_response *response) {
    json_key(out, "deviations");
    json_open(out, '[');
    for (unsigned i = 0; i < QDMP_DEVIATIONS_MAX && response->deviations[i]; i++) {
        json_number(out, QDMP_MARK_DEVIATION(response->deviations[i]));
        json_number(out, QDMP_MARK_FIELD(response->deviations[i]));
    }
    json_close(out, ']');
}

/* A decoded message: a request or a response. */
typedef struct decoded {
    qdmp_line kind;
    union {
        qdmp_request request;
        qdmp_response response;
    };
} decoded;

static qdmp_status encode(const decoded *message, qdmp_room room, size_t *size) {
    return message->kind == QDMP_LINE_REQUEST
               ? qdmp_request_encode(&message->request, QDMP_REQUEST_WITHOUT_END, room, size, NULL)
               : qdmp_response_encode(&message->response, QDMP_RESPONSE_TEXT_ALONE, room, size, NULL);
}

/* The canonical form (R27), for which `room` is large enough; or the status that says why there is none. */
static void tell_canonical(json *out, const decoded *message, qdmp_room room) {
    qdmp_span text = {room.ptr, 0};
    qdmp_status status = encode(message, room, &text.len);
    json_key(out, status == QDMP_OK ? "canonical" : "refused");
    if (status == QDMP_OK)
        json_bytes(out, text);
    else
        json_text(out, qdmp_status_name(status));
}

static void tell_message(json *out, const decoded *message, qdmp_room room) {
    bool asks = message->kind == QDMP_LINE_REQUEST;
    json_key(out, "kind");
    json_number(out, asks ? (size_t)message->request.kind : (size_t)message->response.kind);
    if (asks) {
        json_key(out, "defaulted");
        json_number(out, message->request.defaulted);
    } else {
        tell_deviations(out, &message->response);
    }
    tell_canonical(out, message, room);
}

static qdmp_status decode(qdmp_span text, decoded *out) {
    switch (out->kind) {
    case QDMP_LINE_REQUEST: return qdmp_request_decode(text, QDMP_WHOLE_LINE, &out->request, NULL, NULL);
    case QDMP_LINE_RESPONSE: return qdmp_response_decode(text, QDMP_WHOLE_LINE, &out->response, NULL, NULL);
    default: return qdmp_response_decode_tolerant(text, QDMP_WHOLE_LINE, &out->response, NULL, NULL);
    }
}

/* The result of the decoder that `kind` names for `text`. Returns the bytes consumed. */
static size_t tell_decode(json *out, qdmp_span text, qdmp_line kind, qdmp_room room) {
    decoded message = {.kind = kind};
    qdmp_tokens tokens;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    size_t used;
    qdmp_status status = qdmp_tokens_begin(&tokens, text, kind, &used, &err);
    json_open(out, '{');
    json_key(out, "status");
    json_text(out, qdmp_status_name(status));
    json_key(out, "field");
    json_number(out, err.field);
    json_key(out, "offset");
    json_number(out, err.offset);
    json_key(out, "used");
    json_number(out, used);
    if (decode(text, &message) == QDMP_OK)
        tell_message(out, &message, room);
    tell_tokens(out, &tokens);
    json_close(out, '}');
    return used;
}

/* --- messages --- */

static size_t tell_one(json *out, qdmp_span text, bool asks, qdmp_room room) {
    json_open(out, '{');
    json_key(out, "text");
    json_bytes(out, text);
    json_key(out, "strict");
    size_t used = tell_decode(out, text, asks ? QDMP_LINE_REQUEST : QDMP_LINE_RESPONSE, room);
    if (!asks) {
        json_key(out, "tolerant");
        tell_decode(out, text, QDMP_LINE_RESPONSE_TOLERANT, room);
    }
    json_close(out, '}');
    return used;
}

static bool is_blank(qdmp_span text) {
    while (text.len && *text.ptr == ' ') {
        text.ptr++;
        text.len--;
    }
    return !text.len;
}

/* A line of a terminal may have several requests. Spaces after the last one are not a request (R2). */
static void tell_messages(json *out, qdmp_span text, bool asks, qdmp_room room) {
    do {
        size_t used = tell_one(out, text, asks, room);
        text.ptr += used;
        text.len -= used;
    } while (asks && !is_blank(text));
}

static bool is_response(qdmp_span text) {
    qdmp_response response;
    return qdmp_response_decode_tolerant(text, QDMP_WHOLE_LINE, &response, NULL, NULL) != QDMP_NOT_OURS;
}

static bool is_request(qdmp_span text) {
    qdmp_request request;
    return qdmp_request_decode(text, QDMP_WHOLE_LINE, &request, NULL, NULL) != QDMP_NOT_OURS;
}

void explain_line(json *out, qdmp_span line, line_role role, qdmp_room room) {
    json_open(out, '[');
    tell_messages(out, line, role == ROLE_REQUEST || (role == ROLE_AUTO && !is_response(line)), room);
    json_close(out, ']');
}

/* --- logs --- */

/* Upper bound for the beginning of a message: AT, some spaces, and the longest name. */
enum { NAME_ROOM = 64 };

/* Whether a message begins here. It must begin with a name: a result code after other text is no message. */
static bool begins_message(qdmp_span text) {
    char first = *text.ptr;
    if (text.len > NAME_ROOM)
        text.len = NAME_ROOM;
    return (first == '+' && is_response(text)) || ((first == '+' || first == 'A' || first == 'a') && is_request(text));
}

/*
 * The message in a line of a log: the whole line, or the first text in it that a decoder recognises as ours. This is
 * simpler than the search of `qdmp decode --log`, whose lexers are too large for the page: it knows no colours, and no
 * marks after a message.
 */
static qdmp_span find_message(qdmp_span line) {
    qdmp_span text = line;
    if (is_response(line) || is_request(line))
        return line;
    for (; text.len; text.ptr++, text.len--)
        if (begins_message(text))
            return text;
    return line;
}

void explain_log(json *out, qdmp_span text, line_role role, qdmp_room room) {
    qdmp_stream stream = qdmp_stream_open(room);
    qdmp_span line;
    size_t used;
    json_open(out, '[');
    while (qdmp_stream_next(&stream, text, &used, &line) == QDMP_STREAM_LINE) {
        explain_line(out, role == ROLE_AUTO ? find_message(line) : line, role, room);
        text.ptr += used;
        text.len -= used;
    }
    if (qdmp_stream_finish(&stream, &line) == QDMP_STREAM_REST)
        explain_line(out, role == ROLE_AUTO ? find_message(line) : line, role, room);
    json_close(out, ']');
}

/* SPDX-License-Identifier: MIT */
/* The parts of a CoAP datagram, as JSON. */
#include "explain.h"

#include "../coap_names.h"

static size_t offset_in(qdmp_span whole, qdmp_span part) {
    return (size_t)(part.ptr - whole.ptr);
}

/* The offset and length of a part of the datagram. */
static void tell_place(json *out, qdmp_span datagram, qdmp_span part) {
    json_key(out, "at");
    json_number(out, part.len ? offset_in(datagram, part) : datagram.len);
    json_key(out, "len");
    json_number(out, part.len);
}

static void tell_value(json *out, value_kind kind, qdmp_span value) {
    if (kind == VALUE_TEXT) {
        json_key(out, "text");
        json_bytes(out, value);
    } else if (kind != VALUE_OPAQUE) {
        json_key(out, "number");
        json_number(out, coap_value_number(value));
    }
    if (kind == VALUE_FORMAT) {
        json_key(out, "text");
        json_text(out, coap_format_name(coap_value_number(value)));
    }
}

/* An option begins at the end of the option before it. */
static void tell_option(json *out, qdmp_span datagram, const qdmp_coap_option *option, size_t begin, size_t end) {
    const option_name *known = coap_option_name(option->number);
    json_open(out, '{');
    json_key(out, "option");
    json_number(out, option->number);
    json_key(out, "name");
    json_text(out, known ? known->name : "");
    json_key(out, "begin");
    json_number(out, begin);
    tell_place(out, datagram, option->value);
    json_key(out, "end");
    json_number(out, end);
    tell_value(out, coap_value_kind(option), option->value);
    json_close(out, '}');
}

static void tell_options(json *out, qdmp_span datagram, const qdmp_coap_message *message) {
    qdmp_coap_options options = message->options;
    qdmp_coap_option option;
    json_key(out, "options");
    json_open(out, '[');
    for (;;) {
        size_t begin = offset_in(datagram, options.rest);
        if (qdmp_coap_option_next(&options, &option) != QDMP_OK)
            break;
        tell_option(out, datagram, &option, begin, offset_in(datagram, options.rest));
    }
    json_close(out, ']');
}

/* The items of a payload in the link format; no items for a payload in another format. */
static void tell_links(json *out, qdmp_span payload) {
    static const char *const kinds[] = {"target", "flag", "token", "quoted"};
    qdmp_links links = qdmp_links_open(payload);
    qdmp_link_item link;
    json_key(out, "links");
    json_open(out, '[');
    while (qdmp_links_next(&links, &link, NULL) == QDMP_OK) {
        json_open(out, '[');
        json_text(out, kinds[link.kind]);
        json_bytes(out, link.name);
        json_bytes(out, link.value);
        json_close(out, ']');
    }
    json_close(out, ']');
}

static void tell_datagram(json *out, qdmp_span datagram, const qdmp_coap_message *message) {
    json_key(out, "type");
    json_text(out, coap_type_name(message->type));
    json_key(out, "code");
    json_number(out, message->code);
    json_key(out, "codeName");
    json_text(out, coap_code_name(message->code));
    json_key(out, "id");
    json_number(out, message->id);
    json_key(out, "token");
    json_number(out, message->token.len);
    tell_options(out, datagram, message);
    json_key(out, "payload");
    json_open(out, '{');
    tell_place(out, datagram, message->payload);
    tell_links(out, message->payload);
    json_close(out, '}');
}

void explain_datagram(json *out, qdmp_span datagram) {
    qdmp_coap_message message;
    qdmp_error err = {QDMP_OK, QDMP_FIELD_NONE, 0};
    qdmp_status status = qdmp_coap_decode(datagram, &message, &err);
    json_open(out, '{');
    json_key(out, "status");
    json_text(out, qdmp_status_name(status));
    if (status == QDMP_OK) {
        tell_datagram(out, datagram, &message);
    } else {
        json_key(out, "offset");
        json_number(out, err.offset);
    }
    json_close(out, '}');
}

/* SPDX-License-Identifier: MIT */
#include "coap_print.h"
#include "coap_names.h"
#include "draw.h"
#include "hex.h"
#include "json_text.h"
#include "utf8.h"

#include <inttypes.h>
#include <stdio.h>

/* --- for people --------------------------------------------------------------------------------------------------- */

/* Whether all of it consists of characters, and none is a control character. */
static bool is_text(qdmp_span bytes) {
    while (bytes.len) {
        uint32_t code;
        size_t size = utf8_first(bytes, &code);
        if (!size || code < 0x20 || code == 0x7f)
            return false;
        bytes.ptr += size;
        bytes.len -= size;
    }
    return true;
}

static void print_bytes(output *out, qdmp_span bytes) {
    if (bytes.len)
        output_text(out, "0x");
    hex_put(out, bytes);
}

static void print_text_or_hex(output *out, qdmp_span bytes) {
    if (is_text(bytes))
        draw_text(out, bytes, SIZE_MAX);
    else
        print_bytes(out, bytes);
}

/* RFC 7959, 2.2 */
static void print_block(output *out, uint64_t value) {
    output_format(out, "number %" PRIu64 "%s, size %u", value >> 4, value & 8 ? ", more" : "", 16u << (value & 7));
}

static void print_format(output *out, uint64_t value) {
    const char *name = coap_format_name(value);
    output_format(out, *name ? "%" PRIu64 " (%s)" : "%" PRIu64, value, name);
}

static void print_value(output *out, const qdmp_coap_option *option) {
    uint64_t number = coap_value_number(option->value);
    switch (coap_value_kind(option)) {
    case VALUE_TEXT: print_text_or_hex(out, option->value); break;
    case VALUE_NUMBER: output_format(out, "%" PRIu64, number); break;
    case VALUE_BLOCK: print_block(out, number); break;
    case VALUE_FORMAT: print_format(out, number); break;
    case VALUE_OPAQUE: print_bytes(out, option->value); break;
    }
}

static void print_option(output *out, const qdmp_coap_option *option) {
    const option_name *known = coap_option_name(option->number);
    if (known)
        output_format(out, "  %s", known->name);
    else
        output_format(out, "  option %u", option->number);
    output_text(out, ": ");
    print_value(out, option);
    output_char(out, '\n');
}

void coap_print_code(output *out, uint8_t code) {
    const char *name = coap_code_name(code);
    output_format(out, "%u.%02u%s%s", code >> 5, code & 31u, *name ? " " : "", name);
}

static void print_head(output *out, const qdmp_coap_message *message) {
    coap_print_code(out, message->code);
    output_format(out, ", %s, message id 0x%04x", coap_type_name(message->type), message->id);
    if (message->token.len) {
        output_text(out, ", token ");
        hex_put(out, message->token);
    }
    output_char(out, '\n');
}

void coap_print_text(output *out, const qdmp_coap_message *message) {
    qdmp_coap_options walk = message->options;
    qdmp_coap_option option;
    print_head(out, message);
    while (qdmp_coap_option_next(&walk, &option) == QDMP_OK)
        print_option(out, &option);
    if (message->payload.len) {
        output_format(out, "  payload, %zu byte%s: ", message->payload.len, message->payload.len == 1 ? "" : "s");
        print_text_or_hex(out, message->payload);
        output_char(out, '\n');
    }
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static void put_value(json_t *object, const qdmp_coap_option *option) {
    switch (coap_value_kind(option)) {
    case VALUE_TEXT: json_put_bytes(object, "value", option->value); return;
    case VALUE_NUMBER:
    case VALUE_BLOCK:
    case VALUE_FORMAT: json_put_integer(object, "value", (json_int_t)coap_value_number(option->value)); return;
    case VALUE_OPAQUE: json_put(object, "value", json_pack("{s:o}", "hex", hex_json(option->value))); return;
    }
}

static json_t *option_json(const qdmp_coap_option *option) {
    const option_name *known = coap_option_name(option->number);
    json_t *object = need(json_object());
    json_put_integer(object, "number", option->number);
    if (known)
        json_put(object, "name", json_string(known->name));
    put_value(object, option);
    return object;
}

static json_t *options_json(qdmp_coap_options walk) {
    json_t *list = need(json_array());
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&walk, &option) == QDMP_OK) {
        if (json_array_append_new(list, option_json(&option)))
            die_of_memory();
    }
    return list;
}

json_t *coap_json(const qdmp_coap_message *message) {
    char code[8];
    snprintf(code, sizeof code, "%u.%02u", message->code >> 5, message->code & 31u);
    json_t *object = need(json_object());
    json_put(object, "code", json_string(code));
    json_put(object, "type", json_string(coap_type_name(message->type)));
    json_put_integer(object, "mid", message->id);
    json_put(object, "token", hex_json(message->token));
    json_put(object, "options", options_json(message->options));
    json_put_bytes(object, "payload", message->payload);
    return object;
}

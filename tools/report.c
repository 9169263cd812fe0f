/* SPDX-License-Identifier: MIT */
#include "report.h"
#include "coap_print.h"
#include "draw.h"
#include "hex.h"
#include "json_text.h"
#include "location.h"

#include <inttypes.h>
#include <stdint.h>

static const char *text_of(uint32_t dmstate) {
    size_t count;
    const qdmp_choice *choices = qdmp_spec_choices(&count);
    for (size_t i = 0; i < count; i++) {
        if (choices[i].field == QDMP_FIELD_DMSTATE && choices[i].value == dmstate)
            return choices[i].text;
    }
    return "";
}

static void put_object(const report *to, json_t *object) {
    output_json(to->out, need(object));
    json_decref(object);
}

void report_dmstate(const report *to, uint32_t dmstate) {
    const char *text = text_of(dmstate);
    if (to->json)
        put_object(to, json_pack("{s:I, s:s}", "dmstate", (json_int_t)dmstate, "text", text));
    else
        output_format(to->out, "dmstate %" PRIu32 " %s\n", dmstate, text);
    output_flush(to->out);
}

static bool has_option(qdmp_coap_options options, uint16_t number) {
    qdmp_coap_option option;
    while (qdmp_coap_option_next(&options, &option) == QDMP_OK) {
        if (option.number == number)
            return true;
    }
    return false;
}

static void print_path(const report *to, const qdmp_coap_message *message, uint16_t number, const char *name) {
    if (!has_option(message->options, number))
        return;
    output_format(to->out, ", %s ", name);
    location_print(to->out, message->options, number);
}

static bool is_refusal(const qdmp_coap_message *message) {
    return message->code >= QDMP_COAP_CODE(4, 0) && qdmp_coap_is_response(message->code);
}

/* A payload with a Content-Format is a representation, and not a text for people. */
static void print_diagnosis(const report *to, const qdmp_coap_message *message) {
    if (!is_refusal(message) || !message->payload.len || has_option(message->options, QDMP_COAP_CONTENT_FORMAT))
        return;
    output_text(to->out, ": ");
    draw_text(to->out, message->payload, SIZE_MAX);
}

static void print_code(const report *to, const qdmp_coap_message *message) {
    if (message->type == QDMP_COAP_RST)
        output_text(to->out, "Reset");
    else
        coap_print_code(to->out, message->code);
}

void report_message(const report *to, const qdmp_coap_message *message) {
    const char *what = qdmp_coap_is_request(message->code) ? "request" : "answer";
    if (to->json) {
        put_object(to, json_pack("{s:o}", what, coap_json(message)));
    } else {
        output_format(to->out, "%s ", what);
        print_code(to, message);
        print_path(to, message, QDMP_COAP_LOCATION_PATH, "Location-Path");
        print_path(to, message, QDMP_COAP_URI_PATH, "Uri-Path");
        print_diagnosis(to, message);
        output_char(to->out, '\n');
    }
    output_flush(to->out);
}

void report_reply(const report *to, const qdmp_coap_message *message) {
    if (to->json) {
        put_object(to, json_pack("{s:o}", "reply", coap_json(message)));
    } else {
        output_text(to->out, "reply ");
        print_code(to, message);
        output_char(to->out, '\n');
    }
    output_flush(to->out);
}

void report_ignored(const report *to, const reception *it) {
    if (to->json) {
        json_t *what = it->readable ? coap_json(&it->message) : json_pack("{s:o}", "hex", hex_json(it->datagram));
        put_object(to, json_pack("{s:o, s:s}", "ignored", what, "why", it->why));
    } else {
        output_text(to->out, "ignored ");
        if (it->readable)
            print_code(to, &it->message);
        else
            output_format(to->out, "%zu bytes", it->datagram.len);
        output_format(to->out, ": %s\n", it->why);
    }
    output_flush(to->out);
}

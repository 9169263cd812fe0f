/* SPDX-License-Identifier: MIT */
/* qdmp coap: takes a CoAP message apart. */
#include "coap_print.h"
#include "command.h"
#include "command_line.h"
#include "draw.h"
#include "hex.h"
#include "json_text.h"
#include "source.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: qdmp coap [OPTION...] [HEX]\n"
    "\n"
    "Prints the parts of one CoAP message. Reads standard input if there is no HEX, or if HEX is `-`.\n"
    "\n"
    "      --json                     print one JSON object\n"
    "      --raw                      standard input has the bytes, not hex\n"
    "  -h, --help                     print this\n"
    "\n"
    "Exit status: 0 it is a CoAP message; 1 it is not; 2 wrong usage, or it cannot be read or written.\n";

/* Bytes of the largest input. */
enum { INPUT_ROOM = 1 << 20 };

typedef struct coap_options {
    bool json;
    bool raw;
    const char *hex; /* NULL: standard input */
} coap_options;

/* --- what is wrong ------------------------------------------------------------------------------------------------ */

static const char *reason(qdmp_span datagram, size_t offset) {
    const unsigned char *bytes = (const unsigned char *)datagram.ptr;
    if (offset >= datagram.len)
        return "the message ends too early";
    if (offset == 0)
        return bytes[0] >> 6 != 1 ? "the version is not 1" : "the token is longer than 8 bytes";
    if (offset == QDMP_COAP_HEADER && bytes[1] == QDMP_COAP_EMPTY)
        return "an Empty message ends with its header";
    if (bytes[offset] == 0xff)
        return "no payload behind its marker";
    return "no such option";
}

static void print_fault(output *out, qdmp_span datagram, size_t offset, bool json) {
    json_t *text = hex_json(datagram);
    const char *why = reason(datagram, offset);
    if (json) {
        json_t *object = need(json_pack("{s:s, s:I, s:s}", "error", qdmp_status_name(QDMP_COAP), "error_offset",
                                        (json_int_t)offset, "message", why));
        output_json(out, object);
        json_decref(object);
    } else {
        char told[96];
        qdmp_span line = {json_string_value(text), json_string_length(text)};
        snprintf(told, sizeof told, "byte %zu: %s", offset, why);
        draw_fault(out, line, 2 * offset, told);
    }
    json_decref(text);
}

/* --- the message -------------------------------------------------------------------------------------------------- */

static int print_message(output *out, qdmp_span datagram, bool json) {
    qdmp_coap_message message;
    qdmp_error err;
    if (qdmp_coap_decode(datagram, &message, &err) != QDMP_OK) {
        print_fault(out, datagram, err.offset, json);
        return STATUS_FAULTY;
    }
    if (json) {
        json_t *object = coap_json(&message);
        output_json(out, object);
        json_decref(object);
    } else {
        coap_print_text(out, &message);
    }
    return STATUS_GOOD;
}

static int print_hex(output *out, qdmp_span text, bool json) {
    qdmp_room room = {need(malloc(text.len / 2 + 1)), text.len / 2 + 1};
    size_t size, wrong;
    int status = STATUS_FAULTY;
    if (hex_read(text, room, &size, &wrong)) {
        qdmp_span datagram = {room.ptr, size};
        status = print_message(out, datagram, json);
    } else if (wrong < text.len) {
        complain("coap: character %zu is no hex digit", wrong + 1);
    } else {
        complain("coap: an odd number of hex digits");
    }
    free(room.ptr);
    return status;
}

/* --- input and options -------------------------------------------------------------------------------------------- */

/* Reads standard input; returns the exit status. */
static int read_input(output *out, source_kind kind, qdmp_room room, qdmp_span *text) {
    source in;
    size_t used = 0, got;
    if (!source_open(&in, "-", kind, out))
        return STATUS_TROUBLE;
    do {
        qdmp_room rest = {room.ptr + used, room.cap - used};
        got = rest.cap ? source_read(&in, rest) : 0;
        used += got;
    } while (got);
    source_close(&in);
    if (in.failed)
        return STATUS_TROUBLE;
    if (used == room.cap) {
        complain("coap: the input is longer than %d bytes", INPUT_ROOM - 1);
        return STATUS_FAULTY;
    }
    text->ptr = room.ptr;
    text->len = used;
    return STATUS_GOOD;
}

static int print_input(output *out, const coap_options *how) {
    qdmp_room room = {need(malloc(INPUT_ROOM)), INPUT_ROOM};
    qdmp_span text;
    int status = read_input(out, how->raw ? SOURCE_BYTES : SOURCE_TEXT, room, &text);
    if (status == STATUS_GOOD)
        status = how->raw ? print_message(out, text, how->json) : print_hex(out, text, how->json);
    free(room.ptr);
    return status;
}

/* Returns the exit status, or -1 to continue. */
static int read_options(coap_options *how, int argc, char **argv) {
    enum { OPTION_JSON = LONG_OPTION, OPTION_RAW };
    static const struct option options[] = {
        {"json", no_argument, NULL, OPTION_JSON},
        {"raw", no_argument, NULL, OPTION_RAW},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    for (int option; (option = command_line_next("coap", argc, argv, "h", options)) != -1;) {
        switch (option) {
        case OPTION_JSON: how->json = true; break;
        case OPTION_RAW: how->raw = true; break;
        case 'h': return print_help(help);
        default: return STATUS_TROUBLE;
        }
    }
    if (optind < argc && strcmp(argv[optind], "-"))
        how->hex = argv[optind];
    if (argc - optind > 1 || (how->hex && how->raw)) {
        complain(how->raw ? "coap: --raw takes no HEX" : "coap: more than one HEX");
        return STATUS_TROUBLE;
    }
    return -1;
}

int coap_main(int argc, char **argv) {
    coap_options how = {.hex = NULL};
    int status = read_options(&how, argc, argv);
    if (status >= 0)
        return status;
    output out = output_open();
    if (how.hex) {
        qdmp_span text = {how.hex, strlen(how.hex)};
        status = print_hex(&out, text, how.json);
    } else {
        status = print_input(&out, &how);
    }
    return output_close(&out) == STATUS_GOOD ? status : STATUS_TROUBLE;
}

/* SPDX-License-Identifier: MIT */
/* qdmp encode: reads JSON objects and prints the line of each. */
#include "command.h"
#include "command_line.h"
#include "encode_object.h"
#include "json_reader.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: qdmp encode [OPTION...] [FILE...]\n"
    "\n"
    "Reads JSON objects as `qdmp decode` prints them, and prints the canonical line of each. Reads each FILE, or\n"
    "standard input if there is no FILE or if FILE is `-`.\n"
    "\n"
    "  -h, --help                     print this\n"
    "\n"
    "Exit status: 0 all objects encoded; 1 an object cannot be encoded;\n"
    "2 wrong usage, or a file cannot be read or written.\n";

typedef struct encoder {
    output out;
    line_room room;
    bool several;
    bool faulty;
} encoder;

static void complain_of(const encoder *from, const source *in, size_t ordinal, const char *member, const char *text) {
    complain("%s%sobject %zu: %s%s%s", from->several ? in->name : "", from->several ? ": " : "", ordinal, member,
             *member ? ": " : "", text);
}

static void encode_value(encoder *to, const source *in, size_t ordinal, json_t *value) {
    objection why;
    qdmp_span line;
    if (encode_object(value, &to->room, &line, &why)) {
        output_span(&to->out, line);
        output_char(&to->out, '\n');
    } else {
        complain_of(to, in, ordinal, why.member, why.text);
        to->faulty = true;
    }
    json_decref(value);
}

/* Returns whether the file was read to its end. */
static bool encode_file(encoder *to, const char *name) {
    source in;
    if (!source_open(&in, name, SOURCE_TEXT, &to->out))
        return false;
    json_reader reader = json_reader_open(&in);
    json_error_t error;
    json_t *value;
    json_event event;
    for (size_t ordinal = 1; (event = json_reader_next(&reader, &value, &error)) != JSON_END; ordinal++) {
        if (event == JSON_VALUE) {
            encode_value(to, &in, ordinal, value);
        } else {
            complain_of(to, &in, ordinal, "", error.text);
            to->faulty = true;
        }
        if (to->out.failed)
            break;
    }
    json_reader_close(&reader);
    source_close(&in);
    return !in.failed;
}

static int close_encoder(encoder *to, bool good) {
    free(to->room.bytes);
    if (output_close(&to->out) != STATUS_GOOD || !good)
        return STATUS_TROUBLE;
    return to->faulty ? STATUS_FAULTY : STATUS_GOOD;
}

int encode_main(int argc, char **argv) {
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    for (int option; (option = command_line_next("encode", argc, argv, "h", options)) != -1;)
        return option == 'h' ? print_help(help) : STATUS_TROUBLE;
    encoder to = {.out = output_open(), .several = argc - optind > 1};
    bool good = true;
    if (optind == argc)
        good = encode_file(&to, "-");
    for (int i = optind; i < argc && !to.out.failed; i++)
        good &= encode_file(&to, argv[i]);
    return close_encoder(&to, good);
}

/* SPDX-License-Identifier: MIT */
/* qdmp decode: cuts the inputs into lines, decodes them, and passes the items to a printer. */
#include "command.h"
#include "command_line.h"
#include "decode_json.h"
#include "decode_text.h"
#include "line_number.h"
#include "log_line.h"
#include "mask.h"
#include "source.h"

#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: qdmp decode [OPTION...] [FILE...]\n"
    "\n"
    "Decodes the lines of each FILE and prints one JSON object for each message. Reads standard input if there is no\n"
    "FILE, or if FILE is `-`.\n"
    "\n"
    "  -e, --line LINE                decode LINE; may be given again; files are read only if named\n"
    "      --as request|response      treat every line as a request, or as a response\n"
    "  -l, --log                      find lines of AT traffic in the lines of a log\n"
    "  -m, --mask                     show four bytes of each password, and no value of a line that does not decode\n"
    "  -q, --quiet                    print only the counts\n"
    "  -t, --text                     print text for people, with a caret under each error\n"
    "      --tolerant                 accept known deviations of modules in responses, and list them\n"
    "  -h, --help                     print this\n"
    "\n"
    "Exit status: 0 all lines decoded; 1 a line is wrong; 2 wrong usage, or a file cannot be read or written.\n";

enum { CHUNK = 1 << 17 };

enum style { STYLE_JSON, STYLE_TEXT, STYLE_QUIET };

typedef struct decoder {
    line_role as;
    enum style style;
    output out;
    json_printer json;
    text_printer text;
    size_t counts[ITEM_KINDS];
    size_t errors;
    size_t deviating; /* responses that only a tolerant decode accepts */
    size_t missed;    /* lines of kind other that contain the name of a command */
    line_place first_missed;
    bool tolerable; /* a tolerant decode would have accepted it */
    const char *file_missed;
    bool numbered; /* lines have numbers to show, because they do not come from the command line */
    line_number lines;
    masker mask;
    bool log;      /* find lines of AT traffic in lines of a log */
    bool tolerant; /* accept known deviations in responses (R28) */
    log_text log_text;
    qdmp_stream stream;
    qdmp_room line;
    qdmp_room chunk;
} decoder;

/* --- lines -------------------------------------------------------------------------------------------------------- */

static bool is_missed(const item *it) {
    return it->kind == ITEM_OTHER && it->err.status == QDMP_OK && holds_name(item_text(it));
}

static bool is_deviating(const item *it) {
    return item_decoded(it) && it->kind != ITEM_REQUEST && it->response.deviations[0];
}

static void note_missed(decoder *to, qdmp_span text, line_place place) {
    if (!to->missed++) {
        item_walk walk = item_open(text, ROLE_RESPONSE, true);
        item it;
        to->tolerable = item_next(&walk, &it) && it.kind != ITEM_OTHER;
        to->first_missed = place;
        to->file_missed = to->json.file;
    }
}

/* The place of a line without a number. */
static const line_place nowhere;

static void handle_item(decoder *to, const item *it, line_place place) {
    if (it->err.status != QDMP_OK)
        to->errors++;
    else
        to->counts[it->kind]++;
    to->deviating += is_deviating(it);
    if (to->style == STYLE_JSON)
        json_print(&to->json, &to->out, it, place);
    else if (to->style == STYLE_TEXT)
        text_print(&to->text, &to->out, it, to->numbered ? place : nowhere);
}

/* One line of the input, while it is decoded. */
typedef struct line_state {
    line_place place;
    qdmp_span masked; /* if it was looked for */
    bool decoded;     /* a part of it is a message, */
    bool named;       /* and names a command */
    bool missed;
} line_state;

/* Hides text that may be a password. */
static void mask_item(decoder *to, item *it, line_state *line) {
    if (!to->mask.wanted || item_decoded(it))
        return;
    if (!line->masked.ptr)
        line->masked = mask_line(&to->mask, it->shown.line, line->place.number);
    it->shown.line = line->masked;
    it->shown.masked = to->mask.named;
}

static void take_item(decoder *to, item *it, line_state *line) {
    line->missed |= is_missed(it);
    line->decoded |= item_decoded(it);
    line->named |= item_decoded(it) && it->kind != ITEM_FINAL;
    mask_item(to, it, line);
    handle_item(to, it, line->place);
}

static void take_line(decoder *to, qdmp_span text, line_state *line) {
    item_walk walk = item_open(text, to->as, to->tolerant);
    item it;
    while (item_next(&walk, &it))
        take_item(to, &it, line);
}

/* Shows `it` in the line of the log that contains its text. Callers ask for places in ascending order. */
static void show_in_log(log_text *in, qdmp_span text, item *it) {
    showing shown = {.line = in->line, .offset = log_place(in, text.ptr + it->offset)};
    if (it->err.status != QDMP_OK)
        shown.fault = log_place(in, text.ptr + it->err.offset);
    else if (it->kind == ITEM_OTHER)
        shown.end = log_place(in, text.ptr + text.len);
    it->shown = shown;
}

/* A line of AT traffic within a line of a log. */
static void take_part(decoder *to, const log_part *part, bool results, line_state *line) {
    /* No result code is a request. */
    item_walk walk = item_open(part->text, part->result && !results ? ROLE_REQUEST : to->as, to->tolerant);
    item it;
    while (item_next(&walk, &it)) {
        show_in_log(&to->log_text, part->text, &it);
        take_item(to, &it, line);
    }
}

static void handle_line(decoder *to, qdmp_span text, line_place place) {
    line_state line = {.place = place};
    log_walk walk;
    log_part part;
    if (!to->log || !log_open(&walk, &to->log_text, text, to->tolerant))
        take_line(to, text, &line);
    else
        while (log_next(&walk, &part))
            take_part(to, &part, walk.results, &line);
    if (line.missed)
        note_missed(to, text, place);
    if (line.decoded && !line.masked.ptr)
        mask_pass(&to->mask, line.named, place.number);
}

static void handle_overlong(decoder *to, line_place place) {
    item it = item_overlong();
    handle_item(to, &it, place);
}

static void feed(decoder *to, qdmp_span chunk) {
    qdmp_span line, bytes = chunk;
    qdmp_stream_event event;
    while ((event = qdmp_stream_next(&to->stream, chunk, &bytes.len, &line)) != QDMP_STREAM_EMPTY) {
        if (event == QDMP_STREAM_OVERLONG)
            handle_overlong(to, line_number_place_open(&to->lines, bytes));
        else
            handle_line(to, line, line_number_place(&to->lines, bytes, line.len));
        chunk.ptr += bytes.len;
        chunk.len -= bytes.len;
        bytes.ptr = chunk.ptr;
    }
    line_number_pass(&to->lines, bytes);
}

static void finish(decoder *to) {
    qdmp_span rest;
    if (qdmp_stream_finish(&to->stream, &rest) != QDMP_STREAM_EMPTY)
        handle_line(to, rest, line_number_place_rest(&to->lines, rest.len));
}

/* --- inputs ------------------------------------------------------------------------------------------------------- */

/* Starts a file or the lines of the command line. */
static void begin(decoder *to, const char *file, bool numbered) {
    json_forget(&to->json);
    to->json.file = to->text.file = file;
    to->numbered = numbered;
    to->stream = qdmp_stream_open(to->line);
    mask_restart(&to->mask);
}

/* Decodes a text of the command line. Its first line has the number `first`. Returns the number after its last line. */
static size_t decode_argument(decoder *to, const char *text, size_t first) {
    qdmp_span line = {text, strlen(text)};
    to->lines = line_number_open(first, line_number_ends(line, true));
    feed(to, line);
    finish(to);
    return line_number_after(&to->lines);
}

/*
 * Reads until the kind of line ends is known, and decodes what was read. Decodes the first line at once: its number is
 * 1 in any case, and its sender may be waiting for the answer.
 */
static void decode_head(decoder *to, source *in) {
    qdmp_span head = {to->chunk.ptr, 0}, first = {to->chunk.ptr, 0};
    line_ends ends;
    to->lines = line_number_open(1, ENDS_UNKNOWN);
    do {
        qdmp_room rest = {to->chunk.ptr + head.len, to->chunk.cap - head.len};
        size_t got = source_read(in, rest);
        const char *cr = first.len || !got ? NULL : memchr(rest.ptr, '\r', got);
        head.len += got;
        ends = line_number_ends(head, !got);
        if (!ends && cr) {
            first.len = (size_t)(cr - head.ptr) + 1;
            feed(to, first);
        }
    } while (!ends);
    to->lines = line_number_open(1, ends);
    line_number_pass(&to->lines, first);
    head.ptr += first.len;
    head.len -= first.len;
    feed(to, head);
}

/* Returns whether the file was read to its end. */
static bool decode_file(decoder *to, const char *name, bool several) {
    source in;
    begin(to, several ? name : NULL, true);
    if (!source_open(&in, name, SOURCE_TEXT, &to->out))
        return false;
    decode_head(to, &in);
    qdmp_span chunk = {to->chunk.ptr, 0};
    do {
        chunk.len = source_read(&in, to->chunk);
        feed(to, chunk);
    } while (chunk.len && !to->out.failed);
    /* A line that a read error cut is not a line. */
    if (!in.failed)
        finish(to);
    source_close(&in);
    return !in.failed;
}

static bool decode_files(decoder *to, char **names, int count) {
    bool good = true;
    for (int i = 0; i < count && !to->out.failed; i++)
        good &= decode_file(to, names[i], count > 1);
    return good;
}

/* --- options ------------------------------------------------------------------------------------------------------ */

static void print_counts(decoder *to) {
    const size_t *n = to->counts;
    size_t all = n[ITEM_REQUEST] + n[ITEM_INFO] + n[ITEM_FINAL] + n[ITEM_OTHER] + to->errors;
    output_format(&to->out, "%zu messages: %zu requests, %zu info, %zu final, %zu other, %zu errors", all,
                  n[ITEM_REQUEST], n[ITEM_INFO], n[ITEM_FINAL], n[ITEM_OTHER], to->errors);
    if (to->tolerant)
        output_format(&to->out, ", %zu with deviations", to->deviating);
    output_char(&to->out, '\n');
}

/* A line of kind other may contain the command that the user is looking for. */
static void hint(const decoder *to) {
    const char *file = to->file_missed;
    const char *way = to->as != ROLE_AUTO ? "leave out --as"
                      : to->tolerable     ? "--tolerant takes it"
                      : to->log           ? "--log does not know what stands before it"
                                          : "--log finds it behind timestamps and other prefixes";
    bool one = to->missed == 1;
    if (to->missed)
        complain("decode: %zu line%s of kind other contain%s +QDMPCFG, the first is line %zu%s%s: %s", to->missed,
                 one ? "" : "s", one ? "s" : "", to->first_missed.number, file ? " of " : "", file ? file : "", way);
}

static int read_role(decoder *to, const char *word) {
    if (!strcmp(word, "request"))
        to->as = ROLE_REQUEST;
    else if (!strcmp(word, "response"))
        to->as = ROLE_RESPONSE;
    else {
        complain("decode: --as takes `request` or `response`, not `%s`", word);
        return STATUS_TROUBLE;
    }
    return STATUS_GOOD;
}

enum { OPTION_AS = LONG_OPTION, OPTION_TOLERANT };

static const char short_options[] = "e:lmqth";
static const struct option options[] = {
    {"line", required_argument, NULL, 'e'},
    {"as", required_argument, NULL, OPTION_AS},
    {"log", no_argument, NULL, 'l'},
    {"mask", no_argument, NULL, 'm'},
    {"quiet", no_argument, NULL, 'q'},
    {"text", no_argument, NULL, 't'},
    {"tolerant", no_argument, NULL, OPTION_TOLERANT},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* Reads the options, and counts the lines among them. Returns the exit status, or -1 to continue. */
static int read_options(decoder *to, int argc, char **argv, int *lines) {
    bool quiet = false;
    for (int option; (option = command_line_next("decode", argc, argv, short_options, options)) != -1;) {
        switch (option) {
        case 'e': ++*lines; break;
        case OPTION_AS:
            if (read_role(to, optarg) != STATUS_GOOD)
                return STATUS_TROUBLE;
            break;
        case 'l': to->log = true; break;
        case 'm': to->json.mask = to->text.mask = to->mask.wanted = true; break;
        case 'q': quiet = true; break;
        case 't': to->style = STYLE_TEXT; break;
        case OPTION_TOLERANT: to->json.tolerant = to->tolerant = true; break;
        case 'h': return print_help(help);
        default: return STATUS_TROUBLE;
        }
    }
    if (quiet)
        to->style = STYLE_QUIET;
    return -1;
}

/* Decodes the lines among the options, now that all options are known. */
static void decode_arguments(decoder *to, int argc, char **argv) {
    size_t number = 1;
    begin(to, NULL, false);
    optind = 1;
    for (int option; (option = command_line_next("decode", argc, argv, short_options, options)) != -1;) {
        if (option == 'e')
            number = decode_argument(to, optarg, number);
    }
}

static void open_decoder(decoder *to) {
    to->out = output_open();
    to->line.ptr = need(malloc(LINE_ROOM));
    to->line.cap = LINE_ROOM;
    to->chunk.ptr = need(malloc(CHUNK));
    to->chunk.cap = CHUNK;
}

static int close_decoder(decoder *to, bool good) {
    if (to->style == STYLE_QUIET)
        print_counts(to);
    json_forget(&to->json);
    mask_close(&to->mask);
    log_close(&to->log_text);
    free(to->line.ptr);
    free(to->chunk.ptr);
    bool written = output_close(&to->out) == STATUS_GOOD;
    if (written)
        hint(to);
    if (!written || !good)
        return STATUS_TROUBLE;
    return to->errors ? STATUS_FAULTY : STATUS_GOOD;
}

int decode_main(int argc, char **argv) {
    static char dash[] = "-";
    char *standard_input[] = {dash};
    decoder to = {.as = ROLE_AUTO};
    int lines = 0, status = read_options(&to, argc, argv, &lines);
    if (status >= 0)
        return status;
    open_decoder(&to);
    if (lines)
        decode_arguments(&to, argc, argv);
    bool good = true;
    if (optind < argc)
        good = decode_files(&to, argv + optind, argc - optind);
    else if (!lines)
        good = decode_files(&to, standard_input, 1);
    return close_decoder(&to, good);
}

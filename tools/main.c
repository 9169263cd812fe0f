/* SPDX-License-Identifier: MIT */
/* The qdmp command: finds the subcommand and hands over. */
#include "command.h"
#include "complain.h"
#include "draw.h"
#include "output.h"
#include "qdmp/version.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} command;

static const command commands[] = {
    {"decode", decode_main, "lines of AT traffic into JSON"},
    {"encode", encode_main, "JSON back into lines"},
    {"spec", spec_main, "the table of fields and limits"},
    {"register", register_main, "the message that registers at the platform; sends it too"},
    {"update", update_main, "the message that renews a registration"},
    {"deregister", deregister_main, "the message that ends a registration"},
    {"name", name_main, "the endpoint name"},
    {"coap", coap_main, "a CoAP message taken apart"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

int print_help(const char *text) {
    output out = output_open();
    output_text(&out, text);
    return output_close(&out);
}

static int print_overview(void) {
    output out = output_open();
    output_text(&out,
                "usage: qdmp COMMAND [ARGUMENT...]\n\n"
                "Decodes and encodes AT+QDMPCFG and AT+QDMPCFGEX, and the messages that register at the platform.\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        output_format(&out, "  %-11s %s\n", commands[i].name, commands[i].summary);
    output_text(&out, "\n`qdmp COMMAND --help` tells more of one of them; `qdmp --version` says which qdmp this is.\n");
    return output_close(&out);
}

static int run(const command *found, int argc, char **argv) {
    static char title[32];
    snprintf(title, sizeof title, "qdmp %s", found->name);
    argv[0] = title;
    return found->run(argc, argv);
}

int main(int argc, char **argv) {
    /* A closed pipe is to be an error that gets its message and its exit status. */
    signal(SIGPIPE, SIG_IGN);
    draw_init();
    if (argc < 2) {
        complain("which command? `qdmp --help` lists them");
        return STATUS_TROUBLE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
        return print_overview();
    if (!strcmp(argv[1], "--version"))
        return print_help("qdmp " QDMP_VERSION_STRING "\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        if (!strcmp(argv[1], commands[i].name))
            return run(&commands[i], argc - 1, argv + 1);
    }
    complain("no command `%s`; `qdmp --help` lists them", argv[1]);
    return STATUS_TROUBLE;
}

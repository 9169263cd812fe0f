/* SPDX-License-Identifier: MIT */
/* The qdmp command: finds the subcommand and runs it. */
#include "command.h"
#include "complain.h"
#include "json_text.h"
#include "output.h"
#include "printable.h"
#include "process.h"
#include "qdmp/version.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} command;

static int help_main(int argc, char **argv);

static const command commands[] = {
    {"decode", decode_main, "decodes lines of AT traffic into JSON"},
    {"encode", encode_main, "encodes JSON into lines of AT traffic"},
    {"spec", spec_main, "prints the table of fields and limits"},
    {"register", register_main, "prints or sends the message that registers at the platform"},
    {"update", update_main, "prints or sends the message that renews a registration"},
    {"deregister", deregister_main, "prints or sends the message that ends a registration"},
    {"name", name_main, "prints the endpoint name"},
    {"coap", coap_main, "prints the parts of a CoAP message"},
    {"sim", sim_main, "simulates a module"},
    {"help", help_main, "prints this overview, or the help of a command"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

/* Reports that there is no such command. */
static const command *find(const char *name) {
    for (size_t i = 0; i < COMMANDS; i++) {
        if (!strcmp(name, commands[i].name))
            return &commands[i];
    }
    complain("no command `%s`; `qdmp --help` lists them", name);
    return NULL;
}

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
    output_text(&out, "\n`qdmp COMMAND --help` prints the help of a command; `qdmp --version` prints the version.\n");
    return output_close(&out);
}

static bool is_help(const char *word) {
    return !strcmp(word, "--help") || !strcmp(word, "-h") || !strcmp(word, "help");
}

static int help_main(int argc, char **argv) {
    static char help[] = "--help";
    if (argc == 1 || (argc == 2 && is_help(argv[1])))
        return print_overview();
    if (argc > 2) {
        complain("help: more than one command");
        return STATUS_TROUBLE;
    }
    const command *about = find(argv[1]);
    char *asking[] = {argv[1], help, NULL};
    return about ? about->run(2, asking) : STATUS_TROUBLE;
}

int main(int argc, char **argv) {
    if (!process_open_standard_streams())
        return STATUS_TROUBLE;
    process_forbid_core();
    /* A closed pipe must become an error with its own exit status. */
    signal(SIGPIPE, SIG_IGN);
    printable_init();
    json_init();
    if (argc < 2) {
        complain("which command? `qdmp --help` lists them");
        return STATUS_TROUBLE;
    }
    if (!strcmp(argv[1], "--version"))
        return print_help("qdmp " QDMP_VERSION_STRING "\n");
    if (is_help(argv[1]))
        return help_main(argc - 1, argv + 1);
    const command *found = find(argv[1]);
    return found ? found->run(argc - 1, argv + 1) : STATUS_TROUBLE;
}

/* SPDX-License-Identifier: MIT */
#include "command_line.h"
#include "complain.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool has_value(const struct option *options, int value) {
    while (options->name && options->val != value)
        options++;
    return options->name;
}

/*
 * Names the option at fault. An unknown short option may stand in the middle of its word, while optind is not yet
 * beyond that word. The word before optind is then another one, and may be a secret. A long option is named without the
 * text after its equals sign, which may be a secret as well.
 */
static void name_wrong(char **argv, const struct option *options, char name[], size_t room) {
    const char *word = argv[optind - 1];
    bool is_short = optopt && optopt < LONG_OPTION;
    if (is_short && (!has_value(options, optopt) || strncmp(word, "--", 2)))
        snprintf(name, room, "-%c", optopt);
    else
        snprintf(name, room, "%.*s", (int)strcspn(word, "="), word);
}

int command_line_next(const char *command, int argc, char **argv, const char *short_options,
                      const struct option *options) {
    opterr = 0;
    int option = getopt_long(argc, argv, short_options, options, NULL);
    if (option == '?') {
        char name[64];
        name_wrong(argv, options, name, sizeof name);
        complain("%s: %s: no such option, or not clear which one, or its value is missing; `qdmp %s --help` lists them",
                 command, name, command);
    }
    return option;
}

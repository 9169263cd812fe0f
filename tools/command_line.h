/* SPDX-License-Identifier: MIT */
/* getopt_long, with messages that show only names of options from the command line. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <getopt.h>

/*
 * Options without a short form have values from here on. The value therefore tells which of the two forms was used. The
 * command chooses the values.
 */
enum { LONG_OPTION = 256 };

/*
 * The next option of `command`, as getopt_long returns it. -1: there is none left; '?': it is wrong, which has been
 * reported.
 */
int command_line_next(const char *command, int argc, char **argv, const char *short_options,
                      const struct option *options);

#endif

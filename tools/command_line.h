/* SPDX-License-Identifier: MIT */
/* getopt_long, with messages that show of the command line nothing but names of options. */
#ifndef COMMAND_LINE_H
#define COMMAND_LINE_H

#include <getopt.h>

/*
 * Options without a short form have values from here on, so that a value tells which of the two forms it came from.
 * What they are set to is the command's own.
 */
enum { LONG_OPTION = 256 };

/*
 * The next option of `command`, as getopt_long returns it. -1: there is none left; '?': it is wrong, which has been
 * said.
 */
int command_line_next(const char *command, int argc, char **argv, const char *short_options,
                      const struct option *options);

#endif

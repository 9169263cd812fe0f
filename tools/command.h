/* SPDX-License-Identifier: MIT */
/* The subcommands: each gets its own name as argv[0] and returns the exit status of the process. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stddef.h>

enum { STATUS_GOOD = 0, STATUS_FAULTY = 1, STATUS_TROUBLE = 2 };

int decode_main(int argc, char **argv);
int encode_main(int argc, char **argv);
int spec_main(int argc, char **argv);
int register_main(int argc, char **argv);
int update_main(int argc, char **argv);
int deregister_main(int argc, char **argv);
int name_main(int argc, char **argv);
int coap_main(int argc, char **argv);
int sim_main(int argc, char **argv);

/* Prints `text` on standard output; returns the exit status. */
int print_help(const char *text);

#endif

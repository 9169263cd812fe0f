/* SPDX-License-Identifier: MIT */
/* The command line of sim. */
#ifndef SIM_OPTIONS_H
#define SIM_OPTIONS_H

#include "faults.h"
#include "qdmp/registration.h"
#include "udp.h"

typedef struct sim_options {
    const char *link;   /* NULL: none */
    const char *listen; /* port; NULL: a pseudo-terminal */
    const char *state;  /* NULL: settings end with the process */
    bool server_given;
    address server;
    bool network;
    qdmp_profile profile;
    const char *imei;
    const char *imei2;
    const char *imsi;
    bool imsi_given;
    uint32_t clock_rate;
    bool trace;
    faults faults;
    uint32_t seed;
    const char *restart_urc;
} sim_options;

/* Returns the exit status, or -1 to continue. */
int sim_options_read(sim_options *to, int argc, char **argv);

#endif

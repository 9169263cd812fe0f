/* SPDX-License-Identifier: MIT */
/* The commands with which a host probes a module, and their answers: one row a command. */
#ifndef PLAIN_ANSWERS_H
#define PLAIN_ANSWERS_H

#include "qdmp/status.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * The parameters that are kept: the first ones of each command. A string is kept as its number in the list of its row.
 */
enum {
    PLAIN_CMEE,
    PLAIN_CFUN,
    PLAIN_CREG,
    PLAIN_CEREG,
    PLAIN_CGREG,
    PLAIN_CSCS,
    PLAIN_QSCLK,
    PLAIN_CEDRXS,
    PLAIN_CPSMS = PLAIN_CEDRXS + 3,
    PLAIN_VALUES = PLAIN_CPSMS + 3
};

enum {
    PLAIN_IDENTITY_MAX = 32, /* bytes of an IMEI or IMSI that are shown */
    PLAIN_ANSWER_MAX = 200   /* bytes of an answer, all its lines */
};

/* The settings on which answers depend. */
typedef struct plain_module {
    const char *imei; /* +CGSN */
    const char *imsi; /* +CIMI */
    uint16_t values[PLAIN_VALUES];
} plain_module;

/* A command that was executed. */
typedef struct plain_executed {
    size_t used;                   /* bytes of it */
    bool restarts;                 /* the module must restart now */
    size_t answer_size;            /* 0: there is no information line */
    char answer[PLAIN_ANSWER_MAX]; /* the lines, LF between them, without their frames */
} plain_executed;

/* Power-up and restart. The digits must outlive it. */
void plain_open(plain_module *module, const char *imei, const char *imsi);

bool plain_radio_is_on(const plain_module *module);

/*
 * Executes the command at the front of `text`. An extended command takes all of the text; other commands may follow a
 * basic one. Returns QDMP_OK; QDMP_NOT_OURS: there is no such command; QDMP_FORM: it has no such form; QDMP_RANGE,
 * QDMP_SYNTAX, QDMP_MISSING, QDMP_TOO_MANY: a parameter is wrong, and nothing was set.
 */
qdmp_status plain_execute(plain_module *module, qdmp_span text, plain_executed *out);

#endif

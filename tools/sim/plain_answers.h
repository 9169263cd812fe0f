/* SPDX-License-Identifier: MIT */
/* The commands that a host probes a module with, and their answers: one row a command. */
#ifndef PLAIN_ANSWERS_H
#define PLAIN_ANSWERS_H

#include "qdmp/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    PLAIN_ROWS_MAX = 32,
    PLAIN_PARAMETERS_MAX = 5, /* of one command */
    PLAIN_ANSWER_MAX = 200    /* bytes of an answer, all its lines */
};

/* What a command does beside answering and keeping its parameters. */
typedef enum plain_action {
    PLAIN_NOTHING,
    PLAIN_ERROR_FORMAT, /* +CMEE: parameter 0 is the new format */
    PLAIN_RADIO,        /* +CFUN: parameter 0 is the new functionality */
    PLAIN_RESTART
} plain_action;

/* What the answers say of the module. */
typedef struct plain_facts {
    const char *imei; /* +CGSN */
    const char *imsi; /* +CIMI */
    bool radio;       /* on: there is a network */
} plain_facts;

/* The parameters that were set last. A string is kept as its number in the list of the test command. */
typedef struct plain_settings {
    uint16_t values[PLAIN_ROWS_MAX][PLAIN_PARAMETERS_MAX];
} plain_settings;

/* A command that was executed. */
typedef struct plain_executed {
    size_t used; /* bytes of it */
    plain_action action;
    uint16_t parameter;            /* the first one, of PLAIN_ERROR_FORMAT and PLAIN_RADIO */
    size_t answer_size;            /* 0: there is no information line */
    char answer[PLAIN_ANSWER_MAX]; /* the lines, LF between them, without their frames */
} plain_executed;

/* Power-up and restart. */
void plain_defaults(plain_settings *settings);

/*
 * Executes the command in `text`; behind a basic command, as I, others may stand. Returns QDMP_OK; QDMP_NOT_OURS: there is no such command;
 * QDMP_FORM: it has no such form; QDMP_RANGE, QDMP_SYNTAX, QDMP_MISSING, QDMP_TOO_MANY: a parameter is wrong.
 */
qdmp_status plain_execute(plain_settings *settings, const plain_facts *facts, qdmp_span text, plain_executed *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The front end of a module (ITU-T V.250). It makes command lines of received bytes, and executes the basic commands,
 * which configure it. It has no I/O: the caller echoes and answers.
 */
#ifndef V250_H
#define V250_H

#include "qdmp/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    V250_LINE_MAX = 2048, /* bytes of a command line: its `AT`, and the text between that and S3 */
    V250_BODY_MAX = V250_LINE_MAX - 2
};

/* The S-parameters that the front end works with (V.250, 6.2.1 to 6.2.3). */
enum { V250_S3 = 3, V250_S4 = 4, V250_S5 = 5, V250_S_COUNT = 11 };

/* The basic commands that have a value. &C, &D, L, M and X are accepted, and change nothing. */
typedef enum v250_command {
    V250_ECHO,
    V250_QUIET,
    V250_VERBOSE,
    V250_RESULT_SELECTION,
    V250_CARRIER,
    V250_TERMINAL_READY,
    V250_LOUDNESS,
    V250_MONITOR,
    V250_COMMAND_COUNT
} v250_command;

/* The values of E, Q, V, X and similar commands, and the S-parameters. */
typedef struct v250_profile {
    uint8_t values[V250_COMMAND_COUNT];
    uint8_t s[V250_S_COUNT];
} v250_profile;

/* The place of the next byte in a command line. */
typedef enum v250_place {
    V250_OUTSIDE,  /* no `AT` was received */
    V250_BEHIND_A, /* its `A` was */
    V250_INSIDE
} v250_place;

typedef struct v250 {
    v250_profile current;
    v250_profile saved;             /* by &W; Z and a restart restore it */
    uint8_t in_force[V250_S_COUNT]; /* S-parameters by which bytes are judged and answers framed */
    v250_place place;
    size_t size;              /* of the body */
    bool overlong;            /* more bytes came than a line has */
    char body[V250_BODY_MAX]; /* after `AT`; it stays until the next line begins, for A/ */
} v250;

/* The kind of a byte. */
typedef enum v250_event {
    V250_DROPPED, /* ignored: it is not echoed either */
    V250_TAKEN,   /* a byte of a command line, or of text that may become one: it is echoed */
    V250_COMPLETE /* the last byte of a command line, or of `A/`: it is echoed, and the line must be executed */
} v250_event;

/* Power-up: factory settings, and no line before. */
void v250_open(v250 *front);

/* Restart: what &W saved is in force, and there is no line before. */
void v250_restart(v250 *front);

/* Forgets an incomplete line. */
void v250_hang_up(v250 *front);

v250_event v250_take(v250 *front, unsigned char byte);

/* The body of the complete line. It must be executed unless `front->overlong`. */
qdmp_span v250_body(const v250 *front);

enum { V250_ANSWER_MAX = 3 };

/* A basic command that was executed. */
typedef struct v250_executed {
    size_t used;                  /* bytes of it */
    char answer[V250_ANSWER_MAX]; /* an information line without its frame */
    size_t answer_size;           /* 0: there is none */
} v250_executed;

/*
 * Executes the basic command at the front of `text`. Other commands may follow it without a `;`. Returns QDMP_OK;
 * QDMP_NOT_OURS: there is no such command; QDMP_RANGE, QDMP_SYNTAX: it has no such value.
 */
qdmp_status v250_execute(v250 *front, qdmp_span text, v250_executed *out);

/* S3 and S4 as set by the line come into force; the result code of the line is the first to have them. */
void v250_end_line(v250 *front);

/* --- framing --- */

enum { V250_FRAME_MAX = 4 }; /* bytes around a text */

/* Writes an information or unsolicited line. `out` has V250_FRAME_MAX bytes more than the text. Returns the size. */
size_t v250_frame_line(const v250 *front, qdmp_span text, char *out);

/* Writes a final result code, as text or, with V0 and if it has a number, as its number. Q is ignored here. */
size_t v250_frame_result(const v250 *front, qdmp_span text, const char *number, char *out);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * A module without a wire: it takes the bytes of a host, executes their command lines, and passes its answers to its
 * owner, piece by piece. It has no I/O except the calls of its owner, no allocation, and no globals.
 */
#ifndef MODEM_H
#define MODEM_H

#include "plain_answers.h"
#include "qdmp/module.h"
#include "v250.h"

enum {
    MODEM_RESTART_MS = 500, /* input is dropped for this time after a restart */
    /* No command line contains longer ones. */
    MODEM_APPKEY_MAX = V250_LINE_MAX,
    MODEM_PASSWORD_MAX = V250_LINE_MAX,
    MODEM_URC_MAX = V250_LINE_MAX /* bytes, without the frame */
};

/* What a piece of output is. */
typedef enum modem_answer {
    MODEM_ECHO,   /* received bytes, as they came in */
    MODEM_LINE,   /* an information line, whole, with its frame */
    MODEM_RESULT, /* the final result code of a command line, whole, with its frame; none where Q1 is set */
    MODEM_URC     /* the text given to modem_say, whole, with its frame */
} modem_answer;

typedef enum modem_event {
    /* A command line is complete and its echo was passed on. Its answer comes next. */
    MODEM_COMMAND_LINE,
    /*
     * The module has restarted: +QRST=1 or +CFUN=1,1 was executed and its OK was passed on, or modem_reset was called.
     * What was stored is in force; the settings and the image that were in force before are overwritten. The radio is
     * on. Input is dropped for MODEM_RESTART_MS from now on.
     */
    MODEM_RESTARTED,
    MODEM_RADIO_OFF, /* +CFUN=0 or =4, and it was on */
    MODEM_RADIO_ON   /* +CFUN=1, and it was off */
} modem_event;

/*
 * Calls of the owner, each with `context`. During them only modem_say, modem_reset, modem_radio_is_on, modem_module and
 * modem_opened may be called; modem_reset not during MODEM_RESTARTED.
 */
typedef struct modem_owner {
    void *context;
    /* Takes a piece of output, in order. The bytes belong to the modem, and live for the call. */
    void (*answer)(void *context, modem_answer kind, qdmp_span bytes);
    void (*event)(void *context, modem_event event);
    /* The answer to `AT+QDMPCFG=6`: QDMP_DMSTATE_... */
    uint32_t (*dmstate)(void *context);
} modem_owner;

typedef struct modem_config {
    modem_owner owner;
    qdmp_storage storage; /* see modem_reset for what may be done in its calls */
    const char *imei;     /* for +CGSN; must stay, as the next */
    const char *imsi;     /* for +CIMI */
} modem_config;

/* Its members are private. */
typedef struct modem {
    modem_config config;
    qdmp_module module;
    char rooms[QDMP_MODULE_IMAGES][QDMP_IMAGE_MAX(MODEM_APPKEY_MAX, MODEM_PASSWORD_MAX)];
    qdmp_status opened; /* the result of the last opening, */
    qdmp_error fault;   /* and its error */
    v250 front;
    plain_module plain;
    uint64_t now;        /* ms */
    uint64_t deaf_until; /* input before it is dropped */
    bool busy;           /* in modem_receive */
    bool restart_wanted; /* when it is over */
    bool mute;           /* modem_reset was called in it: nothing more is answered */
} modem;

/*
 * Power-up. Returns the result of qdmp_module_open. The module is open with each of QDMP_OK, QDMP_DAMAGED, QDMP_NEWER
 * and QDMP_STORAGE, and there is no other result. Calls only `load` of the storage, and nothing of the owner.
 */
qdmp_status modem_open(modem *at, const modem_config *config, qdmp_error *err);

/*
 * Takes received bytes, up to the first byte that completes a command line, and executes that line. Returns how many
 * bytes it took. Call it again with the rest, at once or when the answer is on its way, because what a host sends
 * meanwhile waits.
 *
 * `now` is in ms, of any clock that does not go back.
 */
size_t modem_receive(modem *at, uint64_t now, qdmp_span bytes);

/* The host has gone: an incomplete command line is forgotten. */
void modem_hang_up(modem *at);

/*
 * The module restarts as if it lost power for a moment, with MODEM_RESTARTED.
 *
 * If the owner or the storage calls it during modem_receive, the module restarts when modem_receive ends, and the rest
 * of the command line is not answered. `store` must then return QDMP_STORAGE, whatever it stored. That ends the command
 * line: otherwise the commands after a set on the line could be executed before the module checks for a restart.
 */
void modem_reset(modem *at, uint64_t now);

/* Sends an unsolicited line, framed, as MODEM_URC. Returns false and sends nothing above MODEM_URC_MAX. */
bool modem_say(modem *at, const char *text);

bool modem_radio_is_on(const modem *at);

/* The settings and the image in force: call qdmp_module_in_force and qdmp_module_image with this module. */
const qdmp_module *modem_module(const modem *at);

/* How the module was opened last, as modem_open returned it; `err` may be NULL. */
qdmp_status modem_opened(const modem *at, qdmp_error *err);

#endif

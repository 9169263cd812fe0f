/* SPDX-License-Identifier: MIT */
/*
 * The module's stay at the platform: registers, updates, de-registers and answers reads, as the settings in force say.
 * It has no clock and no socket of its own.
 */
#ifndef PLATFORM_H
#define PLATFORM_H

#include "qdmp/object.h"
#include "qdmp/session.h"
#include "report.h"
#include "udp.h"

/* The parts that a stay needs. All of them belong to the caller. */
typedef struct platform_config {
    qdmp_profile profile;
    qdmp_span module_imei;
    qdmp_span imsi;
    const address *server; /* an IPv4 address; NULL: the one in force */
    bool network;          /* addresses outside the loopback range are allowed */
    const qdmp_crypto *crypto;
    const report *trace; /* NULL: none */
    /* A socket that connects to the server alone. False: the reason was reported. */
    bool (*open)(void *context, const address *server);
    void (*close)(void *context);
    void (*send)(void *context, qdmp_span datagram);
    uint32_t (*random)(void *context);
    void *context;
} platform_config;

typedef struct platform {
    platform_config config;
    const qdmp_settings *settings; /* in force */
    qdmp_object object;            /* answers from them */
    qdmp_registration
        registration; /* what the session registers: a copy, because settings in force change with a restart */
    char *texts;      /* the copy points into it */
    size_t texts_size;
    qdmp_room room; /* of the session */
    qdmp_session session;
    bool present;     /* there is a session, and a socket */
    bool leaving;     /* it de-registers, and ends */
    bool off;         /* the radio is */
    uint32_t dmstate; /* where there is no session */
    uint32_t traced;  /* dmstate that was shown last */
} platform;

/*
 * Power-up: these settings are in force, and `image` is their image. Both must live until the next call of
 * platform_open or platform_restart. All times are milliseconds of one clock.
 */
void platform_open(platform *to, const platform_config *config, uint64_t now, const qdmp_settings *settings,
                   qdmp_span image);

/*
 * A restart: these settings are in force now. If they are the same, the registration continues. If they differ, the
 * module registers anew, or ends the registration if they forbid access (docs/module.md).
 */
void platform_restart(platform *at, uint64_t now, const qdmp_settings *settings, qdmp_span image);

/* A restart in which the session is lost, as with a loss of power. */
void platform_lose_power(platform *at, uint64_t now, const qdmp_settings *settings, qdmp_span image);

/* AT+CFUN: a radio that is switched off closes the session; switched on, opens it. */
void platform_radio(platform *at, uint64_t now, bool on);

/* Ends the stay: de-registers if it is registered. */
void platform_leave(platform *at, uint64_t now);

/* A datagram of the server. platform_run must follow. */
void platform_receive(platform *at, uint64_t now, qdmp_span datagram);

/* Does what is due. */
void platform_run(platform *at, uint64_t now);

/* Milliseconds until platform_run must be called. */
uint32_t platform_wait(const platform *at, uint64_t now);

/* What `AT+QDMPCFG=6` answers. */
uint32_t platform_dmstate(const platform *at);

/* Overwrites the passwords. */
void platform_close(platform *at);

#endif

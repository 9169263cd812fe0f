/* SPDX-License-Identifier: MIT */
/*
 * The whole simulated module, with its faults and those of the network, but without a clock, a wire and a socket. The
 * simulator gives it real ones, the soak virtual ones.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include "delivery.h"
#include "modem.h"
#include "nvram.h"
#include "outgoing.h"
#include "platform.h"
#include "trace.h"

/* The parts of a device. All of them belong to the caller. */
typedef struct device_config {
    const char *imei;
    const char *imsi;
    const char *restart_urc; /* NULL: none */
    const char *state;       /* file; NULL: none */
    uint32_t clock_rate;     /* how much faster than `now` the session's time runs */
    const faults *faults;
    uint64_t seed; /* of faults */
    trace *trace;
    platform_config platform; /* its `send` is called when a datagram has got through */
} device_config;

enum { DEVICE_INPUT_ROOM = 4096 };

/* It may not be moved while it is open. */
typedef struct device {
    device_config config;
    nvram nvram;
    modem modem;
    outgoing outgoing;
    delivery delivery;
    platform platform;
    uint64_t now;   /* ms */
    uint64_t began; /* from here on the session's time runs faster */
    char input[DEVICE_INPUT_ROOM];
    size_t input_size;
    uint64_t deaf_until; /* the end of a restart: input before it is dropped */
    bool urc_due;        /* restart_urc is sent then */
    bool power_lost;     /* the restart under way is a loss of power */
} device;

/* Opens the state file. False: the reason was reported. device_close must follow in either case. */
bool device_open(device *to, const device_config *config);

/*
 * Power-up of an open device, at `now`, ms of a clock that never goes back. Call it once, before all the functions
 * below.
 */
void device_power_up(device *at, uint64_t now);
void device_close(device *at);

/* The number of bytes of the host that can be taken. */
size_t device_room(const device *at);

/* Takes at most that many. device_run must follow, as it must follow each of the next two functions. */
void device_receive(device *at, uint64_t now, qdmp_span bytes);
void device_hang_up(device *at, uint64_t now);

/* A datagram of the server. */
void device_datagram(device *at, uint64_t now, qdmp_span datagram);

/* The user ends the simulator: it de-registers. device_has_left says when that is done. */
void device_leave(device *at, uint64_t now);
bool device_has_left(const device *at);

/* Does what is due. */
void device_run(device *at, uint64_t now);

/* Milliseconds until device_run must be called. */
uint32_t device_wait(const device *at, uint64_t now);

/* The bytes to write to the host now. They live until device_written. */
bool device_output(const device *at, uint64_t now, qdmp_span *bytes);
void device_written(device *at);

#endif

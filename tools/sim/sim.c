/* SPDX-License-Identifier: MIT */
/* qdmp sim: a simulated module on a real line, a real socket and the real clock. */
#include "command.h"
#include "device.h"
#include "entropy.h"
#include "line.h"
#include "qdmp/port/crypto_psa.h"
#include "sim_options.h"
#include "waiting.h"

#include <inttypes.h>
#include <psa/crypto.h>
#include <stdlib.h>
#include <string.h>

/* Milliseconds that the de-register may take at the end: five ACK_TIMEOUTs. */
enum { PATIENCE = 10000 };

typedef struct simulator {
    sim_options options;
    output out;
    trace trace;
    qdmp_crypto crypto;
    line line;
    udp socket;
    device device;
    bool leaving;
    uint64_t left; /* when that began */
    bool broken;   /* an error of the socket or the system, which was reported */
} simulator;

/* --- what the device wants ---------------------------------------------------------------------------------------- */

static bool open_socket(void *context, const address *server) {
    simulator *at = (simulator *)context;
    return udp_open(&at->socket, server);
}

static void close_socket(void *context) {
    simulator *at = (simulator *)context;
    udp_close(&at->socket);
}

static void send_datagram(void *context, qdmp_span datagram) {
    simulator *at = (simulator *)context;
    if (at->socket.fd >= 0 && !udp_send(&at->socket, datagram))
        at->broken = true;
}

static uint32_t random_number(void *context) {
    simulator *at = (simulator *)context;
    uint32_t number = 0;
    if (!entropy(&number))
        at->broken = true;
    return number;
}

/* --- the host ----------------------------------------------------------------------------------------------------- */

static void write_due(simulator *at, uint64_t now) {
    qdmp_span bytes;
    while (device_output(&at->device, now, &bytes)) {
        size_t lost = at->line.present ? bytes.len - line_write(&at->line, bytes) : 0;
        if (lost)
            trace_event(&at->trace, "lost %zu bytes: the host does not read", lost);
        device_written(&at->device);
    }
}

static void serve_host(simulator *at, uint64_t now) {
    char bytes[512];
    size_t size, room = device_room(&at->device);
    qdmp_room into = {bytes, room < sizeof bytes ? room : sizeof bytes};
    if (!room)
        return;
    switch (line_read(&at->line, into, &size)) {
    case LINE_BYTES: device_receive(&at->device, now, (qdmp_span){bytes, size}); break;
    case LINE_HUNG_UP: device_hang_up(&at->device, now); break;
    case LINE_NOTHING: break;
    }
}

/* --- the server --------------------------------------------------------------------------------------------------- */

static void serve_server(simulator *at, uint64_t now) {
    qdmp_span datagram;
    switch (udp_take(&at->socket, &datagram)) {
    case UDP_DATAGRAM: device_datagram(&at->device, now, datagram); break;
    case UDP_NOTHING: break;
    case UDP_FAILED: at->broken = true; break;
    }
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void leave(simulator *at, uint64_t now) {
    if (at->leaving || !stop_wanted())
        return;
    at->leaving = true;
    at->left = now;
    device_leave(&at->device, now);
}

static bool can_go_on(const simulator *at) {
    return !at->broken && !at->out.failed;
}

static bool is_over(const simulator *at, uint64_t now) {
    return !can_go_on(at) || (at->leaving && (device_has_left(&at->device) || now - at->left >= PATIENCE));
}

static bool wait_and_serve(simulator *at, uint64_t now) {
    uint32_t look, wait = device_wait(&at->device, now);
    waited these[] = {line_waited(&at->line, &look), {at->socket.fd, false}};
    if (!device_room(&at->device))
        these[0].fd = -1;
    if (wait > look)
        wait = look;
    if (at->leaving && wait > PATIENCE)
        wait = PATIENCE;
    if (!wait_for(these, 2, wait))
        return false;
    now = clock_ms();
    serve_host(at, now);
    if (these[1].ready && at->socket.fd >= 0)
        serve_server(at, now);
    return true;
}

static void run(simulator *at) {
    for (;;) {
        uint64_t now = clock_ms();
        leave(at, now);
        device_run(&at->device, now);
        write_due(at, now);
        if (is_over(at, now))
            return;
        if (!wait_and_serve(at, now))
            at->broken = true;
    }
}

static int exit_status(const simulator *at) {
    if (!can_go_on(at))
        return STATUS_TROUBLE;
    if (device_has_left(&at->device))
        return STATUS_GOOD;
    complain("sim: ended before the server had answered");
    return STATUS_FAULTY;
}

/* --- beginning ---------------------------------------------------------------------------------------------------- */

static qdmp_span span_of(const char *text) {
    return (qdmp_span){text, strlen(text)};
}

static device_config configuration(simulator *at) {
    const sim_options *options = &at->options;
    platform_config stay = {.profile = options->profile,
                            .module_imei = span_of(options->imei2),
                            .imsi = span_of(options->imsi_given ? options->imsi : ""),
                            .server = options->server_given ? &options->server : NULL,
                            .network = options->network,
                            .crypto = &at->crypto,
                            .open = open_socket,
                            .close = close_socket,
                            .send = send_datagram,
                            .random = random_number,
                            .context = at};
    return (device_config){.imei = options->imei,
                           .imsi = options->imsi,
                           .restart_urc = options->restart_urc,
                           .state = options->state,
                           .clock_rate = options->clock_rate,
                           .faults = &options->faults,
                           .seed = options->seed,
                           .trace = &at->trace,
                           .platform = stay};
}

static bool open_line(simulator *at) {
    return at->options.listen ? line_open_tcp(&at->line, at->options.listen)
                              : line_open_terminal(&at->line, at->options.link);
}

/*
 * The state file comes first, because a second simulator with the same state file must not touch the link of the first.
 * `ready` is printed before the power-up, and the trace of the power-up follows it.
 */
static int simulate(simulator *at) {
    int status = STATUS_TROUBLE;
    device_config config = configuration(at);
    if (device_open(&at->device, &config) && open_line(at)) {
        output_format(&at->out, "ready %s\n", at->line.name);
        output_flush(&at->out);
        device_power_up(&at->device, clock_ms());
        run(at);
        status = exit_status(at);
    }
    line_close(&at->line);
    device_close(&at->device);
    return status;
}

int sim_main(int argc, char **argv) {
    simulator *at = need(calloc(1, sizeof *at));
    int status = sim_options_read(&at->options, argc, argv);
    if (status >= 0) {
        free(at);
        return status;
    }
    at->socket.fd = at->line.fd = at->line.listener = -1;
    at->out = output_open();
    at->trace = trace_open(&at->out, at->options.trace);
    at->crypto = qdmp_crypto_psa();
    if (psa_crypto_init() == PSA_SUCCESS) {
        stop_arm();
        status = simulate(at);
    } else {
        complain("sim: %s", qdmp_status_text(QDMP_CRYPTO));
        status = STATUS_TROUBLE;
    }
    trace_close(&at->trace);
    if (output_close(&at->out) != STATUS_GOOD)
        status = STATUS_TROUBLE;
    free(at);
    return status;
}

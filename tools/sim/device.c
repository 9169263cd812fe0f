/* SPDX-License-Identifier: MIT */
#include "device.h"
#include "complain.h"

#include <string.h>

static uint64_t session_time_at(const device *at, uint64_t now) {
    return at->began + (now - at->began) * at->config.clock_rate;
}

static uint64_t session_time(const device *at) {
    return session_time_at(at, at->now);
}

/* --- what the modem wants ----------------------------------------------------------------------------------------- */

static void take_answer(void *context, modem_answer kind, qdmp_span bytes) {
    device *at = (device *)context;
    if (kind != MODEM_ECHO)
        trace_answer(at->config.trace, bytes);
    outgoing_put(&at->outgoing, at->now, kind, bytes);
    if (at->outgoing.lost)
        trace_event(at->config.trace, "lost %zu bytes: too many wait for the host", at->outgoing.lost);
    at->outgoing.lost = 0;
}

static const qdmp_settings *settings_of(const device *at) {
    return qdmp_module_in_force(modem_module(&at->modem));
}

static qdmp_span image_of(const device *at) {
    return qdmp_module_image(modem_module(&at->modem));
}

static void complain_of_settings(const device *at) {
    qdmp_status status = modem_opened(&at->modem, NULL);
    if (status != QDMP_OK)
        complain("sim: settings: %s; defaults are in force", qdmp_status_text(status));
}

static void restarted(device *at) {
    complain_of_settings(at);
    trace_event(at->config.trace, at->power_lost ? "power lost" : "restart");
    if (at->power_lost)
        platform_lose_power(&at->platform, session_time(at), settings_of(at), image_of(at));
    else
        platform_restart(&at->platform, session_time(at), settings_of(at), image_of(at));
    at->power_lost = false;
    at->deaf_until = outgoing_end(&at->outgoing, at->now) + MODEM_RESTART_MS;
    at->urc_due = at->config.restart_urc != NULL;
}

static void take_event(void *context, modem_event event) {
    device *at = (device *)context;
    switch (event) {
    case MODEM_COMMAND_LINE:
        trace_command_line(at->config.trace, v250_body(&at->modem.front));
        outgoing_begin(&at->outgoing);
        break;
    case MODEM_RESTARTED: restarted(at); break;
    case MODEM_RADIO_OFF: platform_radio(&at->platform, session_time(at), false); break;
    case MODEM_RADIO_ON: platform_radio(&at->platform, session_time(at), true); break;
    }
}

static uint32_t dmstate_of(void *context) {
    const device *at = (const device *)context;
    return platform_dmstate(&at->platform);
}

/* A successful store. If the module loses power at it, modem_reset requires it to fail. */
static qdmp_status stored(void *context) {
    device *at = (device *)context;
    outgoing_hold(&at->outgoing, at->now, at->config.faults->slow_nvram);
    if (at->nvram.stored != at->config.faults->reset_at)
        return QDMP_OK;
    at->power_lost = true;
    modem_reset(&at->modem, at->now);
    return QDMP_STORAGE;
}

/* --- beginning and end -------------------------------------------------------------------------------------------- */

static void send_on_its_way(void *context, qdmp_span datagram) {
    device *at = (device *)context;
    delivery_put(&at->delivery, at->now, TO_SERVER, datagram);
}

static bool open_socket(void *context, const address *server) {
    device *at = (device *)context;
    delivery_clear(&at->delivery);
    return at->config.platform.open(at->config.platform.context, server);
}

static void deliver_to_server(device *at) {
    qdmp_span datagram;
    while (delivery_front(&at->delivery, at->now, TO_SERVER, &datagram)) {
        at->config.platform.send(at->config.platform.context, datagram);
        delivery_drop(&at->delivery, TO_SERVER);
    }
}

static void close_socket(void *context) {
    device *at = (device *)context;
    deliver_to_server(at);
    delivery_clear(&at->delivery);
    at->config.platform.close(at->config.platform.context);
}

static uint32_t random_number(void *context) {
    device *at = (device *)context;
    return at->config.platform.random(at->config.platform.context);
}

static void open_modem(device *at) {
    modem_config config = {.owner = {at, take_answer, take_event, dmstate_of},
                           .storage = at->nvram.storage,
                           .imei = at->config.imei,
                           .imsi = at->config.imsi};
    modem_open(&at->modem, &config, NULL);
    complain_of_settings(at);
}

static void open_platform(device *at) {
    platform_config config = at->config.platform;
    config.trace = trace_report(at->config.trace);
    config.open = open_socket;
    config.close = close_socket;
    config.send = send_on_its_way;
    config.random = random_number;
    config.context = at;
    platform_open(&at->platform, &config, session_time(at), settings_of(at), image_of(at));
}

bool device_open(device *to, const device_config *config) {
    memset(to, 0, sizeof *to);
    to->config = *config;
    to->outgoing = outgoing_open(config->faults, config->seed);
    to->delivery = delivery_open(config->faults, ~config->seed);
    if (!nvram_open(&to->nvram, config->state, config->faults, config->seed))
        return false;
    to->nvram.after = stored;
    to->nvram.context = to;
    return true;
}

void device_power_up(device *at, uint64_t now) {
    at->now = at->began = now;
    open_modem(at);
    open_platform(at);
}

/* The text may contain a password. */
static void drop_input(device *at) {
    memset(at->input, 0, sizeof at->input);
    at->input_size = 0;
}

void device_close(device *at) {
    platform_close(&at->platform);
    nvram_close(&at->nvram);
    outgoing_clear(&at->outgoing);
    delivery_clear(&at->delivery);
    drop_input(at);
}

void device_leave(device *at, uint64_t now) {
    at->now = now;
    platform_leave(&at->platform, session_time(at));
}

bool device_has_left(const device *at) {
    return !at->platform.present;
}

/* --- the host ----------------------------------------------------------------------------------------------------- */

size_t device_room(const device *at) {
    return sizeof at->input - at->input_size;
}

void device_receive(device *at, uint64_t now, qdmp_span bytes) {
    at->now = now;
    if (bytes.len)
        memcpy(at->input + at->input_size, bytes.ptr, bytes.len);
    at->input_size += bytes.len;
}

void device_hang_up(device *at, uint64_t now) {
    at->now = now;
    trace_event(at->config.trace, "hang-up");
    modem_hang_up(&at->modem);
    outgoing_clear(&at->outgoing);
    drop_input(at);
}

static bool is_deaf(const device *at) {
    return at->now < at->deaf_until;
}

/*
 * While a module stores, it executes nothing, and input waits. While it restarts, it drops input. It does so from its
 * OK on, which the modem passed on earlier than the host gets it.
 */
static void execute(device *at) {
    while (at->input_size && at->outgoing.busy <= at->now && !is_deaf(at)) {
        size_t used = modem_receive(&at->modem, at->now, (qdmp_span){at->input, at->input_size});
        memmove(at->input, at->input + used, at->input_size - used);
        at->input_size -= used;
    }
    if (is_deaf(at))
        drop_input(at);
}

bool device_output(const device *at, uint64_t now, qdmp_span *bytes) {
    return outgoing_front(&at->outgoing, now, bytes);
}

void device_written(device *at) {
    outgoing_drop(&at->outgoing);
}

/* --- the server --------------------------------------------------------------------------------------------------- */

void device_datagram(device *at, uint64_t now, qdmp_span datagram) {
    at->now = now;
    delivery_put(&at->delivery, now, FROM_SERVER, datagram);
}

static void exchange(device *at) {
    qdmp_span datagram;
    platform_run(&at->platform, session_time(at));
    while (delivery_front(&at->delivery, at->now, FROM_SERVER, &datagram)) {
        platform_receive(&at->platform, session_time(at), datagram);
        delivery_drop(&at->delivery, FROM_SERVER);
        platform_run(&at->platform, session_time(at));
    }
    deliver_to_server(at);
}

/* --- time --------------------------------------------------------------------------------------------------------- */

static void say_restart(device *at) {
    if (!at->urc_due || is_deaf(at))
        return;
    at->urc_due = false;
    modem_say(&at->modem, at->config.restart_urc);
}

void device_run(device *at, uint64_t now) {
    at->now = now;
    say_restart(at);
    execute(at);
    exchange(at);
}

static uint32_t sooner(uint32_t one, uint32_t other) {
    return one < other ? one : other;
}

/* Of what is due soon. */
static uint32_t until(uint64_t due, uint64_t now) {
    return due > now ? (uint32_t)(due - now) : 0;
}

uint32_t device_wait(const device *at, uint64_t now) {
    uint32_t rate = at->config.clock_rate;
    uint32_t wait = platform_wait(&at->platform, session_time_at(at, now));
    wait = wait / rate + (wait % rate != 0);
    wait = sooner(wait, outgoing_wait(&at->outgoing, now));
    wait = sooner(wait, delivery_wait(&at->delivery, now));
    if (at->urc_due)
        wait = sooner(wait, until(at->deaf_until, now));
    return at->input_size ? sooner(wait, until(at->outgoing.busy, now)) : wait;
}

/* SPDX-License-Identifier: MIT */
#include "platform.h"
#include "complain.h"
#include "object_reply.h"
#include "qdmp/request.h"
#include "wipe.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The size of the longest Location-Path. */
enum { SEGMENTS = QDMP_LOCATION_SEGMENTS_MAX, BYTES = SEGMENTS * QDMP_LOCATION_SEGMENT_MAX };
enum { SAVED_ROOM = QDMP_SESSION_SAVED_MAX(SEGMENTS, BYTES) };

uint32_t platform_dmstate(const platform *at) {
    return at->present ? qdmp_session_dmstate(&at->session) : at->dmstate;
}

static void trace_dmstate(platform *at) {
    uint32_t dmstate = platform_dmstate(at);
    if (at->config.trace && dmstate != at->traced)
        report_dmstate(at->config.trace, dmstate);
    at->traced = dmstate;
}

static void end_session(platform *at, uint32_t dmstate) {
    if (at->present)
        at->config.close(at->config.context);
    at->present = false;
    at->leaving = false;
    at->dmstate = dmstate;
}

/* --- what is registered ------------------------------------------------------------------------------------------- */

static qdmp_span copy(platform *at, qdmp_span text) {
    char *place = at->texts + at->texts_size;
    if (text.len)
        memcpy(place, text.ptr, text.len);
    at->texts_size += text.len;
    return (qdmp_span){place, text.len};
}

static void take_registration(platform *at) {
    const qdmp_credentials *from = &at->settings->credentials;
    qdmp_credentials *to = &at->registration.credentials;
    wipe_and_free((qdmp_room){at->texts, at->texts_size});
    at->texts = need(malloc(from->appkey.len + from->password.len + from->tml_imei.len + 1));
    at->texts_size = 0;
    at->registration = (qdmp_registration){.server = at->settings->server,
                                           .module_imei = at->config.module_imei,
                                           .imsi = at->config.imsi,
                                           .profile = at->config.profile,
                                           .crypto = at->config.crypto};
    *to = *from;
    to->appkey = copy(at, from->appkey);
    to->password = copy(at, from->password);
    to->tml_imei = copy(at, from->tml_imei);
}

static bool open_session(platform *at, uint64_t now) {
    qdmp_session_config config = QDMP_SESSION_CONFIG(&at->registration, at->room);
    qdmp_error err;
    config.location_segments = SEGMENTS;
    config.location_bytes = BYTES;
    if (qdmp_session_open(&at->session, &config, now, at->config.random(at->config.context), &err) == QDMP_OK)
        return true;
    const char *field = qdmp_field_name(err.field);
    complain("sim: cannot register: %s%s%s", field, *field ? ": " : "", qdmp_status_text(err.status));
    return false;
}

/* --- where to ----------------------------------------------------------------------------------------------------- */

static address server_of(const platform *at) {
    const qdmp_server *server = &at->settings->server;
    address made;
    if (at->config.server)
        return *at->config.server;
    snprintf(made.host, sizeof made.host, "%u.%u.%u.%u", server->ip[0], server->ip[1], server->ip[2], server->ip[3]);
    snprintf(made.port, sizeof made.port, "%" PRIu32, server->port);
    return made;
}

static bool is_loopback(const address *server) {
    return !strncmp(server->host, "127.", 4);
}

static bool open_socket(platform *at) {
    address server = server_of(at);
    if (is_loopback(&server) || at->config.network)
        return at->config.open(at->config.context, &server);
    complain("sim: %s:%s is outside the loopback range, which needs --network", server.host, server.port);
    return false;
}

/* --- beginning and end -------------------------------------------------------------------------------------------- */

static bool may_register(const platform *at) {
    bool has_credentials = at->settings->set & QDMP_WAS_SET(QDMP_SET_CREDENTIALS);
    return at->settings->dm_mode == QDMP_DM_MODE_ALLOWED && has_credentials && !at->off;
}

/* Registers as the settings in force say. The registration before is forgotten. */
static void begin(platform *at, uint64_t now) {
    end_session(at, QDMP_DMSTATE_INITIAL_STATE);
    if (!may_register(at))
        return;
    take_registration(at);
    if (!open_session(at, now)) {
        at->dmstate = QDMP_DMSTATE_REG_FAILED;
    } else if (!open_socket(at)) {
        at->dmstate = QDMP_DMSTATE_CONNECT_FAILED;
    } else {
        at->present = true;
        qdmp_session_event(&at->session, now, QDMP_SESSION_OPENED);
    }
}

/* `etag` shows later whether other settings are in force. */
static void take_settings(platform *at, const qdmp_settings *settings, qdmp_span image) {
    at->settings = settings;
    at->object = (qdmp_object)QDMP_OBJECT(settings, at->config.crypto);
    if (qdmp_object_etag(at->config.crypto, image, at->object.etag, NULL) != QDMP_OK)
        complain("sim: %s", qdmp_status_text(QDMP_CRYPTO));
}

void platform_open(platform *to, const platform_config *config, uint64_t now, const qdmp_settings *settings,
                   qdmp_span image) {
    size_t size = QDMP_SESSION_ROOM(QDMP_OBJECTS_MAX, SEGMENTS, BYTES);
    memset(to, 0, sizeof *to);
    to->config = *config;
    to->room = (qdmp_room){need(malloc(size)), size};
    to->dmstate = QDMP_DMSTATE_INITIAL_STATE;
    take_settings(to, settings, image);
    begin(to, now);
    trace_dmstate(to);
}

void platform_close(platform *at) {
    end_session(at, QDMP_DMSTATE_INITIAL_STATE);
    wipe_and_free((qdmp_room){at->texts, at->texts_size});
    free(at->room.ptr);
}

static void forbid(platform *at, uint64_t now) {
    if (!at->present)
        return;
    at->leaving = true;
    qdmp_session_event(&at->session, now, QDMP_SESSION_FORBIDDEN);
}

void platform_leave(platform *at, uint64_t now) {
    forbid(at, now);
    trace_dmstate(at);
}

/* --- restarts ----------------------------------------------------------------------------------------------------- */

static bool is_registered(const platform *at) {
    uint32_t dmstate = platform_dmstate(at);
    return at->present && (dmstate == QDMP_DMSTATE_REG_SUCCESS || dmstate == QDMP_DMSTATE_UPDATE_SUCCESS);
}

/* Takes the session, with its registration, through a restart. */
static bool carry_over(platform *at, uint64_t now) {
    char bytes[SAVED_ROOM];
    qdmp_room room = {bytes, sizeof bytes};
    size_t size;
    if (qdmp_session_save(&at->session, now, room, &size, NULL) != QDMP_OK || !open_session(at, now))
        return false;
    return qdmp_session_restore(&at->session, now, 0, (qdmp_span){bytes, size}, NULL) == QDMP_OK;
}

void platform_restart(platform *at, uint64_t now, const qdmp_settings *settings, qdmp_span image) {
    unsigned char before[QDMP_OBJECT_ETAG];
    memcpy(before, at->object.etag, sizeof before);
    take_settings(at, settings, image);
    at->off = false;
    bool same = !memcmp(before, at->object.etag, sizeof before);
    bool kept = is_registered(at) && (same || !may_register(at));
    if (!kept || !carry_over(at, now))
        begin(at, now);
    else if (!may_register(at))
        forbid(at, now);
    trace_dmstate(at);
}

void platform_lose_power(platform *at, uint64_t now, const qdmp_settings *settings, qdmp_span image) {
    take_settings(at, settings, image);
    at->off = false;
    begin(at, now);
    trace_dmstate(at);
}

void platform_radio(platform *at, uint64_t now, bool on) {
    if (at->off == !on)
        return;
    at->off = !on;
    begin(at, now);
    trace_dmstate(at);
}

/* --- datagrams ---------------------------------------------------------------------------------------------------- */

static void trace_datagram(const platform *at, qdmp_span datagram, bool received) {
    qdmp_coap_message message;
    if (!at->config.trace || qdmp_coap_decode(datagram, &message, NULL) != QDMP_OK)
        return;
    if (received)
        report_message(at->config.trace, &message);
    else
        report_reply(at->config.trace, &message);
}

static void answer(platform *at, const qdmp_coap_message *request) {
    char bytes[QDMP_OBJECT_ROOM(QDMP_OBJECT_SZX_MAX)];
    qdmp_span reply;
    qdmp_status status = object_reply(&at->session, &at->object, request, (qdmp_room){bytes, sizeof bytes}, &reply);
    if (status == QDMP_OK) {
        trace_datagram(at, reply, false);
        at->config.send(at->config.context, reply);
    } else if (status != QDMP_NO_ANSWER) {
        complain("sim: %s", qdmp_status_text(status));
    }
}

void platform_receive(platform *at, uint64_t now, qdmp_span datagram) {
    qdmp_coap_message request;
    if (!at->present)
        return;
    switch (qdmp_session_receive(&at->session, now, datagram, &request)) {
    case QDMP_SESSION_REQUEST:
        trace_datagram(at, datagram, true);
        answer(at, &request);
        break;
    case QDMP_SESSION_ANSWER:
    case QDMP_SESSION_NO_ROOM: trace_datagram(at, datagram, true); break;
    case QDMP_SESSION_NOTHING: break;
    }
}

void platform_run(platform *at, uint64_t now) {
    qdmp_span datagram;
    qdmp_status status = QDMP_OK;
    while (at->present && status != QDMP_END) {
        status = qdmp_session_poll(&at->session, now, at->config.random(at->config.context), &datagram, NULL);
        if (status == QDMP_OK)
            at->config.send(at->config.context, datagram);
        else if (status != QDMP_END)
            complain("sim: %s", qdmp_status_text(status));
    }
    if (at->leaving && platform_dmstate(at) == QDMP_DMSTATE_INITIAL_STATE)
        end_session(at, QDMP_DMSTATE_INITIAL_STATE);
    trace_dmstate(at);
}

uint32_t platform_wait(const platform *at, uint64_t now) {
    return at->present ? qdmp_session_deadline(&at->session, now) : QDMP_SESSION_WAIT_MAX;
}

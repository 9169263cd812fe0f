/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <stdio.h>

enum { ROUND_TRIP_MAX = 16384 };

#define BOTH(member)         offsetof(qdmp_request, member), offsetof(qdmp_response, member)
#define REQUEST_ONLY(member) offsetof(qdmp_request, member), 0
#define INFO_ONLY(member)    0, offsetof(qdmp_response, member)

static const slot slots[] = {
    {QDMP_FIELD_DM_MODE, SLOT_NUMBER, "dmMode", BOTH(dm_mode)},
    {QDMP_FIELD_SERVER_IP, SLOT_ADDRESS, "serverIp", BOTH(server.ip)},
    {QDMP_FIELD_SERVER_PORT, SLOT_NUMBER, "serverPort", BOTH(server.port)},
    {QDMP_FIELD_UPDATE_PERIOD, SLOT_NUMBER, "updatePeriod", BOTH(server.update_period)},
    {QDMP_FIELD_APPKEY, SLOT_TEXT, "appkey", BOTH(credentials.appkey)},
    {QDMP_FIELD_PASSWORD, SLOT_TEXT, "password", BOTH(credentials.password)},
    {QDMP_FIELD_TML_TYPE, SLOT_NUMBER, "tmlType", BOTH(credentials.tml_type)},
    {QDMP_FIELD_TML_IMEI, SLOT_TEXT, "tmlIMEI", BOTH(credentials.tml_imei)},
    {QDMP_FIELD_QUERY_OPT, SLOT_NUMBER, "queryOpt", REQUEST_ONLY(query_opt)},
    {QDMP_FIELD_ERASE_OPT, SLOT_NUMBER, "eraseOpt", REQUEST_ONLY(erase_opt)},
    {QDMP_FIELD_DMSTATE, SLOT_NUMBER, "dmstate", INFO_ONLY(dmstate)},
    {QDMP_FIELD_APPL_INFO, SLOT_TEXT, "applInfo", BOTH(appl_info)},
    {QDMP_FIELD_MAC, SLOT_TEXT, "mac", BOTH(mac)},
    {QDMP_FIELD_ROM, SLOT_TEXT, "rom", BOTH(system.rom)},
    {QDMP_FIELD_RAM, SLOT_TEXT, "ram", BOTH(system.ram)},
    {QDMP_FIELD_CPU, SLOT_TEXT, "cpu", BOTH(system.cpu)},
    {QDMP_FIELD_OS_SYS_VER, SLOT_TEXT, "osSysVer", BOTH(system.os_sys_ver)},
    {QDMP_FIELD_SW_VER, SLOT_TEXT, "swVer", BOTH(software.sw_ver)},
    {QDMP_FIELD_SW_NAME, SLOT_TEXT, "swName", BOTH(software.sw_name)},
    {QDMP_FIELD_VOLTE, SLOT_TEXT, "volte", BOTH(network.volte)},
    {QDMP_FIELD_NET_TYPE, SLOT_TEXT, "netType", BOTH(network.net_type)},
    {QDMP_FIELD_ACCOUNT, SLOT_TEXT, "account", BOTH(network.account)},
    {QDMP_FIELD_PHONE_NUM, SLOT_TEXT, "phoneNum", BOTH(network.phone_num)},
    {QDMP_FIELD_LOCATION, SLOT_TEXT, "location", BOTH(location)},
    {QDMP_FIELD_TYPE, SLOT_NUMBER, "type", REQUEST_ONLY(ex_type)},
    {QDMP_FIELD_DETAIL, SLOT_TEXT, "detail", INFO_ONLY(detail)},
};

#define SERVER_FIELDS                                                                                                  \
    { QDMP_FIELD_SERVER_IP, QDMP_FIELD_SERVER_PORT, QDMP_FIELD_UPDATE_PERIOD }
#define CREDENTIALS_FIELDS                                                                                             \
    { QDMP_FIELD_APPKEY, QDMP_FIELD_PASSWORD, QDMP_FIELD_TML_TYPE, QDMP_FIELD_TML_IMEI }
#define SYSTEM_FIELDS                                                                                                  \
    { QDMP_FIELD_ROM, QDMP_FIELD_RAM, QDMP_FIELD_CPU, QDMP_FIELD_OS_SYS_VER }
#define SOFTWARE_FIELDS                                                                                                \
    { QDMP_FIELD_SW_VER, QDMP_FIELD_SW_NAME }
#define NETWORK_FIELDS                                                                                                 \
    { QDMP_FIELD_VOLTE, QDMP_FIELD_NET_TYPE, QDMP_FIELD_ACCOUNT, QDMP_FIELD_PHONE_NUM }

const kind_row request_kinds[] = {
    {QDMP_SET_ACCESS_MODE, "set-access-mode", {QDMP_FIELD_DM_MODE}},
    {QDMP_SET_SERVER, "set-server", SERVER_FIELDS},
    {QDMP_SET_CREDENTIALS, "set-credentials", CREDENTIALS_FIELDS},
    {QDMP_QUERY, "query", {QDMP_FIELD_QUERY_OPT}},
    {QDMP_ERASE, "erase", {QDMP_FIELD_ERASE_OPT}},
    {QDMP_QUERY_STATE, "query-state", {QDMP_FIELD_NONE}},
    {QDMP_EX_SAVE_APPL_INFO, "ex-save-appl-info", {QDMP_FIELD_APPL_INFO}},
    {QDMP_EX_SAVE_MAC, "ex-save-mac", {QDMP_FIELD_MAC}},
    {QDMP_EX_SAVE_SYSTEM, "ex-save-system", SYSTEM_FIELDS},
    {QDMP_EX_SAVE_SOFTWARE, "ex-save-software", SOFTWARE_FIELDS},
    {QDMP_EX_SAVE_NETWORK, "ex-save-network", NETWORK_FIELDS},
    {QDMP_EX_SAVE_LOCATION, "ex-save-location", {QDMP_FIELD_LOCATION}},
    {QDMP_TEST, "test", {QDMP_FIELD_NONE}},
    {QDMP_READ, "read", {QDMP_FIELD_NONE}},
    {QDMP_EX_TEST, "ex-test", {QDMP_FIELD_NONE}},
    {QDMP_EX_READ, "ex-read", {QDMP_FIELD_TYPE}},
    {QDMP_EX_ERASE, "ex-erase", {QDMP_FIELD_TYPE}},
};
const size_t request_kind_count = COUNT(request_kinds);

const kind_row response_kinds[] = {
    {QDMP_INFO_ACCESS_MODE, "info-access-mode", {QDMP_FIELD_DM_MODE}},
    {QDMP_INFO_SERVER, "info-server", SERVER_FIELDS},
    {QDMP_INFO_CREDENTIALS, "info-credentials", CREDENTIALS_FIELDS},
    {QDMP_INFO_STATE, "info-state", {QDMP_FIELD_DMSTATE}},
    {QDMP_EX_INFO_APPL_INFO, "ex-info-appl-info", {QDMP_FIELD_APPL_INFO}},
    {QDMP_EX_INFO_MAC, "ex-info-mac", {QDMP_FIELD_MAC}},
    {QDMP_EX_INFO_SYSTEM, "ex-info-system", SYSTEM_FIELDS},
    {QDMP_EX_INFO_SOFTWARE, "ex-info-software", SOFTWARE_FIELDS},
    {QDMP_EX_INFO_NETWORK, "ex-info-network", NETWORK_FIELDS},
    {QDMP_EX_INFO_LOCATION, "ex-info-location", {QDMP_FIELD_LOCATION}},
    {QDMP_INFO_TEST, "info-test", {QDMP_FIELD_NONE}},
    {QDMP_EX_INFO_TEST, "ex-info-test", {QDMP_FIELD_NONE}},
    {QDMP_RESULT_OK, "ok", {QDMP_FIELD_NONE}},
    {QDMP_RESULT_ERROR, "error", {QDMP_FIELD_NONE}},
    {QDMP_RESULT_CME_ERROR, "cme-error", {QDMP_FIELD_DETAIL}},
};
const size_t response_kind_count = COUNT(response_kinds);

const slot *slot_of(qdmp_field field) {
    for (size_t i = 0; i < COUNT(slots); i++)
        if (slots[i].field == field)
            return &slots[i];
    cr_assert(false, "field %d has no slot", (int)field);
    return NULL;
}

const kind_row *message_kind(const message *m) {
    bool request = m->direction == REQUEST;
    const kind_row *rows = request ? request_kinds : response_kinds;
    size_t count = request ? request_kind_count : response_kind_count;
    int kind = request ? (int)m->request.kind : (int)m->response.kind;
    for (size_t i = 0; i < count; i++)
        if (rows[i].kind == kind)
            return &rows[i];
    return NULL;
}

void *message_at(message *m, qdmp_field field) {
    const slot *s = slot_of(field);
    return m->direction == REQUEST ? (char *)&m->request + s->in_request : (char *)&m->response + s->in_response;
}

static const void *at(const message *m, qdmp_field field) {
    const slot *s = slot_of(field);
    return m->direction == REQUEST ? (const char *)&m->request + s->in_request
                                   : (const char *)&m->response + s->in_response;
}

uint32_t message_number(const message *m, qdmp_field field) {
    uint32_t number;
    memcpy(&number, at(m, field), sizeof number);
    return number;
}

qdmp_span message_text(const message *m, qdmp_field field) {
    qdmp_span text;
    memcpy(&text, at(m, field), sizeof text);
    return text;
}

static qdmp_status read_request(const message_reading *how, qdmp_span in, qdmp_ends ends, qdmp_request *out,
                                size_t *used, qdmp_error *err) {
#ifndef QDMP_WHOLE_LINES
    if (how->rest)
        return qdmp_request_decode_rest(in, ends, how->command, how->request_rest, out, used, err);
#endif
    (void)how;
    return qdmp_request_decode(in, ends, out, used, err);
}

static qdmp_status read_response(const message_reading *how, qdmp_span in, qdmp_ends ends, qdmp_response *out,
                                 size_t *used, qdmp_error *err) {
#ifndef QDMP_WHOLE_LINES
    unsigned rest = how->behind_colon ? QDMP_REST_BEHIND_COLON : QDMP_REST_FROM_COLON;
    if (how->rest)
        return qdmp_response_decode_rest(in, ends, how->command, how->tolerant ? rest | QDMP_REST_TOLERANT : rest, out,
                                         used, err);
#endif
#ifndef QDMP_STRICT
    if (how->tolerant)
        return qdmp_response_decode_tolerant(in, ends, out, used, err);
#endif
    (void)how;
    return qdmp_response_decode(in, ends, out, used, err);
}

qdmp_status message_read(const message_reading *reading, qdmp_span in, qdmp_ends ends, message *out, size_t *used,
                         qdmp_error *err) {
    out->direction = reading->direction;
    return reading->direction == REQUEST ? read_request(reading, in, ends, &out->request, used, err)
                                         : read_response(reading, in, ends, &out->response, used, err);
}

qdmp_status message_decode(message_direction direction, qdmp_span in, qdmp_ends ends, message *out, size_t *used,
                           qdmp_error *err) {
    message_reading reading = {.direction = direction};
    return message_read(&reading, in, ends, out, used, err);
}

qdmp_status message_encode(const message *m, unsigned style, qdmp_room out, size_t *size, qdmp_error *err) {
    return m->direction == REQUEST ? qdmp_request_encode(&m->request, style, out, size, err)
                                   : qdmp_response_encode(&m->response, style, out, size, err);
}

static bool slot_equal(const message *a, const message *b, qdmp_field field) {
    switch (slot_of(field)->type) {
    case SLOT_NUMBER: return message_number(a, field) == message_number(b, field);
    case SLOT_TEXT: return span_equal(message_text(a, field), message_text(b, field));
    case SLOT_ADDRESS: return memcmp(at(a, field), at(b, field), 4) == 0;
    }
    return false;
}

bool message_equal(const message *a, const message *b) {
    const kind_row *kind = message_kind(a);
    if (a->direction != b->direction || !kind || kind != message_kind(b))
        return false;
    for (const qdmp_field *f = kind->fields; *f != QDMP_FIELD_NONE; f++)
        if (!slot_equal(a, b, *f))
            return false;
    return true;
}

bool message_inside(const message *m, qdmp_span in) {
    const kind_row *kind = message_kind(m);
    if (!kind)
        return false;
    for (const qdmp_field *f = kind->fields; *f != QDMP_FIELD_NONE; f++)
        if (slot_of(*f)->type == SLOT_TEXT && !span_inside(message_text(m, *f), in))
            return false;
    return true;
}

static size_t describe_value(const message *m, qdmp_field field, char *out) {
    const uint8_t *ip = at(m, field);
    size_t len;
    switch (slot_of(field)->type) {
    case SLOT_NUMBER: return (size_t)sprintf(out, "%lu", (unsigned long)message_number(m, field));
    case SLOT_ADDRESS: return (size_t)sprintf(out, "%d.%d.%d.%d", ip[0], ip[1], ip[2], ip[3]);
    case SLOT_TEXT:
        out[0] = '"';
        len = 1 + escape(message_text(m, field), out + 1);
        out[len++] = '"';
        out[len] = '\0';
        return len;
    }
    return 0;
}

static void describe_defaulted(uint32_t defaulted, char *out) {
    const char *before = " defaulted=";
    for (size_t i = 0; i < COUNT(slots); i++) {
        if (!(defaulted & QDMP_DEFAULTED(slots[i].field)))
            continue;
        out += sprintf(out, "%s%s", before, slots[i].name);
        before = ",";
        defaulted &= ~QDMP_DEFAULTED(slots[i].field);
    }
    if (defaulted)
        sprintf(out, " defaulted-unknown=%lx", (unsigned long)defaulted);
}

#ifndef QDMP_STRICT
/* The names of R28. */
static const char *deviation_name(qdmp_deviation deviation) {
    static const char *const names[] = {"none", "noise", "blanks", "quoted", "unset", "beyond", "surplus", "test"};
    return (size_t)deviation < COUNT(names) ? names[deviation] : "unknown";
}

/* All eight entries are checked: nothing may follow the last deviation. */
static void describe_deviations(const uint8_t *marks, char *out) {
    const char *before = " deviations=";
    for (size_t i = 0; i < QDMP_DEVIATIONS_MAX; i++) {
        if (marks[i] == 0 && (i + 1 == QDMP_DEVIATIONS_MAX || marks[i + 1] == 0))
            continue;
        out += sprintf(out, "%s%s", before, deviation_name(QDMP_MARK_DEVIATION(marks[i])));
        if (QDMP_MARK_FIELD(marks[i]) != QDMP_FIELD_NONE)
            out += sprintf(out, ":%s", slot_of(QDMP_MARK_FIELD(marks[i]))->name);
        before = ",";
    }
}
#endif

const char *message_describe(const message *m, char out[DESCRIPTION_MAX]) {
    const kind_row *kind = message_kind(m);
    if (!kind)
        return strcpy(out, "no-such-kind");
    char *p = out + sprintf(out, "%s", kind->name);
    for (const qdmp_field *f = kind->fields; *f != QDMP_FIELD_NONE; f++) {
        p += sprintf(p, " %s=", slot_of(*f)->name);
        p += describe_value(m, *f, p);
    }
    if (m->direction == REQUEST)
        describe_defaulted(m->request.defaulted, p);
#ifndef QDMP_STRICT
    else
        describe_deviations(m->response.deviations, p);
#endif
    return out;
}

qdmp_status message_round_trip(const message *m, qdmp_span line) {
    static char first[ROUND_TRIP_MAX], again[ROUND_TRIP_MAX];
    qdmp_room room = {first, sizeof first};
    size_t size = 0, again_size = 0, used = 0;
    message back;
    qdmp_error err;
    qdmp_status status = message_encode(m, 0, room, &size, &err);
    if (status != QDMP_OK) {
        CHECK(status == QDMP_NOT_REPRESENTABLE, "%s: %s when encoded", shown(line), qdmp_status_name(status));
        return status;
    }
    status = message_decode(m->direction, span_from(first, size), QDMP_MORE_MAY_COME, &back, &used, &err);
    CHECK(status == QDMP_OK && used == size, "%s: its canonical form is refused: %s at %zu", shown(line),
          qdmp_status_name(status), err.offset);
    if (status != QDMP_OK)
        return QDMP_OK;
    CHECK(message_equal(m, &back), "%s: comes back as another message", shown(line));
    room.ptr = again;
    status = message_encode(&back, 0, room, &again_size, &err);
    CHECK(status == QDMP_OK && span_equal(span_from(first, size), span_from(again, again_size)),
          "%s: encodes to other bytes the second time", shown(line));
    return QDMP_OK;
}

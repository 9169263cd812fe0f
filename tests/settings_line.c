/* SPDX-License-Identifier: MIT */
#include "settings_line.h"

void settings_take(qdmp_settings *settings, qdmp_span line) {
    if (span_equal(line, span_of("AT")))
        return;
    for (size_t used; line.len; line.ptr += used, line.len -= used) {
        qdmp_request request;
        qdmp_status status = qdmp_request_decode(line, QDMP_WHOLE_LINE, &request, &used, NULL);
        cr_assert(status == QDMP_OK, "%s: %s", shown(line), qdmp_status_name(status));
        status = qdmp_settings_apply(settings, &request, NULL);
        cr_assert(status == QDMP_OK, "%s: %s", shown(line), qdmp_status_name(status));
    }
}

qdmp_settings settings_of(const char *line) {
    qdmp_settings settings;
    qdmp_settings_defaults(&settings);
    settings_take(&settings, span_of(line));
    return settings;
}

/* The texts in the order of object 666's resources, 6602 to 6614. */
enum { EXTENDED = 13 };
static void list_extended(const qdmp_settings *s, qdmp_span out[EXTENDED]) {
    const qdmp_span texts[EXTENDED] = {s->appl_info,       s->mac,
                                       s->system.rom,      s->system.ram,
                                       s->system.cpu,      s->system.os_sys_ver,
                                       s->software.sw_ver, s->software.sw_name,
                                       s->network.volte,   s->network.net_type,
                                       s->network.account, s->network.phone_num,
                                       s->location};
    memcpy(out, texts, sizeof texts);
}

static bool same_server(const qdmp_server *a, const qdmp_server *b) {
    return memcmp(a->ip, b->ip, sizeof a->ip) == 0 && a->port == b->port && a->update_period == b->update_period;
}

static bool same_credentials(const qdmp_credentials *a, const qdmp_credentials *b) {
    return span_equal(a->appkey, b->appkey) && span_equal(a->password, b->password) && a->tml_type == b->tml_type &&
           span_equal(a->tml_imei, b->tml_imei);
}

bool settings_equal(const qdmp_settings *a, const qdmp_settings *b) {
    qdmp_span texts[2][EXTENDED];
    list_extended(a, texts[0]);
    list_extended(b, texts[1]);
    bool equal = a->set == b->set && a->dm_mode == b->dm_mode && same_server(&a->server, &b->server) &&
                 same_credentials(&a->credentials, &b->credentials);
    for (size_t i = 0; i < EXTENDED; i++)
        equal = equal && span_equal(texts[0][i], texts[1][i]);
    return equal;
}

bool settings_are_defaults(const qdmp_settings *settings) {
    const qdmp_span null = span_of("NULL");
    const qdmp_settings defaults = {.dm_mode = 0,
                                    .server = {{117, 161, 2, 41}, 5683, 86400},
                                    .appl_info = null,
                                    .mac = null,
                                    .system = {null, null, null, null},
                                    .software = {null, null},
                                    .network = {null, null, null, null},
                                    .location = null};
    return settings_equal(settings, &defaults);
}

/* SPDX-License-Identifier: MIT */
/*
 * A module for the tests of the glues: knows of a server alone, and answers in lines that are filled in by hand.
 */
#include "../../examples/module.h"

#include <string.h>

static qdmp_response lines[2];
static unsigned filled, taken;
static qdmp_server server = {{117, 161, 2, 41}, 5683, 86400};

static qdmp_response *add(qdmp_response_kind kind) {
    qdmp_response *line = &lines[filled++];
    memset(line, 0, sizeof *line);
    line->kind = kind;
    return line;
}

int module_execute(const qdmp_request *request) {
    filled = taken = 0;
    switch (request->kind) {
    case QDMP_SET_SERVER: server = request->server; return 1;
    case QDMP_READ:
        add(QDMP_INFO_ACCESS_MODE)->dm_mode = QDMP_DM_MODE_ALLOWED;
        add(QDMP_INFO_SERVER)->server = server;
        return 1;
    case QDMP_QUERY:
        if (request->query_opt != QDMP_QUERY_OPT_SERVER)
            return 0;
        add(QDMP_INFO_SERVER)->server = server;
        return 1;
    case QDMP_TEST: add(QDMP_INFO_TEST); return 1;
    case QDMP_EX_READ: add(QDMP_EX_INFO_LOCATION)->location = (qdmp_span)QDMP_LITERAL("31.2,121.4,GPS"); return 1;
    case QDMP_EX_SAVE_LOCATION: return 1;
    default: return 0;
    }
}

int module_line(qdmp_response *line) {
    if (taken == filled)
        return 0;
    *line = lines[taken++];
    return 1;
}

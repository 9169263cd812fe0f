/* SPDX-License-Identifier: MIT */
/* The canonical lines with snprintf, one format a form. It checks nothing: a wrong value makes a wrong line. */
#include "peers.h"

#include <stdio.h>

#define TEXT(span)  (int)(span).len, (span).ptr
#define OCTETS(ip)  (ip)[0], (ip)[1], (ip)[2], (ip)[3]
#define QUOTED      "\"%.*s\""
#define SAVE(type)  "AT+QDMPCFGEX=" type ",0,"
#define EX(type)    "\r\n+QDMPCFGEX: " type ","
#define PLAIN(type) "\r\n+QDMPCFG: " type ","
#define END         "\r\n"

int print_request(const qdmp_request *r, char *out, size_t cap) {
    switch (r->kind) {
    case QDMP_SET_ACCESS_MODE: return snprintf(out, cap, "AT+QDMPCFG=0,%u\r", r->dm_mode);
    case QDMP_SET_SERVER:
        return snprintf(out, cap, "AT+QDMPCFG=1,%u.%u.%u.%u,%u,%u\r", OCTETS(r->server.ip), r->server.port,
                        r->server.update_period);
    case QDMP_SET_CREDENTIALS:
        return snprintf(out, cap, "AT+QDMPCFG=2," QUOTED "," QUOTED ",%u,%.*s\r", TEXT(r->credentials.appkey),
                        TEXT(r->credentials.password), r->credentials.tml_type, TEXT(r->credentials.tml_imei));
    case QDMP_QUERY: return snprintf(out, cap, "AT+QDMPCFG=4,%u\r", r->query_opt);
    case QDMP_ERASE: return snprintf(out, cap, "AT+QDMPCFG=5,%u\r", r->erase_opt);
    case QDMP_QUERY_STATE: return snprintf(out, cap, "AT+QDMPCFG=6\r");
    case QDMP_EX_SAVE_APPL_INFO: return snprintf(out, cap, SAVE("0") QUOTED "\r", TEXT(r->appl_info));
    case QDMP_EX_SAVE_MAC: return snprintf(out, cap, SAVE("1") QUOTED "\r", TEXT(r->mac));
    case QDMP_EX_SAVE_SYSTEM:
        return snprintf(out, cap, SAVE("2") QUOTED "," QUOTED "," QUOTED "," QUOTED "\r", TEXT(r->system.rom),
                        TEXT(r->system.ram), TEXT(r->system.cpu), TEXT(r->system.os_sys_ver));
    case QDMP_EX_SAVE_SOFTWARE:
        return snprintf(out, cap, SAVE("3") QUOTED "," QUOTED "\r", TEXT(r->software.sw_ver),
                        TEXT(r->software.sw_name));
    case QDMP_EX_SAVE_NETWORK:
        return snprintf(out, cap, SAVE("4") QUOTED "," QUOTED "," QUOTED "," QUOTED "\r", TEXT(r->network.volte),
                        TEXT(r->network.net_type), TEXT(r->network.account), TEXT(r->network.phone_num));
    case QDMP_EX_SAVE_LOCATION: return snprintf(out, cap, SAVE("5") QUOTED "\r", TEXT(r->location));
    case QDMP_TEST: return snprintf(out, cap, "AT+QDMPCFG=?\r");
    case QDMP_READ: return snprintf(out, cap, "AT+QDMPCFG?\r");
    case QDMP_EX_TEST: return snprintf(out, cap, "AT+QDMPCFGEX=?\r");
    case QDMP_EX_READ: return snprintf(out, cap, "AT+QDMPCFGEX=%u,1\r", r->ex_type);
    case QDMP_EX_ERASE: return snprintf(out, cap, "AT+QDMPCFGEX=%u,2\r", r->ex_type);
    }
    return 0;
}

int print_response(const qdmp_response *r, char *out, size_t cap) {
    switch (r->kind) {
    case QDMP_INFO_ACCESS_MODE: return snprintf(out, cap, PLAIN("0") "%u" END, r->dm_mode);
    case QDMP_INFO_SERVER:
        return snprintf(out, cap, PLAIN("1") "%u.%u.%u.%u,%u,%u" END, OCTETS(r->server.ip), r->server.port,
                        r->server.update_period);
    case QDMP_INFO_CREDENTIALS:
        return snprintf(out, cap, PLAIN("2") "%.*s,%.*s****,%u,%.*s" END, TEXT(r->credentials.appkey),
                        TEXT(r->credentials.password), r->credentials.tml_type, TEXT(r->credentials.tml_imei));
    case QDMP_INFO_STATE: return snprintf(out, cap, PLAIN("6") "%u" END, r->dmstate);
    case QDMP_EX_INFO_APPL_INFO: return snprintf(out, cap, EX("0") "%.*s" END, TEXT(r->appl_info));
    case QDMP_EX_INFO_MAC: return snprintf(out, cap, EX("1") "%.*s" END, TEXT(r->mac));
    case QDMP_EX_INFO_SYSTEM:
        return snprintf(out, cap, EX("2") "%.*s,%.*s,%.*s,%.*s" END, TEXT(r->system.rom), TEXT(r->system.ram),
                        TEXT(r->system.cpu), TEXT(r->system.os_sys_ver));
    case QDMP_EX_INFO_SOFTWARE:
        return snprintf(out, cap, EX("3") "%.*s,%.*s" END, TEXT(r->software.sw_ver), TEXT(r->software.sw_name));
    case QDMP_EX_INFO_NETWORK:
        return snprintf(out, cap, EX("4") "%.*s,%.*s,%.*s,%.*s" END, TEXT(r->network.volte), TEXT(r->network.net_type),
                        TEXT(r->network.account), TEXT(r->network.phone_num));
    case QDMP_EX_INFO_LOCATION: return snprintf(out, cap, EX("5") "%.*s" END, TEXT(r->location));
    case QDMP_INFO_TEST:
        return snprintf(out, cap,
                        "\r\n+QDMPCFG: <type>[,<parameter1>[,<parameter2>[,<parameter3>[,<parameter4>]]]]" END);
    case QDMP_EX_INFO_TEST:
        return snprintf(out, cap,
                        "\r\n+QDMPCFGEX: <type>,<act>[,<parameter1>[,<parameter2>[,<parameter3>,<parameter4>]]]" END);
    case QDMP_RESULT_OK: return snprintf(out, cap, "\r\nOK" END);
    case QDMP_RESULT_ERROR: return snprintf(out, cap, "\r\nERROR" END);
    case QDMP_RESULT_CME_ERROR: return snprintf(out, cap, "\r\n+CME ERROR: %.*s" END, TEXT(r->detail));
    }
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * A request out of the bytes, values out of range included, encoded: P4-P6, P8-P14, P67.
 */
#include "support/check.h"
#include "support/settings.h"
#include "support/written.h"

/* Every kind there is, and numbers that are none. */
static qdmp_request_kind any_kind(struct bytes *bytes) {
    static const int odd[] = {0, -1, 4, (int)QDMP_EX_ERASE + 1, 255, 65536, 0x7FFFFFFF};
    uint32_t choice = bytes_u8(bytes);
    if (choice >= 0xF0)
        return (qdmp_request_kind)odd[choice % (sizeof odd / sizeof *odd)];
    return (qdmp_request_kind)(1 + choice % (uint32_t)QDMP_EX_ERASE);
}

static void fill_body(struct bytes *bytes, qdmp_request *request) {
    switch (request->kind) {
    case QDMP_SET_ACCESS_MODE: request->dm_mode = bytes_number(bytes, 0, 1); break;
    case QDMP_SET_SERVER: request->server = settings_server(bytes); break;
    case QDMP_SET_CREDENTIALS: request->credentials = settings_credentials(bytes); break;
    case QDMP_QUERY: request->query_opt = bytes_number(bytes, 0, 3); break;
    case QDMP_ERASE: request->erase_opt = bytes_number(bytes, 0, 4); break;
    case QDMP_EX_SAVE_APPL_INFO: request->appl_info = settings_text(bytes, 255); break;
    case QDMP_EX_SAVE_MAC: request->mac = settings_text(bytes, 19); break;
    case QDMP_EX_SAVE_SYSTEM: request->system = settings_system(bytes); break;
    case QDMP_EX_SAVE_SOFTWARE: request->software = settings_software(bytes); break;
    case QDMP_EX_SAVE_NETWORK: request->network = settings_network(bytes); break;
    case QDMP_EX_SAVE_LOCATION: request->location = settings_text(bytes, 255); break;
    case QDMP_EX_READ:
    case QDMP_EX_ERASE: request->ex_type = bytes_number(bytes, 0, 5); break;
    default: break;
    }
}

/* With its name and end, without one of them, or without both. */
static unsigned any_style(struct bytes *bytes) {
    unsigned choice = bytes_u8(bytes), ends = QDMP_REQUEST_SEMICOLON | QDMP_REQUEST_WITHOUT_END;
    switch (choice / 64) {
    case 2: return QDMP_REQUEST_WITHOUT_NAME | (choice & ends);
    case 3: return QDMP_REQUEST_WITHOUT_SIGN | (choice & ends);
    default: return choice % 8;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data, size);
    qdmp_request request = {.kind = any_kind(&bytes)};
    unsigned style = any_style(&bytes);
    request.defaulted = bytes_u8(&bytes) % 2 ? UINT32_MAX : 0; /* encoders do not look */
    fill_body(&bytes, &request);
    (void)written_request(&request, style);
    bytes_close(&bytes);
    return 0;
}

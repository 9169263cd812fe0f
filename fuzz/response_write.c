/* SPDX-License-Identifier: MIT */
/*
 * A response out of the bytes, values out of range included, encoded: P4-P6, P8-P14.
 */
#include "support/check.h"
#include "support/settings.h"
#include "support/written.h"

/* Every kind there is, and numbers that are none. */
static qdmp_response_kind any_kind(struct bytes *bytes) {
    static const int odd[] = {0, -1, 4, (int)QDMP_RESULT_CME_ERROR + 1, 255, 65536, 0x7FFFFFFF};
    uint32_t choice = bytes_u8(bytes);
    if (choice >= 0xF0)
        return (qdmp_response_kind)odd[choice % (sizeof odd / sizeof *odd)];
    return (qdmp_response_kind)(1 + choice % (uint32_t)QDMP_RESULT_CME_ERROR);
}

static void fill_body(struct bytes *bytes, qdmp_response *response) {
    switch (response->kind) {
    case QDMP_INFO_ACCESS_MODE: response->dm_mode = bytes_number(bytes, 0, 1); break;
    case QDMP_INFO_SERVER: response->server = settings_server(bytes); break;
    case QDMP_INFO_CREDENTIALS: response->credentials = settings_credentials(bytes); break;
    case QDMP_INFO_STATE: response->dmstate = bytes_number(bytes, 0, 13); break;
    case QDMP_EX_INFO_APPL_INFO: response->appl_info = settings_text(bytes, 255); break;
    case QDMP_EX_INFO_MAC: response->mac = settings_text(bytes, 19); break;
    case QDMP_EX_INFO_SYSTEM: response->system = settings_system(bytes); break;
    case QDMP_EX_INFO_SOFTWARE: response->software = settings_software(bytes); break;
    case QDMP_EX_INFO_NETWORK: response->network = settings_network(bytes); break;
    case QDMP_EX_INFO_LOCATION: response->location = settings_text(bytes, 255); break;
    case QDMP_RESULT_CME_ERROR: response->detail = settings_text(bytes, 30); break;
    default: break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data, size);
    qdmp_response response = {.kind = any_kind(&bytes)};
    unsigned style = bytes_u8(&bytes) % 2;
    fill_body(&bytes, &response);
    (void)written_response(&response, style);
    bytes_close(&bytes);
    return 0;
}

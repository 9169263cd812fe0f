/* SPDX-License-Identifier: MIT */
/*
 * A response out of the bytes, values out of range included, encoded: P4-P6, P8-P14, P65, P67.
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

/* With its name or without, line ends around it or not. */
static unsigned any_style(struct bytes *bytes) {
    unsigned choice = bytes_u8(bytes);
    switch (choice / 64) {
    case 2: return QDMP_RESPONSE_FROM_COLON | choice % 2;
    case 3: return QDMP_RESPONSE_BEHIND_COLON | choice % 2;
    default: return choice % 2;
    }
}

/* The marks of a tolerant decoder. Only an unset field matters to an encoder. */
static void fill_marks(struct bytes *bytes, qdmp_response *response) {
    static const qdmp_deviation others[] = {QDMP_DEVIATION_NOISE, QDMP_DEVIATION_BLANKS, QDMP_DEVIATION_QUOTED,
                                            QDMP_DEVIATION_SURPLUS, QDMP_DEVIATION_TEST};
    struct parts parts;
    size_t count = 0;
    parts_of_response(response, &parts);
    if (parts.shape == NULL || bytes_u8(bytes) % 2 == 0)
        return;
    if (bytes_u8(bytes) % 2 != 0)
        response->deviations[count++] = QDMP_MARK(others[bytes_below(bytes, 5)], QDMP_FIELD_NONE);
    for (size_t i = 0; i < parts.count; i++) {
        uint32_t choice = bytes_u8(bytes) % 4;
        qdmp_deviation deviation = choice == 1 ? QDMP_DEVIATION_UNSET : QDMP_DEVIATION_BEYOND;
        if (choice == 1 || choice == 2)
            response->deviations[count++] = QDMP_MARK(deviation, parts.list[i].rule->field);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes bytes = bytes_open(data, size);
    qdmp_response response = {.kind = any_kind(&bytes)};
    unsigned style = any_style(&bytes);
    fill_body(&bytes, &response);
    fill_marks(&bytes, &response);
    (void)written_response(&response, style);
    bytes_close(&bytes);
    return 0;
}

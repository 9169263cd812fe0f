/* SPDX-License-Identifier: MIT */
#include "settings.h"

qdmp_span settings_text(struct bytes *bytes, size_t most) {
    return bytes_text(bytes, bytes_any_length(bytes, 0, most));
}

qdmp_server settings_server(struct bytes *bytes) {
    qdmp_server server;
    for (unsigned i = 0; i < 4; i++)
        server.ip[i] = (uint8_t)bytes_u8(bytes);
    server.port = bytes_number(bytes, 1, 65535);
    server.update_period = bytes_number(bytes, 300, 4294966);
    return server;
}

qdmp_credentials settings_credentials(struct bytes *bytes) {
    qdmp_credentials credentials;
    credentials.appkey = settings_text(bytes, 40);
    credentials.password = settings_text(bytes, 12);
    credentials.tml_type = bytes_number(bytes, 0, 2);
    credentials.tml_imei = bytes_digits(bytes, bytes_length(bytes, 15, 17));
    return credentials;
}

qdmp_system settings_system(struct bytes *bytes) {
    qdmp_system system;
    system.rom = settings_text(bytes, 19);
    system.ram = settings_text(bytes, 19);
    system.cpu = settings_text(bytes, 19);
    system.os_sys_ver = settings_text(bytes, 47);
    return system;
}

qdmp_software settings_software(struct bytes *bytes) {
    qdmp_software software;
    software.sw_ver = settings_text(bytes, 47);
    software.sw_name = settings_text(bytes, 47);
    return software;
}

qdmp_network settings_network(struct bytes *bytes) {
    qdmp_network network;
    network.volte = settings_text(bytes, 7);
    network.net_type = settings_text(bytes, 19);
    network.account = settings_text(bytes, 47);
    network.phone_num = settings_text(bytes, 19);
    return network;
}

qdmp_request settings_request_of(struct bytes *bytes, qdmp_request_kind kind) {
    qdmp_request request = {.kind = kind};
    switch (kind) {
    case QDMP_SET_ACCESS_MODE: request.dm_mode = bytes_number(bytes, 0, 1); break;
    case QDMP_SET_SERVER: request.server = settings_server(bytes); break;
    case QDMP_SET_CREDENTIALS: request.credentials = settings_credentials(bytes); break;
    case QDMP_ERASE: request.erase_opt = bytes_number(bytes, 0, 4); break;
    case QDMP_EX_SAVE_APPL_INFO: request.appl_info = settings_text(bytes, 255); break;
    case QDMP_EX_SAVE_MAC: request.mac = settings_text(bytes, 19); break;
    case QDMP_EX_SAVE_SYSTEM: request.system = settings_system(bytes); break;
    case QDMP_EX_SAVE_SOFTWARE: request.software = settings_software(bytes); break;
    case QDMP_EX_SAVE_NETWORK: request.network = settings_network(bytes); break;
    case QDMP_EX_SAVE_LOCATION: request.location = settings_text(bytes, 255); break;
    case QDMP_EX_ERASE: request.ex_type = bytes_number(bytes, 0, 5); break;
    default: break;
    }
    return request;
}

qdmp_request settings_request(struct bytes *bytes) {
    static const int odd[] = {0, -1, QDMP__FORM_RESERVED, (int)QDMP_EX_ERASE + 1, 257};
    uint32_t choice = bytes_u8(bytes), kind = 1 + choice % (uint32_t)QDMP_EX_ERASE;
    if (choice >= 0xF8)
        kind = (uint32_t)odd[choice % (sizeof odd / sizeof *odd)];
    qdmp_request request = settings_request_of(bytes, (qdmp_request_kind)kind);
    request.defaulted = choice % 2 ? UINT32_MAX : 0; /* settings do not depend on it */
    return request;
}

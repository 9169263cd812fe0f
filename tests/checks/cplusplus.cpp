// SPDX-License-Identifier: MIT
// A C++ caller: the unions have names that C++ takes, and the functions C linkage.
#include "qdmp/qdmp.h"

#include <cstring>

int main() {
    qdmp_request request;
    std::memset(&request, 0, sizeof request);
    request.kind = QDMP_SET_SERVER;
    const uint8_t ip[4] = {117, 161, 2, 7};
    std::memcpy(request.server.ip, ip, sizeof ip);
    request.server.port = 5683;
    request.server.update_period = 420;
    char line[QDMP_REQUEST_LINE_MAX];
    size_t size = 0;
    qdmp_room room = {line, sizeof line};
    if (qdmp_request_encode(&request, QDMP_REQUEST_CANONICAL, room, &size, nullptr) != QDMP_OK)
        return 1;
    const char expected[] = "AT+QDMPCFG=1,117.161.2.7,5683,420\r";
    return size == sizeof expected - 1 && std::memcmp(line, expected, size) == 0 ? 0 : 2;
}

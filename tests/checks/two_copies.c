/* SPDX-License-Identifier: MIT */
/*
 * Uses one of two copies of the library, each compiled with its own headers. COPY is the name of the function that
 * encodes a MAC of SIZE bytes with this copy. It returns the bytes of the line, 0 if the MAC is too long.
 */
#include "qdmp/qdmp.h"

size_t COPY(qdmp_span mac, uint32_t *version);

size_t COPY(qdmp_span mac, uint32_t *version) {
    char line[QDMP_REQUEST_LINE_MAX];
    qdmp_room room = {line, sizeof line};
    qdmp_request request = {QDMP_EX_SAVE_MAC, 0, {0}}, again;
    size_t size;
    request.mac = mac;
    *version = qdmp_version();
    if (qdmp_request_encode(&request, QDMP_REQUEST_CANONICAL, room, &size, NULL) != QDMP_OK)
        return 0;
    qdmp_span in = {line, size};
    return qdmp_request_decode(in, QDMP_WHOLE_LINE, &again, NULL, NULL) == QDMP_OK && again.mac.len == mac.len ? size
                                                                                                               : 0;
}

/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "qdmp/crc32.h"

/* A table of the 16 values of half a byte costs 64 bytes of ROM; one of a byte would cost 1 KiB. */
static const uint32_t halves[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
                                    0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                    0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};

uint32_t qdmp_crc32(uint32_t crc, qdmp_span bytes) {
    crc = ~crc;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.ptr[i];
        crc = halves[crc & 15] ^ crc >> 4;
        crc = halves[crc & 15] ^ crc >> 4;
    }
    return ~crc;
}

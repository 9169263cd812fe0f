/* SPDX-License-Identifier: MIT */
#include "rows.h"

/* On AVR constants take RAM, unless they are read with instructions of their own; beyond 64 KiB with others again. */
#ifdef __AVR__
#include <avr/pgmspace.h>
#define ROWS_PLACE  __attribute__((section(".rows"), used))
#define ROWS_AT(at) pgm_read_byte_far(ROWS_ADDRESS + (at))
#else
#define ROWS_PLACE
#define ROWS_AT(at) row_bytes[at]
#endif

#include "row_bytes.h"

const unsigned char *row_next(uint32_t *at) {
    static unsigned char row[ROW_MAX];
    uint32_t size;
    if (*at == sizeof row_bytes)
        return NULL;
    size = (uint32_t)ROWS_AT(*at) | (uint32_t)ROWS_AT(*at + 1) << 8;
    *at += 2;
    for (uint32_t i = 0; i < size; i++)
        row[i] = ROWS_AT(*at + i);
    *at += size;
    return row;
}

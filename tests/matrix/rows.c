/* SPDX-License-Identifier: MIT */
#include "rows.h"

/*
 * On AVR constants take RAM unless special instructions read them. Beyond 64 KiB of flash other instructions read them.
 */
#ifdef __AVR__
#include <avr/pgmspace.h>
#define ROWS_PLACE __attribute__((section(".rows"), used))
#else
#define ROWS_PLACE
#endif

#include "row_bytes.h"

static unsigned char byte_at(uint32_t at) {
#ifdef __AVR__
    /* -fno-toplevel-reorder keeps the arrays in their order. */
    return pgm_read_byte_far(pgm_get_far_address(row_bytes_0) + at);
#else
    static const unsigned char *const chunks[] = {ROW_CHUNKS};
    return chunks[at / ROW_CHUNK][at % ROW_CHUNK];
#endif
}

const unsigned char *row_next(uint32_t *at) {
    static unsigned char row[ROW_MAX];
    if (*at == ROW_BYTES)
        return NULL;
    size_t size = byte_at(*at) | (size_t)byte_at(*at + 1) << 8;
    *at += 2;
    for (size_t i = 0; i < size; i++)
        row[i] = byte_at((*at)++);
    return row;
}

/* SPDX-License-Identifier: MIT */
#include "qdmp/values.h"

#include "text.h"
#include <string.h>

#include "generated/location_grammar.h"

int qdmp_is_null(qdmp_span value) {
    return value.len == 4 && memcmp(value.ptr, "NULL", 4) == 0;
}

/* --- MAC address
 * ------------------------------------------------------------------------------------------------------ */

/* The value of a hex digit, or 16. */
static unsigned hex_value(unsigned char c) {
    unsigned char letter = c | 0x20;
    if (qdmp__is_digit(c))
        return (unsigned)(c - '0');
    return letter >= 'a' && letter <= 'f' ? (unsigned)(letter - 'a') + 10 : 16;
}

qdmp_status qdmp_mac_decode(qdmp_span value, uint8_t mac[6], qdmp_error *err) {
    const unsigned char *text = qdmp__bytes(value);
    uint8_t bytes[6] = {0};
    for (size_t i = 0; i < QDMP_MAC_TEXT; i++) {
        if (i == value.len)
            return qdmp__report(err, QDMP_LENGTH, QDMP_FIELD_MAC, i);
        if (i % 3 == 2) {
            if (text[i] != text[2] || (text[i] != '-' && text[i] != ':'))
                return qdmp__report(err, QDMP_SYNTAX, QDMP_FIELD_MAC, i);
            continue;
        }
        unsigned digit = hex_value(text[i]);
        if (digit > 15)
            return qdmp__report(err, QDMP_SYNTAX, QDMP_FIELD_MAC, i);
        bytes[i / 3] = (uint8_t)((unsigned)bytes[i / 3] << 4 | digit);
    }
    if (value.len > QDMP_MAC_TEXT)
        return qdmp__report(err, QDMP_LENGTH, QDMP_FIELD_MAC, QDMP_MAC_TEXT);
    memcpy(mac, bytes, sizeof bytes);
    return QDMP_OK;
}

qdmp_status qdmp_mac_encode(const uint8_t mac[6], qdmp_room out, size_t *size, qdmp_error *err) {
    static const char digits[16] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    if (size)
        *size = QDMP_MAC_TEXT;
    if (out.cap < QDMP_MAC_TEXT)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_MAC, 0);
    for (size_t i = 0; i < QDMP_MAC_TEXT; i++) {
        unsigned byte = mac[i / 3];
        out.ptr[i] = i % 3 == 2 ? '-' : digits[i % 3 ? byte & 15 : byte >> 4];
    }
    return QDMP_OK;
}

/* --- location
 * --------------------------------------------------------------------------------------------------------- */

qdmp_status qdmp_location_decode(qdmp_span value, qdmp_position *out, qdmp_error *err) {
    const unsigned char *begin = qdmp__bytes(value), *lim = begin + value.len;
    qdmp_position position;
    bool matches;
    const unsigned char *at = location_match(begin, lim, &position, &matches);
    if (!matches || at != lim)
        return qdmp__report_byte(err, QDMP_FIELD_LOCATION, value, at);
    *out = position;
    return QDMP_OK;
}

/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "qdmp/values.h"

#include "text.h"

int qdmp_is_null(qdmp_span value) {
    return value.len == sizeof QDMP_NULL_TEXT - 1 && memcmp(value.ptr, QDMP_NULL_TEXT, value.len) == 0;
}

/* --- MAC address --- */

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
    size_t i;
    for (i = 0; i < QDMP_MAC_TEXT && i < value.len; i++) {
        if (i % 3 == 2) {
            if (text[i] != text[2] || (text[i] != '-' && text[i] != ':'))
                break;
            continue;
        }
        unsigned digit = hex_value(text[i]);
        if (digit > 15)
            break;
        bytes[i / 3] = (uint8_t)((unsigned)bytes[i / 3] << 4 | digit);
    }
    if (i < QDMP_MAC_TEXT || i < value.len)
        return qdmp__report(err, i < QDMP_MAC_TEXT && i < value.len ? QDMP_SYNTAX : QDMP_LENGTH, QDMP_FIELD_MAC, i);
    memcpy(mac, bytes, sizeof bytes);
    return QDMP_OK;
}

/* A hex digit in upper case. */
static char hex_digit(unsigned value) {
    return (char)(value < 10 ? '0' + value : 'A' - 10 + value);
}

qdmp_status qdmp_mac_encode(const uint8_t mac[6], qdmp_room out, size_t *size, qdmp_error *err) {
    if (size)
        *size = QDMP_MAC_TEXT;
    if (out.cap < QDMP_MAC_TEXT)
        return qdmp__report(err, QDMP_NO_SPACE, QDMP_FIELD_MAC, 0);
    char *p = out.ptr;
    for (unsigned i = 0; i < 6; i++) {
        if (i)
            *p++ = '-';
        *p++ = hex_digit(mac[i] >> 4);
        *p++ = hex_digit(mac[i] & 15u);
    }
    return QDMP_OK;
}

/* --- location --- */

/* Skips signed decimal degrees: an optional sign, digits, an optional fraction. They are valid if a digit ends them. */
static const unsigned char *skip_degrees(const unsigned char *p, const unsigned char *lim) {
    if (p < lim && (*p == '+' || *p == '-'))
        p++;
    const unsigned char *digits = p;
    p = qdmp__skip_digits(p, lim);
    return p > digits && p < lim && *p == '.' ? qdmp__skip_digits(p + 1, lim) : p;
}

qdmp_status qdmp_location_decode(qdmp_span value, qdmp_position *out, qdmp_error *err) {
    const unsigned char *text = qdmp__bytes(value), *lim = text + value.len, *p = text;
    qdmp_span parts[2];
    for (unsigned i = 0; i < 2; i++) {
        const unsigned char *begin = p;
        p = skip_degrees(begin, lim);
        if (p == begin || !qdmp__is_digit(p[-1]) || p == lim || *p != ',')
            return qdmp__report_byte(err, QDMP_FIELD_LOCATION, value, (size_t)(p - text));
        parts[i] = qdmp__span(begin, p++);
    }
    const unsigned char *stop = qdmp__find_stop(p, lim, QDMP__STOPS('"', ',', 0));
    if (stop != lim)
        return qdmp__report_byte(err, QDMP_FIELD_LOCATION, value, (size_t)(stop - text));
    out->latitude = parts[0];
    out->longitude = parts[1];
    out->method = qdmp__span(p, lim);
    return QDMP_OK;
}

/* SPDX-License-Identifier: MIT */
#include "number.h"
#include "hex.h"

static bool read_digits(const char *digits, int base, uint32_t most, uint32_t *number) {
    uint64_t value = 0;
    if (!*digits)
        return false;
    for (; *digits; digits++) {
        int digit = hex_digit(*digits);
        if (digit < 0 || digit >= base)
            return false;
        value = value * (unsigned)base + (unsigned)digit;
        if (value > most)
            return false;
    }
    *number = (uint32_t)value;
    return true;
}

bool number_read(const char *text, uint32_t most, uint32_t *number) {
    return read_digits(text, 10, most, number);
}

bool number_read_any(const char *text, uint32_t most, uint32_t *number) {
    bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    return read_digits(is_hex ? text + 2 : text, is_hex ? 16 : 10, most, number);
}

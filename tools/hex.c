/* SPDX-License-Identifier: MIT */
#include "hex.h"

#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

int hex_digit(char c) {
    const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return found ? (int)(found - digits) : -1;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool hex_read(qdmp_span text, qdmp_room room, size_t *size, size_t *wrong) {
    size_t count = 0;
    int high = -1;
    for (size_t i = 0; i < text.len; i++) {
        if (is_space(text.ptr[i]))
            continue;
        int digit = hex_digit(text.ptr[i]);
        *wrong = i;
        if (digit < 0)
            return false;
        if (high < 0) {
            high = digit;
        } else if (count == room.cap) {
            return false;
        } else {
            room.ptr[count++] = (char)(high << 4 | digit);
            high = -1;
        }
    }
    *wrong = text.len;
    *size = count;
    return high < 0;
}

static void write_digits(char *to, char byte) {
    to[0] = digits[(unsigned char)byte >> 4];
    to[1] = digits[byte & 15];
}

void hex_put(output *out, qdmp_span bytes) {
    for (size_t i = 0; i < bytes.len; i++) {
        char pair[2];
        write_digits(pair, bytes.ptr[i]);
        output_put(out, pair, sizeof pair);
    }
}

json_t *hex_json(qdmp_span bytes) {
    char *text = need(malloc(2 * bytes.len + 1));
    for (size_t i = 0; i < bytes.len; i++)
        write_digits(text + 2 * i, bytes.ptr[i]);
    json_t *string = need(json_stringn_nocheck(text, 2 * bytes.len));
    free(text);
    return string;
}

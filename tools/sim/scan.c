/* SPDX-License-Identifier: MIT */
#include "scan.h"

scanner scan_open(qdmp_span text) {
    scanner in = {text, 0};
    return in;
}

char scan_capital(char byte) {
    return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
}

char scan_peek(scanner *in) {
    while (in->at < in->text.len && in->text.ptr[in->at] == ' ')
        in->at++;
    return in->at < in->text.len ? scan_capital(in->text.ptr[in->at]) : '\0';
}

bool scan_is_over(scanner *in) {
    (void)scan_peek(in);
    return in->at == in->text.len;
}

bool scan_take(scanner *in, char byte) {
    if (scan_is_over(in) || scan_peek(in) != byte)
        return false;
    in->at++;
    return true;
}

static bool is_digit_here(const scanner *in) {
    return in->at < in->text.len && in->text.ptr[in->at] >= '0' && in->text.ptr[in->at] <= '9';
}

bool scan_number(scanner *in, uint16_t *number) {
    uint32_t value = 0;
    (void)scan_peek(in);
    if (!is_digit_here(in))
        return false;
    for (; is_digit_here(in); in->at++) {
        value = value * 10 + (uint32_t)(in->text.ptr[in->at] - '0');
        value = value < SCAN_NUMBER_MAX ? value : SCAN_NUMBER_MAX;
    }
    *number = (uint16_t)value;
    return true;
}

bool scan_string(scanner *in, qdmp_span *text) {
    if (!scan_take(in, '"'))
        return false;
    size_t begin = in->at;
    while (in->at < in->text.len && in->text.ptr[in->at] != '"')
        in->at++;
    if (in->at == in->text.len)
        return false;
    text->ptr = in->text.ptr + begin;
    text->len = in->at++ - begin;
    return true;
}

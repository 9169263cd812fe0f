/* SPDX-License-Identifier: MIT */
#include "bends.h"

#include "lines_parts.h"

#include <string.h>

static size_t any_place(struct lines_rng *rng, size_t size) {
    return lines_draw(rng, (uint32_t)size + 1);
}

static char any_byte(struct lines_rng *rng) {
    static const char special[] = "\0\x01\t\n\r\x1F \"*+,-.019:;<=?ATx\\|~\x7F\x80\xFF";
    if (lines_one_in(rng, 3))
        return (char)lines_draw(rng, 256);
    return special[lines_draw(rng, sizeof special - 1)];
}

size_t bend_insert(char *data, size_t size, size_t cap, size_t at, const char *bytes, size_t count) {
    char copy[64];
    if (count > sizeof copy || count > cap - size)
        return size;
    memcpy(copy, bytes, count);
    memmove(data + at + count, data + at, size - at);
    memcpy(data + at, copy, count);
    return size + count;
}

size_t bend_erase(char *data, size_t size, size_t at, size_t count) {
    if (count > size - at)
        count = size - at;
    memmove(data + at, data + at + count, size - at - count);
    return size - count;
}

static size_t change_byte(struct lines_rng *rng, char *data, size_t size) {
    if (size > 0)
        data[any_place(rng, size - 1)] = any_byte(rng);
    return size;
}

static size_t insert_byte(struct lines_rng *rng, char *data, size_t size, size_t cap) {
    char byte = any_byte(rng);
    return bend_insert(data, size, cap, any_place(rng, size), &byte, 1);
}

/* Commas, quotes and ends determine the structure of a line. */
static size_t insert_mark(struct lines_rng *rng, char *data, size_t size, size_t cap) {
    static const char *const marks[] = {",",  "\"", "\"\"",  ";",   " ",    ",,",
                                        "\r", "\n", "\",\"", ";\"", "****", "+QDMPCFG"};
    const char *mark = LINES_PICK(rng, marks);
    return bend_insert(data, size, cap, any_place(rng, size), mark, strlen(mark));
}

static size_t swap_case(struct lines_rng *rng, char *data, size_t size) {
    if (size > 0) {
        size_t at = any_place(rng, size - 1);
        data[at] = lines_other_case(data[at]);
    }
    return size;
}

static size_t double_part(struct lines_rng *rng, char *data, size_t size, size_t cap) {
    size_t from = any_place(rng, size);
    size_t count = any_place(rng, size - from);
    return bend_insert(data, size, cap, any_place(rng, size), data + from, count);
}

static int is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Replaces the digits at or behind a place by a number that is hard on decoders, or puts one there. */
static size_t change_number(struct lines_rng *rng, char *data, size_t size, size_t cap) {
    const char *number = lines_odd_number(rng);
    size_t at = any_place(rng, size);
    while (at < size && !is_digit(data[at]))
        at++;
    size_t end = at;
    while (end < size && is_digit(data[end]))
        end++;
    size = bend_erase(data, size, at, end - at);
    return bend_insert(data, size, cap, at, number, strlen(number));
}

static size_t add_zeros(struct lines_rng *rng, char *data, size_t size, size_t cap) {
    size_t at = any_place(rng, size);
    while (at < size && !is_digit(data[at]))
        at++;
    return bend_insert(data, size, cap, at, "000000000000000000000000000", 1 + lines_draw(rng, 27));
}

/* Joins the beginning of this line and the end of another. */
static size_t splice(struct lines_rng *rng, char *data, size_t size, size_t cap, int is_response) {
    char other[512];
    size_t other_size = lines_write(rng, other, sizeof other, is_response);
    size_t from = any_place(rng, other_size);
    size_t keep = any_place(rng, size);
    size_t count = other_size - from;
    if (count > cap - keep)
        count = cap - keep;
    memcpy(data + keep, other + from, count);
    return keep + count;
}

static int is_capital(char c, char capital) {
    return c == capital || c == (char)(capital | 0x20);
}

/* Removes the text that a dispatcher removes: everything up to the name, and sometimes the sign or colon after it. */
static size_t behead(struct lines_rng *rng, char *data, size_t size) {
    static const char name[] = "QDMPCFG";
    size_t length = sizeof name - 1, at = 0, same = 0;
    for (; at < size && same < length; at++)
        same = is_capital(data[at], name[same]) ? same + 1 : 0;
    if (same < length)
        return size;
    if (at + 1 < size && is_capital(data[at], 'E') && is_capital(data[at + 1], 'X'))
        at += 2;
    return bend_erase(data, size, 0, at + lines_draw(rng, 3));
}

size_t lines_mutate(struct lines_rng *rng, char *data, size_t size, size_t cap, int is_response) {
    switch (lines_draw(rng, 14)) {
    case 0: return change_byte(rng, data, size);
    case 1: return insert_byte(rng, data, size, cap);
    case 2: return bend_erase(data, size, any_place(rng, size), 1 + lines_draw(rng, 3));
    case 3: return insert_mark(rng, data, size, cap);
    case 4: return any_place(rng, size); /* cut */
    case 5: return bend_erase(data, size, 0, any_place(rng, size) / 2);
    case 6: return swap_case(rng, data, size);
    case 7: return double_part(rng, data, size, cap);
    case 8: return change_number(rng, data, size, cap);
    case 9: return add_zeros(rng, data, size, cap);
    case 10: return splice(rng, data, size, cap, is_response);
    case 11: return behead(rng, data, size);
    case 12: return is_response ? lines_deviate(rng, data, size, cap) : insert_mark(rng, data, size, cap);
    default: return insert_mark(rng, data, size, cap);
    }
}

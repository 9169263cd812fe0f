/* SPDX-License-Identifier: MIT */
#include "bytes.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

enum { BLOCKS_MAX = sizeof(((struct bytes *)0)->blocks) / sizeof(char *), BEYOND = 3 };

struct bytes bytes_open(const uint8_t *data, size_t size) {
    struct bytes bytes;
    bytes.next = data;
    bytes.left = size;
    bytes.block_count = 0;
    return bytes;
}

void bytes_close(struct bytes *bytes) {
    while (bytes->block_count > 0)
        free(bytes->blocks[--bytes->block_count]);
}

uint32_t bytes_u8(struct bytes *bytes) {
    if (bytes->left == 0)
        return 0;
    bytes->left--;
    return *bytes->next++;
}

uint32_t bytes_u16(struct bytes *bytes) {
    uint32_t high = bytes_u8(bytes);
    return high << 8 | bytes_u8(bytes);
}

uint32_t bytes_u32(struct bytes *bytes) {
    uint32_t high = bytes_u16(bytes);
    return high << 16 | bytes_u16(bytes);
}

uint32_t bytes_below(struct bytes *bytes, uint32_t limit) {
    return (limit > 256 ? bytes_u16(bytes) : bytes_u8(bytes)) % limit;
}

uint32_t bytes_number(struct bytes *bytes, uint32_t least, uint32_t most) {
    switch (bytes_u8(bytes) % 12) {
    case 0: return least;
    case 1: return most;
    case 2: return least - 1;
    case 3: return most + 1;
    case 4: return least + 1;
    case 5: return most - 1;
    case 6: return UINT32_MAX;
    case 7: return bytes_u32(bytes);
    case 8: return bytes_u16(bytes);
    case 9: return bytes_u8(bytes) % 16;
    default: return most - least == UINT32_MAX ? bytes_u32(bytes) : least + bytes_u32(bytes) % (most - least + 1);
    }
}

static size_t length_of(struct bytes *bytes, uint32_t choice, size_t least, size_t most) {
    switch (choice % 12) {
    case 0: return 0;
    case 1: return 1;
    case 2: return most;
    case 3: return most > 0 ? most - 1 : 0;
    case 4: return most + 1;
    case 5: return least;
    case 6: return least > 0 ? least - 1 : 0;
    case 7: return most + 1 + bytes_u8(bytes) % BEYOND;
    default: return least + bytes_u8(bytes) % ((most - least < 20 ? most - least : 20) + 1);
    }
}

size_t bytes_length(struct bytes *bytes, size_t least, size_t most) {
    return length_of(bytes, bytes_u8(bytes), least, most);
}

size_t bytes_size(struct bytes *bytes) {
    enum { FIRST_POWER = 4, POWERS = 14 };
    uint32_t choice = bytes_u8(bytes);
    if (choice >= 0xFC)
        return choice % 2;
    return ((size_t)1 << (FIRST_POWER + choice / 3 % POWERS)) - 1 + choice % 3;
}

size_t bytes_any_length(struct bytes *bytes, size_t least, size_t most) {
    uint32_t choice = bytes_u8(bytes);
    return choice >= 0xFC ? bytes_size(bytes) : length_of(bytes, choice, least, most);
}

/*
 * A block of exactly `size` bytes that lives as long as the reader; the block of all empty texts; or NULL if no block
 * is left.
 */
static char *block_of(struct bytes *bytes, size_t size) {
    static char *empty;
    if (size == 0)
        return empty = empty == NULL ? fuzz_room(0) : empty;
    if (bytes->block_count == BLOCKS_MAX)
        return NULL;
    return bytes->blocks[bytes->block_count++] = fuzz_room(size);
}

qdmp_span bytes_raw(struct bytes *bytes, size_t size) {
    qdmp_span span = {NULL, 0};
    size_t count = size < bytes->left ? size : bytes->left;
    char *block = block_of(bytes, count);
    if (block == NULL)
        return span;
    if (count > 0)
        memcpy(block, bytes->next, count);
    bytes->next += count;
    bytes->left -= count;
    return (qdmp_span){block, count};
}

/* Puts a byte or a phrase that matters to some rule into a text, often at one of its ends. */
static void bend(struct bytes *bytes, char *text, size_t size) {
    static const char odd[] = {'"', ',',  ' ',  '*',  ';',  '|',    '-',    '@',
                               '#', '\\', '\0', '\r', '\n', '\x1F', '\x7F', '\x80'};
    static const char *const phrases[] = {"@#@", "@#", "NULL", "****", "a*b*", "\",\"", "  ", "\\\""};
    uint32_t which = bytes_u8(bytes), place = bytes_u8(bytes);
    const char *phrase = phrases[which % (sizeof phrases / sizeof *phrases)];
    size_t length = which < 0xD0 ? 1 : strlen(phrase);
    if (length > size)
        return;
    size_t last = size - length, at = place % 4 == 0 ? 0 : place % 4 == 1 ? last : place / 4 % (last + 1);
    if (which < 0x90)
        text[at] = odd[which % sizeof odd];
    else if (which < 0xD0)
        text[at] = (char)bytes_u8(bytes);
    else
        memcpy(text + at, phrase, length);
}

qdmp_span bytes_text(struct bytes *bytes, size_t size) {
    uint32_t way = bytes_u8(bytes);
    if (way % 4 == 3)
        return bytes_raw(bytes, size);
    char *block = block_of(bytes, size);
    if (block == NULL)
        return (qdmp_span){NULL, 0};
    for (size_t i = 0; i < size; i++)
        block[i] = (char)('A' + (way + i) % 26);
    if (size > 0 && way % 4 == 2)
        bend(bytes, block, size);
    return (qdmp_span){block, size};
}

qdmp_span bytes_digits(struct bytes *bytes, size_t size) {
    uint32_t way = bytes_u8(bytes);
    char *block = block_of(bytes, size);
    if (block == NULL)
        return (qdmp_span){NULL, 0};
    for (size_t i = 0; i < size; i++)
        block[i] = (char)('0' + (way + i) % 10);
    if (size > 0 && way % 8 == 7)
        block[bytes_u8(bytes) % size] = (char)bytes_u8(bytes);
    return (qdmp_span){block, size};
}

/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "qdmp/app_info.h"

#include "qdmp/values.h"
#include "text.h"
#include "writer.h"

/* The characters that a name or package may not contain. */
#define QDMP__WORD_STOPS QDMP__STOPS('"', '|', ';')

qdmp_app_info qdmp_app_info_open(qdmp_span value) {
    qdmp_app_info list = {value, qdmp_is_null(value) || !value.len ? value.len + 1 : 0};
    return list;
}

/* --- reading --- */

/* A number as two words, the low one first, because a microcontroller has no wider arithmetic. */
typedef uint32_t qdmp__words[2];

/* Reads decimal digits (R4). Returns the place after them; NULL if the number does not fit. */
QDMP__CALLED const unsigned char *scan_words(const unsigned char *p, const unsigned char *end, qdmp__words out) {
    out[0] = out[1] = 0;
#if QDMP__FAST
    const unsigned char *stop = qdmp__scan_number(p, end, &out[0]);
    if (stop)
        return stop;
#endif
    for (; p < end && qdmp__is_digit(*p); p++) {
        uint32_t carry = (uint32_t)(*p - '0');
        for (unsigned i = 0; i < 2; i++) {
            uint64_t product = (uint64_t)out[i] * 10 + carry;
            out[i] = (uint32_t)product;
            carry = (uint32_t)(product >> 32);
        }
        if (carry)
            return NULL;
    }
    return p;
}

qdmp_status qdmp_app_info_next(qdmp_app_info *list, qdmp_app *out, qdmp_error *err) {
    if (list->next > list->value.len)
        return QDMP_END;
    const unsigned char *text = (const unsigned char *)list->value.ptr, *end = text + list->value.len;
    const unsigned char *p = text + list->next, *begins[4];
    qdmp__words numbers[2];
    for (unsigned i = 0; i < 4; i++) {
        begins[i] = p;
        p = i < 2 ? qdmp__find_stop(p, end, QDMP__WORD_STOPS) : scan_words(p, end, numbers[i - 2]);
        if (!p || (i == 3 && numbers[1][1]))
            return qdmp__report(err, QDMP_RANGE, QDMP_FIELD_APPL_INFO, (size_t)(begins[i] - text));
        bool closed = p < end ? *p == (i < 3 ? '|' : ';') : i == 3;
        if (!closed || (i >= 2 && p == begins[i]))
            return qdmp__report_byte(err, QDMP_FIELD_APPL_INFO, list->value, (size_t)(p - text));
        if (i < 3) /* behind the last one there may be nothing */
            p++;
    }
    list->next = (size_t)(p - text) + 1;
    out->name = qdmp__span(begins[0], begins[1] - 1);
    out->package = qdmp__span(begins[1], begins[2] - 1);
    out->milliseconds = (uint64_t)numbers[0][1] << 32 | numbers[0][0];
    out->count = numbers[1][0];
    return QDMP_OK;
}

/* --- writing --- */

/* Removes the last decimal digit of `*value`. Divides bit by bit: a microcontroller divides at most 32 bits at once. */
static unsigned take_digit(uint64_t *value) {
    unsigned rest = 0;
    for (unsigned i = 0; i < 64; i++) {
        rest = rest << 1 | (unsigned)(*value >> 63);
        *value <<= 1;
        if (rest >= 10) {
            rest -= 10;
            *value |= 1;
        }
    }
    return rest;
}

QDMP__APART void put_wide_column(qdmp__writer *writer, uint64_t value) {
    char column[sizeof "|18446744073709551615" - 1], *at = column + sizeof column;
    do
        *--at = (char)('0' + take_digit(&value));
    while (value);
    *--at = '|';
    qdmp__put_bytes(writer, at, sizeof column - (size_t)(at - column));
}

/* Writes `|` and a number. */
QDMP__INLINE void put_number_column(qdmp__writer *writer, uint64_t value) {
#if QDMP__FAST
    if (value <= UINT32_MAX) {
        qdmp__put_char(writer, '|');
        qdmp__put_number(writer, (uint32_t)value);
        return;
    }
#endif
    put_wide_column(writer, value);
}

/* Without a place to write it checks and counts, up to the first record that is wrong; `*at` is its index. */
static qdmp_status pass_list(qdmp__writer *writer, const qdmp_app *apps, size_t count, size_t *at) {
    if (!count)
        qdmp__put_bytes(writer, "NULL", 4);
    for (size_t i = 0; i < count; i++, apps++) {
        *at = i;
        if (!writer->ptr &&
            (!qdmp__is_clean(apps->name, QDMP__WORD_STOPS) || !qdmp__is_clean(apps->package, QDMP__WORD_STOPS)))
            return QDMP_NOT_REPRESENTABLE;
        if (i)
            qdmp__put_char(writer, ';');
        qdmp__put(writer, apps->name);
        qdmp__put_char(writer, '|');
        qdmp__put(writer, apps->package);
        put_number_column(writer, apps->milliseconds);
        put_number_column(writer, apps->count);
        if (writer->size > QDMP_APPL_INFO_MAX)
            return QDMP_LENGTH;
    }
    return QDMP_OK;
}

/* Walks over the list twice. */
qdmp_status qdmp_app_info_encode(const qdmp_app *apps, size_t count, qdmp_room out, size_t *size, qdmp_error *err) {
    qdmp__writer writer = {NULL, 0};
    size_t at;
    for (;;) {
        qdmp_status status = pass_list(&writer, apps, count, &at);
        if (status == QDMP_OK && writer.ptr)
            return QDMP_OK;
        if (status == QDMP_OK && size)
            *size = writer.size;
        if (status == QDMP_OK && writer.size > out.cap) {
            status = QDMP_NO_SPACE;
            at = 0;
        }
        if (status != QDMP_OK)
            return qdmp__report(err, status, QDMP_FIELD_APPL_INFO, at);
        writer.ptr = out.ptr;
        writer.size = 0;
    }
}

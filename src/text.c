/* SPDX-License-Identifier: MIT */
#include "text.h"

qdmp_status qdmp__report(qdmp_error *err, qdmp_status status, qdmp_field field, size_t offset) {
    if (err) {
        err->status = status;
        err->field = field;
        err->offset = offset;
    }
    return status;
}

qdmp_status qdmp__report_byte(qdmp_error *err, qdmp_field field, qdmp_span value, size_t offset) {
    bool bad = offset < value.len && (!qdmp__is_text(qdmp__bytes(value)[offset]) || value.ptr[offset] == '"');
    return qdmp__report(err, bad ? QDMP_BAD_CHAR : QDMP_SYNTAX, field, offset);
}

const unsigned char *qdmp__scan_number(const unsigned char *p, const unsigned char *end, uint32_t *out) {
    uint32_t number = 0;
    for (; p < end && qdmp__is_digit(*p); p++) {
        uint32_t digit = (uint32_t)(*p - '0');
        if (number > UINT32_MAX / 10)
            return NULL;
        number = number * 10 + digit;
        if (number < digit)
            return NULL;
    }
    *out = number;
    return p;
}

const unsigned char *qdmp__find_eol(const unsigned char *p, const unsigned char *end) {
    while (p < end && !qdmp__is_eol(*p))
        p++;
    return p;
}

size_t qdmp__find_stop(qdmp_span text, size_t offset, const char *stops) {
    for (; offset < text.len; offset++) {
        unsigned char c = qdmp__bytes(text)[offset];
        if (!qdmp__is_text(c))
            break;
        for (const char *stop = stops; *stop; stop++) {
            if (c == (unsigned char)*stop)
                return offset;
        }
    }
    return offset;
}

const char *qdmp__item(const char *list, unsigned index) {
    while (index) {
        if (!*list++)
            index--;
    }
    return list;
}

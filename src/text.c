/* SPDX-License-Identifier: MIT */
#include "text.h"

extern inline bool qdmp__is_digit(unsigned char c);
extern inline const unsigned char *qdmp__skip_digits(const unsigned char *p, const unsigned char *end);
extern inline bool qdmp__append_digit(uint32_t *number, unsigned char c);
extern inline const unsigned char *qdmp__scan_number(const unsigned char *p, const unsigned char *end, uint32_t *out);

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

#if !QDMP__FAST
const unsigned char *qdmp__find_eol(const unsigned char *p, const unsigned char *end) {
    while (p < end && !qdmp__is_eol(*p))
        p++;
    return p;
}
#endif

const unsigned char *qdmp__find_stop(const unsigned char *p, const unsigned char *end, uint32_t stops) {
#if QDMP__FAST
    if ((size_t)(end - p) >= sizeof(qdmp__chunk))
        return qdmp__scan(p, end, stops);
#endif
    for (; p < end && qdmp__is_text(*p); p++) {
        for (uint32_t rest = stops; rest; rest >>= 8) {
            if (*p == (unsigned char)rest)
                return p;
        }
    }
    return p;
}

#if !QDMP__FAST
bool qdmp__are_clean(const char *p, size_t len, uint32_t stops) {
    const unsigned char *begin = (const unsigned char *)p;
    return !len || qdmp__find_stop(begin, begin + len, stops) == begin + len;
}
#endif

const char *qdmp__item(const char *list, unsigned index) {
    while (index) {
        if (!*list++)
            index--;
    }
    return list;
}

/* SPDX-License-Identifier: MIT */
#include "utf8.h"

/* The number of bytes of a character that begins with `lead`; 0 if no character begins so. */
static size_t size_by_lead(unsigned char lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

size_t utf8_first(qdmp_span bytes, uint32_t *code) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = bytes.len ? (unsigned char)bytes.ptr[0] : 0xff;
    size_t size = size_by_lead(lead);
    if (!size || size > bytes.len)
        return 0;
    *code = size == 1 ? lead : lead & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)bytes.ptr[i];
        if ((next & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (next & 0x3f);
    }
    /* Too long for its value, half of a surrogate pair, or beyond the last plane. */
    if (*code < least[size] || (*code >= 0xd800 && *code < 0xe000) || *code > 0x10ffff)
        return 0;
    return size;
}

/* SPDX-License-Identifier: MIT */
/* Classes of bytes, typed by hand from docs/protocol.md. */
#ifndef CLASSES_H
#define CLASSES_H

#include <stdbool.h>

static inline bool is_space(unsigned char c) {
    return c == 0x20;
}

static inline bool is_digit(unsigned char c) {
    return c >= 0x30 && c <= 0x39;
}

static inline bool is_eol(unsigned char c) {
    return c == 0x0D || c == 0x0A;
}

/* R5: the bytes of a string, and the quote. */
static inline bool is_shown(unsigned char c) {
    return c >= 0x20 && c != 0x7F;
}

static inline bool is_text(unsigned char c) {
    return is_shown(c) && c != 0x22;
}

/* R14 */
static inline bool is_bare(unsigned char c) {
    return is_text(c) && c != 0x2C;
}

/* R28 */
static inline bool is_noise(unsigned char c) {
    return !is_eol(c) && (c <= 0x20 || c == 0x7F || c == 0xFF);
}

#endif

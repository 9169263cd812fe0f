/* SPDX-License-Identifier: MIT */
/* A minimal C library, for machines without one. It is compiled so that no loop becomes a call of itself. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void *memcpy(void *to, const void *from, size_t size) {
    return memmove(to, from, size);
}

void *memmove(void *to, const void *from, size_t size) {
    unsigned char *t = to;
    const unsigned char *f = from;
    for (size_t i = 0; i < size; i++) {
        size_t at = (uintptr_t)t <= (uintptr_t)f ? i : size - 1 - i;
        t[at] = f[at];
    }
    return to;
}

void *memset(void *to, int byte, size_t size) {
    unsigned char *t = to;
    for (size_t i = 0; i < size; i++)
        t[i] = (unsigned char)byte;
    return to;
}

int memcmp(const void *one, const void *other, size_t size) {
    const unsigned char *a = one, *b = other;
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

size_t strlen(const char *text) {
    size_t len = 0;
    while (text[len])
        len++;
    return len;
}

int strcmp(const char *one, const char *other) {
    while (*one && *one == *other) {
        one++;
        other++;
    }
    return (unsigned char)*one - (unsigned char)*other;
}

char *strcpy(char *to, const char *from) {
    return memmove(to, from, strlen(from) + 1);
}

char *strstr(const char *text, const char *part) {
    size_t len = strlen(part);
    for (; strlen(text) >= len; text++)
        if (!memcmp(text, part, len))
            return (char *)(uintptr_t)text;
    return NULL;
}

/* --- formatted output --- */

typedef struct output {
    char *to;
    size_t size;
    size_t len;
} output;

static void put(output *out, char c) {
    if (out->len < out->size)
        out->to[out->len] = c;
    out->len++;
}

static size_t number(const char **format) {
    size_t value = 0;
    for (; **format >= '0' && **format <= '9'; ++*format)
        value = 10 * value + (size_t)(**format - '0');
    return value;
}

static void put_padded(output *out, const char *text, size_t len, size_t width, char fill) {
    for (; width > len; width--)
        put(out, fill);
    while (len--)
        put(out, *text++);
}

static void put_digits(output *out, unsigned long long value, bool negative, unsigned base, size_t width, char fill) {
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    if (negative)
        digits[--at] = '-';
    put_padded(out, digits + at, sizeof digits - at, width, fill);
}

typedef struct conversion {
    char fill;
    size_t width;
    size_t most; /* bytes of a text */
    unsigned longs;
    bool of_size;
    char letter;
} conversion;

/* Reads the part after a `%`, and leaves `*format` at its letter. */
static conversion take_conversion(const char **format, va_list *arguments) {
    conversion c = {.fill = **format == '0' ? '0' : ' ', .most = SIZE_MAX};
    c.width = number(format);
    if (**format == '.') {
        ++*format;
        c.most = **format == '*' ? (size_t)va_arg(*arguments, int) : number(format);
        *format += **format == '*';
    }
    for (; **format == 'h' || **format == 'l' || **format == 'z'; ++*format) {
        c.longs += **format == 'l';
        c.of_size = **format == 'z';
    }
    c.letter = **format;
    return c;
}

static void put_text(output *out, const conversion *c, const char *text) {
    size_t len = 0;
    while (len < c->most && text[len])
        len++;
    put_padded(out, text, len, c->width, ' ');
}

static void put_signed(output *out, const conversion *c, long value) {
    put_digits(out, value < 0 ? 0 - (unsigned long)value : (unsigned long)value, value < 0, 10, c->width, c->fill);
}

static void put_unsigned(output *out, const conversion *c, unsigned long long value) {
    put_digits(out, value, false, c->letter == 'x' ? 16 : 10, c->width, c->fill);
}

static unsigned long long take_unsigned(const conversion *c, va_list *arguments) {
    if (c->of_size)
        return va_arg(*arguments, size_t);
    if (c->longs == 2)
        return va_arg(*arguments, unsigned long long);
    return c->longs ? va_arg(*arguments, unsigned long) : va_arg(*arguments, unsigned);
}

static void convert(output *out, const char **format, va_list *arguments) {
    conversion c = take_conversion(format, arguments);
    switch (c.letter) {
    case 's': put_text(out, &c, va_arg(*arguments, const char *)); break;
    case 'd': put_signed(out, &c, c.longs ? va_arg(*arguments, long) : va_arg(*arguments, int)); break;
    case 'u':
    case 'x': put_unsigned(out, &c, take_unsigned(&c, arguments)); break;
    case 'c': put(out, (char)va_arg(*arguments, int)); break;
    default: put(out, c.letter); break;
    }
}

int vsnprintf(char *out, size_t size, const char *format, va_list arguments) {
    output o = {out, size, 0};
    va_list rest;
    va_copy(rest, arguments);
    for (; *format; format++) {
        if (*format != '%') {
            put(&o, *format);
            continue;
        }
        format++;
        convert(&o, &format, &rest);
    }
    va_end(rest);
    if (size)
        out[o.len < size ? o.len : size - 1] = '\0';
    return (int)o.len;
}

int snprintf(char *out, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(out, size, format, arguments);
    va_end(arguments);
    return len;
}

int sprintf(char *out, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(out, SIZE_MAX / 2, format, arguments);
    va_end(arguments);
    return len;
}

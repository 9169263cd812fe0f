/* SPDX-License-Identifier: MIT */
/* Functions that every test file uses: a cheap check for hot loops, spans, and bytes shown as text. */
#ifndef QDMP_TESTS_SUPPORT_H
#define QDMP_TESTS_SUPPORT_H

#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

#include "qdmp/qdmp.h"

/*
 * cr_expect for loops of millions of rounds. Criterion reports each passing assertion to its parent process. This macro
 * reports only the failing ones, and gives up after some of them.
 */
#define CHECK(condition, ...)                                                                                          \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            cr_expect(false, __VA_ARGS__);                                                                             \
            give_up_after_many();                                                                                      \
        }                                                                                                              \
    } while (0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void give_up_after_many(void);

/* A span over a text that ends with a NUL. */
qdmp_span span_of(const char *text);

qdmp_span span_from(const void *bytes, size_t len);

bool span_equal(qdmp_span a, qdmp_span b);

/* Whether `inner` lies in `outer`; an empty span lies everywhere. */
bool span_inside(qdmp_span inner, qdmp_span outer);

/*
 * The bytes with escapes for those that are not printable. The text is in one of a few static buffers, and cut if it is
 * long.
 */
const char *shown(qdmp_span bytes);

/* Writes the bytes with escapes, also for quotes and backslashes. Returns the length. `out` must be large enough. */
size_t escape(qdmp_span bytes, char *out);

/* Whether all `size` bytes are `byte`. */
bool filled_with(const void *bytes, size_t size, int byte);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Memory between two unreadable pages: a byte read or written outside it ends the test at once.
 */
#ifndef QDMP_TESTS_GUARD_H
#define QDMP_TESTS_GUARD_H

#include <stddef.h>

/* The most that guarded memory holds. */
#define GUARD_MAX 16384

/* `len` bytes whose last one touches an unreadable page. The bytes of the call before are lost. */
char *guard_behind(size_t len);

/* `len` bytes whose first one follows an unreadable page. A mapping of its own, apart from guard_behind's. */
char *guard_before(size_t len);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Memory between two unreadable pages: a byte read or written outside it ends the test at once.
 */
#ifndef QDMP_TESTS_GUARD_H
#define QDMP_TESTS_GUARD_H

#include <stddef.h>

/* The most bytes that guarded memory holds. */
#define GUARD_MAX 16384

/* Memory of `len` bytes whose last byte is in front of an unreadable page. The bytes of the previous call are lost. */
char *guard_behind(size_t len);

/*
 * Memory of `len` bytes whose first byte follows an unreadable page. It is in another mapping than the memory of
 * guard_behind.
 */
char *guard_before(size_t len);

#endif

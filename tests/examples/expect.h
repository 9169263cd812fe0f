/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What the tests of the examples share: a transcript of bytes, and what was expected of it. Each is a program of its
 * own.
 */
#ifndef QDMP_TEST_EXPECT_H
#define QDMP_TEST_EXPECT_H

#include <stddef.h>

/** Puts bytes behind what was said before. */
void say(const char *bytes, size_t size);

/** What was said since the last call is exactly this; otherwise says `what`, and the test ends. */
void expect(const char *what, const char *wanted);

/** Ends the test, and says `what`, unless it holds. */
void require(int holds, const char *what);

#endif

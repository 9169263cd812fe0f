/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Functions that the tests of the examples share: a transcript of bytes, and its comparison with expected bytes. Each
 * test is a program of its own.
 */
#ifndef QDMP_TEST_EXPECT_H
#define QDMP_TEST_EXPECT_H

#include <stddef.h>

/** Appends bytes to the transcript. */
void say(const char *bytes, size_t size);

/** The transcript since the last call must be exactly this. Otherwise prints `what`, and the test ends. */
void expect(const char *what, const char *wanted);

/** Ends the test and prints `what` unless the condition holds. */
void require(int holds, const char *what);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * The part of Criterion that tests and their helpers need, for a machine without Criterion. The runner calls each test.
 */
#ifndef QDMP_MATRIX_CRITERION_H
#define QDMP_MATRIX_CRITERION_H

/* Prints and counts a failure. */
void check_failed(const char *file, int line, const char *format, ...);

/* The same, and ends the program. */
_Noreturn void assert_failed(const char *file, int line, const char *format, ...);

/* A format, which may be left out, and its arguments follow the condition. The empty text ends them. */
#define cr_expect(...)        MATRIX_CHECK(check_failed, __VA_ARGS__, "")
#define cr_assert(...)        MATRIX_CHECK(assert_failed, __VA_ARGS__, "")
#define cr_expect_str_eq(...) MATRIX_CHECK_TEXT(__VA_ARGS__, "")

/* On AVR, where texts take RAM, only the place is printed. */
#ifdef __AVR__
#define MATRIX_CHECK(fail, condition, ...) ((condition) ? (void)0 : fail("", __LINE__, ""))
#else
#define MATRIX_CHECK(fail, condition, ...) ((condition) ? (void)0 : fail(__FILE__, __LINE__, __VA_ARGS__))
#endif
#define MATRIX_CHECK_TEXT(one, other, ...) MATRIX_CHECK(check_failed, !strcmp(one, other), __VA_ARGS__)

/* scripts/matrix.sh takes the suite's init from here. */
#define TestSuite(suite, ...) struct suite##_suite

#define Test(suite, name)                                                                                              \
    void suite##_##name(void);                                                                                         \
    void suite##_##name(void)

#endif

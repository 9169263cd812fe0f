/* SPDX-License-Identifier: MIT */
/*
 * Runs a call on a stack of the test, and searches the bytes that the call leaves there. Valgrind does not know this
 * stack: tests do not use it where QDMP_UNDER_VALGRIND is set.
 */
#ifndef QDMP_TESTS_OWN_STACK_H
#define QDMP_TESTS_OWN_STACK_H

#include "qdmp/crypto.h"

#include <stdbool.h>
#include <stddef.h>

/* Returns the result of `call`. */
void *own_stack_run(void *(*call)(void *), void *what);

/* The length of the pieces of a secret that are searched for. */
enum { OWN_STACK_PIECE = 8 };

/* Whether the last run left any OWN_STACK_PIECE bytes of `secret`, which has `len` bytes, none of them 0. */
bool own_stack_holds_piece(const void *secret, size_t len);

/*
 * Its hash is always the same key, which occurs nowhere else. Its cipher changes every byte, or fails and changes none.
 */
qdmp_crypto own_stack_crypto(bool fails);

/* Whether the last run left a piece of that key. */
bool own_stack_holds_key(void);

#endif

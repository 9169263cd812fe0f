/* SPDX-License-Identifier: MIT */
/*
 * Runs a call on a stack of our own, and looks through what it leaves there. The stack is one that valgrind does not know
 * of: tests leave it alone where QDMP_UNDER_VALGRIND is set.
 */
#ifndef QDMP_TESTS_OWN_STACK_H
#define QDMP_TESTS_OWN_STACK_H

#include "qdmp/crypto.h"

#include <stdbool.h>
#include <stddef.h>

/* Returns the result of `call`. */
void *own_stack_run(void *(*call)(void *), void *what);

/* As few bytes of a secret as are looked for. */
enum { OWN_STACK_PIECE = 8 };

/* Whether the last run left any OWN_STACK_PIECE bytes of `secret` behind, which has `len` bytes, none of them 0. */
bool own_stack_holds_piece(const void *secret, size_t len);

/* Its hash is the same key always, which stands nowhere else; its cipher changes every byte, or fails and changes none. */
qdmp_crypto own_stack_crypto(bool fails);

/* Whether the last run left a piece of that key behind. */
bool own_stack_holds_key(void);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Shared by all proofs. PROVE must hold for every input. A WITNESS claims that no input reaches a state, and the prover
 * must refute it. This shows that the state is reached: otherwise a proof could be about states that do not exist.
 * scripts/prove.sh recognises a witness by `reached:`.
 */
#ifndef PROOF_H
#define PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef WITNESSES
#define PROVE(condition, what)   ((void)0)
#define WITNESS(condition, what) __CPROVER_assert(!(condition), "reached: " what)
#else
#define PROVE(condition, what)   __CPROVER_assert(condition, what)
#define WITNESS(condition, what) ((void)0)
#endif
#define ASSUME(condition) __CPROVER_assume(condition)

/* Any value. CBMC recognises these functions, which have no body, by their prefix. */
bool nondet_bool(void);
unsigned char nondet_byte(void);
uint16_t nondet_u16(void);
uint32_t nondet_u32(void);
uint64_t nondet_u64(void);
size_t nondet_size(void);

/* Any size up to `most`. */
static inline size_t any_size_to(size_t most) {
    size_t size = nondet_size();
    ASSUME(size <= most);
    return size;
}

/* Any `len` bytes, in an object of exactly that size, so that a read beyond them is an error. */
static inline unsigned char *any_bytes(size_t len) {
    unsigned char *bytes = malloc(len);
    ASSUME(bytes != NULL);
    return bytes;
}

#endif

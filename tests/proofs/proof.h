/* SPDX-License-Identifier: MIT */
/*
 * What all proofs share. PROVE must hold for every input. WITNESS must not: that the prover refutes it shows that the
 * state is reached, so that what is proved of it is not proved of nothing. scripts/prove.sh tells them apart by `reached:`.
 */
#ifndef PROOF_H
#define PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef WITNESSES
#define PROVE(condition, what)   ((void)0)
#define WITNESS(condition, what) __CPROVER_assert(!(condition), what)
#else
#define PROVE(condition, what)   __CPROVER_assert(condition, what)
#define WITNESS(condition, what) ((void)0)
#endif
#define ASSUME(condition) __CPROVER_assume(condition)

/* Any value. CBMC knows functions without a body by their prefix. */
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

/* Any `len` bytes, in an object of exactly that size: a read beyond is an error. */
static inline unsigned char *any_bytes(size_t len) {
    unsigned char *bytes = malloc(len);
    ASSUME(bytes != NULL);
    return bytes;
}

#endif

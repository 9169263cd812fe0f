/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A toy for a hash and for a cipher in CBC mode: quick, and all bytes of a block depend on the key, the IV and the
 * block. It counts what it encrypts, and fails when it is told to.
 */
#ifndef QDMP_FUZZ_TOY_CHAIN_H
#define QDMP_FUZZ_TOY_CHAIN_H

#include "qdmp/crypto.h"

struct toy_chain {
    size_t longest; /* bytes that one call may encrypt */
    unsigned fails; /* the call that fails, counted from 1; 0: none */
    unsigned calls;
    size_t blocks; /* AES blocks so far */
};

/** The calls, for a context that must live as long. */
qdmp_crypto toy_chain_crypto(struct toy_chain *toy);

#endif

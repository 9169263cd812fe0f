/* SPDX-License-Identifier: MIT */
/**
 * @file
 * A simple substitute for a hash and for a cipher in CBC mode. It is quick, and all bytes of a block depend on the key,
 * the IV and the block. It counts the blocks that it encrypts, and fails on request.
 */
#ifndef QDMP_FUZZ_TOY_CHAIN_H
#define QDMP_FUZZ_TOY_CHAIN_H

#include "qdmp/crypto.h"

struct toy_chain {
    size_t longest; /* most bytes that one call may encrypt */
    unsigned fails; /* the call that fails, counted from 1; 0: none */
    unsigned calls;
    size_t blocks; /* AES blocks until now */
};

/** The functions of the crypto interface. The context must live as long. */
qdmp_crypto toy_chain_crypto(struct toy_chain *toy);

#endif

/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "qdmp/version.h"

/*
 * Both are in one file: if one of two libraries provides the symbol, and the other has provided its own, the functions
 * collide.
 */
const char QDMP__ABI = 0;

uint32_t qdmp_version(void) {
    return QDMP_VERSION;
}

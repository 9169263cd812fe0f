/* SPDX-License-Identifier: MIT */
#include "library.h"

#include "qdmp/version.h"

/* Both in one file: where one of two libraries gives the symbol, and the other has given its own, the functions collide. */
const char QDMP__ABI = 0;

uint32_t qdmp_version(void) {
    return QDMP_VERSION;
}

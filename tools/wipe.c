/* SPDX-License-Identifier: MIT */
#include "wipe.h"

#include <stdlib.h>

/* A volatile pointer, so that no compiler omits the writes. */
void wipe_and_free(qdmp_room held) {
    volatile char *bytes = held.ptr;
    for (size_t i = 0; i < held.cap; i++)
        bytes[i] = 0;
    free(held.ptr);
}

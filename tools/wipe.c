/* SPDX-License-Identifier: MIT */
#include "wipe.h"

#include <stdlib.h>

/* Through a volatile pointer, so that no compiler leaves it out. */
void wipe_and_free(qdmp_room held) {
    volatile char *bytes = held.ptr;
    for (size_t i = 0; i < held.cap; i++)
        bytes[i] = 0;
    free(held.ptr);
}

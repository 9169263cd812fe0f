/* SPDX-License-Identifier: MIT */
/* The memory of tests/guard.h on a machine without a memory management unit. No memory around it is unreadable. */
#include "guard.h"
#include "support.h"

char *guard_behind(size_t len) {
    static char memory[GUARD_MAX];
    cr_assert(len <= sizeof memory, "%zu bytes are too many", len);
    return memory + sizeof memory - len;
}

char *guard_before(size_t len) {
    static char memory[GUARD_MAX];
    cr_assert(len <= sizeof memory, "%zu bytes are too many", len);
    return memory;
}

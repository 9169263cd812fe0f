/* SPDX-License-Identifier: MIT */
#include "guard.h"

#include "support.h"
#include <sys/mman.h>
#include <unistd.h>

/* An unreadable page, GUARD_MAX bytes rounded up to whole pages, and an unreadable page. */
typedef struct region {
    char *begin;
    size_t size;
} region;

static region region_map(void) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = (GUARD_MAX + page - 1) / page * page;
    char *all = mmap(NULL, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    cr_assert(all != MAP_FAILED, "mmap failed");
    cr_assert(mprotect(all + page, size, PROT_READ | PROT_WRITE) == 0, "mprotect failed");
    region mapped = {all + page, size};
    return mapped;
}

static const region *region_get(region *kept, size_t len) {
    cr_assert(len <= GUARD_MAX, "%zu bytes do not fit", len);
    if (!kept->begin)
        *kept = region_map();
    return kept;
}

char *guard_behind(size_t len) {
    static region kept;
    const region *mapped = region_get(&kept, len);
    return mapped->begin + mapped->size - len;
}

char *guard_before(size_t len) {
    static region kept;
    return region_get(&kept, len)->begin;
}

/* SPDX-License-Identifier: MIT */
#include "input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Defined as 1 where an address sanitizer watches over blocks. */
#ifndef INPUT_IN_BLOCKS
#define INPUT_IN_BLOCKS 0
#endif

/* INPUT_MAX bytes, rounded up to pages, between two unreadable pages. */
struct region {
    char *begin;
    char *end;
};

static struct region make_region(void) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (INPUT_MAX + page - 1) / page * page;
    char *all = mmap(NULL, size + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED || mprotect(all + page, size, PROT_READ | PROT_WRITE) != 0) {
        perror("input");
        exit(2);
    }
    return (struct region){all + page, all + page + size};
}

static char *room_for(size_t size, bool at_begin) {
    static struct region region;
    static char *block;
    if (INPUT_IN_BLOCKS) {
        free(block);
        return block = malloc(size);
    }
    if (region.begin == NULL)
        region = make_region();
    return at_begin ? region.begin : region.end - size;
}

const char *input_place(const char *bytes, size_t size, bool at_begin) {
    if (size == 0 && at_begin)
        return NULL;
    char *room = room_for(size, at_begin);
    if (room == NULL)
        abort();
    memcpy(room, bytes, size);
    return room;
}

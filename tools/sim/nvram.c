/* SPDX-License-Identifier: MIT */
#include "nvram.h"
#include "complain.h"
#include "wipe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --- memory ------------------------------------------------------------------------------------------------------- */

static qdmp_status load_memory(void *context, qdmp_room out, size_t *size) {
    const nvram *from = (const nvram *)context;
    *size = from->memory.cap;
    if (*size > out.cap)
        return QDMP_TOO_LARGE;
    if (*size)
        memcpy(out.ptr, from->memory.ptr, *size);
    return QDMP_OK;
}

static qdmp_status store_memory(void *context, qdmp_span image) {
    nvram *to = (nvram *)context;
    qdmp_room made = {need(malloc(image.len)), image.len};
    memcpy(made.ptr, image.ptr, image.len);
    wipe_and_free(to->memory);
    to->memory = made;
    return QDMP_OK;
}

/* --- faults ------------------------------------------------------------------------------------------------------- */

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    const nvram *from = (const nvram *)context;
    return from->medium.load(from->medium.context, out, size);
}

/* After a failed store either image may be stored, so this store keeps one of the two. */
static qdmp_status store(void *context, qdmp_span image) {
    nvram *to = (nvram *)context;
    bool fails = to->faults->fail_nvram && ++to->stores % to->faults->fail_nvram == 0;
    if (fails && sim_random_percent(&to->random, 50))
        return QDMP_STORAGE;
    if (to->medium.store(to->medium.context, image) != QDMP_OK) {
        complain("sim: the state file: %s", strerror(errno));
        return QDMP_STORAGE;
    }
    if (fails)
        return QDMP_STORAGE;
    to->stored++;
    return to->after ? to->after(to->context) : QDMP_OK;
}

/* --- both --------------------------------------------------------------------------------------------------------- */

static const char *why(void) {
    return errno == EAGAIN ? "another process has it open" : strerror(errno);
}

bool nvram_open(nvram *to, const char *file, const faults *these, uint64_t seed) {
    memset(to, 0, sizeof *to);
    to->faults = these;
    to->random = (sim_random){seed};
    to->storage = (qdmp_storage){load, store, to};
    to->medium = (qdmp_storage){load_memory, store_memory, to};
    if (!file)
        return true;
    to->has_file = qdmp_storage_file_open(&to->file, file, &to->medium) == QDMP_OK;
    if (!to->has_file)
        complain("%s: %s", file, why());
    return to->has_file;
}

void nvram_close(nvram *held) {
    if (held->has_file)
        qdmp_storage_file_close(&held->file);
    wipe_and_free(held->memory);
}

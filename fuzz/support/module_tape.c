/* SPDX-License-Identifier: MIT */
#include "module_tape.h"

#include "check.h"

static void copy_image(struct tape_image *out, const void *bytes, size_t size) {
    out->size = size < TAPE_IMAGE_MAX ? size : TAPE_IMAGE_MAX;
    if (out->size > 0)
        memcpy(out->bytes, bytes, out->size);
}

static struct tape_call *record(struct tape *tape, bool is_store) {
    FUZZ_CHECK(tape->recorded < TAPE_CALLS_MAX, "P88", "%zu calls of the storage, and no end", tape->recorded);
    struct tape_call *call = &tape->calls[tape->recorded++];
    call->is_store = is_store;
    call->image.size = 0;
    return call;
}

/* ---- In memory ---- */

static qdmp_status load_held(const struct tape *tape, qdmp_room out, size_t *size) {
    *size = tape->held.size;
    if (tape->held.size > out.cap)
        return QDMP_TOO_LARGE;
    if (tape->held.size > 0)
        memcpy(out.ptr, tape->held.bytes, tape->held.size);
    return QDMP_OK;
}

static qdmp_status store_held(struct tape *tape, qdmp_span image) {
    enum tape_store way = tape->next_store;
    tape->next_store = TAPE_STORES;
    if (way != TAPE_FAILS_OLD)
        copy_image(&tape->held, image.ptr, image.len);
    if (way == TAPE_FAILS_DAMAGED)
        tape->held.bytes[tape->held.size / 2] ^= 1;
    return way == TAPE_STORES ? QDMP_OK : QDMP_STORAGE;
}

/* ---- Calls ---- */

/* A load that fails may already have written to the room. */
static qdmp_status fail_load(qdmp_status status, qdmp_room out, size_t *size) {
    fuzz_fill(out.ptr, out.cap);
    *size = status == QDMP_TOO_LARGE ? out.cap + 1 : 0;
    return status;
}

static qdmp_status load(void *context, qdmp_room out, size_t *size) {
    struct tape *tape = context;
    struct tape_call *call = record(tape, false);
    if (tape->next_load != QDMP_OK)
        call->status = fail_load(tape->next_load, out, size);
    else if (tape->under != NULL)
        call->status = tape->under->load(tape->under->context, out, size);
    else
        call->status = load_held(tape, out, size);
    tape->next_load = QDMP_OK;
    if (call->status == QDMP_OK)
        copy_image(&call->image, out.ptr, *size);
    return call->status;
}

static qdmp_status store(void *context, qdmp_span image) {
    struct tape *tape = context;
    struct tape_call *call = record(tape, true);
    FUZZ_CHECK(image.len > 0 && image.len <= TAPE_IMAGE_MAX, "P89", "an image of %zu bytes is stored", image.len);
    copy_image(&call->image, image.ptr, image.len);
    if (tape->under != NULL)
        call->status = tape->under->store(tape->under->context, image);
    else
        call->status = store_held(tape, image);
    return call->status;
}

qdmp_storage tape_begin(struct tape *tape, const qdmp_storage *under) {
    tape->held.size = 0;
    tape->under = under;
    tape->next_load = QDMP_OK;
    tape->next_store = TAPE_STORES;
    tape_rewind(tape);
    return (qdmp_storage){load, store, tape};
}

void tape_rewind(struct tape *tape) {
    tape->recorded = tape->played = 0;
}

const struct tape_call *tape_play(struct tape *tape, bool is_store) {
    if (tape->played == tape->recorded || tape->calls[tape->played].is_store != is_store)
        return NULL;
    return &tape->calls[tape->played++];
}

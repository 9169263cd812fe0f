/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What every target is made of: properties that hold or end the run, and blocks of exactly the size that they hold, so
 * that an address sanitizer sees one byte too far.
 */
#ifndef QDMP_FUZZ_CHECK_H
#define QDMP_FUZZ_CHECK_H

#include "qdmp/status.h"

#include <stdbool.h>
#include <string.h>

/** The entry of every target, for libFuzzer, AFL++ and the replay driver alike. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** Prints "property <property>: why" to standard error and aborts. */
_Noreturn void fuzz_fail(const char *property, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Ends the run unless `condition` holds. `property` is its number in fuzz/README.md. */
#define FUZZ_CHECK(condition, property, ...) ((condition) ? (void)0 : fuzz_fail((property), __VA_ARGS__))

/** A copy of `size` bytes in a block of their own; never NULL. To be freed. */
char *fuzz_copy(const void *bytes, size_t size);

/** A block of `size` bytes that nothing was written to. */
char *fuzz_room(size_t size);

enum { FUZZ_FILLER = 0xA5 };

/** Fills `size` bytes with a pattern that no output has by chance, and checks that it is still there. */
static inline void fuzz_fill(void *memory, size_t size) {
    memset(memory, FUZZ_FILLER, size);
}
bool fuzz_is_filled(const void *memory, size_t size);

/** Whether `part` lies in `whole`; an empty one may lie anywhere. */
bool fuzz_inside(qdmp_span part, qdmp_span whole);

bool fuzz_same_text(qdmp_span a, qdmp_span b);

/** The result of a call that encodes; `call` says which call and its input. */
typedef qdmp_status fuzz_encode(const void *call, qdmp_room out, size_t *size, qdmp_error *err);

/**
 * Encodes into no room, one byte too little, exactly enough, and more than that (P6, P8-P10); a room that is too small
 * is no field's fault (P12). Returns what stands in the one that is exactly enough, to be freed; its `ptr` is NULL where
 * the call failed, with the reason in `*err`.
 */
qdmp_room fuzz_encode_exactly(fuzz_encode *encode, const void *call, qdmp_error *err);

/** The same of a value, whose field is named where the room is too small. */
qdmp_room fuzz_encode_value(fuzz_encode *encode, const void *call, qdmp_field field, qdmp_error *err);

#endif

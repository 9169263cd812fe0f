/* SPDX-License-Identifier: MIT */
/**
 * @file
 * What all targets share: properties, which end the run if they do not hold; and blocks of exactly the size of their
 * content, so that an address sanitizer detects an access one byte too far.
 */
#ifndef QDMP_FUZZ_CHECK_H
#define QDMP_FUZZ_CHECK_H

#include "qdmp/status.h"

#include <stdbool.h>
#include <string.h>

/** The entry function of every target, for libFuzzer, AFL++ and the replay driver. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** Prints "property <property>: why" to standard error and aborts. */
_Noreturn void fuzz_fail(const char *property, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Ends the run unless `condition` holds. `property` is its number in fuzz/README.md. */
#define FUZZ_CHECK(condition, property, ...) ((condition) ? (void)0 : fuzz_fail((property), __VA_ARGS__))

/** A copy of `size` bytes in its own block; never NULL. The caller frees it. */
char *fuzz_copy(const void *bytes, size_t size);

/** An uninitialised block of `size` bytes. */
char *fuzz_room(size_t size);

enum { FUZZ_FILLER = 0xA5 };

/** Fills `size` bytes with a pattern that no output has by chance. Checks that the pattern is still there. */
static inline void fuzz_fill(void *memory, size_t size) {
    memset(memory, FUZZ_FILLER, size);
}
bool fuzz_is_filled(const void *memory, size_t size);

/** Whether `part` lies in `whole`; an empty part may lie anywhere. */
bool fuzz_inside(qdmp_span part, qdmp_span whole);

bool fuzz_same_text(qdmp_span a, qdmp_span b);

/** The result of a call of an encoder. `call` says which encoder is called, with which input. */
typedef qdmp_status fuzz_encode(const void *call, qdmp_room out, size_t *size, qdmp_error *err);

/**
 * Encodes into no room, one byte too little, exactly enough, and more than that (P6, P8-P10). A room that is too small
 * is not the fault of a field (P12). Returns the content of the room that is exactly enough; the caller frees it. If
 * the call failed, its `ptr` is NULL, and `*err` has the reason.
 */
qdmp_room fuzz_encode_exactly(fuzz_encode *encode, const void *call, qdmp_error *err);

/** The same for a value: a room that is too small is the fault of its field. */
qdmp_room fuzz_encode_value(fuzz_encode *encode, const void *call, qdmp_field field, qdmp_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Writes lines, and says what cannot be written. Made from docs/protocol.md (R15, R17, R27), with nothing from the
 * library.
 */
#ifndef QDMP_FUZZ_COMPOSE_H
#define QDMP_FUZZ_COMPOSE_H

#include "rules.h"

/** Bytes that are put together. Bytes that do not fit are counted and dropped. */
struct composed {
    size_t size;
    char bytes[1 << 18];
};

void compose_bytes(struct composed *out, const void *bytes, size_t size);
void compose_text(struct composed *out, const char *text);
void compose_span(struct composed *out, qdmp_span span);
void compose_number(struct composed *out, uint64_t number);
void compose_byte(struct composed *out, unsigned byte);

/** Removes bytes from the beginning. */
void compose_drop(struct composed *out, size_t count);

/** Whether `room` holds exactly the composed bytes. */
bool compose_same(const struct composed *composed, qdmp_room room);

/** The line that an encoder must write. `style` as in enum qdmp_request_style and enum qdmp_response_style. */
void compose_request(struct composed *out, const struct parts *parts, unsigned style);
void compose_response(struct composed *out, const struct parts *parts, unsigned style);

enum { COMPOSE_FAULTS_MAX = 16 };

/** All reasons why a message must not be written. If there are none, it must be written. */
struct obstacles {
    size_t count;
    struct {
        qdmp_status status;
        qdmp_field field;
    } list[COMPOSE_FAULTS_MAX];
};

void obstacles_of_request(const struct parts *parts, struct obstacles *out);
void obstacles_of_response(const struct parts *parts, unsigned style, struct obstacles *out);

/** Whether `err` is one of them. */
bool obstacles_name(const struct obstacles *obstacles, const qdmp_error *err);

#endif

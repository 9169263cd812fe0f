/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Bytes to read and room to fill: the parameters of every call.
 */
#ifndef QDMP_SPAN_H
#define QDMP_SPAN_H

#include "qdmp/abi.h"

#include <stddef.h>
#include <stdint.h>

/* A union member without a name is C11 and C++. GNU compilers accept it in C99 too, if they are asked not to warn. */
#if defined(__GNUC__) && !defined(__cplusplus)
#define QDMP__ANONYMOUS __extension__
#else
#define QDMP__ANONYMOUS
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** @addtogroup span
 * @{ */

/**
 * Bytes to read: `len` of them from `ptr`. A span has no NUL at its end, and does not own its bytes. An empty span may
 * have any `ptr`, also NULL.
 */
typedef struct qdmp_span {
    const char *ptr; /**< the first byte */
    size_t len;      /**< number of bytes */
} qdmp_span;

/**
 * Room to fill: `cap` bytes from `ptr`. With `cap` 0 `ptr` may be NULL.
 */
typedef struct qdmp_room {
    char *ptr;  /**< place of the first byte */
    size_t cap; /**< number of bytes that fit */
} qdmp_room;

/** Initializer of a qdmp_span over a string literal, without its NUL: `qdmp_span s = QDMP_LITERAL("NULL");` */
#define QDMP_LITERAL(text)                                                                                             \
    { (text), sizeof(text) - 1 }

/** @} */

#ifdef __cplusplus
}
#endif

#endif

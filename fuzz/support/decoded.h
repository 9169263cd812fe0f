/* SPDX-License-Identifier: MIT */
/**
 * @file
 * Checks of both decoders of lines: properties P1 to P7, P15, P16, P62 to P64, P66, P68 and P69.
 */
#ifndef QDMP_FUZZ_DECODED_H
#define QDMP_FUZZ_DECODED_H

#include "rules.h"

/** Decodes the first command or line in `in`. Returns the bytes consumed if it was accepted, otherwise 0. */
typedef size_t decoded_first(qdmp_span in, qdmp_ends ends);

decoded_first decoded_request, decoded_response;

/**
 * Decodes all commands and lines in `data`, one after the other: with both meanings of the end, and cut at a place that
 * the size determines.
 */
void decoded_all(decoded_first *first, const uint8_t *data, size_t size);

#endif

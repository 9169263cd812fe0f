/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648, 4). Internal. */
#ifndef QDMP_BASE64_H
#define QDMP_BASE64_H

#include "library.h"

#include "writer.h"

/* Bytes that make four characters. */
#define QDMP__BASE64_GROUP 3

/* Bytes of the base64 of `size` bytes. */
#define QDMP__BASE64_SIZE(size) (((size) + 2) / 3 * 4)

/* Makes the four characters of up to QDMP__BASE64_GROUP bytes, padded. */
void qdmp__base64_group(const unsigned char *bytes, size_t size, char text[4]);

/* Writes the base64 of `bytes`, padded. When it only counts, it does not read them. */
void qdmp__put_base64(qdmp__writer *writer, const unsigned char *bytes, size_t size);

#endif
